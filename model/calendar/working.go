package calendar

import "time"

// Add is the instant at which a budget of working time that starts at from is used up: the least instant t ≥ from with
// budget of working time between. A start outside working hours begins at the next span; a budget that ends with a span is
// due at the span's end; a zero budget is due at from. Fractions of a second are rounded up. Errors: *MissingYearError, and a
// *Fault for a negative budget.
func (s *Schedule) Add(from time.Time, budget time.Duration) (time.Time, error) {
	if budget < 0 {
		return time.Time{}, negativeBudget()
	}
	due, err := s.add(ceil(from), seconds(budget))
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(due, 0).UTC(), nil
}

// Back is the inverse of Add: the latest instant t ≤ until with budget of working time between t and until.
func (s *Schedule) Back(until time.Time, budget time.Duration) (time.Time, error) {
	if budget < 0 {
		return time.Time{}, negativeBudget()
	}
	start, err := s.back(until.Unix(), seconds(budget))
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(start, 0).UTC(), nil
}

// Between is the working time from a to b, negative when b is before a. The error is a *MissingYearError.
func (s *Schedule) Between(a, b time.Time) (time.Duration, error) {
	x, y := a.Unix(), b.Unix()
	for _, at := range []int64{x, y} {
		if at != s.end { // the end of the last loaded year is known: nothing after it is counted
			if err := s.check(at); err != nil {
				return 0, err
			}
		}
	}
	return time.Duration(s.worked(y)-s.worked(x)) * time.Second, nil
}

// Within tells whether the instant is working time. The error is a *MissingYearError.
func (s *Schedule) Within(t time.Time) (bool, error) {
	at := t.Unix()
	if err := s.check(at); err != nil {
		return false, err
	}
	i := after(s.to, at)
	return i < len(s.from) && s.from[i] <= at, nil
}

func negativeBudget() error {
	return faultf("Срок не может быть отрицательным. Укажите срок от нуля, например 9wh, 7wd, 30d или 24h.")
}

func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

func ceil(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

func (s *Schedule) add(from, budget int64) (int64, error) {
	if err := s.check(from); err != nil {
		return 0, err
	}
	if budget == 0 {
		return from, nil
	}
	target := s.worked(from) + budget
	i := atLeast(s.before, target) // before[i-1] < target ≤ before[i]
	if i == len(s.before) {
		return 0, s.missing(s.end)
	}
	return s.from[i-1] + target - s.before[i-1], nil
}

func (s *Schedule) back(until, budget int64) (int64, error) {
	if until != s.end {
		if err := s.check(until); err != nil {
			return 0, err
		}
	}
	if budget == 0 {
		return until, nil
	}
	target := s.worked(until) - budget
	if target < 0 {
		return 0, s.missing(s.begin - 1)
	}
	i := after(s.before, target) - 1 // before[i] ≤ target < before[i+1]
	return s.from[i] + target - s.before[i], nil
}

// worked is the working time before an instant, counted from the first loaded day.
func (s *Schedule) worked(at int64) int64 {
	i := after(s.to, at)
	if i == len(s.from) {
		return s.before[i]
	}
	return s.before[i] + max(0, at-s.from[i])
}

// after is the index of the first element greater than x in an ascending list, its length when there is none.
func after(list []int64, x int64) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); list[mid] > x {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// atLeast is the index of the first element not less than x.
func atLeast(list []int64, x int64) int { return after(list, x-1) }
