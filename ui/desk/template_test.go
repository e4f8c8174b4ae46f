package desk_test

import (
	"testing"

	"kurator/ui/uitest"
)

// TestTemplateAtTheDesk: a curator writes a reply template in the settings, sees what a citizen would read, uses it in a draft, and takes it back.
func TestTemplateAtTheDesk(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "written and used", func(t *testing.T) *uitest.Driver {
		r = worked(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys(":").Type("раздел настройки").Keys("enter").Sees("[Учреждение]").Keys("[ [").Sees("[Шаблоны]", "Заполнит человек").Keys("enter").Sees("С придуманным обращением", "Анна Петровна")
		d.Keys("esc N").Sees("Сами заполнятся").Type("Горка починена").Keys("tab tab tab tab").Type("{имя-отчество}, горку {место} починят до {дата работ}.")
		d.Sees("Анна Петровна, горку в селе Ловозеро починят до {дата работ}.").Keys("ctrl+s").Sees("Шаблон «Горка починена» записан", "u — отменить")
		d.Keys("1 f").Type("в работе").Keys("enter / ").Type("батареи").Keys("enter").Sees("Отбор: батареи").Keys("enter d alt+t").Type("горка").Keys("enter").Sees("Заполнить шаблон").Type("1 декабря").Keys("ctrl+s")
		d.Sees("горку в пгт Ревда починят до 1").Keys("esc u u").Sees("Отменено")
		if list := templates(r); list["Горка починена"] {
			t.Error("the template was not taken back")
		}
	})
}

func templates(r *room) map[string]bool {
	r.t.Helper()
	snap, err := r.Snapshot(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	titles := map[string]bool{}
	for _, x := range snap.Office.TemplateList() {
		titles[x.Title] = true
	}
	return titles
}
