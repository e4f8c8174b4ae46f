package export

import (
	"strings"
	"unicode"
)

// printable leaves out what is no writing: names of topics and places come from foreign files, and a report is looked at in a terminal
// and in an office suite alike.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// inPlane puts a mark in the place of characters beyond the first plane (emoji), which the writer of pdf refuses together with the page.
func inPlane(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '□'
		}
		return r
	}, text)
}
