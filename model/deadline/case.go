package deadline

import (
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Case is the plain facts a deadline is computed from. Unknown instants and dates are zero.
type Case struct {
	Channel  model.ChannelID
	Kind     model.Kind
	Priority model.Priority
	Topic    string // code of the main question

	Received         model.Instant
	ReceivedDateOnly bool
	Registered       model.Instant
	HandedOver       model.Instant // to the executor
	RedirectedAt     model.Instant
	InterimAt        model.Instant
	FirstAnswerAt    model.Instant
	AnsweredAt       model.Instant
	ReopenedAt       model.Instant

	ResolutionDate calendar.Date // of a resolution: can only shorten
	ExternalDue    calendar.Date // the foreign system's own date
	Extended       Extension
	Pauses         []calendar.Interval
	Promises       []model.Promise

	// Also are the further registrations of the same appeal: each runs by the clock of its own channel. Their Also is empty.
	Also []Case
}

// forgetLifeBefore drops the answers given before the case was reopened: an answer is owed again.
func (c *Case) forgetLifeBefore() {
	for _, at := range []*model.Instant{&c.InterimAt, &c.FirstAnswerAt, &c.AnsweredAt} {
		if *at < c.ReopenedAt {
			*at = 0
		}
	}
}

// Extension of the answer: Days more, counted from the unshifted date; At is when it was decided. Zero Days: none.
type Extension struct {
	Days int
	At   model.Instant
}

// CaseOf takes the facts out of an appeal.
func CaseOf(a *model.Appeal) Case {
	main := a.Main()
	c := Case{
		Channel: main.Channel, Kind: a.Kind, Priority: a.Priority, Topic: a.Topic.Code,
		Received: a.Received, ReceivedDateOnly: a.ReceivedDateOnly, Registered: a.Registered, HandedOver: main.HandedAt,
		ReopenedAt: a.ReopenedAt, ExternalDue: dateOf(main.Planned), AnsweredAt: a.AnsweredAt, Promises: a.Promises,
	}
	if a.Extension != nil {
		c.Extended = Extension{Days: a.Extension.Days, At: a.Extension.At}
	}
	for _, r := range a.Replies {
		if r.At < a.ReopenedAt {
			continue
		}
		if c.FirstAnswerAt == 0 || r.At < c.FirstAnswerAt {
			c.FirstAnswerAt = r.At
		}
		if r.Interim && (c.InterimAt == 0 || r.At < c.InterimAt) {
			c.InterimAt = r.At
		}
	}
	for _, w := range a.Waits {
		p := calendar.Interval{From: instant(w.From)}
		if w.To != 0 {
			p.To = instant(w.To)
		}
		c.Pauses = append(c.Pauses, p)
	}
	for i := range a.Registrations[min(1, len(a.Registrations)):] {
		c.Also = append(c.Also, further(&c, a, &a.Registrations[i+1]))
	}
	return c
}

// further takes the facts of one more registration: its channel, its own dates where the channel gave them, and what was
// answered there.
func further(main *Case, a *model.Appeal, r *model.Registration) Case {
	c := *main
	c.Also, c.Promises, c.Extended = nil, nil, Extension{}
	c.Channel, c.Kind, c.HandedOver, c.ExternalDue = r.Channel, kindIn(r.Channel, a.Kind), r.HandedAt, dateOf(r.Planned)
	if r.Received != 0 {
		c.Received, c.ReceivedDateOnly, c.Registered = r.Received, r.ReceivedDateOnly, r.Registered
	}
	c.InterimAt, c.FirstAnswerAt, c.AnsweredAt = 0, 0, a.AnsweredAt
	for _, reply := range a.Replies {
		switch {
		case reply.Channel != r.Channel || reply.At < a.ReopenedAt:
		case reply.Interim:
			c.InterimAt, c.FirstAnswerAt = firstOf(c.InterimAt, reply.At), firstOf(c.FirstAnswerAt, reply.At)
		default:
			c.FirstAnswerAt, c.AnsweredAt = firstOf(c.FirstAnswerAt, reply.At), firstOf(c.AnsweredAt, reply.At)
		}
	}
	return c
}

// kindIn is the kind of an appeal in another channel: that of the law goes with it, the others are words of one channel.
func kindIn(channel model.ChannelID, kind model.Kind) model.Kind {
	switch kind {
	case model.KindFastTrack:
		if channel != model.ChannelPOS {
			return ""
		}
	case model.KindComment:
		if channel != model.ChannelIM && channel != model.ChannelSocial {
			return ""
		}
	}
	return kind
}

// dateOf reads a date the importer has checked; what is no date is not known.
func dateOf(d model.Date) calendar.Date {
	if d == "" {
		return 0
	}
	date, err := calendar.ParseDate(string(d))
	if err != nil {
		return 0
	}
	return date
}

// DueOf derives what is stored with an appeal: the date that decides lateness, the date to answer by, and the versions
// they were computed from.
func (b *Book) DueOf(a *model.Appeal) (model.Due, error) {
	c := CaseOf(a)
	due, err := b.Due(c)
	if err != nil {
		return model.Due{}, err
	}
	by, err := b.AnswerBy(c)
	if err != nil {
		return model.Due{}, err
	}
	out := model.Due{Channel: due.stored(), AnswerBy: by.stored(), Policy: b.Version(), Calendar: b.CalendarVersion()}
	out.DraftBy, err = b.draftBy(a, c)
	return out, err
}

// draftBy is until when the unit owes the draft. Only cases worked on here owe one; what was owed stays when they are answered.
func (b *Book) draftBy(a *model.Appeal, c Case) (model.Deadline, error) {
	if !a.Stage.Open() {
		return a.Due.DraftBy, nil
	}
	if a.Unit == 0 {
		return model.Deadline{}, nil
	}
	f, err := b.facts(&c)
	if err != nil {
		return model.Deadline{}, err
	}
	list, err := f.inner()
	if err != nil {
		return model.Deadline{}, err
	}
	for _, clock := range list {
		if clock.Name == Draft {
			return clock.stored(), nil
		}
	}
	return model.Deadline{}, nil
}

// instant is the moment as a time of the standard library.
func instant(i model.Instant) time.Time { return time.Unix(int64(i), 0).UTC() }
