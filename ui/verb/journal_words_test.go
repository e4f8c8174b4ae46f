package verb_test

import (
	"strings"
	"testing"
	"unicode"

	"kurator/model/access"
	"kurator/store"
	"kurator/ui/verb"
)

// TestEveryActionHasWords: no row of the journal, and no line of a case's history, is told by the program's own name of an action.
func TestEveryActionHasWords(t *testing.T) {
	snap := &store.Snapshot{}
	for _, act := range access.Actions() {
		name := act.Action.Name()
		words := verb.JournalWords(snap, store.JournalRow{Action: name, Payload: []byte(`{}`)})
		if words == "" || strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			t.Errorf("%s is told as %q", name, words)
		}
	}
}
