package calendar

import (
	"math"
	"slices"
	"sort"
	"time"
)

// Interval is a half-open stretch of time [From, To); a zero To means it has not ended.
type Interval struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}

// Pauses is a list of stretches in which a clock stood still, merged: ascending, neither overlapping nor touching.
type Pauses struct{ from, to []int64 }

const never = math.MaxInt64

// MergePauses merges intervals in any order: nested, touching, overlapping, open-ended. Empty and inverted ones are dropped.
func MergePauses(list []Interval) Pauses {
	type pair struct{ from, to int64 }
	pairs := make([]pair, 0, len(list))
	for _, iv := range list {
		p := pair{iv.From.Unix(), never}
		if !iv.To.IsZero() {
			p.to = iv.To.Unix()
		}
		if p.from < p.to {
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	var m Pauses
	for _, p := range pairs {
		if n := len(m.to); n > 0 && p.from <= m.to[n-1] {
			m.to[n-1] = max(m.to[n-1], p.to)
			continue
		}
		m.from, m.to = append(m.from, p.from), append(m.to, p.to)
	}
	return m
}

// List gives the merged intervals back.
func (p Pauses) List() []Interval {
	out := make([]Interval, len(p.from))
	for i := range p.from {
		out[i].From = time.Unix(p.from[i], 0).UTC()
		if p.to[i] != never {
			out[i].To = time.Unix(p.to[i], 0).UTC()
		}
	}
	return out
}

// Empty tells that there is no pause.
func (p Pauses) Empty() bool { return len(p.from) == 0 }

// Open tells whether the last pause has not ended.
func (p Pauses) Open() bool { return len(p.to) > 0 && p.to[len(p.to)-1] == never }

// AddPaused is Add on a clock that stands still in the pauses. running is false when an open pause stops the clock before
// the budget is used up: then there is no due instant.
func (s *Schedule) AddPaused(from time.Time, budget time.Duration, pauses Pauses) (due time.Time, running bool, err error) {
	return pauses.spend(from, budget, s.add, s.between)
}

// AddPlain adds clock time, day and night, that stands still in the pauses.
func AddPlain(from time.Time, budget time.Duration, pauses Pauses) (due time.Time, running bool, err error) {
	add := func(from, budget int64) (int64, error) { return from + budget, nil }
	between := func(a, b int64) (int64, error) { return b - a, nil }
	return pauses.spend(from, budget, add, between)
}

func (s *Schedule) between(a, b int64) (int64, error) {
	if err := s.check(a); err != nil {
		return 0, err
	}
	return s.worked(b) - s.worked(a), nil
}

// spend walks the pauses after from: each costs two binary searches however long it is.
func (p Pauses) spend(start time.Time, budget time.Duration, add func(from, budget int64) (int64, error),
	between func(a, b int64) (int64, error)) (due time.Time, running bool, err error) {
	if budget < 0 {
		return time.Time{}, false, negativeBudget()
	}
	at, left := ceil(start), seconds(budget)
	if left == 0 {
		return time.Unix(at, 0).UTC(), true, nil
	}
	for i := sort.Search(len(p.to), func(i int) bool { return p.to[i] > at }); i < len(p.to); i++ {
		if p.from[i] > at {
			done, err := between(at, p.from[i])
			if err != nil {
				return time.Time{}, false, err
			}
			if done >= left {
				break
			}
			left -= done
		}
		if p.to[i] == never {
			return time.Time{}, false, nil
		}
		at = p.to[i]
	}
	end, err := add(at, left)
	if err != nil {
		return time.Time{}, false, err
	}
	return time.Unix(end, 0).UTC(), true, nil
}

// BetweenPaused is the working time from a to b outside the pauses; b must not be before a.
func (s *Schedule) BetweenPaused(a, b time.Time, pauses Pauses) (time.Duration, error) {
	total, err := s.Between(a, b)
	if err != nil {
		return 0, err
	}
	for i := range pauses.from {
		from, to := max(pauses.from[i], a.Unix()), min(pauses.to[i], b.Unix())
		if from < to {
			total -= time.Duration(s.worked(to)-s.worked(from)) * time.Second
		}
	}
	return total, nil
}

// DateRange is the stretch of whole dates a pause covers, both ends included; empty when Last < First.
type DateRange struct{ First, Last Date }

// WholeDates are the dates that lie wholly within a pause: those alone are not counted by clocks in days.
func (p Pauses) WholeDates(loc *time.Location) []DateRange {
	var out []DateRange
	for i := range p.from {
		from := time.Unix(p.from[i], 0)
		first := DateOf(from, loc)
		if first.Start(loc).Before(from) {
			first++
		}
		last := Date(math.MaxInt32)
		if p.to[i] != never {
			last = DateOf(time.Unix(p.to[i], 0), loc) - 1
		}
		if first <= last {
			out = append(out, DateRange{first, last})
		}
	}
	return out
}

// Covers tells whether the whole date lies within a pause.
func (p Pauses) Covers(d Date, loc *time.Location) bool {
	for _, r := range p.WholeDates(loc) {
		if r.First <= d && d <= r.Last {
			return true
		}
	}
	return false
}

// AddDaysPaused is the n-th calendar day after d, not counting the dates that lie wholly within a pause. running is false
// when an open pause stops the count.
func AddDaysPaused(d Date, n int, pauses Pauses, loc *time.Location) (due Date, running bool, err error) {
	add := func(d Date, n int) (Date, error) { return d + Date(n), nil }
	between := func(a, b Date) (int, error) { return int(b - a), nil }
	return pauses.count(d, n, loc, add, between)
}

// AddWorkdaysPaused is AddWorkdays that does not count the dates lying wholly within a pause.
func (s *Schedule) AddWorkdaysPaused(d Date, n int, pauses Pauses) (due Date, running bool, err error) {
	return pauses.count(d, n, s.loc, s.AddWorkdays, s.WorkdaysBetween)
}

func (p Pauses) count(d Date, n int, loc *time.Location, add func(Date, int) (Date, error),
	between func(a, b Date) (int, error)) (due Date, running bool, err error) {
	if n < 0 {
		return 0, false, negativeBudget()
	}
	if n == 0 {
		return d, true, nil
	}
	for _, r := range p.WholeDates(loc) {
		if r.Last <= d {
			continue
		}
		if r.First > d+1 {
			done, err := between(d, r.First-1)
			if err != nil {
				return 0, false, err
			}
			if done >= n {
				break
			}
			n -= done
		}
		if r.Last == math.MaxInt32 {
			return 0, false, nil
		}
		d = r.Last
	}
	due, err = add(d, n)
	return due, true, err
}

// Without cuts the pauses out of a list of ascending intervals.
func (p Pauses) Without(list []Interval) []Interval {
	var out []Interval
	for _, iv := range list {
		from, to := iv.From.Unix(), iv.To.Unix()
		for i := range p.from {
			if p.to[i] <= from || p.from[i] >= to {
				continue
			}
			if from < p.from[i] {
				out = append(out, Interval{time.Unix(from, 0).UTC(), time.Unix(p.from[i], 0).UTC()})
			}
			from = min(p.to[i], to)
		}
		if from < to {
			out = append(out, Interval{time.Unix(from, 0).UTC(), time.Unix(to, 0).UTC()})
		}
	}
	return out
}
