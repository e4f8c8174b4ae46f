package desk_test

import (
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestAbsenceTellsWhatFallsIntoIt before it is written down.
func TestAbsenceTellsWhatFallsIntoIt(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "absence", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters())
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		absences := func() int {
			snap, err := r.Snapshot(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			return len(snap.Office.AbsenceList())
		}
		d.Keys("7 G z").Sees("Отсутствие и замещение", "Кто замещает").Keys("ctrl+s").Sees("Выберите, кто замещает").Keys("right tab tab tab").Type("31.12.2026").Keys("ctrl+s").Sees("В отсутствие попада", "обращен", "дела перейдут")
		if absences() != 0 {
			t.Error("written before the answer")
		}
		d.Wait(2 * time.Second).Keys("tab enter").Sees("Замещение записано")
		if absences() != 1 {
			t.Error("not written")
		}
	})
}

// TestHandoverListIsWholeOnTheDesk: before the absence is written the question can be read to its last case at 80x24, and afterwards the
// list stands behind the person.
func TestHandoverListIsWholeOnTheDesk(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "handover", func(t *testing.T) *uitest.Driver {
		r := newRoom(t)
		for range 9 {
			r.receive(letters())
		}
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("7 j z").Sees("Отсутствие и замещение", "Кто замещает").Keys("tab right tab tab tab").Type("31.12.2026").Keys("ctrl+s").Sees("В отсутствие попада", "весь текст")
		first := strings.Count(d.Screen(), "№ ")
		d.Keys("end").SeesNot("В отсутствие попада")
		if n := strings.Count(d.Screen(), "№ "); n < first {
			t.Errorf("%d cases on the last page, %d on the first", n, first)
		}
		d.Keys("home").Sees("В отсутствие попада").Wait(2*time.Second).Keys("tab enter").Sees("Замещение записано").Keys("enter").Sees("Должностное лицо").Keys("G").Sees("№ ", "100 %")
	})
}

// TestAbsenceIsSeenChangedAndEnded: an absence stands in the list of roles, names the deputy at each role it passes on, is prolonged and
// ended there.
func TestAbsenceIsSeenChangedAndEnded(t *testing.T) {
	t.Parallel()
	var r *room
	absence := func() model.Absence {
		snap, err := r.Snapshot(r.ctx)
		if err != nil {
			t.Fatal(err)
		}
		list := snap.Office.AbsenceList()
		if len(list) != 1 {
			t.Fatalf("%d absences", len(list))
		}
		return list[0]
	}
	uitest.Story(t, "absence", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		who := r.holder(model.RoleHead, 0)
		r.put(model.NounAbsence, 0, &model.PutAbsence{Absence: model.Absence{Official: who, Deputy: r.me.Official, From: "2026-11-25", To: "2026-12-01",
			Roles: []model.Role{model.RoleHead}}})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("7").Sees("Отсутствует", "25.11.2026–01.12.2026", "и.о.: Первый пользователь базы за ").Keys("g g e").Sees("Какие роли", "Руководитель МЦУ").SeesNot("Кто отсутствует")
		d.Keys("tab tab tab ctrl+u").Type("05.12.2026").Keys("ctrl+s").Sees("не попадает ни одно", "перейдут дела роли").Wait(2 * time.Second).Keys("tab enter").Sees("Замещение записано").Sees("25.11.2026–05.12.2026")
		if a := absence(); a.To != "2026-12-05" || len(a.Roles) != 1 {
			t.Errorf("it is %+v", a)
		}
		d.Keys("g g -").Sees("Завершить отсутствие").Keys("ctrl+u").Type("26.11.2026").Keys("ctrl+s").Sees("Отсутствие завершено").Sees("25.11.2026–26.11.2026")
		d.Keys("u").Sees("25.11.2026–05.12.2026").Keys("g g -").Keys("ctrl+u").Type("24.11.2026").Keys("ctrl+s").Sees("Отсутствие завершено").SeesNot("и.о.: ").Keys("x").Sees("отменено")
	})
}

// TestOwnAbsenceIsEnteredByOneself: whoever is not the administrator names a deputy of their own, and comes back before the day, on the desk
// too; of others they can do neither.
func TestOwnAbsenceIsEnteredByOneself(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "own", func(t *testing.T) *uitest.Driver {
		r := newRoom(t)
		return r.sit(r.seat(r.holder(model.RolePreparer, 1), "zhkh"), 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("7 g g z").Sees("Отсутствие и замещение", "Начальник отдела ЖКХ").Keys("tab right tab tab tab").Type("05.12.2026").Keys("ctrl+s").Wait(2 * time.Second).Keys("tab enter").Sees("Замещение записано").Sees("25.11.2026–05.12.2026")
		d.Keys("g g -").Sees("Завершить отсутствие").Keys("ctrl+u").Type("27.11.2026").Keys("ctrl+s").Sees("Отсутствие завершено").Sees("25.11.2026–27.11.2026")
		d.Keys("u").Sees("25.11.2026–05.12.2026").Keys("j -").Sees("Нет права")
	})
}
