package deadline

import (
	"slices"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// facts are a case with what every clock of it needs.
type facts struct {
	*Book
	*Case
	received calendar.Date
	pauses   calendar.Pauses
}

func (b *Book) facts(c *Case) (facts, error) {
	if c.Received == 0 {
		return facts{}, model.Faultf(model.BadData, "Неизвестно, когда поступило обращение, поэтому срок не посчитать. Укажите дату поступления.")
	}
	c.forgetLifeBefore()
	f := facts{Book: b, Case: c, received: calendar.DateOf(instant(c.Received), b.loc)}
	if len(c.Pauses) > 0 {
		f.pauses = calendar.MergePauses(c.Pauses)
	}
	return f, nil
}

// Due is the clock that decides lateness in the channel: the foreign system's own date where there is one, else ours.
func (b *Book) Due(c Case) (Clock, error) {
	if c.ExternalDue != 0 {
		c.forgetLifeBefore()
		return b.external(&c), nil
	}
	return b.Ours(c)
}

// AnswerBy is «ответить не позже»: the earliest of our dates and the foreign ones over all registrations that still wait for
// an answer; it sorts the queue.
func (b *Book) AnswerBy(c Case) (Clock, error) {
	first, err := b.answerBy(c)
	if err != nil {
		return first, err
	}
	for i := range c.Also {
		clock, ok, err := b.answerThere(c.Also[i])
		if err != nil {
			return Clock{}, err
		}
		if ok && (first.Paused || clock.LateFrom < first.LateFrom) {
			first = clock
			first.Further = i + 1
		}
	}
	return first, nil
}

// answerThere is until when a further registration must be answered; ok is false when it waits for nothing.
func (b *Book) answerThere(c Case) (clock Clock, ok bool, err error) {
	c.forgetLifeBefore()
	if c.AnsweredAt != 0 {
		return Clock{}, false, nil
	}
	f, err := b.facts(&c)
	if err != nil {
		return Clock{}, false, err
	}
	if f.InterimAt != 0 {
		clock, ok, err = f.clock(InterimFinal)
	}
	if !ok && err == nil {
		clock, ok, err = f.clock(Answer)
	}
	if err != nil {
		return Clock{}, false, err
	}
	if c.ExternalDue != 0 {
		if foreign := b.external(&c); !ok || clock.Paused || foreign.LateFrom < clock.LateFrom {
			return foreign, true, nil
		}
	}
	return clock, ok && !clock.Paused, nil
}

// answerBy is AnswerBy of one registration.
func (b *Book) answerBy(c Case) (Clock, error) {
	ours, err := b.Ours(c)
	if err != nil || c.ExternalDue == 0 {
		return ours, err
	}
	c.forgetLifeBefore()
	if foreign := b.external(&c); ours.Paused || foreign.LateFrom < ours.LateFrom {
		return foreign, nil
	}
	return ours, nil
}

// Ours is the answer's clock by our policies alone: after an interim answer that of the final one, where a policy sets it.
func (b *Book) Ours(c Case) (Clock, error) {
	f, err := b.facts(&c)
	if err != nil {
		return Clock{}, err
	}
	return f.ours()
}

func (f facts) ours() (Clock, error) {
	if f.InterimAt != 0 {
		if clock, ok, err := f.clock(InterimFinal); ok || err != nil {
			return clock, err
		}
	}
	clock, ok, err := f.clock(Answer)
	if err == nil && !ok {
		err = model.Faultf(model.BadData, "Для канала «%s» нет правила, по которому считать срок ответа. Добавьте правило в настройках.", f.Channel.Title())
	}
	return clock, err
}

// clock runs the policy of one outer clock; ok is false when the case has none.
func (f facts) clock(name string) (c Clock, ok bool, err error) {
	r := f.pick(name, f.Case, f.received)
	if r == nil {
		return Clock{}, false, nil
	}
	c = Clock{Name: name, PolicyID: r.ID, Channel: f.Channel, Term: r.term, Basis: r.Basis, Done: f.done(name)}
	if ok, err = f.start(&c, r); !ok || err != nil {
		return Clock{}, false, asFault(err)
	}
	var pauses calendar.Pauses
	if r.MayPause {
		pauses = f.pauses
	}
	if err = r.run(&c, 0, pauses); err != nil {
		return Clock{}, false, err
	}
	if name == Answer || name == InterimFinal {
		err = f.adjust(&c, r, pauses)
	}
	return c, true, err
}

// start finds the event the clock is counted from; ok is false when it has not happened.
func (f facts) start(c *Clock, r *rule) (ok bool, err error) {
	c.Start = f.Received
	switch r.Counted {
	case FromRegistered:
		if f.Registered != 0 {
			c.Start = f.Registered
		} else if c.StartDate, err = r.schedule.Next(f.received, r.view); err != nil {
			return false, err
		}
	case FromHandedOver:
		if f.HandedOver != 0 {
			c.Start = f.HandedOver
		}
	case FromInterim:
		if c.Start = f.InterimAt; c.Start == 0 {
			return false, nil
		}
	}
	if r.Restart && f.ReopenedAt > c.Start && r.Clock != Register {
		c.Start, c.StartDate = f.ReopenedAt, 0
	}
	if c.StartDate == 0 {
		c.StartDate = calendar.DateOf(instant(c.Start), f.loc)
	}
	if f.ReceivedDateOnly && c.Start == f.Received && r.term.Kind() == model.DueInstant {
		c.Start, err = r.opening(c.Start)
	}
	return true, err
}

// opening is the first working second not before the instant: hours do not run from midnight of a day whose time of receipt
// nobody knows.
func (r *rule) opening(from model.Instant) (model.Instant, error) {
	at, err := r.schedule.Add(instant(from), time.Second)
	return model.InstantOf(at) - 1, err
}

// adjust applies what can change the term of an answer: an extension, then a resolution that shortens it.
func (f facts) adjust(c *Clock, r *rule, pauses calendar.Pauses) error {
	if f.extensionFault(r, c) == "" && f.Extended.Days > 0 {
		original := c.Date
		if err := r.run(c, f.Extended.Days, pauses); err != nil {
			return err
		}
		c.Original = original
	}
	if d := f.ResolutionDate; d != 0 && !c.Paused && d < c.Date {
		if c.Original == 0 {
			c.Original = c.Date
		}
		c.setDate(d, r.schedule)
	}
	return nil
}

// done is when what the clock asks for was done.
func (f facts) done(name string) model.Instant {
	switch name {
	case Register:
		return f.Registered
	case Redirect:
		return f.RedirectedAt
	case Notify:
		return firstOf(f.FirstAnswerAt, f.AnsweredAt)
	case Answer:
		if f.InterimAt != 0 && f.pick(InterimFinal, f.Case, f.received) != nil {
			return firstOf(f.FirstAnswerAt, f.InterimAt, f.AnsweredAt) // an interim answer stops the first-answer clock only
		}
	}
	return f.AnsweredAt
}

// firstOf is the earliest known instant.
func firstOf(list ...model.Instant) model.Instant {
	var first model.Instant
	for _, i := range list {
		if i != 0 && (first == 0 || i < first) {
			first = i
		}
	}
	return first
}

// external is the foreign system's own date.
func (b *Book) external(c *Case) Clock {
	e := Clock{Name: External, Channel: c.Channel, Term: Term{Unit: Days}, External: true, Start: c.Received, Unshifted: c.ExternalDue, Done: c.AnsweredAt}
	if c.Received != 0 {
		e.StartDate = calendar.DateOf(instant(c.Received), b.loc)
	}
	e.Basis = externalBasis(c.Channel)
	e.setDate(c.ExternalDue, b.office)
	return e
}

func externalBasis(channel model.ChannelID) string {
	switch channel {
	case model.ChannelPOS:
		return "ПОС: «Дата планируемого завершения работ»"
	case model.ChannelSED:
		return "СЭД: «План (РК)»"
	case model.ChannelIM:
		return "ИМ: срок, указанный в системе"
	case model.ChannelECPUR:
		return "ЕЦПУР: срок, указанный в системе"
	}
	return "Срок, указанный в системе канала"
}

// Clocks are all clocks of a case: the outer ones, the foreign date, those of further registrations, the inner chain and the
// promises.
func (b *Book) Clocks(c Case) ([]Clock, error) {
	f, err := b.facts(&c)
	if err != nil {
		return nil, err
	}
	var list []Clock
	for _, name := range []string{Register, Redirect, Notify, Answer, InterimFinal} {
		clock, ok, err := f.clock(name)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, clock)
		}
	}
	if c.ExternalDue != 0 {
		list = append(list, b.external(&c))
	}
	there, err := b.further(c.Also)
	if err != nil {
		return nil, err
	}
	inner, err := f.inner()
	if err != nil {
		return nil, err
	}
	return slices.Concat(list, there, inner, b.promises(&c)), nil
}

// further are the answer's clocks of further registrations, ours and the foreign one.
func (b *Book) further(also []Case) ([]Clock, error) {
	var list []Clock
	for i := range also {
		c := also[i]
		f, err := b.facts(&c)
		if err != nil {
			return nil, err
		}
		for _, name := range []string{Answer, InterimFinal} {
			clock, ok, err := f.clock(name)
			if err != nil {
				return nil, err
			}
			if clock.Further = i + 1; ok {
				list = append(list, clock)
			}
		}
		if c.ExternalDue != 0 {
			clock := b.external(&c)
			clock.Further = i + 1
			list = append(list, clock)
		}
	}
	return list, nil
}

func (b *Book) promises(c *Case) []Clock {
	var list []Clock
	for _, p := range c.Promises {
		d := dateOf(p.Date)
		if d == 0 {
			continue
		}
		clock := Clock{Name: Promised, Term: Term{Unit: Days}, Start: p.Made, Unshifted: d, Done: p.Kept, Basis: "Обещание заявителю: отложенное решение"}
		if p.Made != 0 {
			clock.StartDate = calendar.DateOf(instant(p.Made), b.loc)
		}
		clock.setDate(d, b.office)
		list = append(list, clock)
	}
	return list
}
