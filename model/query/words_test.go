package query_test

import (
	"slices"
	"testing"

	"kurator/model/query"
)

func TestWords(t *testing.T) {
	for text, want := range map[string][]string{
		"": nil, "срок:<3д": nil, "яма двор": {"яма", "двор"}, `"во дворе" -снег (яма или лужа) тема:жкх`: {"во дворе", "яма", "лужа"},
	} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range q.Words() {
			got = append(got, w.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
