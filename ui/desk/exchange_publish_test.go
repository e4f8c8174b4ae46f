package desk_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kurator/model"
	"kurator/store/job/exchange"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// TestPublishedIsConfirmed: what was copied and recorded here waits for the channel's next export, which lists it as not confirmed
// until it says so itself.
func TestPublishedIsConfirmed(t *testing.T) {
	t.Parallel()
	var r *room
	var id model.AppealID
	folder, name := "", "pos.csv"
	write := func(text []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(filepath.Join("..", "..", "store", "intake", "testdata", "pos_cp1251.csv"))
	if err != nil {
		t.Fatal(err)
	}
	uitest.Story(t, "copy, record, not confirmed, confirmed", func(t *testing.T) *uitest.Driver {
		r, folder = newRoom(t), t.TempDir()
		write(old)
		if _, _, err := exchange.Import(r.ctx, r.Store, r.me, []string{filepath.Join(folder, name)}, exchange.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		id = r.number("330000001") // in work there
		r.do(id, &model.Sort{}, &model.WriteDraft{Text: model.Words("Фонарь заменён.")}, &model.Submit{}, &model.Approve{Who: "Глава", Document: "12"})
		return r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.Import.Folder = folder })
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("публикации").Keys("enter Y").Sees("Опубликовать ответ на № " + id.String())
		if got := d.Copied(); len(got) == 0 || got[len(got)-1] != "Фонарь заменён." {
			t.Errorf("copied %q", got)
		}
		d.Sees("Enter — записать, где и когда вышел").Keys("enter").Sees("Ссылка на ответ").Keys("esc").SeesNot("Ссылка на ответ")
		d.Wait(10 * time.Second).Sees("Enter вышел").Keys("enter").Sees("Ссылка на ответ").Keys("tab tab tab tab ctrl+s").Sees("Ответ направлен")
		if !r.appeal(id).Unconfirmed() {
			t.Fatal("it does not wait for the export")
		}
		d.Wait(2*time.Minute).Keys("I").Sees("pos.csv").Keys("enter").Sees("Загрузка закончена", "Здесь отвечено, а в канале ещё нет", "№ "+id.String()+" (330000001)")
		if !r.appeal(id).Unconfirmed() {
			t.Error("the old export confirmed it")
		}
		write(finished(t, old, "330000001"))
		d.Wait(2 * time.Minute).Keys("esc 1 I").Sees("pos.csv").Keys("enter").Sees("изменилось 1").SeesNot("Здесь отвечено")
		if r.appeal(id).Unconfirmed() {
			t.Error("the new export does not confirm it")
		}
	})
}

// finished is an export in which one case is answered today.
func finished(t *testing.T, export []byte, number string) []byte {
	t.Helper()
	text, err := charmap.Windows1251.NewDecoder().String(string(export))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(text, "\n")
	heads := strings.Split(strings.TrimSpace(lines[0]), ";")
	for i, line := range lines {
		cells := strings.Split(line, ";")
		if cells[0] != number {
			continue
		}
		for head, value := range map[string]string{"Стадия": "Завершено", "Статус": "Отправлен ответ заявителю", "Дата фактического завершения работ": "25.11.2026"} {
			cells[slices.Index(heads, head)] = value
		}
		lines[i] = strings.Join(cells, ";")
	}
	out, err := charmap.Windows1251.NewEncoder().String(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}
