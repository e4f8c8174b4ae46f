package query

import (
	"math"
	"time"

	"kurator/model/russian"
)

// When is a value that stands for a stretch of time. It stays symbolic in the tree; Resolve gives its first instant and
// the first one after it, at the moment now, by the civil calendar of loc. A saved «сегодня» is today on every day.
type When interface {
	Value
	Resolve(now time.Time, loc *time.Location) (from, to time.Time)
}

// Date is a day, a month (Day 0) or a year (Month and Day 0). Year 0 is the year in which the day lies nearest to now.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Minute is one minute of a day.
type Minute struct {
	Date      Date // with Year, Month and Day
	Hour, Min int
}

// Named is a stretch of time named relative to now.
type Named string

// Named stretches. A week is Monday–Sunday; the week of the regional centre is Saturday–Friday.
const (
	Today          Named = "today"
	Tomorrow       Named = "tomorrow"
	Yesterday      Named = "yesterday"
	ThisWeek       Named = "this-week"
	LastWeek       Named = "last-week"
	NextWeek       Named = "next-week"
	CentreWeek     Named = "centre-week"
	LastCentreWeek Named = "last-centre-week"
	ThisMonth      Named = "this-month"
	LastMonth      Named = "last-month"
	ThisYear       Named = "this-year"
	LastYear       Named = "last-year"
)

// Unit is the unit of a Span.
type Unit string

// Units of a Span.
const (
	Hour Unit = "h"
	Day  Unit = "d" // civil days: «in 3 days» is the whole third day from today
	Week Unit = "w" // seven civil days
)

// Span is a distance from now: forward for deadlines, back for what has happened (Field.Past). In hours it is an instant,
// in days and weeks a whole civil day. Zero is now: due:<0 is exactly what is overdue.
type Span struct {
	N    int
	Unit Unit
}

func (Date) value()   {}
func (Minute) value() {}
func (Named) value()  {}
func (Span) value()   {}

// Resolve gives the bounds of the day, month or year.
func (d Date) Resolve(now time.Time, loc *time.Location) (from, to time.Time) {
	switch {
	case d.Month == 0:
		return civil(d.Year, 1, 1, loc), civil(d.Year+1, 1, 1, loc)
	case d.Day == 0:
		return civil(d.Year, d.Month, 1, loc), civil(d.Year, d.Month+1, 1, loc)
	}
	year := d.Year
	if year == 0 {
		year = russian.NearestYear(d.Month, d.Day, now.In(loc))
	}
	return civil(year, d.Month, d.Day, loc), civil(year, d.Month, d.Day+1, loc)
}

// Resolve gives the bounds of the minute.
func (m Minute) Resolve(_ time.Time, loc *time.Location) (from, to time.Time) {
	from = time.Date(m.Date.Year, m.Date.Month, m.Date.Day, m.Hour, m.Min, 0, 0, loc)
	return from, from.Add(time.Minute)
}

// Resolve gives the bounds of the named stretch; an unknown name gives zero times.
func (n Named) Resolve(now time.Time, loc *time.Location) (from, to time.Time) {
	y, m, d := now.In(loc).Date()
	days := func(first, count int) (time.Time, time.Time) {
		return civil(y, m, d+first, loc), civil(y, m, d+first+count, loc)
	}
	weekday := int(now.In(loc).Weekday())
	monday, saturday := -(weekday+6)%7, -(weekday+1)%7
	switch n {
	case Today:
		return days(0, 1)
	case Tomorrow:
		return days(1, 1)
	case Yesterday:
		return days(-1, 1)
	case ThisWeek:
		return days(monday, 7)
	case LastWeek:
		return days(monday-7, 7)
	case NextWeek:
		return days(monday+7, 7)
	case CentreWeek:
		return days(saturday, 7)
	case LastCentreWeek:
		return days(saturday-7, 7)
	case ThisMonth:
		return civil(y, m, 1, loc), civil(y, m+1, 1, loc)
	case LastMonth:
		return civil(y, m-1, 1, loc), civil(y, m, 1, loc)
	case ThisYear:
		return civil(y, 1, 1, loc), civil(y+1, 1, 1, loc)
	case LastYear:
		return civil(y-1, 1, 1, loc), civil(y, 1, 1, loc)
	}
	return time.Time{}, time.Time{}
}

// Resolve gives one second N hours from now, or the civil day N days or weeks from today. Negative N lies behind.
func (s Span) Resolve(now time.Time, loc *time.Location) (from, to time.Time) {
	n := s.N
	switch s.Unit {
	case Week:
		n *= 7
	case Hour:
		from = now.Add(time.Duration(n) * time.Hour).Truncate(time.Second)
		return from, from.Add(time.Second)
	}
	y, m, d := now.In(loc).Date()
	return civil(y, m, d+n, loc), civil(y, m, d+n+1, loc)
}

// civil is the first instant of a day. Where a clock change skips midnight the day starts when it does.
func civil(year int, month time.Month, day int, loc *time.Location) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, loc)
}

// Interval is the half-open [From, To) of seconds UTC over a stored column; compile it to «column >= ? AND column < ?».
// From is at least 1, so that a missing instant, stored as 0 or NULL, never matches. An open end is Forever.
type Interval struct{ From, To int64 }

// Forever is the To of an interval without an end.
const Forever = math.MaxInt64

// Interval resolves a condition on a KindInstant field; ok is false for other kinds of fields and for None. For due and
// answer_by the column is late_from, which is one second after the last second in time; the interval is shifted by it.
func (t Term) Interval(now time.Time, loc *time.Location) (in Interval, ok bool) {
	from, to, ok := t.bounds(now, loc)
	if !ok {
		return Interval{}, false
	}
	op := t.Op
	if t.Field.Past() {
		op = t.mirrored()
	}
	in = Interval{1, Forever}
	switch op {
	case Lt:
		in.To = from
	case Le:
		in.To = to
	case Gt:
		in.From = to
	case Ge:
		in.From = from
	default:
		in.From, in.To = from, to
	}
	if t.Field == FieldDue || t.Field == FieldAnswerBy {
		in = in.shifted()
	}
	in.From = max(in.From, 1)
	return in, true
}

func (in Interval) shifted() Interval {
	if in.From > 1 {
		in.From++
	}
	if in.To != Forever {
		in.To++
	}
	return in
}

// Contains tells whether a stored instant lies in the interval.
func (in Interval) Contains(seconds int64) bool { return in.From <= seconds && seconds < in.To }

func (t Term) bounds(now time.Time, loc *time.Location) (from, to int64, ok bool) {
	values := []Value{t.Value}
	if r, isRange := t.Value.(Range); isRange {
		values = []Value{r.From, r.To}
	}
	from, to = math.MaxInt64, math.MinInt64
	for _, v := range values { // a range written backwards means the same
		w, isWhen := v.(When)
		if !isWhen {
			return 0, 0, false
		}
		if span, isSpan := w.(Span); isSpan && t.Field.Past() {
			w = Span{-span.N, span.Unit}
		}
		a, b := w.Resolve(now, loc)
		from, to = min(from, a.Unix()), max(to, b.Unix())
	}
	return from, to, true
}

// mirrored turns the operator around for an age: «less than three days ago» is later than three days ago.
func (t Term) mirrored() Op {
	if _, isSpan := t.Value.(Span); !isSpan {
		return t.Op
	}
	switch t.Op {
	case Lt:
		return Gt
	case Le:
		return Ge
	case Gt:
		return Lt
	case Ge:
		return Le
	}
	return t.Op
}
