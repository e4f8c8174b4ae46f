package query

import (
	"strings"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
)

// ParseError says where a query is wrong, what was expected there, and what was probably meant.
type ParseError struct {
	Offset   int    // bytes from the start of the text
	Length   int    // bytes; 0 when something is missing at Offset
	Expected string // what may stand there: «значение стадии»
	Sentence string // the whole sentence for the person
	Hint     string // the nearest known word, "" when there is none
}

// Error is the sentence, with the hint.
func (e *ParseError) Error() string {
	if e.Hint == "" {
		return e.Sentence
	}
	return e.Sentence + " Возможно, вы имели в виду «" + e.Hint + "»."
}

// Column is the place of the error in characters from 0, for a caret under the text.
func (e *ParseError) Column(text string) int {
	return utf8.RuneCountInString(text[:min(e.Offset, len(text))])
}

// nearest finds the candidate a slip of the hand or the wrong keyboard layout would turn into word; "" when none is close.
func nearest(word string, candidates []string) string {
	best, distance := "", 1<<30
	for _, typed := range []string{russian.Fold(word), russian.Fold(russian.ToCyrillic(word)), russian.Fold(russian.ToLatin(word))} {
		for _, c := range candidates {
			d := edits(typed, russian.Fold(c))
			if limit := (utf8.RuneCountInString(c) + 2) / 4; d <= limit && d < distance {
				best, distance = c, d
			} else if best == "" && utf8.RuneCountInString(typed) >= 3 && strings.HasPrefix(russian.Fold(c), typed) {
				best = c
			}
		}
	}
	return best
}

// edits is the count of inserted, deleted, replaced and swapped letters between two words (optimal string alignment).
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 40 || len(y) > 40 {
		return 1 << 20 // no name is that long, and hostile input must stay cheap
	}
	older, old, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, old, row = old, row, older
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(old[j]+1, row[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return row[len(y)]
}

func fieldNames() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Russian)
	}
	for _, f := range fields {
		names = append(names, string(f.ID))
	}
	return append(names, textPrefixRussian, textPrefix, sortPrefixRussian, sortPrefix)
}

// Unwrap gives the fault behind the exit code: wrong words in a command.
func (e *ParseError) Unwrap() error { return &model.Fault{Code: model.Usage, Say: e.Error()} }
