package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"kurator/model"
	"kurator/ui/desk"
	"kurator/ui/uitest"
)

// A file of this machine is fastened to a case with a key; over SSH no path of the host is asked for.
func TestAFileIsFastened(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(remote bool) func(t *testing.T) *uitest.Driver {
		return func(t *testing.T) *uitest.Driver {
			r = newRoom(t)
			r.receive(letters()[:1])
			return r.sit(nil, 120, 40, func(s *desk.Session) { s.Remote = remote })
		}
	}
	uitest.Story(t, "at the workstation", start(false), func(d *uitest.Driver) {
		path := filepath.Join(t.TempDir(), "Акт осмотра.txt")
		if err := os.WriteFile(path, []byte("Яма 40 см."), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Keys("V").Sees("Прикрепить файл: № 1").Paste("'"+path+"'").Keys("enter").Sees("Файл прикреплён: № 1", "файл, 1 КБ")
		d.Keys("%").Sees("Файлы обращения № 1", "Акт осмотра.txt").Keys("esc V").Paste(path).Keys("enter").Sees("уже прикреплён").Keys("esc esc u").Sees("Отменено")
		if a := r.appeal(1); len(a.Attachments) != 0 {
			t.Errorf("after the undo %+v", a.Attachments)
		}
	})
	uitest.Story(t, "over SSH", start(true), func(d *uitest.Driver) {
		d.Keys("V").Sees("не виден", "kurator attach").SeesNot("Прикрепить файл:")
	})
}

// A promise kept is marked with a key, and can be taken back.
func TestAPromiseIsKept(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "kept", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters()[:1])
		r.do(1, &model.Sort{}, &model.Assign{Unit: 1}, &model.Defer{Date: "2026-12-15", Text: model.Words("Засыпать яму.")})
		return r.sit(nil, 120, 40).Keys("f").Type("в работе").Keys("enter")
	}, func(d *uitest.Driver) {
		kept := func() bool { return r.appeal(1).Promises[0].Kept != 0 }
		d.Keys("K").Sees("Обещание выполнено")
		if !kept() {
			t.Error("the promise is not marked")
		}
		d.Keys("K").Sees("№ 1").Keys("u").Sees("Отменено")
		if kept() {
			t.Error("the promise stays marked")
		}
	})
}
