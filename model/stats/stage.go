package stats

import (
	"cmp"
	"slices"
	"time"

	"kurator/model"
)

// StageTime is how long cases stood at a stage.
type StageTime struct {
	Stage          model.StageID
	Unit           bool  // a unit held it
	Key            int64 // the place in the dimension; for units that of the holder
	N              int
	Median, P90    float64 // calendar days
	Hours, Hours90 float64 // working hours of the office: median and p90
}

// StageCounter measures the stays at a stage that ended in the period, by stage and one dimension.
type StageCounter struct {
	scope  Scope
	dim    Dim
	filter func(*Case) bool
	days   map[stageKey][]float64
	hours  map[stageKey][]float64
}

type stageKey struct {
	stage uint8
	unit  bool
	key   int64
}

// NewStageCounter measures stays; an empty dim takes the stages alone.
func NewStageCounter(s Scope, filter func(*Case) bool, dim Dim) *StageCounter {
	if s.Names == nil {
		s.Names = NewNames(nil, nil)
	}
	return &StageCounter{scope: s, dim: dim, filter: filter, days: map[stageKey][]float64{}, hours: map[stageKey][]float64{}}
}

// Window is the period of the scope.
func (c *StageCounter) Window() (from, to model.Instant) { return c.scope.From, c.scope.To }

// Fresh is a counter that has measured nothing.
func (c *StageCounter) Fresh() Census { return NewStageCounter(c.scope, c.filter, c.dim) }

// Add measures the stays of one case.
func (c *StageCounter) Add(x *Case) {
	if c.filter != nil && !c.filter(x) {
		return
	}
	for i := 1; i < len(x.Ledger); i++ {
		was, end := x.Ledger[i-1], x.Ledger[i].From
		if !c.scope.in(end) || was.Stage > stageAnswered { // a closed case is with nobody
			continue
		}
		key := stageKey{stage: was.Stage}
		switch {
		case c.dim == ByUnit && was.Unit != 0:
			key.key, key.unit = int64(was.Unit), true
		case c.dim != "":
			key.key = c.dim.Key(x, &c.scope)
		}
		c.days[key] = append(c.days[key], float64(end-was.From)/day)
		if c.scope.Work != nil {
			if d, err := c.scope.Work.Between(time.Unix(int64(was.From), 0), time.Unix(int64(end), 0)); err == nil {
				c.hours[key] = append(c.hours[key], d.Hours())
			}
		}
	}
}

// Join adds what another counter has measured.
func (c *StageCounter) Join(part Census) {
	other, ok := part.(*StageCounter)
	if !ok {
		return
	}
	for key, v := range other.days {
		c.days[key] = append(c.days[key], v...)
	}
	for key, v := range other.hours {
		c.hours[key] = append(c.hours[key], v...)
	}
}

// Rows are the stages in their order, each by the places of the dimension.
func (c *StageCounter) Rows() []StageTime {
	rows := make([]StageTime, 0, len(c.days))
	for key, v := range c.days {
		h := c.hours[key]
		rows = append(rows, StageTime{Stage: at(model.Stages(), key.stage), Unit: key.unit, Key: key.key, N: len(v), Median: pointOf(v, Median),
			P90: pointOf(v, P90), Hours: pointOf(h, Median), Hours90: pointOf(h, P90)})
	}
	slices.SortFunc(rows, func(a, b StageTime) int {
		return cmp.Or(cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(a.Key, b.Key))
	})
	return rows
}
