package query

import (
	"unicode/utf8"

	"kurator/model"
)

// ParseError says where a query is wrong, what was expected there, and what was probably meant.
type ParseError struct {
	Offset   int    // bytes from the start of the text
	Length   int    // bytes; 0 when something is missing at Offset
	Expected string // what may stand there: «значение стадии»
	Sentence string // the whole sentence for the person
	Hint     string // the nearest known word, "" when there is none
}

// Error is the sentence, with the hint.
func (e *ParseError) Error() string {
	if e.Hint == "" {
		return e.Sentence
	}
	return e.Sentence + " Возможно, вы имели в виду «" + e.Hint + "»."
}

// Column is the place of the error in characters from 0, for a caret under the text.
func (e *ParseError) Column(text string) int {
	return utf8.RuneCountInString(text[:min(e.Offset, len(text))])
}

// Place is where the text is wrong, in bytes; the length is 0 when something is missing there.
func (e *ParseError) Place() (offset, length int) { return e.Offset, e.Length }

func fieldNames() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.Russian)
	}
	for _, f := range fields {
		names = append(names, string(f.ID))
	}
	return append(names, textPrefixRussian, textPrefix, sortPrefixRussian, sortPrefix)
}

// Unwrap gives the fault behind the exit code: wrong words in a command.
func (e *ParseError) Unwrap() error { return &model.Fault{Code: model.Usage, Say: e.Error()} }
