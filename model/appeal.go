package model

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
)

// AppealID is the appeal's number at this desk: counted from 1 within one database, never reused.
type AppealID int64

// String is the number as people write it.
func (id AppealID) String() string { return strconv.FormatInt(int64(id), 10) }

// Appeal is one citizen's message and everything that was done about it. It is stored as one document; columns for lists
// and filters are projected from it.
type Appeal struct {
	ID       AppealID `json:"id"`
	Rev      int64    `json:"rev"`
	Stage    StageID  `json:"stage"`
	Kind     Kind     `json:"kind,omitempty"`
	Genre    Genre    `json:"genre,omitempty"`
	Priority Priority `json:"priority,omitempty"`

	Received         Instant `json:"received"`                     // the channel's time, never the import's
	ReceivedDateOnly bool    `json:"received_date_only,omitempty"` // the channel gives no time of day
	Registered       Instant `json:"registered,omitzero"`

	Registrations []Registration `json:"registrations"`          // the first is the main one
	Organisation  string         `json:"organisation,omitempty"` // who received it: the administration or an institution
	Applicant     Applicant      `json:"applicant"`
	Body          Text           `json:"body,omitzero"`
	Essence       Text           `json:"essence,omitzero"` // the curator's formal summary
	Topic         Topic          `json:"topic"`
	Place         string         `json:"place,omitempty"` // settlement
	Address       Text           `json:"address,omitzero"`
	Questions     []Question     `json:"questions,omitempty"`
	ByHand        ByHand         `json:"by_hand,omitzero"`

	Unit      UnitID     `json:"unit,omitempty"`
	Holder    Holder     `json:"holder"`
	Handovers []Handover `json:"handovers,omitempty"`

	Drafts   []Draft   `json:"drafts,omitempty"`
	Approval *Approval `json:"approval,omitempty"`
	Replies  []Reply   `json:"replies,omitempty"`
	Messages []Message `json:"messages,omitempty"` // the citizen wrote again
	Notes    []Note    `json:"notes,omitempty"`

	Sendings    []Sending    `json:"sendings,omitempty"`    // tasks and reminders that went to units
	Attachments []Attachment `json:"attachments,omitempty"` // files beside the database

	Waiting   bool       `json:"waiting,omitempty"` // «ждём гражданина»: a mark; it stops a clock only where a policy says so
	Waits     []Stretch  `json:"waits,omitempty"`   // when the mark stood
	Extension *Extension `json:"extension,omitempty"`
	Promises  []Promise  `json:"promises,omitempty"`

	Outcome     Outcome    `json:"outcome,omitempty"`
	CloseReason string     `json:"close_reason,omitempty"`
	Mark        int        `json:"mark,omitempty"` // satisfaction 1–5
	Ratings     []Rating   `json:"ratings,omitempty"`
	Score       *Score     `json:"score,omitempty"` // of the answer that stands
	DuplicateOf AppealID   `json:"duplicate_of,omitempty"`
	Twin        AppealID   `json:"twin,omitempty"`      // the appeal it is worked on together with; each is answered in its channel
	NotTwins    []AppealID `json:"not_twins,omitempty"` // «не дубль» was said of these

	AnsweredAt Instant `json:"answered_at,omitzero"`
	ClosedAt   Instant `json:"closed_at,omitzero"`
	ReopenedAt Instant `json:"reopened_at,omitzero"`
	Anonymised Instant `json:"anonymised,omitzero"` // words and names were erased; nothing changes any more

	Due Due `json:"due"`
}

// Main returns the main registration.
func (a *Appeal) Main() Registration {
	if len(a.Registrations) == 0 {
		return Registration{}
	}
	return a.Registrations[0]
}

// Channel is the channel of the main registration.
func (a *Appeal) Channel() ChannelID { return a.Main().Channel }

// CurrentDraft returns the newest draft, nil when there is none.
func (a *Appeal) CurrentDraft() *Draft {
	if len(a.Drafts) == 0 {
		return nil
	}
	return &a.Drafts[len(a.Drafts)-1]
}

// Approved tells whether the newest draft is the text that was approved.
func (a *Appeal) Approved() bool {
	d := a.CurrentDraft()
	// A text that was never sealed has no hash: signing it would sign any text.
	return a.Approval != nil && d != nil && d.Text.Hash != "" && a.Approval.Signature == Signature(d.Text, a.Channel(), a.Applicant)
}

// Texts lists every text of the appeal, for loading and for erasure.
func (a *Appeal) Texts() []*Text {
	out := []*Text{&a.Body, &a.Essence, &a.Address, &a.Applicant.Name, &a.Applicant.Contact, &a.Applicant.Address}
	for i := range a.Questions {
		out = append(out, &a.Questions[i].Text)
	}
	for i := range a.Drafts {
		out = append(out, &a.Drafts[i].Text, &a.Drafts[i].Comment)
	}
	for i := range a.Registrations {
		out = append(out, &a.Registrations[i].Words)
	}
	for i := range a.Replies {
		out = append(out, &a.Replies[i].Text, &a.Replies[i].Link)
	}
	for i := range a.Messages {
		out = append(out, &a.Messages[i].Text)
	}
	for i := range a.Notes {
		out = append(out, &a.Notes[i].Text)
	}
	for i := range a.Promises {
		out = append(out, &a.Promises[i].Text)
	}
	for i := range a.Ratings {
		out = append(out, &a.Ratings[i].Text)
	}
	if a.Score != nil {
		out = append(out, &a.Score.Comment)
	}
	for i := range a.Attachments {
		out = append(out, &a.Attachments[i].Name)
	}
	return out
}

// ByHand tells what a person has settled here: news from the channel does not change it any more.
type ByHand struct {
	Topic     bool `json:"topic,omitempty"`
	Place     bool `json:"place,omitempty"`
	Kind      bool `json:"kind,omitempty"`
	Genre     bool `json:"genre,omitempty"`
	Priority  bool `json:"priority,omitempty"`
	Questions bool `json:"questions,omitempty"`
	Outcome   bool `json:"outcome,omitempty"` // and the reason of closing
}

// Registration is one entry of the appeal in a channel's own system. Its status and dates are kept verbatim. What leads from it to
// the citizen is kept as Words and read with the texts; see registration.go.
type Registration struct {
	Channel    ChannelID `json:"channel"`
	ExternalID string    `json:"external_id,omitempty"`

	SecondID string `json:"-"` // номер ЕПГУ, номер инцидента
	Linked   string `json:"-"` // «Сообщение ПОС №» of a СЭД row
	Card     string `json:"-"` // link to the card or post
	Page     string `json:"-"` // what the source says of a person: the page or the address he wrote from

	PlainSecond string  `json:"second_id,omitempty"` // as the documents of before keep it
	PlainLinked string  `json:"linked,omitempty"`    // likewise
	Stage       string  `json:"stage,omitempty"`     // the foreign stage, verbatim
	Status      string  `json:"status,omitempty"`
	Planned     Date    `json:"planned,omitempty"` // the foreign system's own deadline
	Finished    Date    `json:"finished,omitempty"`
	Late        *bool   `json:"late,omitempty"` // the foreign system's own verdict
	PlainCard   string  `json:"card,omitempty"` // as PlainSecond
	Executor    string  `json:"executor,omitempty"`
	HandedAt    Instant `json:"handed_at,omitzero"`
	Source      string  `json:"source,omitempty"` // EPGU, WIDGET, вид доставки…
	WorkingTime int64   `json:"working_time,omitempty"`
	Nature      string  `json:"nature,omitempty"`      // «Тип инцидента» of ИМ: решаемый, информационный
	Repeat      bool    `json:"repeat,omitempty"`      // ПОС says that the message is looked into again
	AsOf        Instant `json:"as_of,omitzero"`        // the watermark of the export it was read from
	Fingerprint string  `json:"fingerprint,omitempty"` // keyed hash of the row, to see that nothing changed
	Words       Text    `json:"words,omitzero"`        // second number, link and page as one text

	// Of a registration that came after the main one: its own receipt, from which its own clock runs. Zero: as the appeal's.
	Received         Instant `json:"received,omitzero"`
	ReceivedDateOnly bool    `json:"received_date_only,omitempty"`
	Registered       Instant `json:"registered,omitzero"`
}

// Topic of an appeal or question: the classifier's code when known, and the channel's own words.
type Topic struct {
	Code  string `json:"code,omitempty"`
	Title string `json:"title,omitempty"`
	Group string `json:"group,omitempty"`
}

// Question is one of the questions of an appeal, with its own topic and result.
type Question struct {
	Topic   Topic   `json:"topic"`
	Text    Text    `json:"text,omitzero"`
	Outcome Outcome `json:"outcome,omitempty"`
}

// ApplicantKind tells who writes.
type ApplicantKind string

// Kinds of applicants.
const (
	ApplicantPerson       ApplicantKind = "person"
	ApplicantOrganisation ApplicantKind = "organisation"
	ApplicantCollective   ApplicantKind = "collective"
	ApplicantAnonymous    ApplicantKind = "anonymous"
)

// Title is the kind's name on the screen.
func (k ApplicantKind) Title() string {
	switch k {
	case ApplicantPerson:
		return "гражданин"
	case ApplicantOrganisation:
		return "организация"
	case ApplicantCollective:
		return "коллективное"
	case ApplicantAnonymous:
		return "аноним"
	}
	return string(k)
}

// Applicant is who wrote. Name, contact and address are personal data.
type Applicant struct {
	Kind    ApplicantKind `json:"kind,omitempty"`
	Name    Text          `json:"name,omitzero"`
	Contact Text          `json:"contact,omitzero"` // phone, e-mail or link to the author
	Address Text          `json:"address,omitzero"`
}

// Draft is one version of the answer.
type Draft struct {
	Version  int     `json:"version"`
	Text     Text    `json:"text,omitzero"`
	By       Actor   `json:"by"`
	Vouched  string  `json:"vouched,omitempty"` // the official who answers for it (order 3.4)
	At       Instant `json:"at"`
	Returned string  `json:"returned,omitempty"` // reason from the dictionary, when it was sent back
	Sent     Instant `json:"sent,omitzero"`      // when it went out as an answer
	Comment  Text    `json:"comment,omitzero"`
}

// Approval binds an approving official to one text: any later edit makes the signature differ.
type Approval struct {
	Signature string  `json:"signature"`
	By        Actor   `json:"by"`
	At        Instant `json:"at"`
	Author    bool    `json:"author,omitempty"`   // «утвердил автор»: approver wrote the text
	Document  string  `json:"document,omitempty"` // number of the paper when approved elsewhere
}

// Signature is the hash of (text, channel, addressee) that an approval signs. The text's salted hash stands for its words,
// so an erased text can still be checked.
func Signature(text Text, channel ChannelID, to Applicant) string {
	h := sha256.New()
	for _, part := range []string{text.Hash, string(channel), to.Name.Hash, to.Contact.Hash} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Origin tells where something was done.
type Origin string

// Origins.
const (
	OriginHere    Origin = ""        // at this desk
	OriginForeign Origin = "foreign" // «внешняя система»
)

// Reply is an answer that went out.
type Reply struct {
	At       Instant   `json:"at"`
	DateOnly bool      `json:"date_only,omitempty"`
	Text     Text      `json:"text,omitzero"` // empty: «текста нет в выгрузке»
	Channel  ChannelID `json:"channel"`
	Origin   Origin    `json:"origin,omitempty"`
	Interim  bool      `json:"interim,omitempty"`
	By       Actor     `json:"by"`
	Link     Text      `json:"at_link,omitzero"` // where it can be read; an answer to a comment stands under the citizen's name
	// PlainLink is the link as the documents of before keep it.
	PlainLink string `json:"link,omitempty"`
	// Confirmed is the watermark of the export that shows an answer given here.
	Confirmed Instant `json:"confirmed,omitzero"`
}

// Unconfirmed tells whether the answer was recorded here and no export of the foreign system shows it yet.
func (a *Appeal) Unconfirmed() bool {
	if a.Stage.Open() {
		return false
	}
	return slices.ContainsFunc(a.Replies, func(r Reply) bool {
		return r.Origin == OriginHere && !r.Interim && r.Confirmed == 0 && r.Channel.Foreign() && r.At >= a.ReopenedAt
	})
}

// Message is one more text of the same citizen.
type Message struct {
	At   Instant `json:"at"`
	Text Text    `json:"text,omitzero"`
	Seen bool    `json:"seen,omitempty"` // the curator has worked on it since
}

// Note is a remark of an official.
type Note struct {
	At   Instant `json:"at"`
	By   Actor   `json:"by"`
	Text Text    `json:"text,omitzero"`
}

// Extension of a 59-ФЗ term: once, up to 30 days, counted from the unshifted date (art. 12 p. 2).
type Extension struct {
	Days     int     `json:"days"`
	Reason   string  `json:"reason"`
	At       Instant `json:"at"`
	Notified Date    `json:"notified,omitempty"` // when the citizen was told
	Original Date    `json:"original"`           // the date before the extension
}

// Stretch is a time from one moment to another; To is zero while it lasts.
type Stretch struct {
	From Instant `json:"from"`
	To   Instant `json:"to,omitzero"`
}

// Promise is a deferred solution with its own date and owner.
type Promise struct {
	Date Date    `json:"date"`
	Unit UnitID  `json:"unit,omitempty"`
	Text Text    `json:"text,omitzero"`
	Made Instant `json:"made"`
	Kept Instant `json:"kept,omitzero"`
	// Answer: an interim answer promised the final one, which keeps the promise when it goes out.
	Answer bool `json:"answer,omitempty"`
}

// DueKind tells how a deadline is compared.
type DueKind string

// Kinds of deadlines.
const (
	DueDate    DueKind = "date"    // late after the end of that local day
	DueInstant DueKind = "instant" // late after that moment
)

// Deadline is one derived date: late from the UTC instant LateFrom.
type Deadline struct {
	Kind     DueKind `json:"kind,omitempty"`
	Date     Date    `json:"date,omitempty"` // local date of the deadline
	LateFrom Instant `json:"late_from,omitzero"`
	Foreign  bool    `json:"foreign,omitempty"` // the channel's own date
}

// Due holds what was derived from policies: Channel decides lateness, AnswerBy is ours and the earlier of the two sorts
// the queue.
type Due struct {
	Channel  Deadline `json:"channel"`
	AnswerBy Deadline `json:"answer_by"`
	DraftBy  Deadline `json:"draft_by,omitzero"`  // the unit's draft; only of cases a unit works on here
	Policy   string   `json:"policy,omitempty"`   // version of the policies it was computed from
	Calendar string   `json:"calendar,omitempty"` // version of the calendar
}
