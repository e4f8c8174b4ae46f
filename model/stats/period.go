package stats

import (
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Period is whole civil days, both ends included.
type Period struct{ From, To model.Date }

// Step is a usual length of a period.
type Step string

// Steps.
const (
	StepDay     Step = "day"
	StepWeek    Step = "week" // the regional centre's: Saturday to Friday
	StepMonth   Step = "month"
	StepQuarter Step = "quarter"
	StepHalf    Step = "half"
	StepYear    Step = "year"
	StepOwn     Step = "own"
)

// Title is the step's name on the screen.
func (s Step) Title() string {
	switch s {
	case StepDay:
		return "день"
	case StepWeek:
		return "неделя"
	case StepMonth:
		return "месяц"
	case StepQuarter:
		return "квартал"
	case StepHalf:
		return "полугодие"
	case StepYear:
		return "год"
	}
	return "свой период"
}

// Around is the period of that step that holds the day.
func (s Step) Around(day model.Date) Period {
	t := civil(day)
	y, m := t.Year(), t.Month()
	switch s {
	case StepWeek:
		first := t.AddDate(0, 0, -(int(t.Weekday())+1)%7)
		return Period{dateOf(first), dateOf(first.AddDate(0, 0, 6))}
	case StepMonth:
		return months(y, m, 1)
	case StepQuarter:
		return months(y, (m-1)/3*3+1, 3)
	case StepHalf:
		return months(y, (m-1)/6*6+1, 6)
	case StepYear:
		return months(y, 1, 12)
	}
	return Period{day, day}
}

func months(y int, m time.Month, n int) Period {
	return Period{dateOf(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)), dateOf(time.Date(y, m+time.Month(n), 0, 0, 0, 0, 0, time.UTC))}
}

func civil(d model.Date) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

func dateOf(t time.Time) model.Date { return model.Date(t.Format(time.DateOnly)) }

// Step tells which usual period it is.
func (p Period) Step() Step {
	for _, s := range []Step{StepDay, StepWeek, StepMonth, StepQuarter, StepHalf, StepYear} {
		if s.Around(p.From) == p {
			return s
		}
	}
	return StepOwn
}

// Days is how many days the period has.
func (p Period) Days() int { return int(civil(p.To).Sub(civil(p.From)).Hours()/24) + 1 }

// Bounds are the first instant of the period and the first behind it, in the zone.
func (p Period) Bounds(zone *time.Location) (from, to model.Instant) {
	return p.From.Start(zone), dateOf(civil(p.To).AddDate(0, 0, 1)).Start(zone)
}

// Cut ends the period with a day that lies in it.
func (p Period) Cut(day model.Date) Period {
	if day >= p.From && day < p.To {
		p.To = day
	}
	return p
}

// Previous is the period of the same kind before it; a period of one's own has one of as many days.
func (p Period) Previous() Period {
	if s := p.Step(); s != StepOwn {
		return s.Around(dateOf(civil(p.From).AddDate(0, 0, -1)))
	}
	return Period{dateOf(civil(p.From).AddDate(0, 0, -p.Days())), dateOf(civil(p.From).AddDate(0, 0, -1))}
}

// YearAgo is the same period a year before: the same days of the calendar, for a week the one 52 weeks before.
func (p Period) YearAgo() Period {
	switch s := p.Step(); s {
	case StepWeek:
		return Period{dateOf(civil(p.From).AddDate(0, 0, -364)), dateOf(civil(p.To).AddDate(0, 0, -364))}
	case StepMonth, StepQuarter, StepHalf, StepYear:
		return s.Around(dateOf(civil(p.From).AddDate(-1, 0, 0)))
	}
	return Period{yearBefore(p.From), yearBefore(p.To)}
}

// yearBefore: the 29th of February becomes the 28th.
func yearBefore(d model.Date) model.Date {
	t := civil(d)
	back := t.AddDate(-1, 0, 0)
	if back.Month() != t.Month() {
		back = back.AddDate(0, 0, -back.Day())
	}
	return dateOf(back)
}

// Compared are the two periods a period is held against, cut at the same day as far as it has come by today: of a month on
// its 10th, the first ten days of the others.
func (p Period) Compared(today model.Date) (now, previous, yearAgo Period) {
	now = p.Cut(today)
	cut := func(q Period) Period {
		if now == p {
			return q
		}
		return q.Cut(dateOf(civil(q.From).AddDate(0, 0, now.Days()-1)))
	}
	return now, cut(p.Previous()), cut(p.YearAgo())
}

// Title is the period in words: «неделя с 21 по 27 ноября 2026 г.», «ноябрь 2026 г.».
func (p Period) Title() string {
	first, last := civil(p.From), civil(p.To)
	switch p.Step() {
	case StepWeek:
		return "неделя " + russian.Period(first, last)
	case StepMonth:
		return russian.MonthYear(first, russian.Nominative)
	case StepQuarter:
		return [...]string{"I", "II", "III", "IV"}[(first.Month()-1)/3] + " квартал " + first.Format("2006") + " г."
	case StepHalf:
		return [...]string{"I", "II"}[(first.Month()-1)/6] + " полугодие " + first.Format("2006") + " г."
	case StepYear:
		return first.Format("2006") + " год"
	}
	return russian.Period(first, last)
}

// Span is the period by its dates: «21.11.2026 – 27.11.2026».
func (p Period) Span() string {
	if p.From == p.To {
		return russian.DateShort(civil(p.From))
	}
	return russian.DateShort(civil(p.From)) + " – " + russian.DateShort(civil(p.To))
}
