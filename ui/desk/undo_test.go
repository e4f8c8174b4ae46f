package desk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kurator/model"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// TestUndoStory: one action, many at once and a whole import are one step each; what somebody has worked on since stays and is named; what is
// refused is remembered.
func TestUndoStory(t *testing.T) {
	t.Parallel()
	var r *room
	var colleague *model.Actor
	uitest.Story(t, "one and many", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters())
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("u").Sees("Отменено").Keys("u u u u u u u").Sees("Отменять нечего").Keys("U").Sees("Возвращено")
		id := r.receive(letters()[2:5])[0]
		d.Wait(3 * time.Second).Keys("f").Type("все").Keys("enter").Keys("* t").Type("культ").Keys("enter").Sees("Изменится").Keys("enter").Sees("u — отменить")
		changed := r.appeal(id).Unit
		if d.Keys("u").Sees("Отменено: назначено"); changed == 0 || r.appeal(id).Unit != 0 {
			t.Errorf("unit %d, then %d", changed, r.appeal(id).Unit)
		}
		d.Keys("!").Sees("Отменять нечего")
	})
	uitest.Story(t, "an import", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		colleague = r.seat(r.holder(model.RoleCurator, 0), "other")
		folder := t.TempDir()
		text, err := os.ReadFile(filepath.Join("..", "..", "store", "intake", "testdata", "im.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "im.xlsx"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		return r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.Import.Folder = folder })
	}, func(d *uitest.Driver) {
		d.Keys("I enter").Sees("Загрузка закончена", "новых 120").Wait(time.Second).Keys("esc u").Sees("Загрузка отменена: 120 обращений").Keys("1 f").Type("все").Keys("enter").Sees("Все 0")
		d.Keys("U").Sees("Загрузка возвращена: 120 обращений", "Все 120")
		r.as(*colleague, 5, &model.AddNote{Text: model.Words("Проверим.")})
		d.Wait(3*time.Second).Keys("u").Sees("Нельзя: 1", "№ 5").Keys("esc").Sees("Все 1")
	})
}
