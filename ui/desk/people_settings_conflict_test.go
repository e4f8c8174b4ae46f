package desk_test

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestTwoDesksOnOneSetting: whoever finishes second is told who was first and when, sees the new version and repeats.
func TestTwoDesksOnOneSetting(t *testing.T) {
	t.Parallel()
	var first *room
	var other *uitest.Driver
	start := func(t *testing.T) *uitest.Driver {
		first = newRoom(t)
		first.t = t
		head := first.holder(model.RoleCurator, 0)
		first.seat(head, "head")
		other = first.another("head").sit(nil, 120, 40)
		return first.sit(nil, 120, 40)
	}
	places := func(d *uitest.Driver) *uitest.Driver {
		return d.Keys("8").Sees("Учреждение", "Места").Keys("] ] ] ] ]").Sees("Населённый пункт", "Жителей").Keys("e").Sees("Название", "Другие написания")
	}
	place := func(want string) {
		t.Helper()
		snap, err := first.Snapshot(first.ctx)
		if err != nil {
			t.Fatal(err)
		}
		if name := snap.Office.PlaceList()[0].Name; name != want {
			t.Errorf("the place is %q, want %q", name, want)
		}
	}
	uitest.Story(t, "a place", start, func(d *uitest.Driver) {
		places(d).Keys("ctrl+u").Type("Первое имя")
		places(other).Keys("ctrl+u").Type("Другое имя").Keys("ctrl+s").Sees("«Другое имя» записан")
		d.Keys("ctrl+s").Sees("Населённый пункт уже изменён: ", "в 10:00. Записано", "«Название» — Другое имя", "Первое имя")
		place("Другое имя")
		d.Wait(2 * time.Second).Keys("ctrl+u").Type("Третье имя").Keys("ctrl+s").Sees("«Третье имя» записан")
		place("Третье имя")
	})
	uitest.Story(t, "different fields of one place", start, func(d *uitest.Driver) {
		places(d).Keys("tab tab ctrl+u").Type("4321")
		places(other).Keys("ctrl+u").Type("Другое имя").Keys("ctrl+s").Sees("«Другое имя» записан")
		d.Keys("ctrl+s").Sees("«Другое имя» записан")
		place("Другое имя")
		snap, err := first.Snapshot(first.ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n := snap.Office.PlaceList()[0].Population; n != 4321 {
			t.Errorf("%d people live there", n)
		}
	})
	uitest.Story(t, "an official", start, func(d *uitest.Driver) {
		d.Keys("7 e").Sees("Изменить должностное лицо").Keys("ctrl+u").Type("Первая должность")
		who, ok := first.me.Official, false
		snap, err := first.Snapshot(first.ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range snap.Office.GrantList() {
			if g.Row == 1 {
				who, ok = g.Official, true
				break
			}
		}
		if !ok {
			t.Fatal("no first row")
		}
		o := snap.Office.Officials[who]
		o.Position, o.Login = "Другая должность", "glava"
		first.put(model.NounOfficial, int64(who), &model.PutOfficial{Official: o})
		d.Keys("ctrl+s").Sees("Должностное лицо уже изменено: ", "«Должность» — Другая должность", "В полях — ваше", "Первая должность", "glava")
		d.Wait(2 * time.Second).Keys("ctrl+s").Sees("Записано: Первая должность")
		if snap, err = first.Snapshot(first.ctx); err != nil {
			t.Fatal(err)
		}
		if o = snap.Office.Officials[who]; o.Position != "Первая должность" || o.Login != "glava" {
			t.Errorf("it is %+v", o)
		}
	})
	uitest.Story(t, "a refused form comes back", start, func(d *uitest.Driver) {
		d.Keys("7 N").Sees("Добавить должностное лицо").Type("Новая должность").Keys("tab tab").Type("head").Keys("ctrl+s").Sees("уже принадлежит другому", "Новая должность")
		d.Wait(2 * time.Second).Keys("ctrl+u").Type("newcomer").Keys("ctrl+s").Sees("Записано: Новая должность")
	})
	uitest.Story(t, "a template", start, func(d *uitest.Driver) {
		form := func(d *uitest.Driver) *uitest.Driver {
			return d.Keys("8").Sees("Учреждение").Keys("[ [").Sees("[Шаблоны]").Keys("e").Sees("Шаблон ответа", "С придуманным обращением")
		}
		template := func() model.Template {
			snap, err := first.Snapshot(first.ctx)
			if err != nil {
				t.Fatal(err)
			}
			return snap.Office.TemplateList()[0]
		}
		was := template()
		form(d).Keys("tab tab ctrl+u").Type("дороги")
		form(other).Keys("ctrl+u").Type("Другое имя").Keys("ctrl+s").Sees("«Другое имя» записан")
		d.Keys("ctrl+s").Sees("«Другое имя» записан")
		if now := template(); now.Title != "Другое имя" || now.Topic != "дороги" || now.Text != was.Text {
			t.Errorf("it is %+v", now)
		}
		d.Keys("e").Sees("Шаблон ответа").Keys("ctrl+u").Type("Моё имя")
		other.Wait(5 * time.Second).Keys("e").Sees("Шаблон ответа").Keys("ctrl+u").Type("Их имя").Keys("ctrl+s").Sees("«Их имя» записан")
		d.Keys("ctrl+s").Sees("«Название» — Их имя", "Моё имя")
	})
}
