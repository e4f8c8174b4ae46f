package russian_test

import (
	"testing"

	"kurator/model/russian"
)

func TestNearest(t *testing.T) {
	commands := []string{"list", "show", "deadline", "calendar", "journal", "срок", "стадия"}
	for word, want := range map[string]string{
		"lsit":     "list",     // swapped letters
		"дшые":     "list",     // typed in the other layout
		"сроке":    "срок",     // one letter more
		"calender": "calendar", // one letter for another
		"jour":     "journal",  // a beginning
		"ca":       "",         // too short to be a beginning
		"zzz":      "",
		"":         "",
	} {
		if got := russian.Nearest(word, commands); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
