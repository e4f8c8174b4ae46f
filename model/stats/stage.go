package stats

import (
	"cmp"
	"math"
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

// StageCounter measures the stays at a stage that ended in the period, by stage and by one dimension more at a time: see
// NewStageCounter.
type StageCounter struct {
	scope  Scope
	filter func(*Case) bool
	dims   []Dim
	stays  []map[stageKey]*stays // a place for each dimension
	near   [][]*stays            // of each dimension, those with small keys by their place
}

type stageKey struct {
	stage uint8
	unit  bool
	key   int64
}

type stays struct{ days, hours []float64 }

// NoDim takes the stages alone.
const NoDim Dim = ""

// NewStageCounter measures stays, once for each of the dimensions; [NoDim] takes the stages alone.
func NewStageCounter(s Scope, filter func(*Case) bool, dims ...Dim) *StageCounter {
	if s.Names == nil {
		s.Names = NewNames(nil, nil)
	}
	c := &StageCounter{scope: s, filter: filter, dims: dims, near: make([][]*stays, len(dims))}
	for range dims {
		c.stays = append(c.stays, map[stageKey]*stays{})
	}
	return c
}

// Window is the period of the scope.
func (c *StageCounter) Window() (from, to model.Instant) { return c.scope.From, c.scope.To }

// Fresh is a counter that has measured nothing.
func (c *StageCounter) Fresh() Census { return NewStageCounter(c.scope, c.filter, c.dims...) }

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
		days, hours := float64(end-was.From)/day, math.NaN()
		if c.scope.Work != nil {
			if d, err := c.scope.Work.Between(time.Unix(int64(was.From), 0), time.Unix(int64(end), 0)); err == nil {
				hours = d.Hours()
			}
		}
		for i, d := range c.dims {
			c.at(i, stageKeyOf(d, x, was, &c.scope)).add(days, hours)
		}
	}
}

// stageKeyOf is where a stay belongs: by units it is with the unit that held the case, else with the one the case belongs to.
func stageKeyOf(d Dim, x *Case, was Stint, s *Scope) stageKey {
	switch {
	case d == NoDim:
		return stageKey{stage: was.Stage}
	case d == ByUnit && was.Unit != 0:
		return stageKey{was.Stage, true, int64(was.Unit)}
	}
	return stageKey{was.Stage, false, d.Key(x, s)}
}

func (c *StageCounter) at(dim int, key stageKey) *stays {
	place := int64(-1)
	if key.key >= 0 && key.key < nearest {
		place = key.key<<5 | int64(key.stage&15)<<1
		if key.unit {
			place++
		}
		if place < int64(len(c.near[dim])) && c.near[dim][place] != nil {
			return c.near[dim][place]
		}
	}
	s := c.stays[dim][key]
	if s == nil {
		s = &stays{}
		c.stays[dim][key] = s
	}
	if place >= 0 {
		c.near[dim] = longer(c.near[dim], place)
		c.near[dim][place] = s
	}
	return s
}

func (s *stays) add(days, hours float64) {
	s.days = appended(s.days, days)
	if !math.IsNaN(hours) {
		s.hours = appended(s.hours, hours)
	}
}

// Join adds what another counter has measured.
func (c *StageCounter) Join(part Census) {
	other, ok := part.(*StageCounter)
	if !ok {
		return
	}
	for i, found := range other.stays {
		for key, v := range found {
			s := c.at(i, key)
			s.days, s.hours = append(s.days, v.days...), append(s.hours, v.hours...)
		}
	}
}

// Rows are the stages in their order, each by the places of a dimension that was asked for.
func (c *StageCounter) Rows(dim Dim) []StageTime {
	var rows []StageTime
	i := slices.Index(c.dims, dim)
	if i < 0 {
		return nil
	}
	for key, v := range c.stays[i] {
		rows = append(rows, StageTime{Stage: at(model.Stages(), key.stage), Unit: key.unit, Key: key.key, N: len(v.days), Median: pointOf(v.days, Median),
			P90: pointOf(v.days, P90), Hours: pointOf(v.hours, Median), Hours90: pointOf(v.hours, P90)})
	}
	slices.SortFunc(rows, func(a, b StageTime) int {
		return cmp.Or(cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(a.Key, b.Key))
	})
	return rows
}
