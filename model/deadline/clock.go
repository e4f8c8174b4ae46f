package deadline

import (
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Clock is one deadline of a case.
type Clock struct {
	Name     string
	PolicyID string
	Channel  model.ChannelID // whose system the clock runs in
	Further  int             // of which further registration it is: a place in Case.Also, counted from 1; 0 = the main one
	Kind     model.DueKind
	Term     Term

	Start     model.Instant // what it is counted from
	StartDate calendar.Date // the local date of Start; for a registration not known yet, the working day it is assumed on
	Date      calendar.Date // the local date of the deadline
	Due       model.Instant // of an instant clock
	LateFrom  model.Instant // late from this UTC instant on; zero while an open pause stops the clock

	Unshifted calendar.Date // of a clock in days: before the last-day rule
	Original  calendar.Date // before an extension, or before a resolution shortened it; zero when nothing changed it
	External  bool          // the foreign system's own date
	Paused    bool          // an open pause has stopped the clock: there is no due date
	Done      model.Instant // when what was owed was done; zero while open
	Basis     string
}

// Title is the clock's name on the screen; that of a further registration says in which channel.
func (c Clock) Title() string {
	if c.Further > 0 && !inChain(c.Name) {
		return ClockTitle(c.Name) + " (" + c.Channel.Title() + ")"
	}
	return ClockTitle(c.Name)
}

// Late tells whether the clock is overdue at now, or was done too late.
func (c Clock) Late(now model.Instant) bool {
	if c.Done != 0 {
		now = c.Done
	}
	return c.LateFrom != 0 && now >= c.LateFrom
}

// DueText writes the due date for machines: «2024-05-13» of a date, RFC 3339 in the zone of an instant, "" while paused.
func (c Clock) DueText(loc *time.Location) string {
	switch {
	case c.Paused:
		return ""
	case c.Kind == model.DueDate:
		return c.Date.String()
	}
	return c.Due.In(loc).Format(time.RFC3339)
}

// DueRussian writes the due date for people: «13.05.2024», «13.05.2024 10:30».
func (c Clock) DueRussian(loc *time.Location) string {
	switch {
	case c.Paused:
		return "остановлен"
	case c.Kind == model.DueDate:
		return c.Date.Russian()
	}
	return c.Due.In(loc).Format("02.01.2006 15:04")
}

func (c Clock) stored() model.Deadline {
	if c.Kind == "" {
		return model.Deadline{}
	}
	return model.Deadline{Kind: c.Kind, Date: model.Date(c.Date.String()), LateFrom: c.LateFrom, Foreign: c.External}
}

// setDate makes the clock end with a date.
func (c *Clock) setDate(d calendar.Date, s *calendar.Schedule) {
	c.Kind, c.Date, c.Due = model.DueDate, d, 0
	c.LateFrom = model.Instant(s.Start(d + 1).Unix())
}

// setInstant makes the clock end at an instant.
func (c *Clock) setInstant(at time.Time, loc *time.Location) {
	c.Kind, c.Date, c.Due = model.DueInstant, calendar.DateOf(at, loc), model.InstantOf(at)
	c.LateFrom = c.Due
}

// sameEnd makes the clock end when another does.
func (c *Clock) sameEnd(o *Clock) {
	c.Kind, c.Date, c.Due, c.LateFrom = o.Kind, o.Date, o.Due, o.LateFrom
}
