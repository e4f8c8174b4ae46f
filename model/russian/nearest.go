package russian

import (
	"strings"
	"unicode/utf8"
)

// Nearest finds the candidate a slip of the hand or the wrong keyboard layout would turn into word, or the first one that
// begins with it; "" when none is close.
func Nearest(word string, candidates []string) string {
	best, distance := "", 1<<30
	for _, typed := range []string{Fold(word), Fold(ToCyrillic(word)), Fold(ToLatin(word))} {
		for _, c := range candidates {
			d := edits(typed, Fold(c))
			if limit := (utf8.RuneCountInString(c) + 2) / 4; d <= limit && d < distance {
				best, distance = c, d
			} else if best == "" && utf8.RuneCountInString(typed) >= 3 && strings.HasPrefix(Fold(c), typed) {
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
