package deadline

import (
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
)

// Left is where a clock stands at a moment, in the clock's own unit.
type Left struct {
	Late    bool
	Amount  int64  // left, or overdue when Late: days of a clock in days, seconds of a clock in hours (working ones of «wh»)
	Percent int    // of the term used; above 100 when overdue
	Words   string // «осталось 3 раб. ч», «срок сегодня», «просрочено на 2 дня»
}

// Left tells where the clock of the case stands at now; when what it asks for was done, where it stood then. Errors are
// *model.Fault sentences (now lies in a year whose calendar is not loaded).
func (b *Book) Left(c Clock, pauses []calendar.Interval, now model.Instant) (Left, error) {
	if c.Paused {
		return Left{Words: "приостановлен"}, nil
	}
	at := now
	if c.Done != 0 {
		at = c.Done
	}
	l := Left{Late: c.Late(now)}
	m := b.meter(&c, pauses)
	rest, err := m.between(at, c.end())
	if err != nil {
		return Left{}, asFault(err)
	}
	total, err := m.between(c.Start, c.end())
	if err != nil {
		return Left{}, asFault(err)
	}
	l.Amount, l.Percent = max(rest, -rest), percent(total-rest, total)
	if l.Late {
		l.Percent = max(l.Percent, 100)
	}
	if l.Words = m.words(l); c.Done != 0 {
		l.Words = doneWords(l, m)
	}
	return l, nil
}

func percent(used, total int64) int {
	if total <= 0 {
		return 100
	}
	return int(max(0, used*100/total))
}

// end is the moment the meter runs to: the due instant, or the deadline's date.
func (c *Clock) end() model.Instant {
	if c.Kind == model.DueInstant {
		return c.Due
	}
	return c.LateFrom - 1 // the last second of the day
}

// meter measures in the unit of one clock.
type meter struct {
	unit     Unit
	schedule *calendar.Schedule
	pauses   calendar.Pauses
}

func (b *Book) meter(c *Clock, pauses []calendar.Interval) meter {
	m := meter{unit: c.Term.Unit, schedule: b.office}
	p, ok := b.Policy(c.PolicyID)
	if ok {
		m.schedule = b.schedules[p.scheduleID()]
	}
	if !ok && c.Name == Plain || p.MayPause {
		m.pauses = calendar.MergePauses(pauses)
	}
	if c.Kind == model.DueDate && (m.unit == WorkHours || m.unit == Hours) {
		m.unit = WorkDays // an inner clock pressed against one that ends with a date
	}
	if c.Kind == model.DueInstant && (m.unit == WorkDays || m.unit == Days) {
		m.unit = WorkHours
	}
	return m
}

// between is the amount from a to b, negative when b is before a.
func (m meter) between(a, b model.Instant) (int64, error) {
	if b < a {
		n, err := m.between(b, a)
		return -n, err
	}
	loc := m.schedule.Location()
	x, y := calendar.DateOf(instant(a), loc), calendar.DateOf(instant(b), loc)
	switch m.unit {
	case WorkHours:
		d, err := m.schedule.BetweenPaused(instant(a), instant(b), m.pauses)
		return int64(d / time.Second), err
	case Hours:
		return int64(b-a) - m.paused(a, b), nil
	case WorkDays:
		n, err := m.schedule.WorkdaysBetween(x, y)
		if err != nil {
			return 0, err
		}
		paused, err := m.pausedDates(x, y, true)
		return int64(n) - paused, err
	}
	paused, err := m.pausedDates(x, y, false)
	return int64(y-x) - paused, err
}

func (m meter) paused(a, b model.Instant) int64 {
	total := int64(0)
	for _, p := range m.pauses.List() {
		from, to := max(a, model.InstantOf(p.From)), b
		if !p.To.IsZero() {
			to = min(b, model.InstantOf(p.To))
		}
		total += max(0, int64(to-from))
	}
	return total
}

// pausedDates counts the dates of (x, y] that lie wholly within a pause.
func (m meter) pausedDates(x, y calendar.Date, workdays bool) (int64, error) {
	total := int64(0)
	for _, r := range m.pauses.WholeDates(m.schedule.Location()) {
		before, last := max(x, r.First-1), min(y, r.Last)
		if before >= last {
			continue
		}
		n := int(last - before)
		if workdays {
			var err error
			if n, err = m.schedule.WorkdaysBetween(before, last); err != nil {
				return 0, err
			}
		}
		total += int64(n)
	}
	return total, nil
}

// fewHours is up to how many hours minutes are still of interest.
const fewHours = 24

// amount writes a measured amount in the unit's words.
func (m meter) amount(n int64) string {
	switch m.unit {
	case WorkHours:
		if n >= fewHours*3600 {
			n -= n % 3600
		}
		return russian.WorkingHours(time.Duration(n) * time.Second)
	case Hours:
		return russian.Duration(time.Duration(n) * time.Second)
	case WorkDays:
		return russian.WorkingDays(int(n))
	}
	return russian.Days(int(n))
}

func (m meter) inDays() bool { return m.unit == WorkDays || m.unit == Days }

// tiny tells that the amount is nothing one could name in the unit: less than a minute, or no day at all.
func (m meter) tiny(n int64) bool { return n == 0 || !m.inDays() && n < 60 }

func (m meter) words(l Left) string {
	switch {
	case l.Late && m.tiny(l.Amount):
		return "просрочено"
	case l.Late:
		return "просрочено на " + m.amount(l.Amount)
	case l.Amount == 0 && m.inDays():
		return "срок сегодня"
	case m.tiny(l.Amount):
		return "срок истекает"
	}
	return left(l.Amount, m) + " " + m.amount(l.Amount)
}

// left agrees the verb with the number: «остался 1 день», «осталось 5 дней».
func left(n int64, m meter) string {
	if m.inDays() && russian.Plural(n) == russian.One {
		return "остался"
	}
	return "осталось"
}

func doneWords(l Left, m meter) string {
	switch {
	case !l.Late:
		return "исполнено в срок"
	case m.tiny(l.Amount):
		return "исполнено с опозданием"
	}
	return "исполнено с опозданием на " + m.amount(l.Amount)
}
