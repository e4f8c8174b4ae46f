package stats

import (
	"cmp"
	"slices"

	"kurator/model"
)

// QuestionCounter counts questions of the cases received in the period by one dimension: an appeal may ask several, each
// with its own topic and result. A case nobody has sorted yet asks one.
type QuestionCounter struct {
	scope  Scope
	dim    Dim // topic, group, section or outcome
	filter func(*Case) bool
	counts map[int64]int
	cases  int
}

// QuestionRow is how many questions fall into one place.
type QuestionRow struct {
	Key int64
	N   int
}

// NewQuestionCounter counts questions; a nil filter takes every case.
func NewQuestionCounter(s Scope, filter func(*Case) bool, dim Dim) *QuestionCounter {
	if s.Names == nil {
		s.Names = NewNames(nil, nil)
	}
	return &QuestionCounter{scope: s, dim: dim, filter: filter, counts: map[int64]int{}}
}

// Window is the period of the scope.
func (c *QuestionCounter) Window() (from, to model.Instant) { return c.scope.From, c.scope.To }

// Fresh is a counter that has counted nothing.
func (c *QuestionCounter) Fresh() Census { return NewQuestionCounter(c.scope, c.filter, c.dim) }

// Add counts the questions of one case.
func (c *QuestionCounter) Add(x *Case) {
	if !c.scope.in(x.Received) || c.filter != nil && !c.filter(x) {
		return
	}
	c.cases++
	if len(x.Questions) == 0 {
		c.counts[c.dim.Key(x, &c.scope)]++
		return
	}
	one := Case{Received: x.Received}
	for _, q := range x.Questions {
		one.Topic, one.Outcome = q.Topic, q.Outcome
		c.counts[c.dim.Key(&one, &c.scope)]++
	}
}

// Join adds what another counter has counted.
func (c *QuestionCounter) Join(part Census) {
	other, ok := part.(*QuestionCounter)
	if !ok {
		return
	}
	c.cases += other.cases
	for key, n := range other.counts {
		c.counts[key] += n
	}
}

// Total is how many questions there are in how many cases.
func (c *QuestionCounter) Total() (questions, cases int) {
	for _, n := range c.counts {
		questions += n
	}
	return questions, c.cases
}

// Rows are the places, the most frequent first; «not known» comes last.
func (c *QuestionCounter) Rows() []QuestionRow {
	rows := make([]QuestionRow, 0, len(c.counts))
	for key, n := range c.counts {
		rows = append(rows, QuestionRow{key, n})
	}
	weight := func(r QuestionRow) int {
		if r.Key == 0 {
			return -1
		}
		return r.N
	}
	slices.SortFunc(rows, func(a, b QuestionRow) int {
		return cmp.Or(cmp.Compare(weight(b), weight(a)), cmp.Compare(a.Key, b.Key))
	})
	return rows
}
