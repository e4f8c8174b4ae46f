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
	places []places // of each dimension
	stays  [][]stay // in pieces: millions of them are not moved when they grow
}

// mostDims is up to how many dimensions are asked for at once.
const mostDims = 3

// stay is one stay: seconds in all and of the office's working time, and its place in each dimension.
type stay struct {
	span, work uint32
	place      [mostDims]uint32
}

// unworked is the working time that is not known.
const unworked = math.MaxUint32

type stageKey struct {
	stage uint8
	unit  bool
	key   int64
}

// NoDim takes the stages alone.
const NoDim Dim = ""

// NewStageCounter measures stays, once for each of up to three dimensions; [NoDim] takes the stages alone.
func NewStageCounter(s Scope, filter func(*Case) bool, dims ...Dim) *StageCounter {
	if s.Names == nil {
		s.Names = NewNames(nil, nil)
	}
	dims = dims[:min(len(dims), mostDims)]
	return &StageCounter{scope: s, filter: filter, dims: dims, places: make([]places, len(dims))}
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
		s := stay{span: uint32(min(max(end-was.From, 0), unworked-1)), work: unworked}
		if c.scope.Work != nil {
			if d, err := c.scope.Work.Between(time.Unix(int64(was.From), 0), time.Unix(int64(end), 0)); err == nil {
				s.work = uint32(d / time.Second)
			}
		}
		for i, d := range c.dims {
			s.place[i] = c.places[i].of(stageKeyOf(d, x, was, &c.scope))
		}
		c.keep(s)
	}
}

// piece is how many stays lie together.
const piece = 4096

func (c *StageCounter) keep(s stay) {
	n := len(c.stays)
	if n == 0 || len(c.stays[n-1]) == cap(c.stays[n-1]) {
		c.stays = append(c.stays, make([]stay, 0, piece))
		n++
	}
	c.stays[n-1] = append(c.stays[n-1], s)
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

// places numbers the keys of a dimension in the order they are met in.
type places struct {
	keys  []stageKey
	known map[stageKey]uint32
	near  []uint32 // numbers from 1 of small keys, by their place
}

func (p *places) of(key stageKey) uint32 {
	small := int64(-1)
	if key.key >= 0 && key.key < nearest {
		small = key.key<<5 | int64(key.stage&15)<<1
		if key.unit {
			small++
		}
		if small < int64(len(p.near)) && p.near[small] != 0 {
			return p.near[small] - 1
		}
	}
	n, ok := p.known[key]
	if !ok {
		if p.known == nil {
			p.known = map[stageKey]uint32{}
		}
		n = uint32(len(p.keys))
		p.known[key], p.keys = n, append(p.keys, key)
	}
	if small >= 0 {
		p.near = longer(p.near, small)
		p.near[small] = n + 1
	}
	return n
}

// Join takes over what another counter has measured.
func (c *StageCounter) Join(part Census) {
	other, ok := part.(*StageCounter)
	if !ok {
		return
	}
	var mine [mostDims][]uint32 // the other's places among ours
	for i := range other.places {
		for _, key := range other.places[i].keys {
			mine[i] = append(mine[i], c.places[i].of(key))
		}
	}
	for _, list := range other.stays {
		for k := range list {
			for i := range other.places {
				list[k].place[i] = mine[i][list[k].place[i]]
			}
		}
	}
	c.stays = append(c.stays, other.stays...)
}

// Rows are the stages in their order, each by the places of a dimension that was asked for.
func (c *StageCounter) Rows(dim Dim) []StageTime {
	i := slices.Index(c.dims, dim)
	if i < 0 {
		return nil
	}
	days, hours := c.sorted(i, func(s *stay) (float64, bool) { return float64(s.span) / day, true }),
		c.sorted(i, func(s *stay) (float64, bool) { return float64(s.work) / 3600, s.work != unworked })
	rows := make([]StageTime, 0, len(days))
	for n, key := range c.places[i].keys {
		rows = append(rows, StageTime{Stage: at(model.Stages(), key.stage), Unit: key.unit, Key: key.key, N: len(days[n]), Median: pointOf(days[n], Median),
			P90: pointOf(days[n], P90), Hours: pointOf(hours[n], Median), Hours90: pointOf(hours[n], P90)})
	}
	slices.SortFunc(rows, func(a, b StageTime) int {
		return cmp.Or(cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(a.Key, b.Key))
	})
	return rows
}

// sorted are the values of the stays by their place in a dimension, all in one stretch of memory.
func (c *StageCounter) sorted(dim int, value func(*stay) (float64, bool)) [][]float64 {
	counts, all := make([]int, len(c.places[dim].keys)), 0
	for _, list := range c.stays {
		for k := range list {
			if _, ok := value(&list[k]); ok {
				counts[list[k].place[dim]]++
				all++
			}
		}
	}
	values, out := make([]float64, all), make([][]float64, len(counts))
	for n, count := range counts {
		out[n], values = values[:0:count], values[count:]
	}
	for _, list := range c.stays {
		for k := range list {
			if v, ok := value(&list[k]); ok {
				place := list[k].place[dim]
				out[place] = append(out[place], v)
			}
		}
	}
	return out
}
