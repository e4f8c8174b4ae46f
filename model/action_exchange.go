package model

import "time"

// Merge ties an appeal to another one about the same thing: they are worked on together, and each is still answered in its
// own channel by its own term. Nothing else of the appeal changes, so that Unmerge takes it back whole.
type Merge struct {
	noTexts
	Main AppealID `json:"main"`
}

// Unmerge unties an appeal from the one it was merged with.
type Unmerge struct{ noTexts }

// Distinct remembers «не дубль»: the two appeals are not offered as similar any more.
type Distinct struct {
	noTexts
	Other AppealID `json:"other"`
}

// Fill puts in words the channel's export did not bring: the text, the address, the applicant, copied from the channel's
// card. What is there already stays.
type Fill struct {
	Body      Text      `json:"body,omitzero"`
	Address   Text      `json:"address,omitzero"`
	Applicant Applicant `json:"applicant,omitzero"`
}

// SourceKind tells what a watched source is.
type SourceKind string

// Kinds of watched sources.
const (
	SourcePage  SourceKind = "page"
	SourceGroup SourceKind = "group"
	SourceChat  SourceKind = "chat"
)

// SourceKinds lists the kinds in the order offered.
func SourceKinds() []SourceKind { return []SourceKind{SourcePage, SourceGroup, SourceChat} }

// Title is the kind's name on the screen.
func (k SourceKind) Title() string {
	switch k {
	case SourcePage:
		return "страница"
	case SourceGroup:
		return "группа"
	case SourceChat:
		return "чат"
	}
	return string(k)
}

// Source is a public page, group or chat that somebody of the centre looks through regularly (order 1.2).
type Source struct {
	ID    int64      `json:"id"`
	Name  string     `json:"name"`
	Kind  SourceKind `json:"kind"`
	Links []string   `json:"links"`         // the address, and others it is met under in posts
	Who   OfficialID `json:"who,omitempty"` // who looks through it
	Every int        `json:"every"`         // days from one look to the next
	From  Date       `json:"from,omitempty"`
	To    Date       `json:"to,omitempty"`
	Seen  Instant    `json:"seen,omitzero"` // when it was last looked through
	By    Actor      `json:"by,omitzero"`   // by whom
}

// NextLook is the day by which the source must be looked through again, given the date of the last look or of today when
// there was none.
func (s Source) NextLook(last Date) Date {
	if s.Seen == 0 {
		return last
	}
	t, err := time.Parse(time.DateOnly, string(last))
	if err != nil {
		return last
	}
	return Date(t.AddDate(0, 0, s.Every).Format(time.DateOnly))
}

// DaysTo is how many days lie between two dates, negative when the other is earlier; 0 when one is no date.
func (d Date) DaysTo(other Date) int {
	a, err1 := time.Parse(time.DateOnly, string(d))
	b, err2 := time.Parse(time.DateOnly, string(other))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// PutSource enters or changes a watched source.
type PutSource struct {
	noTexts
	Source Source `json:"source"`
}

// LookThrough records that a source was looked through.
type LookThrough struct {
	noTexts
	At Instant `json:"at,omitzero"` // zero = the moment of the action
}

// Names of the actions on the exchange with channels, stable for the journal and scripts.
func (*Merge) Name() string       { return "merge" }
func (*Unmerge) Name() string     { return "unmerge" }
func (*Distinct) Name() string    { return "distinct" }
func (*Fill) Name() string        { return "fill" }
func (*PutSource) Name() string   { return "source" }
func (*LookThrough) Name() string { return "look" }

// Texts lists the texts carried.
func (a *Fill) Texts() []*Text {
	return []*Text{&a.Body, &a.Address, &a.Applicant.Name, &a.Applicant.Contact, &a.Applicant.Address}
}
