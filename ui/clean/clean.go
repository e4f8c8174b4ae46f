// Package clean is the one choke point for foreign text: what citizens wrote, file names, pastes, logins, error texts.
// Nothing below it (widgets, the renderer, the terminal) cleans anything, so text passes here once, where it enters what is shown.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	newline = '⏎'    // what one row shows for a line break
	tabText = "    " // what several rows show for a tab
	// marksKept is how many combining marks one letter keeps: enough for every living orthography of Russia, too few to climb
	// over the neighbouring rows.
	marksKept = 2
)

// Line makes text safe for one row: line breaks become ⏎, a tab becomes a space. The result is valid UTF-8 without control
// characters, escape sequences, invisible format characters and bidi overrides; cleaning it again changes nothing.
func Line(s string) string {
	if isClean(s, false) {
		return s
	}
	return scrub(s, string(newline), " ")
}

// Text makes text safe for several rows: line breaks of every kind become \n and are kept, the rest is as in Line.
func Text(s string) string {
	if isClean(s, true) {
		return s
	}
	return scrub(s, "\n", tabText)
}

// isClean is the fast path: most text has nothing to remove and is returned as it came, without allocation.
func isClean(s string, rows bool) bool {
	marks := marksKept // a mark with no letter before it would climb on whatever stands to the left
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < 0x7f {
			marks, i = 0, i+1
			continue
		}
		if c < utf8.RuneSelf {
			if c != '\n' || !rows {
				return false
			}
			marks, i = marksKept, i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return false
		case plain(r):
			marks = 0
		case kind(r) == keep:
			marks = 0
		case kind(r) == mark && marks < marksKept:
			marks++
		default:
			return false
		}
		i += size
	}
	return true
}

func scrub(s, lineBreak, tab string) string {
	s = stripSequences(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	marks := marksKept
	var last rune
	for _, r := range s {
		switch {
		case r == '\n' && last == '\r': // the break has been written for the CR
		case breaksLine(r):
			b.WriteString(lineBreak)
			marks = breakMarks(lineBreak)
		case r == '\t' || r == '\v' || r == '\f':
			b.WriteString(tab)
			marks = 0
		default:
			marks = writeRune(&b, r, marks)
		}
		last = r
	}
	return b.String()
}

// breakMarks is the number of marks counted as used up after a line break: a new row has no letter yet, the sign ⏎ is one.
func breakMarks(lineBreak string) int {
	if lineBreak == "\n" {
		return marksKept
	}
	return 0
}

func writeRune(b *strings.Builder, r rune, marks int) int {
	switch kind(r) {
	case keep:
		b.WriteRune(r)
		return 0
	case mark:
		if marks < marksKept {
			b.WriteRune(r)
			return marks + 1
		}
	case replace:
		b.WriteRune(utf8.RuneError)
		return 0
	}
	return marks
}

func breaksLine(r rune) bool {
	return r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

type fate int

const (
	keep fate = iota
	mark
	drop
	replace
)

// plain answers for the letters and signs that Russian text consists of, without a table search.
func plain(r rune) bool {
	switch {
	case r >= 'А' && r <= 'я', r == 'ё', r == 'Ё':
		return true
	case r == '«', r == '»', r == '—', r == '–', r == '…', r == '№', r == 0xA0, r == '·', r == '₽':
		return true
	case r >= 0x2500 && r <= 0x259F:
		return true
	}
	return false
}

// kind decides by allowing: letters, marks, figures, punctuation, signs and spaces are kept, known invisible characters are
// dropped, and what is left (unassigned code points, whose width nobody knows) is replaced.
func kind(r rune) fate {
	switch {
	case bidiControl(r):
		return replace
	case invisible(r):
		return drop
	case unicode.Is(unicode.M, r):
		return mark
	case unicode.IsGraphic(r):
		return keep
	case unicode.IsControl(r):
		return drop
	}
	return replace
}

// bidiControl finds embeddings, overrides and isolates: they can make a row read backwards, so the reader must see that they
// were there. The harmless direction marks are dropped with the other format characters.
func bidiControl(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Co, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}
