package stats

import (
	"slices"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Unit is what a figure is measured in.
type Unit string

// Units.
const (
	Cases    Unit = "cases"   // обращения
	Items    Unit = "items"   // вопросы, обещания, проекты
	Percent  Unit = "percent" // доля
	Days     Unit = "days"    // календарные дни
	Hours    Unit = "hours"   // рабочие часы
	MarkUnit Unit = "mark"    // оценка 1–5
)

// Title is the unit's name.
func (u Unit) Title() string {
	switch u {
	case Cases:
		return "обращений"
	case Items:
		return "единиц"
	case Percent:
		return "%"
	case Days:
		return "дней"
	case Hours:
		return "рабочих часов"
	case MarkUnit:
		return "баллов из 5"
	}
	return string(u)
}

// Good tells which way a figure should go.
type Good int8

// Directions.
const (
	Neutral Good = 0
	More    Good = 1
	Less    Good = -1
)

// Scope is what a figure is counted over: a half-open period of instants, and the moment up to which is counted: what is open
// then and past its term is overdue.
type Scope struct {
	From, To model.Instant
	Now      model.Instant
	Zone     *time.Location
	Work     *calendar.Schedule // the office's hours
	Names    *Names
	Sample   int // every how manieth answer is judged
}

// ended is the first instant that is not counted any more: the end of the period, or while it lasts the one behind the present.
func (s *Scope) ended() model.Instant { return min(s.To, s.Now+1) }

// in tells whether an instant lies in the period.
func (s *Scope) in(i model.Instant) bool { return i != 0 && i >= s.From && i < s.To }

// due tells whether a term ends in the period; lateFrom is the first instant behind it.
func (s *Scope) due(lateFrom model.Instant) bool {
	return lateFrom != 0 && lateFrom > s.From && lateFrom <= s.To
}

// ID of a figure, stable for targets and scripts.
type ID string

// Figure is one definition. Rule says of one case how much it counts.
type Figure struct {
	ID      ID
	Name    string
	Formula string // in words
	Unit    Unit
	Good    Good
	Rule    Rule
}

// Rule is a share or count (Count), or a distribution (Spread) of which Point is taken.
type Rule struct {
	// Count says how much of the base the case is, and how much of that is a hit. A figure that only counts has no base.
	Count  func(c *Case, s *Scope) (hit, base int)
	Spread *Spread
	Point  Point
}

// Spread is a distribution: the case's value in whole numbers, so that they add up to the same in any order and parts are counted
// side by side; ok is false when it has none. Divided by the scale it is in the figure's unit. Figures that take points of the same
// distribution share its values.
type Spread struct {
	Of    func(c *Case, s *Scope) (value uint32, ok bool)
	Scale float64
}

// Point is what is taken of a distribution.
type Point uint8

// Points.
const (
	Mean Point = iota
	Median
)

// Standing tells whether the figure is of what stands at the end of the period, whenever it came: it asks only for the cases of that moment.
func (f *Figure) Standing() bool { return f.ID == OpenNow || f.ID == OverdueNow }

// Part says which of the cases behind a figure are meant.
type Part uint8

// Parts.
const (
	Hits Part = iota // what is above the line: the late ones of a share of late ones
	Base             // all of them
)

// Counts tells whether the case is behind the figure: the predicate of the drill-down.
func (f *Figure) Counts(c *Case, s *Scope, part Part) bool {
	if f.Rule.Spread != nil {
		_, ok := f.Rule.Spread.Of(c, s)
		return ok
	}
	hit, base := f.Rule.Count(c, s)
	return hit > 0 || part == Base && base > 0
}

// Find is a figure by its id.
func Find(id ID) (*Figure, bool) {
	i := slices.IndexFunc(figures, func(f *Figure) bool { return f.ID == id })
	if i < 0 {
		return nil, false
	}
	return figures[i], true
}

// Figures lists every figure in the order of the reports.
func Figures() []*Figure { return slices.Clone(figures) }

// Pick gives the figures of ids; an unknown id is left out.
func Pick(ids ...ID) []*Figure {
	var list []*Figure
	for _, id := range ids {
		if f, ok := Find(id); ok {
			list = append(list, f)
		}
	}
	return list
}
