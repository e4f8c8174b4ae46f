package search_test

import (
	"slices"
	"strings"
	"testing"

	"kurator/model/query"
	"kurator/store/search"
)

func TestFinder(t *testing.T) {
	for _, c := range []struct {
		asked, text string
		hits        []string
	}{
		{"яма", "Ямы и яму засыпали, ямочный ремонт", []string{"Ямы", "яму"}},
		{"ёлка", "Новогодняя елка у ЁЛКИ", []string{"елка", "ЁЛКИ"}},
		{"rjntkmyfz", "В котельной нет угля, Котельная стоит", []string{"котельной", "Котельная"}},
		{"отопл", "Отопление и тепло", []string{"Отопление"}},
		{"30001838", "Номер ИМ-30001838 и 300018", []string{"30001838"}},
		{"1838", "№ 30001838", []string{"30001838"}},
		{"8 921 000-11-22", "Звоните: +7 (921) 000 11 22 или 8-800", []string{"+7 (921) 000 11 22"}},
		{`"нет света"`, "Света нет", []string{"Света"}},
	} {
		q, err := query.Parse(c.asked)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range search.NewFinder(q.Words()).Spans(c.text) {
			got = append(got, c.text[s[0]:s[1]])
		}
		if !slices.Equal(got, c.hits) {
			t.Errorf("%s in %q: %q, want %q", c.asked, c.text, got, c.hits)
		}
	}
	if search.NewFinder(nil).Spans("яма") != nil {
		t.Error("a finder of nothing found something")
	}
}

func TestAround(t *testing.T) {
	f := search.NewFinder([]query.Word{{Text: "яма"}})
	long := strings.Repeat("Слова до. ", 40) + "Во дворе\nбольшая яма, не проехать. " + strings.Repeat("Слова после. ", 40)
	piece, ok := f.Around(long, 60)
	if !ok || !strings.Contains(piece, "Во дворе большая яма, не проехать.") || !strings.HasPrefix(piece, "…") || !strings.HasSuffix(piece, "…") {
		t.Errorf("%q", piece)
	}
	if piece, ok := f.Around("Яма.", 60); piece != "Яма." || !ok {
		t.Errorf("%q", piece)
	}
	if _, ok := f.Around("Снег.", 60); ok {
		t.Error("found what is not there")
	}
}

func TestJoinPhones(t *testing.T) {
	for text, want := range map[string]int{"8 921 000-11-22": 1, "+7 (921) 000 11 22": 1, "яма 8 921 000-11-22 двор": 3, "дом 10 5": 3, "921 000-11-22": 1, "2026 2025": 2} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := search.JoinPhones(q.Words()); len(got) != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
