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

// number writes an identifier as people know it: a whole number that a workbook kept as «4.0000119E7» or «330000046.0»
// loses its dress, everything else stays.
func number(s string) string {
	if dot := strings.IndexByte(s, '.'); dot < 0 || strings.Trim(s, "0123456789.Ee+") != "" {
		return s
	}
	if whole, zeros, _ := strings.Cut(s, "."); strings.Trim(zeros, "0") == "" {
		return whole
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E")
	if !ok {
		return s
	}
	return shifted(mantissa, strings.TrimPrefix(exponent, "+"), s)
}

// shifted moves the point of a decimal mantissa right; the text as it was when that gives no whole number.
func shifted(mantissa, exponent, original string) string {
	places := 0
	for _, r := range exponent {
		if r < '0' || r > '9' || places > 20 {
			return original
		}
		places = places*10 + int(r-'0')
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if exponent == "" || places > 20 || len(fraction) > places || strings.Trim(whole+fraction, "0123456789") != "" {
		return original
	}
	return strings.TrimLeft(whole+fraction+strings.Repeat("0", places-len(fraction)), "0")
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
