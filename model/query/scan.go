package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// closing is the quote that ends what the rune opens, 0 when the rune opens no quotation.
func closing(r rune) rune {
	switch r {
	case '"':
		return '"'
	case '«':
		return '»'
	case '“':
		return '”'
	case '„':
		return '“'
	}
	return 0
}

func isBracket(r rune) bool { return r == '(' || r == ')' }

// endsBare tells whether a rune ends a bare run of characters.
func endsBare(r rune) bool { return unicode.IsSpace(r) || isBracket(r) || closing(r) != 0 }

// bareEnd is the byte offset where the bare run that starts at from ends.
func bareEnd(text string, from int) int {
	for i, r := range text[from:] {
		if endsBare(r) {
			return from + i
		}
	}
	return len(text)
}

// quoted reads the quotation that starts at from: its words without quotes and escapes, the offset after it, and whether
// it was closed. A backslash takes the next character as it is.
func quoted(text string, from int) (words string, end int, closed bool) {
	open, size := utf8.DecodeRuneInString(text[from:])
	until := closing(open)
	var b strings.Builder
	for i := from + size; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == until:
			return b.String(), i + n, true
		case r == '\\' && i+n < len(text):
			i += n
			_, n = utf8.DecodeRuneInString(text[i:])
		}
		b.WriteString(text[i : i+n])
		i += n
	}
	return b.String(), len(text), false
}

// fieldPrefix cuts «name:» off a bare run. Only letters, «_» and «-» make a name, and what looks like a link is none, so
// that «12:30» and «https://…» stay words.
func fieldPrefix(bare string) (name string, ok bool) {
	name, rest, found := strings.Cut(bare, ":")
	if !found || name == "" || strings.HasPrefix(rest, "//") {
		return "", false
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && r != '_' && r != '-' {
			return "", false
		}
	}
	return name, true
}

func isOrWord(bare string) bool {
	switch strings.ToLower(bare) {
	case "or", "или", "|":
		return true
	}
	return false
}

// isNoise tells what a pasted sentence may hold without meaning a search for it: a lone dash, «и» between conditions.
func isNoise(bare string) bool {
	switch strings.ToLower(bare) {
	case "and", "и", "-", "–", "—", "−":
		return true
	}
	return false
}

// minusSize is the length of a minus at the start of s, 0 when there is none.
func minusSize(s string) int {
	for _, minus := range []string{"-", "−"} {
		if strings.HasPrefix(s, minus) {
			return len(minus)
		}
	}
	return 0
}
