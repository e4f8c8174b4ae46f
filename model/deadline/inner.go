package deadline

import (
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// inner counts the nested clocks back from «ответить не позже»: draft ≤ review ≤ approval ≤ publication ≤ answer.
func (f facts) inner() ([]Clock, error) {
	limit, err := f.AnswerBy(*f.Case)
	if err != nil || limit.Paused {
		return nil, err
	}
	start := limit
	var list []Clock
	for _, name := range innerClocks() {
		r := f.pick(name, f.Case, f.received)
		if r == nil {
			continue
		}
		c := Clock{Name: name, PolicyID: r.ID, Term: r.term, Start: start.Start, StartDate: start.StartDate, Basis: r.Basis, Done: f.AnsweredAt}
		if err := r.back(&c, &limit); err != nil {
			return nil, asFault(err)
		}
		list = append(list, c)
		limit = c
	}
	return list, nil
}

// back counts the rule's term back from the end of the next clock, never before the event nor after that end.
func (r *rule) back(c, next *Clock) error {
	s, loc := r.schedule, r.schedule.Location()
	var err error
	switch r.term.Unit {
	case WorkDays, Days:
		d := next.Date - calendar.Date(r.term.N)
		if r.term.Unit == WorkDays {
			d, err = s.SubWorkdays(next.Date, r.term.N)
		}
		if err != nil {
			return err
		}
		c.setDate(max(d, c.StartDate), s)
	default:
		at := instant(next.LateFrom).Add(-r.term.Duration())
		if r.term.Unit == WorkHours {
			at, err = s.Back(instant(next.LateFrom), r.term.Duration())
		}
		if err != nil {
			return err
		}
		c.setInstant(later(at, c.Start), loc)
	}
	if c.LateFrom > next.LateFrom {
		c.sameEnd(next)
	}
	return nil
}

func later(at time.Time, floor model.Instant) time.Time {
	if t := instant(floor); floor != 0 && at.Before(t) {
		return t
	}
	return at
}
