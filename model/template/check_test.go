package template_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/template"
)

func TestCheck(t *testing.T) {
	for text, want := range map[string]string{
		"{обращение}! Ответ дан {сегодня}. Работы — {дата работ}.": "",
		"Без мест": "",
		"Ваше обращение № {номре} ":  "Может быть, {номер}",
		"{Подразделене} ответит":     "Может быть, {подразделение}",
		"{ Номер } и {телефон}":      "",
		"Позвоните {телефон отдела":  "У скобки нет пары: «Позвоните {телефон отд»",
		"Лишняя} скобка":             "У скобки нет пары",
		"{сроком} согласуем, {тема}": "",
		"{срокк}": "Может быть, {срок}",
	} {
		err := template.Check(text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want) || model.CodeOf(err) != model.Usage) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestAsked(t *testing.T) {
	got := template.Asked("{обращение}! {дата работ}, {номер}, { телефон }, {дата работ}")
	if !slices.Equal(got, []string{"дата работ", "телефон"}) {
		t.Errorf("%q", got)
	}
}

// TestSampleFillsEveryPlace: what stays open in a preview is only what a person fills in.
func TestSampleFillsEveryPlace(t *testing.T) {
	sample := template.Sample(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC), "МЦУ")
	for _, p := range template.Places() {
		if got := template.Fill("Вот {"+p.Name+"}", sample); strings.ContainsAny(got, "{}") {
			t.Errorf("%s stays open: %q", p.Name, got)
		}
	}
}
