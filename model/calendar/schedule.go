package calendar

import (
	"slices"
	"time"
)

// Schedule is a calendar with a weekly template in a time zone: the working spans of every loaded day as instants, with
// prefix sums, so that every question is a binary search. It is immutable and safe for concurrent use.
type Schedule struct {
	cal  *Calendar
	week Week
	loc  *time.Location

	begin, end int64   // the loaded years as Unix seconds
	midnight   []int64 // the first instant of each date from cal.first on
	from, to   []int64 // spans of working time, ascending, Unix seconds
	before     []int64 // before[i]: working seconds in the spans before i; one longer than from

	days     []uint8 // bits of each date from cal.first on
	workdays []int32 // workdays[i]: working days among the first i dates; one longer than days
}

const (
	worksPlain uint8 = 1 << iota
	worksLaw59
)

// View tells which days off count when a last day is moved.
type View uint8

// Views of the calendar.
const (
	Plain View = iota // the production calendar as it is
	Law59             // days off by decree of the President (2020–2021) are not days off for the terms of 59-ФЗ
)

// NewSchedule joins a calendar, a weekly template and a zone. The error is a sentence about the template.
func NewSchedule(cal *Calendar, week Week, loc *time.Location) (*Schedule, error) {
	if err := week.check(); err != nil {
		return nil, err
	}
	s := &Schedule{cal: cal, week: week, loc: loc}
	s.begin, s.end = cal.first.Start(loc).Unix(), (cal.last + 1).Start(loc).Unix()
	daily := make([][]Span, cal.last-cal.first+1)
	s.days = make([]uint8, len(daily))
	s.workdays = make([]int32, len(daily)+1)
	s.midnight = make([]int64, 0, len(daily))
	for i := range daily {
		day := cal.day(cal.first + Date(i))
		daily[i] = s.spansOf(day)
		s.workdays[i+1] = s.workdays[i]
		if len(daily[i]) > 0 {
			s.days[i] = worksPlain | worksLaw59
			s.workdays[i+1]++
		} else if day.Law59 && len(week[day.Date.Weekday()]) > 0 {
			s.days[i] = worksLaw59
		}
	}
	s.layOut(daily)
	return s, nil
}

// layOut turns the spans of each date into instants. A span that a change of offset cuts or repeats keeps its real length.
func (s *Schedule) layOut(daily [][]Span) {
	for _, seg := range segments(s.begin, s.end, s.loc) {
		first, last := dateAt(seg.from+seg.offset), dateAt(seg.to-1+seg.offset)
		for d := max(first, s.cal.first); d <= min(last, s.cal.last); d++ {
			midnight := int64(d)*secondsPerDay - seg.offset
			if int(d-s.cal.first) == len(s.midnight) {
				s.midnight = append(s.midnight, max(midnight, seg.from))
			}
			for _, span := range daily[d-s.cal.first] {
				from := max(midnight+int64(span.From)*60, seg.from)
				to := min(midnight+int64(span.To)*60, seg.to)
				if from < to {
					s.from, s.to = append(s.from, from), append(s.to, to)
				}
			}
		}
	}
	s.before = make([]int64, len(s.from)+1)
	for i := range s.from {
		s.before[i+1] = s.before[i] + s.to[i] - s.from[i]
	}
}

// spansOf is the working time of a day: its own spans, else those of the weekday whose hours it has, one hour less on a
// short day. A working day that falls on a weekday without hours has those of the first working weekday.
func (s *Schedule) spansOf(day Day) []Span {
	if day.own != nil {
		return day.own
	}
	weekday := day.Date.Weekday()
	spans := s.week[weekday]
	switch {
	case !day.Work && !(isWeekend(day.Date) && day.Basis == BasisWeekend):
		return nil
	case day.Work && (isWeekend(day.Date) || !day.Moved.IsZero()):
		spans = s.replaced(day)
	}
	if day.Short {
		spans = shorten(spans, 60)
	}
	return spans
}

// replaced is the hours of the day that a transferred working day stands for.
func (s *Schedule) replaced(day Day) []Span {
	if !day.Moved.IsZero() {
		if spans := s.week[day.Moved.Weekday()]; len(spans) > 0 {
			return spans
		}
	}
	for i := range 7 {
		if spans := s.week[(i+1)%7]; len(spans) > 0 {
			return spans
		}
	}
	return nil
}

// Calendar is the calendar the schedule was made of.
func (s *Schedule) Calendar() *Calendar { return s.cal }

// Week is the weekly template.
func (s *Schedule) Week() Week { return s.week }

// Location is the zone of the schedule.
func (s *Schedule) Location() *time.Location { return s.loc }

// Spans are the working spans of a date, empty on a day off. The error is a *MissingYearError.
func (s *Schedule) Spans(d Date) ([]Span, error) {
	day, err := s.cal.Day(d)
	if err != nil {
		return nil, err
	}
	return slices.Clone(s.spansOf(day)), nil
}

// Start is the first instant of a date: Date.Start, at once for the dates of the loaded years.
func (s *Schedule) Start(d Date) time.Time {
	if i := int(d - s.cal.first); i >= 0 && i < len(s.midnight) {
		return time.Unix(s.midnight[i], 0).UTC()
	}
	return d.Start(s.loc).UTC()
}

// Stretches are the spans of working time between two instants, cut to them. The error is a *MissingYearError.
func (s *Schedule) Stretches(a, b time.Time) ([]Interval, error) {
	from, to := a.Unix(), b.Unix()
	if err := s.check(from); err != nil {
		return nil, err
	}
	if to > s.end {
		return nil, s.missing(to)
	}
	var out []Interval
	for i := after(s.to, from); i < len(s.from) && s.from[i] < to; i++ {
		out = append(out, Interval{time.Unix(max(from, s.from[i]), 0).UTC(), time.Unix(min(to, s.to[i]), 0).UTC()})
	}
	return out, nil
}

// check returns the MissingYearError of an instant outside the loaded years.
func (s *Schedule) check(at int64) error {
	if at < s.begin || at >= s.end {
		return s.missing(at)
	}
	return nil
}

func (s *Schedule) missing(at int64) error {
	return &MissingYearError{DateOf(time.Unix(at, 0), s.loc).Year()}
}
