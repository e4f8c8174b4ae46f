package intake

import (
	"fmt"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store/search"
)

func TestWarningsAboutMail(t *testing.T) {
	say := func(received model.Date, to string) string { return fmt.Sprint(AboutMail(received, to)) }
	if got := say("2025-03-29", "a@example.ru"); got != "[]" {
		t.Error(got)
	}
	if got := say("2025-03-30", "a@example.ru"); !strings.Contains(got, "547-ФЗ") || strings.Contains(got, "зоне") {
		t.Error(got)
	}
	if got := say("2025-01-01", "тел. 8 900 000-12-34, a@example.com"); !strings.Contains(got, "зоне") {
		t.Error(got)
	}
	for address, russian := range map[string]bool{"a@mail.ru": true, "a@b.xn--p1ai": true, "а@почта.рф": true, "a@x.su": true, "a@gmail.com": false, "a@ru": false, "mail.ru": false, "a@mail.ru.com": false} {
		if RussianZone(address) != russian {
			t.Errorf("%s in the zone: %v", address, !russian)
		}
	}
}

func TestWhoIsComplainedOf(t *testing.T) {
	office := &model.Office{Units: map[model.UnitID]model.Unit{1: {ID: 1, Name: "Отдел ЖКХ"}, 2: {ID: 2, Name: "Муниципальное предприятие «Тундра-Сервис»", Short: "Тундра-Сервис"},
		3: {ID: 3, Name: "Отдел"}}}
	stems := search.NewStemmer()
	for text, want := range map[string]model.UnitID{
		"Жалоба на «Тундра-Сервис»: мусор не вывозят неделю.":    2,
		"Прошу наказать за бездействие отдела ЖКХ. Мусор лежит.": 1,
		"Отдел ЖКХ всё починил, спасибо. Но жалуюсь на соседей.": 0,
		"Жалуемся на соседей, в отдел писали":                    0,
		"Сотрудники тундра-сервис хамят по телефону!":            2,
		"Когда «Тундра-Сервис» вывезет мусор?":                   0,
	} {
		u, _ := Complained(office, stems, text)
		if u.ID != want {
			t.Errorf("%s: unit %d, want %d", text, u.ID, want)
		}
	}
	if got := AboutComplaint(office, stems, "Жалоба на «Тундра-Сервис»", 1); len(got) != 0 {
		t.Errorf("given to another unit: %v", got)
	}
	if got := AboutComplaint(office, stems, "Жалоба на «Тундра-Сервис»", 2); len(got) != 1 {
		t.Errorf("given to itself: %v", got)
	}
}
