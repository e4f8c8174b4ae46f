package template_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/template"
)

func facts() template.Facts {
	day := func(d int) time.Time { return time.Date(2026, time.November, d, 12, 0, 0, 0, time.UTC) }
	return template.Facts{Name: "Иванова Анна Петровна", Number: "07/19-ОГ-10", Received: day(2), Due: day(24), Today: day(25), Place: "с. Ловозеро",
		Address: "ул. Советская, 10", Topic: "Яма", Unit: "Отдел ЖКХ", Office: "Администрация"}
}

func TestFill(t *testing.T) {
	for text, want := range map[string]string{
		"{обращение}! Ваше обращение № {номер} от {получено} рассмотрено.": "Уважаемая Анна Петровна! Ваше обращение № 07/19-ОГ-10 от 2 ноября 2026 г. рассмотрено.",
		"Ответ {кому} дадим до {срок}.":                                    "Ответ Анне Петровне дадим до 24 ноября 2026 г.",
		"Яму {место} засыпали. {место} работы закончены.":                  "Яму в селе Ловозеро засыпали. В селе Ловозеро работы закончены.",
		"Просьба жителей {жители}; адрес: {адрес}.":                        "Просьба жителей села Ловозеро; адрес: ул. Советская, 10.",
		"Работы закончат {дата работ}, звоните {телефон}.":                 "Работы закончат {дата работ}, звоните {телефон}.",
		"{ИМЯ-ОТЧЕСТВО}, { тема }":                                         "Анна Петровна, Яма",
		"скобки { } и {\n} и {не закрыто":                                  "скобки { } и {\n} и {не закрыто",
	} {
		if got := template.Fill(text, facts()); got != want {
			t.Errorf("%q:\n%q, want\n%q", text, got, want)
		}
	}
	if got := template.Fill("{обращение}! {кому} {срок}", template.Facts{}); got != "Здравствуйте! {кому} {срок}" {
		t.Errorf("without facts: %q", got)
	}
}

// TestEveryPlaceIsFilled: a place that Fill does not know would block approval for ever.
func TestEveryPlaceIsFilled(t *testing.T) {
	for _, p := range template.Places() {
		if got := template.Fill("{"+p.Name+"}", facts()); strings.Contains(got, "{") || got == "" {
			t.Errorf("{%s} became %q", p.Name, got)
		}
		if p.Title == "" {
			t.Errorf("{%s} is not explained", p.Name)
		}
	}
}

func TestUnfilled(t *testing.T) {
	text := "а {б} в {г д} {} {е"
	var found []string
	for _, s := range template.Unfilled(text) {
		found = append(found, text[s.Start:s.End])
	}
	if !slices.Equal(found, []string{"{б}", "{г д}"}) {
		t.Errorf("found %q", found)
	}
}

func FuzzFill(f *testing.F) {
	f.Add("{обращение}! {срок}. {{номер}} {")
	f.Fuzz(func(t *testing.T, text string) {
		once := template.Fill(text, facts())
		for _, s := range template.Unfilled(text) {
			if s.Start < 0 || s.End > len(text) || s.Start >= s.End {
				t.Fatalf("%q: %v", text, s)
			}
		}
		if len(template.Unfilled(text)) == 0 && once != text {
			t.Errorf("%q changed to %q", text, once)
		}
	})
}

func TestOffer(t *testing.T) {
	all := []model.Template{{ID: 1, Title: "любой"}, {ID: 2, Title: "ПОС", Channel: model.ChannelPOS}, {ID: 3, Title: "снят", Retired: true},
		{ID: 4, Title: "яма", Topic: "дорог"}, {ID: 5, Title: "решено", Outcome: model.OutcomeSolved}, {ID: 6, Title: "код", Topic: "0003.0009"}}
	ids := func(list []model.Template) (out []int64) {
		for _, x := range list {
			out = append(out, x.ID)
		}
		return out
	}
	topic := model.Topic{Code: "0003.0009.0097.0699", Title: "Дороги и тротуары"}
	if got := ids(template.Offer(all, model.ChannelIM, topic, "")); !slices.Equal(got, []int64{4, 6, 1, 5}) {
		t.Errorf("offered %v", got)
	}
	if got := ids(template.Offer(all, model.ChannelPOS, model.Topic{}, model.OutcomeExplained)); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("offered %v", got)
	}
}
