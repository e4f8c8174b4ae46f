package deadline

import (
	"time"

	"kurator/model/calendar"
)

// Pace is how the hours of a term run: round the clock, or only in the working time of a schedule.
type Pace struct {
	Working  bool
	schedule *calendar.Schedule
}

// PaceOf is the pace of the answer's clock of a case, by what a list knows of it: of policies for one topic it takes no notice. Without a policy
// it is the office's working time.
func (b *Book) PaceOf(c Case) Pace {
	r := b.pick(Answer, &c, calendar.DateOf(instant(c.Received), b.loc))
	if r == nil || r.schedule == nil {
		return Pace{Working: true, schedule: b.office}
	}
	return Pace{Working: r.term.Unit != Hours, schedule: r.schedule}
}

// Between is what of a term passes from one moment to a later one. The error is of a moment beyond the calendar loaded.
func (p Pace) Between(from, to time.Time) (time.Duration, error) {
	if !p.Working {
		return to.Sub(from), nil
	}
	return p.schedule.Between(from, to)
}
