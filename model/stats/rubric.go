package stats

import (
	"cmp"
	"slices"

	"kurator/model"
)

// OutcomeCode is the code of a result in a Case.
func OutcomeCode(o model.Outcome) uint8 { return code(outcomes, o) }

// Rubric counts the points of the answers judged in the period, by criterion in the order of model.Criteria.
type Rubric struct {
	Points [criteria][model.MaxPoints + 1]int
	scope  Scope
	filter func(*Case) bool
}

// NewRubric counts points; a nil filter takes every case.
func NewRubric(s Scope, filter func(*Case) bool) *Rubric { return &Rubric{scope: s, filter: filter} }

// Window is the period of the scope.
func (r *Rubric) Window() (from, to model.Instant) { return r.scope.From, r.scope.To }

// Fresh is a rubric without points.
func (r *Rubric) Fresh() Census { return NewRubric(r.scope, r.filter) }

// Add counts the points of one case.
func (r *Rubric) Add(c *Case) {
	if !r.scope.in(c.Score.At) || r.filter != nil && !r.filter(c) {
		return
	}
	for i, p := range c.Score.Points {
		if p <= model.MaxPoints {
			r.Points[i][p]++
		}
	}
}

// Join adds what another rubric has counted.
func (r *Rubric) Join(part Census) {
	other, ok := part.(*Rubric)
	if !ok {
		return
	}
	for i := range r.Points {
		for p := range r.Points[i] {
			r.Points[i][p] += other.Points[i][p]
		}
	}
}

// Returns counts the drafts sent back in the period by the unit that got them and the reason given.
type Returns struct {
	scope  Scope
	filter func(*Case) bool
	counts map[ReturnRow]int
}

// ReturnRow is how often a unit got drafts back for a reason; reason 0 is one that was not given.
type ReturnRow struct {
	Unit   model.UnitID
	Reason uint32
	N      int
}

// NewReturns counts returns; a nil filter takes every case.
func NewReturns(s Scope, filter func(*Case) bool) *Returns {
	return &Returns{scope: s, filter: filter, counts: map[ReturnRow]int{}}
}

// Window is the period of the scope.
func (r *Returns) Window() (from, to model.Instant) { return r.scope.From, r.scope.To }

// Fresh counts nothing yet.
func (r *Returns) Fresh() Census { return NewReturns(r.scope, r.filter) }

// Add counts the returns of one case. Each return sent one draft back, so that reasons and returns come in one order.
func (r *Returns) Add(c *Case) {
	if r.filter != nil && !r.filter(c) {
		return
	}
	n := 0
	for i, x := range c.Ledger {
		if !c.sentBack(i) {
			continue
		}
		if r.scope.in(x.From) {
			key := ReturnRow{Unit: x.Unit}
			if n < len(c.Returns) {
				key.Reason = c.Returns[n]
			}
			r.counts[key]++
		}
		n++
	}
}

// Join adds what another counter has counted.
func (r *Returns) Join(part Census) {
	other, ok := part.(*Returns)
	if !ok {
		return
	}
	for key, n := range other.counts {
		r.counts[key] += n
	}
}

// Rows are the units and reasons in the order of their numbers.
func (r *Returns) Rows() []ReturnRow {
	rows := make([]ReturnRow, 0, len(r.counts))
	for key, n := range r.counts {
		key.N = n
		rows = append(rows, key)
	}
	slices.SortFunc(rows, func(a, b ReturnRow) int { return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Reason, b.Reason)) })
	return rows
}
