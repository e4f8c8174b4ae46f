package widget

import (
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// oneCell is the fast path of all measuring: signs that take one cell in every terminal and begin no cluster of their own. Russian
// text consists of them; everything else is segmented into clusters, which costs about ten times more.
func oneCell(r rune) bool {
	switch {
	case r < 0x7f:
		return r >= ' '
	case r < 0x300:
		return r >= 0xA0 && r != 0xAD
	case r < 0x530:
		return r >= 0x400 && (r < 0x483 || r > 0x489)
	case r < 0x2010:
		return false
	case r < 0x205F:
		return r <= 0x2027 || r >= 0x2030
	case r < 0x2600:
		return r >= 0x2500 && r <= 0x25CF || r == 0x2116 || r == 0x20BD || r >= 0x2190 && r <= 0x2193
	}
	return false
}

// joins reports whether s may begin with something that belongs to the sign before it, such as a combining mark.
func joins(s string) bool {
	if s == "" {
		return false
	}
	c := s[0]
	if c < utf8.RuneSelf || c >= 0xC2 && c <= 0xCB || c == 0xD0 || c == 0xD1 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return !oneCell(r)
}

// step measures the first cluster of s, which is not empty: its bytes and its cells. Controls and invalid bytes have no cells.
func step(s string) (size, cells int) {
	r, n := rune(s[0]), 1
	if r >= utf8.RuneSelf {
		r, n = utf8.DecodeRuneInString(s)
	}
	switch {
	case r == utf8.RuneError && n == 1, unicode.IsControl(r):
		return n, 0
	case oneCell(r) && !joins(s[n:]):
		return n, 1
	}
	cluster, cells := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return len(cluster), cells
}

// Width is the number of cells that clean text without sequences takes when a Line writes it: wide signs count as one, see Line.
func Width(s string) int {
	cells := 0
	for s != "" {
		size, w := step(s)
		cells += min(w, 1)
		s = s[size:]
	}
	return cells
}
