package lint_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/lint"
	"kurator/model/russian"
)

// clean is an answer without a fault.
const clean = "Здравствуйте! Яму у дома 10 засыпали 20.11.2026. Если останутся вопросы, звоните в отдел: 8 (815-38) 4-10-10."

func answer(text string) lint.Answer {
	a := &model.Appeal{ID: 12, Place: "пгт Ревда", Registrations: []model.Registration{{Channel: model.ChannelIM, ExternalID: "30001838"}},
		Applicant: model.Applicant{Kind: model.ApplicantPerson, Name: model.Words("Кузнецова Анна Петровна"), Contact: model.Words("8 921 000-11-22, anna@example.ru"),
			Address: model.Words("пгт Ревда, ул. Победы, д. 7, кв. 3")},
		Address: model.Words("ул. Советская, д. 10")}
	return lint.Answer{Text: text, Appeal: a, Today: time.Date(2026, time.November, 25, 12, 0, 0, 0, time.UTC),
		Phrases: []string{"в установленном порядке"}, Known: []string{"8 (815-38) 4-10-10"},
		OtherCase: func(n string) bool { return n == "30001999" || n == "07/19-ОГ-11" },
		OfOther:   func(c russian.Contact) bool { return strings.HasSuffix(c.Normal, "9217778899") }}
}

func kinds(list []lint.Finding) (out []lint.Kind) {
	for _, f := range list {
		out = append(out, f.Kind)
	}
	return out
}

func TestCleanAnswer(t *testing.T) {
	if found := lint.Check(answer(clean)); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
}

func TestFindings(t *testing.T) {
	for _, c := range []struct {
		name, more string
		want       lint.Kind
		blocks     bool
		at         string
	}{
		{"place", "Срок: {срок}.", lint.KindPlace, true, "{срок}"},
		{"own phone", "Мы звонили по номеру +7 921 000 11 22.", lint.KindPersonal, true, "+7 921 000 11 22"},
		{"own mail", "Ответ на anna@example.ru.", lint.KindPersonal, true, "anna@example.ru"},
		{"surname", "По просьбе Кузнецовой яма засыпана.", lint.KindPersonal, true, "Кузнецовой"},
		{"home", "Мастер придёт: Победы 7, 3.", lint.KindPersonal, true, ""},
		{"another citizen", "Спросите соседа: 8 921 777-88-99.", lint.KindPersonal, true, "8 921 777-88-99"},
		{"unknown phone", "Диспетчер: 8 921 555-44-33.", lint.KindContact, false, "8 921 555-44-33"},
		{"flat", "Трубу меняют в кв. 12.", lint.KindContact, false, "кв. 12"},
		{"past", "Остальное сделаем до 1 ноября.", lint.KindPast, false, "1 ноября"},
		{"past in figures", "Работы будут закончены 01.10.2026.", lint.KindPast, false, "01.10.2026"},
		{"another number", "Ваше обращение № 30001999 рассмотрено.", lint.KindNumber, false, "30001999"},
		{"another number of СЭД", "Ваше обращение № 07/19-ОГ-11 рассмотрено.", lint.KindNumber, false, "07/19-ОГ-11"},
		{"phrase", "Вопрос решён В установленном порядке.", lint.KindPhrase, false, "В установленном порядке"},
		{"length", strings.Repeat("Спасибо. ", 500), lint.KindLength, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := clean + " " + c.more
			found := lint.Check(answer(text))
			if len(found) != 1 || found[0].Kind != c.want || found[0].Blocks != c.blocks || text[found[0].Start:found[0].End] != c.at {
				t.Fatalf("found %+v", found)
			}
			if c.want == lint.KindPersonal && c.at != "" && strings.Contains(found[0].Say, c.at) {
				t.Errorf("the remark repeats personal data: %s", found[0].Say)
			}
		})
	}
}

func TestNoFaults(t *testing.T) {
	for _, more := range []string{
		"Обращение от 02.11.2026 рассмотрено.", "Работы выполнены 1 октября.", "Это 59-ФЗ, статья 8; постановление № 123.", "Ваше обращение № 30001838.",
		"Уважаемая Анна Петровна, дом 10 на Советской осмотрен.", "Кузнечная улица убрана.", "Работы закончим до 1 декабря.",
	} {
		if found := lint.Check(answer(clean + " " + more)); len(found) > 0 {
			t.Errorf("%s: %+v", more, found)
		}
	}
}

// TestLettersToOne: what blocks where everybody reads is in order in a letter to the applicant.
func TestLettersToOne(t *testing.T) {
	a := answer("Уважаемая Анна Петровна Кузнецова! Мы звонили вам по номеру 8 921 000-11-22 20.11.2026 и придём в кв. 3.")
	a.Appeal.Registrations[0].Channel = model.ChannelMail
	if found := lint.Check(a); len(found) > 0 {
		t.Errorf("found %+v", found)
	}
	a.Text += " Сосед: 8 921 777-88-99."
	if found := lint.Blocking(lint.Check(a)); !slices.Equal(kinds(found), []lint.Kind{lint.KindPersonal}) {
		t.Errorf("another citizen's phone in a letter: %+v", found)
	}
}

func TestTheWhole(t *testing.T) {
	a := answer("Всё сделали.")
	if got := kinds(lint.Check(a)); !slices.Equal(got, []lint.Kind{lint.KindNoDate, lint.KindNoContact}) {
		t.Errorf("found %v", got)
	}
	a = answer(clean)
	a.Answered = []string{"Другой ответ совсем о другом деле.", strings.Replace(clean, "Здравствуйте!", "Добрый день!", 1)}
	if got := kinds(lint.Check(a)); !slices.Equal(got, []lint.Kind{lint.KindCopy}) {
		t.Errorf("found %v", got)
	}
	a = answer(clean)
	a.Appeal.Questions = []model.Question{{Text: model.Words("Когда засыплют яму?")}, {Text: model.Words("Почему не работает освещение?")}}
	if got := lint.Check(a); len(got) != 1 || got[0].Kind != lint.KindQuestion || !strings.Contains(got[0].Say, "вопрос 2 из 2") {
		t.Errorf("found %+v", got)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(clean + " {срок} Кузнецовой № 5")
	f.Add("Ёё\u0301 İ кв. 5 {")
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range lint.Check(answer(text)) {
			if x.Start < 0 || x.End > len(text) || x.Start > x.End || x.Say == "" {
				t.Fatalf("%q: %+v", text, x)
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	a := answer(strings.Repeat(clean+" ", 30))
	for b.Loop() {
		lint.Check(a)
	}
}
