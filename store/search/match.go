package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kurator/model/russian"
)

// minPrefix is the shortest beginning of a word that is completed, in runes: shorter ones match a third of all words.
const minPrefix = 3

// Match makes the index's expression for what a person typed: every word must occur, the last one may be a beginning. A
// phrase must stand together. It is "" when nothing of the text can be searched. A text that has no Cyrillic letter is
// also tried in the Russian layout. The result holds quoted stems only, never the person's own syntax.
//
// common tells whether a stem alone is found so often that it is no beginning of something rarer; nil: never. Reading all words that begin with «дом» in
// a million letters would take longer than a person waits for a key.
func (s *Stemmer) Match(text string, phrase bool, common func(stem string) bool) string {
	s.common = common
	defer func() { s.common = nil }()
	expr := s.match(text, phrase)
	if other := russian.SwapLayout(text); other != text && !hasCyrillic(text) && hasLatin(text) {
		if alt := s.match(other, phrase); alt != "" && alt != expr {
			if expr == "" {
				return alt
			}
			return "(" + expr + ") OR (" + alt + ")"
		}
	}
	return expr
}

func (s *Stemmer) match(text string, phrase bool) string {
	if digits := phoneLike(text); digits != "" && !phrase {
		return `who : "n` + digits + `"*`
	}
	stems := s.Stems(text)
	if len(stems) == 0 {
		return ""
	}
	if phrase {
		together := `"` + strings.Join(stems, " ") + `"`
		if digits := phoneLike(text); digits != "" {
			return together + ` OR who : "n` + digits + `"*`
		}
		return together
	}
	parts := make([]string, len(stems))
	for i, w := range stems {
		parts[i] = s.word(w, i == len(stems)-1)
	}
	return strings.Join(parts, " AND ")
}

// word is one stem as a term; a long enough one is also found as the beginning of others.
func (s *Stemmer) word(stem string, last bool) string {
	if allDigits(stem) {
		if len(stem) < minSuffix {
			return `("` + stem + `" OR who : "n` + stem + `")`
		}
		return `("` + stem + `" OR who : "n` + stem + `"*)`
	}
	if last && utf8.RuneCountInString(stem) >= minPrefix && (s.common == nil || !s.common(stem)) {
		return `"` + stem + `"*`
	}
	return `"` + stem + `"`
}

// Applicant makes the expression that looks for a name or contact only; "" when nothing can be searched.
func (s *Stemmer) Applicant(text string) string {
	if digits := phoneLike(text); digits != "" {
		return `who : "n` + digits + `"*`
	}
	stems := s.Stems(text)
	parts := make([]string, 0, len(stems))
	for _, w := range stems {
		parts = append(parts, `who : `+`"`+w+`"*`)
	}
	return strings.Join(parts, " AND ")
}

// Number makes the expression for a part of a number; "" when it has too few digits to be looked up so.
func Number(text string) string {
	var parts []string
	digitRuns(text, func(run string) {
		if len(run) >= minSuffix {
			parts = append(parts, `who : "n`+run+`"*`)
		}
	})
	return strings.Join(parts, " AND ")
}

// Dimension makes the expression for dimension tokens, any of which will do.
func Dimension(tokens []string) string {
	quoted := make([]string, len(tokens))
	for i, t := range tokens {
		quoted[i] = `"` + t + `"`
	}
	return "dim : (" + strings.Join(quoted, " OR ") + ")"
}

// phoneLike gives the digits of text that is written like a phone: seven digits and more with only signs between them.
func phoneLike(text string) string {
	digits := 0
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case unicode.IsSpace(r), strings.ContainsRune("+-()–.", r):
		default:
			return ""
		}
	}
	if digits < 6 {
		return ""
	}
	plain := russian.PhoneDigits(text)
	if len(plain) == 11 && plain[0] == '7' {
		return plain[1:] // found with or without the country code
	}
	return plain
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func hasCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

func hasLatin(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) })
}
