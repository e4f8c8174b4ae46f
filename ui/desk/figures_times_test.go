package desk_test

import (
	"testing"

	"kurator/ui/uitest"
)

// TestTimesByTopic: the map of topics and stages names the median and the longest tenth, and each cell leads to its cases.
func TestTimesByTopic(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "topic and stage", func(t *testing.T) *uitest.Driver {
		r, _ := counted(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("B m ] ] ]").Sees("Темы и стадии: медиана/90 %, дней", "Теплоснабжение", "Публикация")
		d.Keys("j j j j j").Sees("Новое, ").Keys("right").Sees("Разобрано, ", "n = ", "мало данных")
		d.Keys("left enter").Sees("Отбор: Время на стадии: Новое, ")
		d.Keys("B").Resize(80, 24).Sees("Теплоснабжение").Resize(60, 20).Sees("Темы и стадии: медиана, дней", "Публ.")
	})
}
