package intake

import (
	"html"
	"strings"

	"kurator/model/russian"
)

// fold brings headings and dictionary words to one spelling: case, ё, quotes, kinds of spaces and dashes do not matter,
// nor do the colons and asterisks that people put behind headings.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '«', '»', '"', '“', '”', '„', '\'', '\u200b', '\ufeff':
			return -1
		case '–', '—', '‑', '−':
			return '-'
		case '\u00a0', '\u202f', '\t', '\r', '\n':
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(russian.Fold(s)), " ")
	return strings.TrimRight(s, " :*")
}

// foldHeading is fold for headings: letters that look alike in both alphabets are one letter, and a number before the words
// does not matter.
func foldHeading(s string) string {
	s = fold(s)
	if digits := len(s) - len(strings.TrimLeft(s, "0123456789")); digits > 0 && digits < 4 {
		if rest, ok := strings.CutPrefix(s[digits:], "."); ok && strings.HasPrefix(rest, " ") {
			s = strings.TrimSpace(rest)
		} else if rest, ok := strings.CutPrefix(s[digits:], ")"); ok {
			s = strings.TrimSpace(rest)
		}
	}
	return alike.Replace(s)
}

var alike = strings.NewReplacer("a", "а", "b", "в", "c", "с", "e", "е", "h", "н", "k", "к", "m", "м", "o", "о", "p", "р", "t", "т", "x", "х", "y", "у")

// plain turns the markup of a channel's texts into plain words: line breaks, HTML entities, and mentions of people and
// groups as [id1|Имя]. What is not surely markup stays.
func plain(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = breaks.Replace(s)
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = strings.ReplaceAll(html.UnescapeString(s), "\x00", "")
	}
	if strings.IndexByte(s, '|') >= 0 {
		s = mentions(s)
	}
	return s
}

var breaks = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<BR>", "\n", "<BR/>", "\n", "<BR />", "\n")

// mentions puts the name for each [id1|Имя] and [club1|Название].
func mentions(s string) string {
	var b strings.Builder
	for {
		m, ok := firstMention(s)
		if !ok {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:m.start])
		b.WriteString(m.name)
		s = s[m.end:]
	}
}

// mention is one [id1|Имя] in a text.
type mention struct {
	start, end int
	page, name string // «id1», «Имя»
}

func firstMention(s string) (mention, bool) {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '[')
		if open < 0 {
			return mention{}, false
		}
		open += from
		from = open + 1
		length := strings.IndexAny(s[from:], "[]")
		if length < 0 || s[from+length] != ']' {
			continue
		}
		page, name, ok := strings.Cut(s[from:from+length], "|")
		if ok && isPage(page) {
			return mention{open, from + length + 1, page, name}, true
		}
	}
}

// isPage tells whether a word is a page of the social network: id1, club1, public1.
func isPage(s string) bool {
	for _, kind := range []string{"id", "club", "public"} {
		if number, ok := strings.CutPrefix(s, kind); ok && number != "" && strings.Trim(number, "0123456789") == "" {
			return true
		}
	}
	return false
}

// topicCode cuts «(0005.0005.0056.1156) Название» into the classifier's code and the title; without a code the whole text
// is the title.
func topicCode(s string) (code, title string) {
	rest, bracket := strings.CutPrefix(s, "(")
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	if end < 0 {
		end = len(rest)
	}
	if !isCode(rest[:end]) {
		return "", s
	}
	title = rest[end:]
	if bracket {
		var ok bool
		if title, ok = strings.CutPrefix(title, ")"); !ok {
			return "", s
		}
	}
	return rest[:end], strings.TrimLeft(title, " .-–—")
}

// isCode tells whether s is a code of the state classifier: four or five groups of four digits.
func isCode(s string) bool {
	if len(s) != 19 && len(s) != 24 {
		return false
	}
	for i := range len(s) {
		if (i%5 == 4) != (s[i] == '.') {
			return false
		}
	}
	return true
}
