package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// posHeadings are those of an export of ПОС that the reconciliation looks at, and as many more as it is known by.
const posHeadings = "Номер;Номер ЕПГУ;Источник;Верхнеуровневый ЛКО;Категория;Подкатегория;Факт;Организация, в которую поступило сообщение;Организация, в которой находится сообщение;Дата поступления;" +
	"Дата планируемого завершения работ;Дата фактического завершения работ;Стадия;Статус"

// posRow is one message.
func posRow(number, finished, stage, status string) string {
	return strings.Join([]string{number, "-", "Портал", "-", "Дороги", "Ямы", "Яма на дороге", "-", "-", "02.11.2026", "12.11.2026", finished, stage, status}, ";")
}

// Reconcile shows what differs, settles what it is told to, and says what it has done.
func TestReconcileByCommand(t *testing.T) {
	folder := t.TempDir()
	db := filepath.Join(folder, "x.db")
	file := func(name string, rows ...string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("\ufeff"+posHeadings+"\r\n"+strings.Join(rows, "\r\n")+"\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	run := running(t, db)
	sees := func(said string, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(said, text) {
				t.Errorf("no %q in\n%s", text, said)
			}
		}
	}
	run(0, "import", file("было.csv", posRow("330000001", "-", "Исполнение", "В работе"), posRow("330000002", "-", "Исполнение", "В работе"), posRow("330000003", "-", "Исполнение", "В работе")))
	now := file("стало.csv", posRow("330000001", "20.11.2026", "Завершено", "Отправлен ответ заявителю"), posRow("330000002", "-", "Исполнение", "В работе"), posRow("330000009", "-", "Исполнение", "В работе"))
	sees(run(0, "reconcile", now), "строк 3, совпадает 1, нет здесь 1, нет в канале 1, состояние разное 1", "330000001", "330000003", "330000009")
	sees(run(0, "reconcile", now, "--take", "330000009,330000001", "--leave", "330000003"), "Принято из выгрузки: 330000009, 330000001.", "Оставлено как есть: 330000003.", "нет здесь 0, нет в канале 0, состояние разное 0")
	sees(run(0, "reconcile", now), "строк 3, совпадает 3", "оставлено раньше 1")
	sees(run(0, "list", "--format", "json"), `"330000009"`)
	sees(run(1, "reconcile", now, "--mark", "330000002"), "Расхождения по номеру «330000002» нет")
}
