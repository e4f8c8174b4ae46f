package desk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kurator/model"
	"kurator/store/job/exchange"
	"kurator/ui/uitest"
)

// A task goes out as a file, and its draft comes back with the mark; another one is told of by telephone.
func TestATaskGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters()[:1])
		r.do(1, &model.Sort{}, &model.Assign{Unit: 1})
		return r.sit(nil, 120, 40).Keys("f").Type("в работе").Keys("enter").Sees("№ 1")
	}
	uitest.Story(t, "by file", start, func(d *uitest.Driver) {
		d.Keys("x").Sees("Задание исполнителю: 1 обращение", "документ Word").Keys("ctrl+s").Sees("Задание:", "Задания и напоминания")
		if a := r.appeal(1); len(a.Sendings) != 1 {
			t.Errorf("the ledger says %+v", a.Sendings)
		}
		sheets, err := filepath.Glob(filepath.Join(exchange.Outbox(r.Path()), "*.docx"))
		if err != nil || len(sheets) != 1 {
			t.Fatal(sheets, err)
		}
		path := filepath.Join(t.TempDir(), "ответ.txt")
		if err := os.WriteFile(path, []byte(exchange.Mark(1)+"\n\nЯму засыпали 24.11.2026."), 0o600); err != nil {
			t.Fatal(err)
		}
		sum, told, err := exchange.ImportDrafts(r.ctx, r.Store, r.me, []string{path}, false)
		if err != nil || sum.Updated != 1 {
			t.Fatal(sum, told, err)
		}
		d.Wait(3 * time.Second).Keys("f").Type("проверк").Keys("enter").Sees("Яму засыпали 24.11.2026.")
	})
	uitest.Story(t, "by telephone", start, func(d *uitest.Driver) {
		d.Keys("T").Sees("Проект получен: № 1", "по телефону").Keys("ctrl+s").Sees("Текста проекта здесь нет")
		d.Type("Яму засыпали.").Keys("ctrl+s").Sees("Яму засыпали.")
		a := r.appeal(1)
		if a.Stage != model.StageReview || a.CurrentDraft() == nil || a.CurrentDraft().Vouched == "" {
			t.Errorf("recorded %+v in %s", a.CurrentDraft(), a.Stage)
		}
		d.Keys("u").Sees("Отменено")
	})
}
