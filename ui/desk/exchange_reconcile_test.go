package desk_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"kurator/model"
	"kurator/store/job/exchange"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// An export is compared with what is here: three lists, and a key for each difference.
func TestReconcilingAtTheDesk(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "three lists", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		folder := t.TempDir()
		text, err := os.ReadFile(filepath.Join("..", "..", "store", "intake", "testdata", "pos.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, "pos.xlsx")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := exchange.Import(r.ctx, r.Store, r.me, []string{path}, exchange.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		id, err := r.FindNumber(r.ctx, "330000001") // in work there
		if err != nil {
			t.Fatal(err)
		}
		r.do(id, &model.Sort{}, &model.WriteDraft{Text: model.Words("Да.")}, &model.Submit{}, &model.Approve{}, &model.Answer{})
		r.receive([]letter{{model.ChannelPOS, "77", 60 * 24 * time.Hour, "", "пгт Ревда", pit, ""}})
		return r.sit(nil, 120, 40, func(s *desk.Session) { s.Config.Import.Folder = folder })
	}, func(d *uitest.Driver) {
		d.Wait(2*time.Minute).Keys("I").Sees("pos.xlsx").Keys("r").Sees("Сверка: ", "2 расхождения", "ПОС 77", "ПОС 330000001", "здесь: ", "в канале: нет", "только о периоде, который охватывает выгрузка")
		d.Keys("i").Sees("1 расхождение").Keys("m").Sees("Расхождений больше нет")
		notes := len(r.appeal(r.number("77")).Notes) + len(r.appeal(r.number("330000001")).Notes)
		if notes != 1 {
			t.Errorf("%d notes for one difference", notes)
		}
		d.Keys("r").SeesNot("2 расхождения")
	})
	uitest.Story(t, "missing here", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		return r.sit(nil, 120, 40, func(s *desk.Session) {
			s.Config.Import.Folder = filepath.Join("..", "..", "store", "intake", "testdata")
		})
	}, func(d *uitest.Driver) {
		d.Keys("I").Sees("pos.xlsx")
		for !d.Shows("» pos.xlsx") && !d.Shows("»  pos.xlsx") {
			before := d.Screen()
			if d.Keys("j"); d.Screen() == before {
				break
			}
		}
		d.Keys("r").Sees("Сверка: ", "здесь: нет").Keys("enter").Sees("59 расхождений")
		if n := len(r.all()); n != 1 {
			t.Errorf("%d cases taken in by one key", n)
		}
	})
}

func (r *room) number(external string) model.AppealID {
	r.t.Helper()
	id, err := r.FindNumber(r.ctx, external)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}
