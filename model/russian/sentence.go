package russian

import (
	"unicode"
	"unicode/utf8"
)

// Sentence is words that begin with a capital letter, as behind a full stop.
func Sentence(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + words[size:]
}

// Clause is words that begin with a small letter, as behind a colon or a dash. An abbreviation keeps its capitals: «ИМ не отвечает».
func Clause(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	second, _ := utf8.DecodeRuneInString(words[size:])
	if size == 0 || unicode.IsUpper(second) {
		return words
	}
	return string(unicode.ToLower(first)) + words[size:]
}
