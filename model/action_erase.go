package model

import "slices"

// Anonymise erases who wrote and every word of a finished appeal, or the original text of a row that could not be read,
// once it has been kept long enough (152-ФЗ art. 5 p. 7). What statistics count stays. It is not undone: its journal row is
// the tombstone by which the missing words are explained.
type Anonymise struct {
	noTexts
	// Whole says that links under answers go too; rows of before do not say it, and are repeated as they were done.
	Whole bool `json:"whole,omitempty"`
	// Redacted are the rows of the journal that had said something of the citizen word for word; the store fills it in.
	Redacted []Redacted `json:"redacted,omitempty"`
}

// Redacted is a row of the journal that words have left, and the digest of what it says now.
type Redacted struct {
	Seq int64  `json:"seq"`
	Sum string `json:"sum"`
}

// Name is the action's name, stable for the journal.
func (*Anonymise) Name() string { return "anonymise" }

// DefaultRetention is for how many years an appeal is kept with the citizen's name when the settings say nothing.
const DefaultRetention = 5

// MaxRetention is the longest time an archive's list of documents knows, in years.
const MaxRetention = 75

// RetentionYears is for how many years appeals of a channel are kept after they were closed.
func (s Settings) RetentionYears(c ChannelID) int {
	if years := s.Retention[c]; years > 0 {
		return years
	}
	return DefaultRetention
}

// RetentionOf is for how many years an appeal is kept: the longest of its channels.
func (s Settings) RetentionOf(a *Appeal) int {
	years := make([]int, 0, len(a.Registrations))
	for _, r := range a.Registrations {
		years = append(years, s.RetentionYears(r.Channel))
	}
	if len(years) == 0 {
		return DefaultRetention
	}
	return slices.Max(years)
}
