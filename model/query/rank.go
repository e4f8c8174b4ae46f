package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kurator/model/russian"
)

// How well a candidate answers what was typed.
const (
	none = iota
	contains
	wordBegins
	begins
)

// prefix is what was typed so far, folded, and the same in the other keyboard layout.
type prefix struct {
	typed    string
	swapped  string // "" when it would not be a word
	cyrillic bool
}

func newPrefix(typed string) prefix {
	p := prefix{typed: russian.Fold(typed), cyrillic: isCyrillic(typed)}
	swapped := russian.Fold(russian.SwapLayout(typed))
	if swapped != p.typed && strings.IndexFunc(swapped, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != ' ' }) < 0 {
		p.swapped = swapped
	}
	return p
}

// rank tells how well a candidate answers; everything answers an empty prefix.
func (p prefix) rank(candidate string) int {
	if p.typed == "" {
		return begins
	}
	folded := russian.Fold(candidate)
	best := rankOne(folded, p.typed)
	if best == none && p.swapped != "" {
		best = rankOne(folded, p.swapped)
	}
	return best
}

func rankOne(folded, typed string) int {
	at := strings.Index(folded, typed)
	switch {
	case at < 0:
		return none
	case at == 0:
		return begins
	}
	if r, _ := utf8.DecodeLastRuneInString(folded[:at]); !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return wordBegins
	}
	return contains
}

// ranking collects completions by rank; within one rank the order of arrival stays.
type ranking struct {
	byRank [begins + 1][]Completion
}

func (r *ranking) room(rank int) bool { return rank > none && len(r.byRank[rank]) < MaxCompletions }

func (r *ranking) add(rank int, c Completion) {
	if r.room(rank) {
		r.byRank[rank] = append(r.byRank[rank], c)
	}
}

func (r *ranking) best() []Completion {
	var out []Completion
	for rank := begins; rank > none; rank-- {
		for _, c := range r.byRank[rank] {
			if !slices.ContainsFunc(out, func(x Completion) bool { return x.Insert == c.Insert }) {
				out = append(out, c)
			}
		}
	}
	return out[:min(len(out), MaxCompletions)]
}
