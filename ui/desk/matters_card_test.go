package desk_test

import (
	"testing"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestNextKeyIsForTheNew: the cursor goes to what was made just now, so that the next key is about it; and what can be done in the list
// can be done from the card as well.
func TestNextKeyIsForTheNew(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "made and gone on with", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.put(model.NounProblem, 1, &model.PutProblem{Title: "Котельная"})
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("3").Sees("Котельная").Keys("N").Type("Дрова не везут").Keys("ctrl+s").Sees("Записана проблема", "─ Проблема № 2")
		d.Keys("i").Type("Нет машины").Keys("ctrl+s").Sees("Записана гипотеза", "Нет машины — проверяется", "Ход: замечена", "→ разбирается")
		d.Keys("enter").Sees("─»Проблема № 2").Keys("s tab").Type("одна на район").Keys("ctrl+s").Sees("Названа причина", "Причина найдена")
		d.Keys("d").Type("Нанять вторую").Keys("ctrl+s").Sees("! Укажите, кто отвечает за меру", "Нанять вторую") // the form comes back as it was filled in
		d.Keys("tab right ctrl+s").Sees("1. Нанять вторую")
		d.Keys("c").Type("возят").Keys("ctrl+s").Sees("ещё не выполнена", "возят").Keys("esc")
		if p, err := r.Problem(r.ctx, r.me, 2); err != nil || len(p.Hypotheses) != 1 || len(p.Measures) != 1 || p.Cause == "" {
			t.Errorf("%+v %v", p, err)
		}
		d.Keys("4 N tab").Type("Каток").Keys("tab tab tab").Type("Сайт | https://a.example/1").Keys("tab").Type("один: Где? | Тут | Там").Keys("ctrl+s").Sees("Записан опрос")
		d.Keys("N tab").Type("Скамейки").Keys("tab tab tab").Type("Сайт | https://a.example/2").Keys("tab").Type("один: Где? | Тут | Там").Keys("ctrl+s").Sees("№ 2 ───")
		d.Keys("enter m enter").Sees("Согласован")
		if p, err := r.PollByID(r.ctx, r.me, 2); err != nil || p.Stage != model.PollAgreed {
			t.Errorf("%+v %v", p, err)
		}
	})
}
