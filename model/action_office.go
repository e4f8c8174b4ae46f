package model

// PutUnit enters or changes a unit.
type PutUnit struct {
	noTexts
	Unit Unit `json:"unit"`
}

// PutOfficial enters or changes an official.
type PutOfficial struct {
	noTexts
	Official Official `json:"official"`
}

// GrantRole gives a role.
type GrantRole struct {
	noTexts
	Grant Grant `json:"grant"`
}

// RevokeRole ends a role: To is its last day.
type RevokeRole struct {
	noTexts
	To    Date   `json:"to"`
	Basis string `json:"basis,omitempty"`
}

// PutAbsence enters or changes an absence and who stands in.
type PutAbsence struct {
	noTexts
	Absence Absence `json:"absence"`
}

// EndAbsence ends an absence: To is its last day. A day before its first one calls it off.
type EndAbsence struct {
	noTexts
	To    Date   `json:"to"`
	Basis string `json:"basis,omitempty"`
}

// PutPlace enters or changes a settlement.
type PutPlace struct {
	noTexts
	Place Place `json:"place"`
}

// PutTopic enters or changes a topic.
type PutTopic struct {
	noTexts
	Topic TopicRule `json:"topic"`
}

// PutSettings changes the office's settings.
type PutSettings struct {
	noTexts
	Settings Settings `json:"settings"`
}

// Batch is one finished import.
type Batch struct {
	ID          int64     `json:"id"`
	Channel     ChannelID `json:"channel"`
	File        string    `json:"file"` // base name
	AsOf        Instant   `json:"as_of"`
	At          Instant   `json:"at"`
	Read        int       `json:"read"`
	Added       int       `json:"added"`
	Updated     int       `json:"updated"`
	Unchanged   int       `json:"unchanged"`
	Quarantined int       `json:"quarantined"`
	Operation   string    `json:"operation"`
}

// EndBatch records a finished import and its watermark («данные на …»).
type EndBatch struct {
	noTexts
	Batch Batch `json:"batch"`
}

// Quarantine is a row of an export that could not be read, with its original text.
type Quarantine struct {
	ID      int64     `json:"id"`
	Channel ChannelID `json:"channel"`
	File    string    `json:"file"`
	Row     int       `json:"row"`
	Reason  string    `json:"reason"`
	Raw     Text      `json:"raw,omitzero"`
	Key     string    `json:"key"` // keyed hash of the row, so that the same row is kept once
	At      Instant   `json:"at"`

	Draft   Instant  `json:"draft,omitzero"`   // a draft that fitted no appeal: when it was written; 0 = a row of an export
	Settled Instant  `json:"settled,omitzero"` // when a person told what it is
	Appeal  AppealID `json:"appeal,omitempty"` // the appeal it was given to
}

// SetAside puts a row into quarantine.
type SetAside struct {
	Quarantine Quarantine `json:"quarantine"`
}

// Names of the actions on the office, stable for the journal.
func (*PutUnit) Name() string     { return "unit" }
func (*PutOfficial) Name() string { return "official" }
func (*GrantRole) Name() string   { return "grant" }
func (*RevokeRole) Name() string  { return "revoke" }
func (*PutAbsence) Name() string  { return "absence" }
func (*EndAbsence) Name() string  { return "absence_end" }
func (*PutPlace) Name() string    { return "place" }
func (*PutTopic) Name() string    { return "topic" }
func (*PutSettings) Name() string { return "settings" }
func (*EndBatch) Name() string    { return "batch" }
func (*SetAside) Name() string    { return "quarantine" }

// Texts lists the texts carried.
func (a *SetAside) Texts() []*Text { return []*Text{&a.Quarantine.Raw} }
