package desk_test

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/ui/uitest"
)

// another is the same database in the hands of a second program, with the clock of the first.
func (r *room) another(login string) *room {
	r.t.Helper()
	s, err := store.Open(r.ctx, r.Path(), store.Options{Now: r.clock.Now})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = s.Close() })
	other := &room{Store: s, t: r.t, ctx: r.ctx, clock: r.clock}
	if other.me, err = s.Enter(r.ctx, store.Identity{Account: login, Via: "desk"}); err != nil {
		r.t.Fatal(err)
	}
	return other
}

// TestTwoDesksOnOneDraft: whoever finishes second sees both texts, loses neither and decides.
func TestTwoDesksOnOneDraft(t *testing.T) {
	t.Parallel()
	var first *room
	var unit *uitest.Driver
	start := func(t *testing.T) *uitest.Driver {
		first = newRoom(t)
		first.t = t
		ids := first.receive(letters()[:1])
		first.do(ids[0], &model.Sort{}, &model.Assign{Unit: 1})
		first.seat(first.holder(model.RolePreparer, 1), "zhkh")
		unit = first.another("zhkh").sit(nil, 120, 40).Keys("f").Type("мои").Keys("enter enter d").Sees("Проект ответа на № 1").Type("Текст отдела.")
		return first.sit(nil, 120, 40).Keys("f").Type("в работе").Keys("enter enter d").Sees("Проект ответа на № 1").Type("Текст куратора.")
	}
	meet := func(d *uitest.Driver) {
		unit.Keys("esc").Sees("Проект записан")
		d.Keys("esc").Sees("Чужая версия", "Текст отдела.", "Текст куратора.", "Пока вы писали")
		d.Wait(2*time.Second).Keys("esc").Sees("какой оставить", "Вернуться к своему", "Оставить их текст").Wait(2 * time.Second) // a window that opens by itself takes no key at once
	}
	texts := func(want ...string) {
		t.Helper()
		drafts := first.appeal(1).Drafts
		if len(drafts) != len(want) {
			t.Fatalf("%d versions, want %d", len(drafts), len(want))
		}
		for i, w := range want {
			if drafts[i].Text.Body != w {
				t.Errorf("version %d is %q, want %q", i+1, drafts[i].Text.Body, w)
			}
		}
	}
	uitest.Story(t, "one's own on top of theirs", start, func(d *uitest.Driver) {
		meet(d)
		d.Keys("enter").Sees("Проект ответа на № 1", "Текст куратора.").Keys("esc").Sees("Проект записан")
		texts("Текст отдела.", "Текст куратора.")
	})
	uitest.Story(t, "theirs stays", start, func(d *uitest.Driver) {
		meet(d)
		d.Type("их").Keys("enter").Sees("Проект ответа на № 1", "Текст отдела.").SeesNot("Текст куратора.").Keys("esc").SeesNot("Проект ответа на № 1")
		texts("Текст отдела.")
	})
	uitest.Story(t, "theirs taken and thought better of", start, func(d *uitest.Driver) {
		meet(d)
		d.Type("их").Keys("enter").Sees("Текст отдела.").Keys("ctrl+z").Sees("Текст куратора.").Keys("esc").Sees("Проект записан")
		texts("Текст отдела.", "Текст куратора.")
	})
}
