package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	values := Values{Units: []string{"Дорожный отдел", "ЖКХ"}, Topics: []string{"Дороги и тротуары", "Освещение", "дом, двор", "нет"},
		Places: []string{"Ревда", "Ловозеро"}, Holders: []string{"Рощина А. П."}}
	for _, c := range []struct{ text, want string }{ // | is the cursor; want is the text after the first completion
		{"ст|", "стадия:"}, {"st|", "stage:"}, {"cnfl|", "стадия:"}, {"ыефп|", "stage:"}, {"яма -кан|", "яма -канал:"},
		{"стадия:нов|", "стадия:новое"}, {"stage:ne|", "stage:new"}, {"стадия:ne|", "стадия:новое"}, {"стадия:утверж|", "стадия:утверждено"},
		{"канал:пос,сэ|", "канал:пос,сэд"}, {"ge|", "genre:"}, {"канал:со|", "канал:соцсети"}, {"канал:gjx|", "канал:почта"},
		{"вид:жал|", "вид:жалоба"}, {"тема:дор|", `тема:"Дороги и тротуары"`}, {`тема:"дор|`, `тема:"Дороги и тротуары"`},
		{`тема:"дор|оги"`, `тема:"Дороги и тротуары"`}, {"тема:тро|", `тема:"Дороги и тротуары"`}, {"тема:дом|", `тема:"дом, двор"`},
		{"тема:не|", `тема:"нет"`}, {"(место:лов|)", "(место:Ловозеро)"}, {"держатель:рощ|", `держатель:"Рощина А. П."`}, {"держатель:жк|", "держатель:ЖКХ"},
		{"держатель:кур|", "держатель:куратор"}, {"отдел:|", "отдел:я"}, {"срок:<=сег|", "срок:<=сегодня"}, {"срок:вчера..зав|", "срок:вчера..завтра"},
		{"sort:-rec|", "sort:-received"}, {"порядок:срок,полу|", "порядок:срок,получено"}, {"просрочено:|", "просрочено:да"}, {"overdue:|", "overdue:yes"},
		{"ст|:новое", "стадия:новое"}, {"есть:об| яма", "есть:обещание яма"}, {"новы|", "новы"}, {"сэ|", "канал:сэд"}, {`"ст|"`, `"ст"`}, {"нетполя:х|", "нетполя:х"},
		{"|", "стадия:"},
	} {
		at := strings.Index(c.text, "|")
		text := strings.Replace(c.text, "|", "", 1)
		got := text
		if found := Complete(text, at, values); len(found) > 0 {
			got = text[:found[0].Start] + found[0].Insert + text[found[0].End:]
		}
		if got != c.want {
			t.Errorf("%q completes to %q, want %q", c.text, got, c.want)
		}
	}
}

func TestEveryCompletedValueIsUnderstood(t *testing.T) {
	values := Values{Units: []string{"Отдел «А»", "я", "3"}, Topics: []string{"нет", "0005", `а"б\в`, "a,b"}, Places: []string{"Ревда"}, Holders: []string{"куратор"}}
	for _, f := range fields {
		for _, name := range []string{string(f.ID), f.Russian} {
			text := name + ":"
			found := Complete(text, len(text), values)
			if f.Kind != KindID && f.Kind != KindNumber && f.ID != FieldApplicant && len(found) == 0 {
				t.Errorf("nothing offered after %q", text)
			}
			for _, c := range found {
				if done := text[:c.Start] + c.Insert + text[c.End:]; !parses(done) {
					t.Errorf("%q offered, but not understood", done)
				}
			}
		}
	}
}

func parses(text string) bool {
	_, err := Parse(text)
	return err == nil
}

func TestCompletionsAreFewAndUnique(t *testing.T) {
	found := Complete("тема:т", len("тема:т"), manyValues())
	if len(found) != MaxCompletions {
		t.Errorf("%d completions, want %d", len(found), MaxCompletions)
	}
	inserts := make([]string, 0, len(found))
	for _, c := range found {
		inserts = append(inserts, c.Insert)
	}
	slices.Sort(inserts)
	if len(slices.Compact(inserts)) != len(found) {
		t.Error("a completion is offered twice")
	}
}

func manyValues() Values {
	var v Values
	for i := range 10_000 {
		v.Topics = append(v.Topics, fmt.Sprintf("Тема %d: Состояние дорог и тротуаров", i))
	}
	return v
}

func BenchmarkComplete(b *testing.B) {
	values := manyValues()
	for _, text := range []string{"тема:", "тема:тротуаров", "тема:ничего", "topic:nhjn"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				Complete(text, len(text), values)
			}
		})
	}
}
