package stats

import (
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
)

// Case is what the figures know of one appeal. Words (topic, settlement…) are ids of a [Words] dictionary; 0 is none.
type Case struct {
	ID        model.AppealID
	Channel   uint8 // place in model.Channels, from 1; 0 unknown
	Kind      uint8
	Genre     uint8
	Applicant uint8
	Stage     uint8 // place in model.Stages, from 0
	Outcome   uint8
	Mark      uint8
	Verdict   Verdict
	High      bool
	DateOnly  bool // received and answers have no time of day
	Extended  bool
	Interim   bool
	Wrote     uint8 // how often the citizen wrote again

	Topic  uint32
	Place  uint32
	Source uint32
	Reason uint32 // why it was closed, in the channel's words
	Unit   model.UnitID
	Author model.OfficialID // of the newest draft

	Received, Registered, First, Answered, Closed, Reopened, LateFrom, DraftDue, Rated model.Instant

	Questions []Question
	Promises  []Promise
	Returns   []uint32 // reasons of the drafts sent back, in their order
	Ledger    []Stint
	Score     Score
}

// Question is one question of a case.
type Question struct {
	Topic   uint32
	Outcome uint8
}

// Promise is a promise with its civil date, counted in days; 0 is none.
type Promise struct {
	Date calendar.Date
	Kept model.Instant
	Unit model.UnitID
}

// Stint is one line of the holder ledger; it ends where the next one begins.
type Stint struct {
	Stage  uint8
	Holder uint8 // place in holderKinds
	Unit   model.UnitID
	From   model.Instant
}

// Score is the curator's judgement by the rubric, a place for each of model.Criteria; At is 0 when there is none.
type Score struct {
	At     model.Instant
	Points [criteria]uint8
}

const criteria = 7

// Verdict is what the foreign system itself said about the term.
type Verdict uint8

// Verdicts.
const (
	VerdictNone Verdict = iota
	VerdictInTime
	VerdictLate
)

// Words numbers the words of open lists.
type Words interface {
	// ID is the number of a word of a field, "" is 0.
	ID(field Field, word string) (uint32, error)
}

// Field is an open list of words.
type Field string

// Fields.
const (
	FieldTopic  Field = "topic" // a whole topic: code, title and group by tabs
	FieldPlace  Field = "place"
	FieldSource Field = "source"
	FieldReason Field = "reason" // of returns and of closing
)

// topicWord is a topic as one word of the dictionary.
func topicWord(t model.Topic) string {
	if t == (model.Topic{}) {
		return ""
	}
	return t.Code + "\t" + t.Title + "\t" + t.Group
}

// parseTopic reads a word back.
func parseTopic(word string) model.Topic {
	parts := strings.SplitN(word, "\t", 3)
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return model.Topic{Code: parts[0], Title: parts[1], Group: parts[2]}
}

// reopenedReason stands on a draft that nobody sent back: its case was reopened.
const reopenedReason = "обращение возвращено в работу"

// reader turns an appeal into a case; the first error of the dictionary stops it.
type reader struct {
	words Words
	err   error
}

func (r *reader) id(f Field, word string) uint32 {
	if word == "" || r.err != nil {
		return 0
	}
	var id uint32
	id, r.err = r.words.ID(f, word)
	return id
}

// Of takes the facts out of an appeal. Nothing but the appeal decides them.
func Of(a *model.Appeal, words Words) (Case, error) {
	r := &reader{words: words}
	main := a.Main()
	c := Case{ID: a.ID, Channel: code(channels, main.Channel), Kind: code(kinds, a.Kind), Genre: code(genres, a.Genre),
		Applicant: code(applicants, a.Applicant.Kind), Stage: uint8(max(a.Stage.Order(), 0)), Outcome: code(outcomes, a.Outcome),
		Mark: uint8(a.Mark), High: a.Priority == model.PriorityHigh, DateOnly: a.ReceivedDateOnly, Extended: a.Extension != nil,
		Wrote: uint8(min(len(a.Messages), 255)), Topic: r.id(FieldTopic, topicWord(a.Topic)), Place: r.id(FieldPlace, a.Place),
		Source: r.id(FieldSource, main.Source), Reason: r.id(FieldReason, a.CloseReason), Unit: a.Unit,
		Received: a.Received, Registered: a.Registered, Answered: a.AnsweredAt, Closed: a.ClosedAt, Reopened: a.ReopenedAt,
		LateFrom: a.Due.Channel.LateFrom, DraftDue: a.Due.DraftBy.LateFrom}
	if v := main.Late; v != nil {
		c.Verdict = VerdictInTime
		if *v {
			c.Verdict = VerdictLate
		}
	}
	if d := a.CurrentDraft(); d != nil {
		c.Author = d.By.Official
	}
	if n := len(a.Ratings); n > 0 && a.Mark > 0 {
		c.Rated = a.Ratings[n-1].At
	}
	c.takeAnswers(a)
	for _, q := range a.Questions {
		c.Questions = append(c.Questions, Question{r.id(FieldTopic, topicWord(q.Topic)), code(outcomes, q.Outcome)})
	}
	for _, p := range a.Promises {
		c.Promises = append(c.Promises, Promise{dayOf(p.Date), p.Kept, p.Unit})
	}
	for _, d := range a.Drafts {
		if d.Returned != "" && d.Returned != reopenedReason {
			c.Returns = append(c.Returns, r.id(FieldReason, d.Returned))
		}
	}
	c.takeLedger(a.Handovers)
	c.notBeforeReceipt()
	if a.Score != nil {
		c.Score.At = a.Score.At
		for i, criterion := range model.Criteria() {
			c.Score.Points[i] = uint8(a.Score.Points[criterion])
		}
	}
	return c, r.err
}

// takeAnswers finds the first answer of the life that counts: answers given before the case was reopened are of another.
func (c *Case) takeAnswers(a *model.Appeal) {
	c.First = a.AnsweredAt
	for _, r := range a.Replies {
		if r.At < a.ReopenedAt || r.At == 0 {
			continue
		}
		c.Interim = c.Interim || r.Interim
		if c.First == 0 || r.At < c.First {
			c.First = r.At
		}
	}
}

// notBeforeReceipt: what an export dates before the receipt happened with it, so that nothing of a case lies before it.
func (c *Case) notBeforeReceipt() {
	for _, i := range []*model.Instant{&c.First, &c.Answered, &c.Closed, &c.LateFrom, &c.DraftDue} {
		if *i != 0 {
			*i = max(*i, c.Received)
		}
	}
	for i := range c.Ledger {
		c.Ledger[i].From = max(c.Ledger[i].From, c.Received)
	}
}

// takeLedger keeps the hand-overs in the order they happened in.
func (c *Case) takeLedger(list []model.Handover) {
	for _, h := range list {
		c.Ledger = append(c.Ledger, Stint{Stage: uint8(max(h.Stage.Order(), 0)), Holder: code(holderKinds, h.Holder.Kind), Unit: h.Holder.Unit, From: h.Happened})
	}
	slices.SortStableFunc(c.Ledger, func(x, y Stint) int { return int(max(min(x.From-y.From, 1), -1)) })
}

// Until is the last instant the case can matter to: a period that begins later does not need it. A case that still owes
// something matters for ever.
func (c *Case) Until() model.Instant {
	if c.Open() || c.owes() {
		return Forever
	}
	last := max(c.Received, c.First, c.Answered, c.Closed, c.LateFrom, c.DraftDue, c.Rated, c.Score.At)
	for _, p := range c.Promises {
		last = max(last, p.Kept, model.Instant(p.Date+2)*day) // behind the end of that day in any zone
	}
	for _, s := range c.Ledger {
		last = max(last, s.From)
	}
	return last
}

// dayOf is a date in days; what is no date is none.
func dayOf(d model.Date) calendar.Date {
	date, err := calendar.ParseDate(string(d))
	if err != nil {
		return 0
	}
	return date
}

func (c *Case) owes() bool {
	return slices.ContainsFunc(c.Promises, func(p Promise) bool { return p.Kept == 0 })
}

// Forever is the Until of a case that is not finished.
const Forever = model.Instant(1<<40 - 1)

// Open tells whether an answer is still owed.
func (c *Case) Open() bool { return c.Stage < stageAnswered }

// Done is when the case was finished for the citizen: answered, or closed without an answer. 0 while open.
func (c *Case) Done() model.Instant {
	switch {
	case c.Open():
		return 0
	case c.Answered != 0:
		return c.Answered
	}
	return c.Closed
}

// AnsweredLate is the verdict on a finished case: the foreign system's own where it gave one, else ours.
func (c *Case) AnsweredLate() bool {
	if c.Open() {
		return false
	}
	if c.Verdict != VerdictNone {
		return c.Verdict == VerdictLate
	}
	return c.LateFrom != 0 && c.Done() >= c.LateFrom
}

// OverdueAt tells whether the case is open and past its term at an instant.
func (c *Case) OverdueAt(at model.Instant) bool {
	return c.Open() && c.LateFrom != 0 && at >= c.LateFrom
}

// OpenBefore tells whether the case had come and an answer was owed just before an instant.
func (c *Case) OpenBefore(end model.Instant) bool {
	switch done := c.Done(); {
	case c.Received >= end, done != 0 && done < end:
		return false
	case c.Reopened < end && (c.Open() || done != 0): // in the life that counts
		return true
	}
	last, met := c.stintBefore(end)
	return !met || last.Stage < stageAnswered
}

// stintBefore is the line of the ledger that holds just before an instant.
func (c *Case) stintBefore(end model.Instant) (last Stint, met bool) {
	for _, x := range c.Ledger {
		if x.From >= end {
			break
		}
		last, met = x, true
	}
	return last, met
}

// Repeated tells whether the citizen came again about it: wrote again, or the case was reopened.
func (c *Case) Repeated() bool { return c.Wrote > 0 || c.Reopened != 0 }
