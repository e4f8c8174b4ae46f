package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A rehearsal shows what was read from each row and its verdict, once, and leaves nothing behind: no database either.
func TestRehearsalOfAnImport(t *testing.T) {
	folder := t.TempDir()
	db, file := filepath.Join(folder, "нет.db"), filepath.Join(folder, "журнал.csv")
	rows := "Внешний номер;Канал;Поступило;Заявитель;Тема;Место;Текст обращения\r\nА-17;Почта;02.11.2026 09:15;Песцова Ирина;Дороги;Ревда;Яма\r\nА-18;Почта;33.11.2026;Сосна Вера;Дороги;Ревда;Снег\r\n"
	if err := os.WriteFile(file, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	run := running(t, db)
	nothing := func() {
		t.Helper()
		if _, err := os.Stat(db); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("there is a database: %v", err)
		}
	}
	said := run(0, "import", "--dry-run", file)
	nothing()
	for _, want := range []string{"Базы ещё нет", "строка 2: новое: Почта А-17 · поступило 02.11.2026 09:15 · Ревда · тема: Дороги", "строка 3: в карантин: В столбце «Поступило» нет понятной даты."} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if strings.Count(said, "строка 3") != 1 || strings.Contains(said, "Песцова") || strings.Contains(said, "Яма") {
		t.Errorf("twice, or personal:\n%s", said)
	}
	run(1, "import", filepath.Join(folder, "нет.xlsx"))
	nothing()
	run(0, "import", file)
	if _, err := os.Stat(db); err != nil {
		t.Error(err)
	}
}
