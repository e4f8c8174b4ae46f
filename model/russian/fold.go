package russian

import (
	"unicode"
	"unicode/utf8"
)

const (
	combiningDiaeresis = '\u0308'
	combiningBreve     = '\u0306'
)

// Fold makes two spellings of a word equal for search and comparison: lower case, ё as е, letters that arrive
// decomposed (е+◌̈, и+◌̆, as macOS writes them) put together. Fold(Fold(s)) == Fold(s). Text that is folded already is
// returned as it is, without allocation. Bytes that are not UTF-8 become U+FFFD.
func Fold(s string) string {
	at := firstUnfolded(s)
	if at == len(s) {
		return s
	}
	b := make([]byte, at, len(s)+utf8.UTFMax)
	copy(b, s)
	prev, _ := utf8.DecodeLastRune(b)
	for _, r := range s[at:] {
		if r == combiningDiaeresis && prev == 'е' {
			continue
		}
		if r == combiningBreve && prev == 'и' {
			b, r = b[:len(b)-len("и")], 'й'
		}
		prev = foldRune(r)
		b = utf8.AppendRune(b, prev)
	}
	return string(b)
}

func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch {
	case 'а' <= r && r <= 'я':
		return r
	case 'А' <= r && r <= 'Я':
		return r + 'а' - 'А'
	case r == 'ё' || r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// firstUnfolded is the byte offset of the first rune that Fold would change, len(s) when there is none. The rune before
// a combining mark is left of the offset.
func firstUnfolded(s string) int {
	var prev rune
	for i, r := range s {
		if r == utf8.RuneError || foldRune(r) != r {
			return i
		}
		if r == combiningDiaeresis && prev == 'е' || r == combiningBreve && prev == 'и' {
			return i
		}
		prev = r
	}
	return len(s)
}
