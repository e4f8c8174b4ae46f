package desk_test

import (
	"testing"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestKeysTypedAfterAChangeComeAfterIt: who works quickly means the appeal that comes next, not the one that has just been given away.
func TestKeysTypedAfterAChangeComeAfterIt(t *testing.T) {
	t.Parallel()
	var r *room
	start := func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.t = t
		r.receive(letters()[:4])
		return r.sit(nil, 120, 40)
	}
	const first, second = 1, 2 // by their terms
	uitest.Story(t, "the next one", start, func(d *uitest.Driver) {
		d.Keys("g g").Sees("─ № 1 ─")
		d.Ahead("enter s").Sees("Разобрать № 2").SeesNot("Разобрать № 1")
		if r.appeal(first).Stage != model.StageAssigned || r.appeal(second).Stage != model.StageNew {
			t.Errorf("№ 1 is %s, № 2 is %s", r.appeal(first).Stage, r.appeal(second).Stage)
		}
	})
	uitest.Story(t, "three at once", start, func(d *uitest.Driver) {
		d.Keys("g g").Ahead("enter enter enter")
		given := 0
		for id := model.AppealID(1); id <= 4; id++ {
			if r.appeal(id).Stage == model.StageAssigned {
				given++
			}
		}
		if given != 3 {
			t.Errorf("%d are assigned\n%s", given, d.Screen())
		}
	})
	uitest.Story(t, "and back", start, func(d *uitest.Driver) {
		d.Keys("g g").Ahead("enter enter u u").Sees("Отменено")
		for id := model.AppealID(1); id <= 4; id++ {
			if r.appeal(id).Stage != model.StageNew {
				t.Errorf("№ %d is %s\n%s", id, r.appeal(id).Stage, d.Screen())
			}
		}
	})
	uitest.Story(t, "no waiting", start, func(d *uitest.Driver) {
		d.Keys("g g").Ahead("enter s esc s").Sees("Разобрать № 1") // esc is not waited for, and throws away the keys before it
		if r.appeal(first).Stage != model.StageAssigned {
			t.Errorf("№ 1 is %s\n%s", r.appeal(first).Stage, d.Screen())
		}
	})
	uitest.Story(t, "on the card", start, func(d *uitest.Driver) {
		d.Keys("g g tab").Ahead("t enter i").Sees("Заметка").Type("Звонили").Keys("enter").Sees("Звонили")
		if a := r.appeal(first); a.Stage != model.StageAssigned || len(a.Notes) != 1 {
			t.Errorf("№ 1 is %s with %d notes\n%s", a.Stage, len(a.Notes), d.Screen())
		}
	})
}
