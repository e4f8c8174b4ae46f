package search

import (
	"strings"

	"kurator/model/query"
)

// JoinPhones puts the parts of a phone together that were typed with spaces: «8 921 000-11-22» is one thing to look for, not three.
func JoinPhones(words []query.Word) []query.Word {
	var out []query.Word
	for i := 0; i < len(words); {
		n := phoneRun(words[i:])
		if n < 2 {
			out = append(out, words[i])
			i++
			continue
		}
		var parts []string
		for _, w := range words[i : i+n] {
			parts = append(parts, w.Text)
		}
		out = append(out, query.Word{Text: strings.Join(parts, " ")})
		i += n
	}
	return out
}

// phoneRun is how many words at the beginning make a whole phone; 0 when they do not.
func phoneRun(words []query.Word) int {
	digits, run := 0, 0
	for i, w := range words {
		n, ok := phonePart(w)
		if !ok || digits+n > fullPhone {
			break
		}
		if digits += n; digits >= fullPhone-1 {
			run = i + 1
		}
	}
	return run
}

// fullPhone is the digits of a phone with its country code.
const fullPhone = 11

func phonePart(w query.Word) (digits int, ok bool) {
	for _, r := range w.Text {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case !strings.ContainsRune("+-()–.", r):
			return 0, false
		}
	}
	return digits, digits > 0 && !w.Phrase
}
