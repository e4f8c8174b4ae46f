package desk_test

import (
	"testing"

	"kurator/model"
	"kurator/ui/uitest"
)

// TestJournalRowIsReadWhole: a row that is about no appeal has no appeal beside it, whatever was looked at before, and Enter shows it whole;
// a row about one opens its card.
func TestJournalRowIsReadWhole(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "journal", func(t *testing.T) *uitest.Driver {
		r := newRoom(t)
		r.receive(letters()[:1])
		r.put(model.NounOfficial, 0, &model.PutOfficial{Official: model.Official{Position: "Инженер по охране труда и очень длинных должностей"}})
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("f").Type("все").Keys("enter").Sees("─ № 1 ─").Keys("7").Sees("Руководитель МЦУ").Keys("9").Sees("Подготовка", "Обращение не выбрано").SeesNot("─ № 1 ─")
		d.Keys("enter").Sees("Запись журнала", "Что сделано: Подготовка", "Кто: Первый пользователь базы", "О чём: Должностное лицо № 16").Keys("esc")
		d.Keys("j").Sees("─ № 1 ─").Keys("enter").SeesNot("Запись журнала")
	})
}
