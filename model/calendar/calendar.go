package calendar

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Day is a date as the production calendar sees it; its JSON is that of `kurator calendar`.
type Day struct {
	Date  Date   `json:"date"`
	Work  bool   `json:"work"`
	Hours int    `json:"hours"` // of a 40-hour week: 8, 7 on short days, 0 on days off
	Basis string `json:"basis"` // a code of the official file or the text of an office's act; "" on an ordinary working day
	Title string `json:"-"`
	Moved Date   `json:"-"` // see Row
	Short bool   `json:"-"`
	// Law59 is Work as the terms of 59-ФЗ see it: days off by decree of the President (2020–2021) did not stop them.
	Law59 bool `json:"-"`
	own   []Span
}

// Calendar is a production calendar of consecutive whole years with an office's own days laid over it. It is immutable.
type Calendar struct {
	rows      map[Date][]Row
	overrides map[Date][]Row
	first     Date // 1 January of the first loaded year
	last      Date // 31 December of the last one
	version   string
}

// MissingYearError says that the production calendar of a year is not loaded.
type MissingYearError struct{ Year int }

// Error is the sentence for the person.
func (e *MissingYearError) Error() string {
	return fmt.Sprintf("Производственный календарь на %d год не загружен, поэтому срок не посчитать. "+
		"Загрузите календарь на %d год (CSV, XML или JSON) и повторите.", e.Year, e.Year)
}

// New makes a calendar of official rows. The years of the rows must follow one another, and each must have its 1 January off:
// a file cut in the middle is refused. All faults are returned at once.
func New(rows []Row) (*Calendar, error) {
	byDate := map[Date][]Row{}
	years := map[int]bool{}
	var faults []error
	for i, r := range rows {
		if why := r.check(); why != "" {
			faults = append(faults, faultf("Строка календаря %d (%s): %s.", i+1, r.Date, why))
			continue
		}
		byDate[r.Date] = append(byDate[r.Date], r)
		years[r.Date.Year()] = true
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	if err := checkYears(byDate, years); err != nil {
		return nil, err
	}
	sorted := slices.Sorted(maps.Keys(years))
	c := &Calendar{
		rows:  byDate,
		first: NewDate(sorted[0], time.January, 1),
		last:  NewDate(sorted[len(sorted)-1], time.December, 31),
	}
	c.version = c.digest()
	return c, nil
}

func checkYears(rows map[Date][]Row, years map[int]bool) error {
	if len(years) == 0 {
		return faultf("В календаре нет ни одного дня. Проверьте файл: нужны строки с датами праздников и переносов.")
	}
	sorted := slices.Sorted(maps.Keys(years))
	var faults []error
	for y := sorted[0]; y <= sorted[len(sorted)-1]; y++ {
		if y > sorted[0] && !years[y] {
			faults = append(faults, faultf("Календарь на %d год пропущен: годы должны идти подряд. Загрузите и его.", y))
			continue
		}
		newYear := rows[NewDate(y, time.January, 1)]
		if len(newYear) == 0 || newYear[0].Kind != KindDayOff {
			faults = append(faults, faultf("Календарь на %d год неполон: 1 января не отмечено выходным. Проверьте файл.", y))
		}
	}
	return errors.Join(faults...)
}

// Extend returns a calendar with the years of rows added; a year that was already loaded is replaced whole.
func (c *Calendar) Extend(rows []Row) (*Calendar, error) {
	replaced := map[int]bool{}
	for _, r := range rows {
		replaced[r.Date.Year()] = true
	}
	all := slices.Clone(rows)
	for _, date := range slices.Sorted(maps.Keys(c.rows)) {
		if !replaced[date.Year()] {
			all = append(all, c.rows[date]...)
		}
	}
	extended, err := New(all)
	if err != nil {
		return nil, err
	}
	return extended.With(c.Overrides())
}

// With returns the calendar with these own days of the office instead of any it had. On its date an own day stands in
// place of the official rows; a date may have KindWork and KindShort together.
func (c *Calendar) With(overrides []Row) (*Calendar, error) {
	byDate := map[Date][]Row{}
	var faults []error
	for _, r := range overrides {
		why := r.check()
		if why == "" && (r.Date < c.first || r.Date > c.last) {
			why = "календарь на этот год не загружен"
		}
		if why != "" {
			faults = append(faults, faultf("Особый день %s: %s.", r.Date.Russian(), why))
			continue
		}
		byDate[r.Date] = append(byDate[r.Date], r)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	changed := *c
	changed.overrides = byDate
	changed.version = changed.digest()
	return &changed, nil
}

// Overrides lists the office's own days in order of date.
func (c *Calendar) Overrides() []Row { return flatten(c.overrides) }

// Rows lists the official rows in order of date.
func (c *Calendar) Rows() []Row { return flatten(c.rows) }

func flatten(rows map[Date][]Row) []Row {
	var out []Row
	for _, date := range slices.Sorted(maps.Keys(rows)) {
		out = append(out, rows[date]...)
	}
	return out
}

// Version is a short digest of everything the calendar says; due dates computed from it are stored with it.
func (c *Calendar) Version() string { return c.version }

func (c *Calendar) digest() string {
	h := sha256.New()
	for _, rows := range [][]Row{c.Rows(), c.Overrides()} {
		for _, r := range rows {
			h.Write([]byte(strings.Join([]string{r.Date.String(), string(r.Kind), r.Title, r.Basis, r.Moved.String(), joinSpans(r.Spans)}, "\x1f") + "\n"))
		}
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Years are the first and the last loaded year.
func (c *Calendar) Years() (first, last int) { return c.first.Year(), c.last.Year() }

// check returns the MissingYearError of a date that is not loaded.
func (c *Calendar) check(d Date) error {
	if d < c.first || d > c.last {
		return &MissingYearError{d.Year()}
	}
	return nil
}

// Day says what the calendar knows of a date. The error is a *MissingYearError.
func (c *Calendar) Day(d Date) (Day, error) {
	if err := c.check(d); err != nil {
		return Day{}, err
	}
	return c.day(d), nil
}

func (c *Calendar) day(d Date) Day {
	weekend := isWeekend(d)
	day := Day{Date: d, Work: !weekend, Law59: !weekend}
	if weekend {
		day.Basis, day.Title = BasisWeekend, "Выходной день"
	}
	rows, own := c.overrides[d]
	if !own {
		rows = c.rows[d]
	}
	for _, r := range rows {
		day.apply(r, weekend)
	}
	switch {
	case !day.Work:
		day.Hours = 0
	case day.Short:
		day.Hours = 7
	default:
		day.Hours = 8
	}
	return day
}

// apply lays one row over the day. The rows of a date are few and their order does not matter: a day off wins, and a
// transfer names the day before «short» does.
func (d *Day) apply(r Row, weekend bool) {
	switch r.Kind {
	case KindDayOff:
		d.Work, d.Law59 = false, r.Basis == BasisPresid && !weekend
	case KindWork:
		d.Work, d.Law59 = true, true
	case KindOwn:
		d.Work, d.Law59, d.own = true, true, r.Spans
	case KindShort:
		d.Short = true
		if d.Basis != "" {
			return
		}
	}
	d.Basis, d.Title, d.Moved = r.Basis, r.Title, r.Moved
}

// Year lists every day of a loaded year in order. The error is a *MissingYearError.
func (c *Calendar) Year(year int) ([]Day, error) {
	first, end := NewDate(year, time.January, 1), NewDate(year+1, time.January, 1)
	if err := c.check(first); err != nil {
		return nil, err
	}
	days := make([]Day, 0, end-first)
	for d := first; d < end; d++ {
		days = append(days, c.day(d))
	}
	return days, nil
}

// Alarm is the warning that next year's calendar is not loaded, from 1 November on; "" while there is nothing to warn of.
func (c *Calendar) Alarm(today Date) string {
	needed := today.Year()
	if today >= NewDate(today.Year(), time.November, 1) {
		needed++
	}
	if needed <= c.last.Year() {
		return ""
	}
	return fmt.Sprintf("Производственный календарь на %d год ещё не загружен: сроки, которые уходят в %d год, не считаются. "+
		"Загрузите календарь (CSV, XML или JSON).", needed, needed)
}
