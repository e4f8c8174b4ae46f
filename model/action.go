package model

// Action is one typed change. Its JSON is what the journal keeps; texts in it appear as salted hashes.
type Action interface {
	// Name is the stable id of the action in the journal and in `kurator act`.
	Name() string
	// Texts lists the texts the action carries, so that the store can put them aside.
	Texts() []*Text
}

// Noun is a kind of object that is kept.
type Noun string

// Nouns.
const (
	NounAppeal     Noun = "appeal"
	NounUnit       Noun = "unit"
	NounOfficial   Noun = "official"
	NounGrant      Noun = "grant"
	NounPlace      Noun = "place"
	NounTopic      Noun = "topic"
	NounAbsence    Noun = "absence"
	NounSettings   Noun = "settings"
	NounTarget     Noun = "target"
	NounSource     Noun = "source" // a watched page, group or chat
	NounTemplate   Noun = "template"
	NounPolicy     Noun = "policy"
	NounCalendar   Noun = "calendar"
	NounRecord     Noun = "record"      // a journal row that changes nothing; its ID is the appeal it is about, or 0
	NounBatch      Noun = "batch"       // one import
	NounQuarantine Noun = "quarantine"  // a row that could not be read
	NounPassedOver Noun = "passed_over" // a difference from a channel's export that was left as it is
)

// Ref names one object.
type Ref struct {
	Noun Noun
	ID   int64
}

// AppealRef names an appeal.
func AppealRef(id AppealID) Ref { return Ref{NounAppeal, int64(id)} }

// Event tells in words what an action changed; toasts and commands show it.
type Event struct {
	Ref  Ref
	Kind EventKind
	Say  string // a short Russian sentence without personal data
}

// EventKind sorts events.
type EventKind string

// Kinds of events.
const (
	EventStage  EventKind = "stage"
	EventHolder EventKind = "holder"
	EventDue    EventKind = "due"
	EventText   EventKind = "text"
	EventNotice EventKind = "notice"
)

// noTexts is embedded by actions without texts.
type noTexts struct{}

// Texts returns nothing.
func (noTexts) Texts() []*Text { return nil }
