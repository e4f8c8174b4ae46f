package deadline

import (
	"errors"

	"kurator/model"
	"kurator/model/calendar"
)

// run counts the rule's term from its start: the clock with its due date.
func (r *rule) run(c *Clock, extraDays int, pauses calendar.Pauses) error {
	running, err := r.count(c, extraDays, pauses)
	if err != nil {
		return asFault(err)
	}
	if !running {
		c.Kind, c.Paused = r.term.Kind(), true
	}
	return nil
}

func (r *rule) count(c *Clock, extraDays int, pauses calendar.Pauses) (running bool, err error) {
	s, loc := r.schedule, r.schedule.Location()
	switch r.term.Unit {
	case Hours:
		at, running, err := calendar.AddPlain(instant(c.Start), r.term.Duration(), pauses)
		if err == nil && running {
			c.setInstant(at, loc)
		}
		return running, err
	case WorkHours:
		at, running, err := s.AddPaused(instant(c.Start), r.term.Duration(), pauses)
		if err == nil && running {
			c.setInstant(at, loc)
		}
		return running, err
	case WorkDays:
		c.Unshifted, running, err = s.AddWorkdaysPaused(c.StartDate, r.term.N+extraDays, pauses)
	default:
		c.Unshifted, running, err = calendar.AddDaysPaused(c.StartDate, r.term.N+extraDays, pauses, loc)
	}
	if err != nil || !running {
		return running, err
	}
	last, err := r.lastDay(c.Unshifted, c.StartDate)
	if err == nil {
		c.setDate(last, s)
	}
	return true, err
}

// lastDay moves a last day that falls on a day off by the policy's rule. Where no working day lies between the event and
// the last day, there is nothing to move it back to and it stays: a deadline never lies before its event.
func (r *rule) lastDay(d, start calendar.Date) (calendar.Date, error) {
	switch r.LastDay {
	case Next:
		return r.schedule.Next(d, r.view)
	case AsIs:
		return d, nil
	}
	moved, err := r.schedule.Previous(d, r.view)
	if err == nil && moved < start {
		return d, nil
	}
	return moved, err
}

// asFault gives an error of the calendar its code: a missing year is a problem of the data, the rest is wrong words.
func asFault(err error) error {
	var missing *calendar.MissingYearError
	var bad *calendar.Fault
	switch {
	case errors.As(err, &missing):
		return &model.Fault{Code: model.BadData, Say: missing.Error(), Cause: err}
	case errors.As(err, &bad):
		return &model.Fault{Code: model.Usage, Say: bad.Error(), Cause: err}
	}
	return err
}
