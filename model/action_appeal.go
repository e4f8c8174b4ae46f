package model

// Receive enters an appeal: from an export, by hand or by the generator.
type Receive struct {
	Facts Facts `json:"facts"`
}

// Sync brings what a foreign system says now about a registration that is known here. Stages only move forward.
type Sync struct {
	Facts Facts `json:"facts"`
}

// Facts is what a channel tells of one appeal.
type Facts struct {
	Registration     Registration `json:"registration"`
	Kind             Kind         `json:"kind,omitempty"`
	Genre            Genre        `json:"genre,omitempty"`
	Priority         Priority     `json:"priority,omitempty"`
	Received         Instant      `json:"received"`
	ReceivedDateOnly bool         `json:"received_date_only,omitempty"`
	Registered       Instant      `json:"registered,omitzero"`
	Organisation     string       `json:"organisation,omitempty"`
	Applicant        Applicant    `json:"applicant"`
	Body             Text         `json:"body,omitzero"`
	Topic            Topic        `json:"topic"`
	Questions        []Question   `json:"questions,omitempty"` // when the channel tells them apart
	Place            string       `json:"place,omitempty"`
	Address          Text         `json:"address,omitzero"`
	Unit             UnitID       `json:"unit,omitempty"`    // executor named by the channel
	Outside          string       `json:"outside,omitempty"` // outside holder, e.g. ЦУР
	Answers          []Reply      `json:"answers,omitempty"` // answers given in the channel
	Answered         Instant      `json:"answered,omitzero"` // first answer, when known without text
	Interim          bool         `json:"interim,omitempty"` // the answer is an interim one
	Finished         Instant      `json:"finished,omitzero"` // end date in the channel
	Outcome          Outcome      `json:"outcome,omitempty"` // result in our vocabulary
	CloseReason      string       `json:"close_reason,omitempty"`
	Mark             int          `json:"mark,omitempty"`
}

// Sort settles topic, place, kind and essence, and makes the questions.
type Sort struct {
	Topic     *Topic     `json:"topic,omitempty"` // nil keeps what the channel gave
	Place     *string    `json:"place,omitempty"`
	Kind      Kind       `json:"kind,omitempty"`
	Genre     Genre      `json:"genre,omitempty"`
	Priority  *Priority  `json:"priority,omitempty"`
	Essence   Text       `json:"essence,omitzero"`
	Questions []Question `json:"questions,omitempty"` // nil: one question is made from the topic
}

// Assign gives the appeal to a unit.
type Assign struct {
	noTexts
	Unit UnitID `json:"unit"`
}

// WriteDraft adds a version of the answer's text.
type WriteDraft struct {
	Text    Text   `json:"text,omitzero"`
	Vouched string `json:"vouched,omitempty"`
}

// Submit hands the draft on: from the unit to the curator, from the curator to approval.
type Submit struct {
	noTexts
	Vouched string `json:"vouched,omitempty"`
}

// Return sends a draft back to the unit.
type Return struct {
	Reason  string `json:"reason"`
	Comment Text   `json:"comment,omitzero"`
}

// Approve signs the current draft.
type Approve struct {
	noTexts
	Document string `json:"document,omitempty"` // number of the paper when approved elsewhere
	Who      string `json:"who,omitempty"`      // who approved elsewhere
	// At is when it was approved elsewhere; zero = the moment of the action.
	At Instant `json:"at,omitzero"`
	// Author is for the journal: the text was the approver's own. It is written there by the store, and asked by nobody.
	Author bool `json:"author,omitempty"`
}

// Answer records that the approved answer went out.
type Answer struct {
	At      Instant `json:"at,omitzero"` // when it went out; zero = the moment of the action
	Link    Text    `json:"link,omitzero"`
	Interim bool    `json:"interim,omitempty"` // stops only the clock of the first answer
	Outcome Outcome `json:"outcome,omitempty"`
	Promise Date    `json:"promise,omitempty"` // until when an interim answer or a deferred solution promises the rest
}

// Close ends the work on an appeal.
type Close struct {
	noTexts
	Outcome     Outcome  `json:"outcome,omitempty"`
	Reason      string   `json:"reason,omitempty"`
	Mark        int      `json:"mark,omitempty"`
	DuplicateOf AppealID `json:"duplicate_of,omitempty"`
}

// Reopen returns an answered or closed appeal to work.
type Reopen struct {
	noTexts
	Reason string `json:"reason"`
}

// WriteAgain is an event of its own: the citizen wrote again.
type WriteAgain struct {
	Text Text    `json:"text,omitzero"`
	At   Instant `json:"at,omitzero"`
}

// Extend moves the 59-ФЗ deadline once. Without Days it records when the citizen was told of an extension made before.
type Extend struct {
	noTexts
	Days     int    `json:"days"`
	Reason   string `json:"reason"`
	Notified Date   `json:"notified,omitempty"`
}

// Redirect sends the appeal to the body that is competent and closes it here (59-ФЗ art. 8).
type Redirect struct {
	noTexts
	To           string `json:"to"`
	ComplainedOf string `json:"complained_of,omitempty"` // the body complained of, never equal To
	Document     string `json:"document,omitempty"`
}

// AddNote adds a remark.
type AddNote struct {
	Text Text `json:"text,omitzero"`
}

// Wait sets or clears the mark «ждём гражданина».
type Wait struct {
	noTexts
	On bool `json:"on"`
}

// Defer records a promise: a deferred solution with a date and an owner.
type Defer struct {
	Date Date   `json:"date"`
	Unit UnitID `json:"unit,omitempty"`
	Text Text   `json:"text,omitzero"`
}

// KeepPromise marks the oldest open promise as kept.
type KeepPromise struct{ noTexts }

// Rate records satisfaction told by the citizen.
type Rate struct {
	Mark   int    `json:"mark"`
	Reason string `json:"reason,omitempty"`
	Text   Text   `json:"text,omitzero"`
}

// Recount derives the due dates again under the policies and calendar in force.
type Recount struct{ noTexts }

// Names of the actions on appeals, stable for the journal and scripts.
func (*Receive) Name() string     { return "receive" }
func (*Sync) Name() string        { return "sync" }
func (*Sort) Name() string        { return "sort" }
func (*Assign) Name() string      { return "assign" }
func (*WriteDraft) Name() string  { return "draft" }
func (*Submit) Name() string      { return "submit" }
func (*Return) Name() string      { return "return" }
func (*Approve) Name() string     { return "approve" }
func (*Answer) Name() string      { return "answer" }
func (*Close) Name() string       { return "close" }
func (*Reopen) Name() string      { return "reopen" }
func (*WriteAgain) Name() string  { return "write_again" }
func (*Extend) Name() string      { return "extend" }
func (*Redirect) Name() string    { return "redirect" }
func (*AddNote) Name() string     { return "note" }
func (*Wait) Name() string        { return "wait" }
func (*Defer) Name() string       { return "defer" }
func (*KeepPromise) Name() string { return "keep" }
func (*Rate) Name() string        { return "rate" }
func (*Recount) Name() string     { return "recount" }

// Texts of the facts, for actions that carry them.
func (f *Facts) texts() []*Text {
	out := []*Text{&f.Body, &f.Address, &f.Applicant.Name, &f.Applicant.Contact, &f.Applicant.Address, &f.Registration.Words}
	for i := range f.Questions {
		out = append(out, &f.Questions[i].Text)
	}
	for i := range f.Answers {
		out = append(out, &f.Answers[i].Text, &f.Answers[i].Link)
	}
	return out
}

// Texts lists the texts carried.
func (a *Receive) Texts() []*Text { return a.Facts.texts() }

// Texts lists the texts carried.
func (a *Sync) Texts() []*Text { return a.Facts.texts() }

// Texts lists the texts carried.
func (a *Sort) Texts() []*Text {
	out := []*Text{&a.Essence}
	for i := range a.Questions {
		out = append(out, &a.Questions[i].Text)
	}
	return out
}

// Texts lists the texts carried.
func (a *WriteDraft) Texts() []*Text { return []*Text{&a.Text} }

// Texts lists the texts carried.
func (a *Answer) Texts() []*Text { return []*Text{&a.Link} }

// Texts lists the texts carried.
func (a *Return) Texts() []*Text { return []*Text{&a.Comment} }

// Texts lists the texts carried.
func (a *WriteAgain) Texts() []*Text { return []*Text{&a.Text} }

// Texts lists the texts carried.
func (a *AddNote) Texts() []*Text { return []*Text{&a.Text} }

// Texts lists the texts carried.
func (a *Defer) Texts() []*Text { return []*Text{&a.Text} }
