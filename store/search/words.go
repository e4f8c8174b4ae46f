// Package search turns texts and queries into the same folded stems, so that «ямы» finds «яма», «елка» finds «ёлка» and
// what was typed in the wrong layout is understood. The text index stores stems only; user text never becomes its syntax.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	stemmer "github.com/blevesearch/snowballstem/russian"

	"kurator/model/russian"
)

// maxWord is the longest word that is kept, in bytes; what is longer is no word.
const maxWord = 64

// Stemmer turns words into stems. It keeps the stems of words it has met; it is not safe for concurrent use.
type Stemmer struct {
	env  *snowballstem.Env
	seen map[string]string

	common func(stem string) bool // of the Match in progress
}

// NewStemmer makes a stemmer.
func NewStemmer() *Stemmer {
	return &Stemmer{env: snowballstem.NewEnv(""), seen: map[string]string{}}
}

// maxSeen bounds the memory of a stemmer: a town's letters use some 50,000 words.
const maxSeen = 100_000

// Stem returns the stem of a folded word. Words with digits or Latin letters stay whole.
func (s *Stemmer) Stem(word string) string {
	if stem, ok := s.seen[word]; ok {
		return stem
	}
	stem := word
	if cyrillic(word) {
		s.env.SetCurrent(word)
		stemmer.Stem(s.env)
		stem = s.env.Current()
	}
	if len(s.seen) >= maxSeen {
		clear(s.seen)
	}
	word = strings.Clone(word)
	s.seen[word] = stem
	return stem
}

func cyrillic(word string) bool {
	for _, r := range word {
		if !unicode.Is(unicode.Cyrillic, r) {
			return false
		}
	}
	return true
}

// words calls yield for each word of a folded text: runs of letters and digits.
func words(folded string, yield func(word string)) {
	start := -1
	for i, r := range folded {
		if wordRune(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			emit(folded[start:i], yield)
			start = -1
		}
	}
	if start >= 0 {
		emit(folded[start:], yield)
	}
}

// WordRune tells whether a rune may stand in a word, in any case.
func WordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	if 'Ѐ' <= r && r <= 'ҁ' { // the letters of our texts
		return true
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func emit(word string, yield func(string)) {
	if len(word) <= maxWord {
		yield(word)
	}
}

// Stems returns the stems of a text in order, stop words left out.
func (s *Stemmer) Stems(text string) []string {
	var out []string
	words(russian.Fold(text), func(w string) {
		if !stopWords[w] {
			out = append(out, s.Stem(w))
		}
	})
	return out
}

// write appends the stems of a text to b, each behind a space.
func (s *Stemmer) write(b *strings.Builder, text string) {
	words(russian.Fold(text), func(w string) {
		stem, met := s.seen[w]
		if !met {
			if stopWords[w] {
				return
			}
			stem = s.Stem(w)
		}
		b.WriteByte(' ')
		b.WriteString(stem)
	})
}

// stopWords carry no meaning of their own; left out they halve the index of a letter.
var stopWords = stopSet("и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне " +
	"было вот от меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас нибудь опять уж вам " +
	"ведь там потом себя ничего ей может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз " +
	"тоже себе под будет ж тогда кто этот того потому этого какой ним здесь этом мой тем чтобы нее были")

func stopSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
