package calendar

import "sort"

// Workday tells whether the schedule has working time on the date, in the plain calendar or as 59-ФЗ sees it. The error is
// a *MissingYearError.
func (s *Schedule) Workday(d Date, v View) (bool, error) {
	if err := s.cal.check(d); err != nil {
		return false, err
	}
	return s.works(d, v), nil
}

func (s *Schedule) works(d Date, v View) bool {
	bit := worksPlain
	if v == Law59 {
		bit = worksLaw59
	}
	return s.days[d-s.cal.first]&bit != 0
}

// AddWorkdays is the n-th working day after d; the day after d is day 1, and n = 0 gives d itself. Errors: a
// *MissingYearError, a *Fault for a negative n.
func (s *Schedule) AddWorkdays(d Date, n int) (Date, error) {
	switch err := s.cal.check(d); {
	case n < 0:
		return 0, negativeBudget()
	case err != nil:
		return 0, err
	case n == 0:
		return d, nil
	}
	target := int(s.workdays[d-s.cal.first+1]) + n
	i := sort.Search(len(s.workdays), func(i int) bool { return int(s.workdays[i]) >= target })
	if i == len(s.workdays) {
		return 0, &MissingYearError{s.cal.last.Year() + 1}
	}
	return s.cal.first + Date(i-1), nil
}

// SubWorkdays is the n-th working day before d; n = 0 gives d itself. Errors as of AddWorkdays.
func (s *Schedule) SubWorkdays(d Date, n int) (Date, error) {
	switch err := s.cal.check(d); {
	case n < 0:
		return 0, negativeBudget()
	case err != nil:
		return 0, err
	case n == 0:
		return d, nil
	}
	target := int(s.workdays[d-s.cal.first]) - n + 1
	if target < 1 {
		return 0, &MissingYearError{s.cal.first.Year() - 1}
	}
	i := sort.Search(len(s.workdays), func(i int) bool { return int(s.workdays[i]) >= target })
	return s.cal.first + Date(i-1), nil
}

// WorkdaysBetween counts the working days in the half-open (a, b]; negative when b is before a. The error is a
// *MissingYearError.
func (s *Schedule) WorkdaysBetween(a, b Date) (int, error) {
	for _, d := range []Date{a, b} {
		if err := s.cal.check(d); err != nil {
			return 0, err
		}
	}
	return int(s.workdays[b-s.cal.first+1] - s.workdays[a-s.cal.first+1]), nil
}

// Previous is the last working day not after d. The error is a *MissingYearError.
func (s *Schedule) Previous(d Date, v View) (Date, error) { return s.step(d, v, -1) }

// Next is the first working day not before d. The error is a *MissingYearError.
func (s *Schedule) Next(d Date, v View) (Date, error) { return s.step(d, v, 1) }

func (s *Schedule) step(d Date, v View, by Date) (Date, error) {
	for ; ; d += by {
		if err := s.cal.check(d); err != nil {
			return 0, err
		}
		if s.works(d, v) {
			return d, nil
		}
	}
}
