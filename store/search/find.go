package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"kurator/model/query"
	"kurator/model/russian"
)

// Finder finds in a text what a query found it by, so that hits can be shown. It is not safe for concurrent use.
type Finder struct {
	stems  *Stemmer
	exact  map[string]bool // stems
	begins []string        // stems that may be the beginning of others
	digits []string        // runs that may be a part of a number
}

// NewFinder makes a finder for the words of a query; nil when it searches for no words.
func NewFinder(words []query.Word) *Finder {
	if len(words) == 0 {
		return nil
	}
	f := &Finder{stems: NewStemmer(), exact: map[string]bool{}}
	for _, w := range JoinPhones(words) {
		f.want(w.Text)
		if other := russian.SwapLayout(w.Text); !hasCyrillic(w.Text) && hasLatin(w.Text) {
			f.want(other)
		}
	}
	return f
}

// want notes what Match searches for.
func (f *Finder) want(text string) {
	if digits := phoneLike(text); digits != "" {
		f.digits = append(f.digits, digits)
		return
	}
	stems := f.stems.Stems(text)
	for i, stem := range stems {
		switch {
		case allDigits(stem) && len(stem) >= minSuffix:
			f.digits = append(f.digits, stem)
		case i == len(stems)-1 && utf8.RuneCountInString(stem) >= minPrefix:
			f.begins = append(f.begins, stem)
		default:
			f.exact[stem] = true
		}
	}
}

// Spans lists the hits of a text, in bytes.
func (f *Finder) Spans(text string) [][2]int {
	if f == nil {
		return nil
	}
	spans := f.phones(text)
	eachWord(text, func(start, end int) {
		overlaps := slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] < end && start < s[1] })
		if !overlaps && f.hit(russian.Fold(text[start:end])) {
			spans = append(spans, [2]int{start, end})
		}
	})
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	return spans
}

func (f *Finder) hit(word string) bool {
	if allDigits(word) {
		return slices.ContainsFunc(f.digits, func(d string) bool { return strings.Contains(word, d) }) || f.exact[word]
	}
	stem := f.stems.Stem(word)
	return f.exact[stem] || slices.ContainsFunc(f.begins, func(b string) bool { return strings.HasPrefix(stem, b) })
}

// phones are numbers written with signs between their digits.
func (f *Finder) phones(text string) (spans [][2]int) {
	if !slices.ContainsFunc(f.digits, func(d string) bool { return len(d) >= minPhone }) {
		return nil
	}
	for _, c := range russian.FindContacts(text) {
		if slices.ContainsFunc(f.digits, func(d string) bool { return len(d) >= minPhone && strings.Contains(c.Normal, d) }) {
			spans = append(spans, [2]int{c.Start, c.End})
		}
	}
	return spans
}

// minPhone is from how many digits a query may be a phone.
const minPhone = 6

// eachWord calls yield for the bytes of each word of a text that is not folded.
func eachWord(text string, yield func(start, end int)) {
	start := -1
	for i, r := range text {
		if wordRune(foldedRune(r)) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			yield(start, i)
			start = -1
		}
	}
	if start >= 0 {
		yield(start, len(text))
	}
}

func foldedRune(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// Around is a piece of a text about its first hit, at most that many runes long, cut between words; false when there is no hit.
func (f *Finder) Around(text string, runes int) (piece string, ok bool) {
	spans := f.Spans(text)
	if len(spans) == 0 {
		return "", false
	}
	first := spans[0][0]
	from, lead := first, runes/3
	for from > 0 && lead > 0 {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
		lead--
	}
	if from > 0 { // begin with a whole word
		if space := strings.IndexAny(text[from:first], " \n"); space >= 0 {
			from += space + 1
		}
	}
	to, room := from, runes
	for to < len(text) && room > 0 {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
		room--
	}
	piece = strings.Join(strings.Fields(text[from:to]), " ")
	if from > 0 {
		piece = "…" + piece
	}
	if to < len(text) {
		piece += "…"
	}
	return piece, true
}
