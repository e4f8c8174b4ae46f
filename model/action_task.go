package model

// SendingKind tells what went to a unit.
type SendingKind string

// Kinds of sendings.
const (
	SendingTask     SendingKind = "task"
	SendingReminder SendingKind = "reminder"
)

// Title is the kind's name on the screen.
func (k SendingKind) Title() string {
	switch k {
	case SendingTask:
		return "Задание"
	case SendingReminder:
		return "Напоминание"
	}
	return string(k)
}

// Ways a task or a reminder goes.
const (
	ByMail = "mail"
	ByFile = "file"
)

// Sending is one line of the ledger of what went to a unit and when.
type Sending struct {
	Kind   SendingKind `json:"kind"`
	At     Instant     `json:"at"`
	By     Actor       `json:"by"`
	Unit   UnitID      `json:"unit,omitempty"`
	How    string      `json:"how"`              // ByMail or ByFile
	Letter string      `json:"letter,omitempty"` // Message-ID: a reply names it
	Due    Date        `json:"due,omitempty"`    // the deadline a reminder was about
	Lead   string      `json:"lead,omitempty"`   // how long before it: «3d»
}

// Attachment is a file that belongs to an appeal; it lies beside the database under its hash. The name a citizen gave it is a text
// like others: it goes when the appeal is anonymised.
type Attachment struct {
	Name Text    `json:"name,omitzero"`
	Hash string  `json:"hash"` // hex of sha256 of the content
	Size int64   `json:"size"`
	At   Instant `json:"at"`
	By   Actor   `json:"by"`
}

// Issue records that the unit was given its task.
type Issue struct {
	noTexts
	How    string `json:"how,omitempty"`
	Letter string `json:"letter,omitempty"`
}

// Remind records that the unit was reminded of a deadline.
type Remind struct {
	noTexts
	How    string `json:"how,omitempty"`
	Letter string `json:"letter,omitempty"`
	Due    Date   `json:"due,omitempty"`
	Lead   string `json:"lead,omitempty"`
}

// Attach ties a file to the appeal.
type Attach struct {
	File Text   `json:"file,omitzero"` // its name
	Hash string `json:"hash"`
	Size int64  `json:"size"`
}

// Detach unties a file.
type Detach struct {
	noTexts
	Hash string `json:"hash"`
}

// Settle tells what became of a draft that fitted no appeal by itself: its quarantine entry as it is from now on, with the
// appeal it was given to, or none when it was put away.
type Settle struct {
	Quarantine Quarantine `json:"quarantine"`
}

// DifferenceKind tells how this desk and a channel's export differ about one number.
type DifferenceKind string

// Kinds of differences.
const (
	MissingHere  DifferenceKind = "missing_here"
	MissingThere DifferenceKind = "missing_there"
	StateDiffers DifferenceKind = "state"
)

// Title is the kind's name on the screen.
func (k DifferenceKind) Title() string {
	switch k {
	case MissingHere:
		return "Нет здесь"
	case MissingThere:
		return "Нет в канале"
	case StateDiffers:
		return "Разное состояние"
	}
	return string(k)
}

// PassedOver is a difference that a person has looked at and left: it is not shown again until it changes.
type PassedOver struct {
	ID      int64          `json:"id"`
	Channel ChannelID      `json:"channel"`
	Number  string         `json:"number"`
	Kind    DifferenceKind `json:"kind"`
	State   string         `json:"state"` // what was seen there and here, as a hash
	At      Instant        `json:"at"`
}

// PassOver leaves a difference as it is.
type PassOver struct {
	noTexts
	Difference PassedOver `json:"difference"`
}

// Names of the actions on tasks, files and differences, stable for the journal and scripts.
func (*Issue) Name() string    { return "task" }
func (*Remind) Name() string   { return "remind" }
func (*Attach) Name() string   { return "attach" }
func (*Detach) Name() string   { return "detach" }
func (*Settle) Name() string   { return "settle" }
func (*PassOver) Name() string { return "pass_over" }

// Texts lists the texts carried.
func (a *Attach) Texts() []*Text { return []*Text{&a.File} }

// Texts lists the texts carried.
func (a *Settle) Texts() []*Text { return []*Text{&a.Quarantine.Raw} }
