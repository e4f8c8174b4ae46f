package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Pairs makes the expression for texts that have one of the telling pairs of neighbouring stems; at most n of them, those of
// the longest words, which are the rarest. It is "" when there is none.
func Pairs(stems []string, n int, telling func(stem string) bool) string {
	type pair struct {
		phrase string
		length int
	}
	var list []pair
	seen := map[string]bool{}
	for i := 0; i+1 < len(stems); i++ {
		a, b := stems[i], stems[i+1]
		phrase := `"` + a + " " + b + `"`
		if seen[phrase] || !telling(a) || !telling(b) {
			continue
		}
		seen[phrase] = true
		list = append(list, pair{phrase, utf8.RuneCountInString(a) + utf8.RuneCountInString(b)})
	}
	slices.SortStableFunc(list, func(x, y pair) int { return cmp.Compare(y.length, x.length) })
	var phrases []string
	for _, p := range list[:min(len(list), n)] {
		phrases = append(phrases, p.phrase)
	}
	if len(phrases) == 0 {
		return ""
	}
	return "txt : (" + strings.Join(phrases, " OR ") + ")"
}

// Author makes the expression for one author: all words of a name or page, or the digits of a phone, whole, so that no list
// of beginnings has to be put together; "" when nothing can be searched.
func (s *Stemmer) Author(text string) string {
	if digits := phoneLike(text); digits != "" {
		return `who : "n` + digits + `"`
	}
	stems := s.Stems(text)
	if len(stems) < 2 {
		return ""
	}
	return `who : ("` + strings.Join(stems, `" AND "`) + `")`
}
