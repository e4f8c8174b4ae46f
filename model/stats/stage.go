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

// StageCounter measures the stays at a stage that ended in the period, by stage and by one dimension more at a time: see
// NewStageCounter.
type StageCounter struct {
	scope  Scope
	filter func(*Case) bool
	dims   []Dim
	places []places            // of each dimension
	pairs  [mostDims - 1]pairs // places that were met together
	stays  []stays             // by what they have in common: a place in each dimension
}

// mostDims is up to how many dimensions are asked for at once.
const mostDims = 3

// stays are the lengths of stays that share their places: in all, and in the office's working time where that is known.
type stays struct {
	place      [mostDims]uint32
	span, work values
}

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
		var place [mostDims]uint32
		for i, d := range c.dims {
			place[i] = c.places[i].of(stageKeyOf(d, x, was, &c.scope))
		}
		list := c.at(place)
		list.span.add(seconds(end - was.From))
		if c.scope.Work != nil {
			if d, err := c.scope.Work.Between(time.Unix(int64(was.From), 0), time.Unix(int64(end), 0)); err == nil {
				list.work.add(seconds(model.Instant(d / time.Second)))
			}
		}
	}
}

// at is the list of stays with the places.
func (c *StageCounter) at(place [mostDims]uint32) *stays {
	n := place[0]
	for i := 1; i < len(c.dims); i++ {
		n = c.pairs[i-1].of(n, place[i])
	}
	c.stays = longer(c.stays, int64(n))
	c.stays[n].place = place
	return &c.stays[n]
}

// pairs numbers pairs of small numbers in the order they are met in.
type pairs struct {
	known [][]uint32 // the numbers from 1
	n     uint32
}

func (p *pairs) of(a, b uint32) uint32 {
	p.known = longer(p.known, int64(a))
	p.known[a] = longer(p.known[a], int64(b))
	if p.known[a][b] == 0 {
		p.n++
		p.known[a][b] = p.n
	}
	return p.known[a][b] - 1
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
	for i := range other.stays {
		theirs := &other.stays[i]
		var place [mostDims]uint32
		for d := range other.places {
			place[d] = mine[d][theirs.place[d]]
		}
		list := c.at(place)
		list.span.join(&theirs.span)
		list.work.join(&theirs.work)
	}
}

// Rows are the stages in their order, each by the places of a dimension that was asked for.
func (c *StageCounter) Rows(dim Dim) []StageTime {
	d := slices.Index(c.dims, dim)
	if d < 0 {
		return nil
	}
	sums := make([]stays, len(c.places[d].keys))
	for i := range c.stays {
		list := &c.stays[i]
		sum := &sums[list.place[d]]
		sum.span.join(&list.span)
		sum.work.join(&list.work)
	}
	rows := make([]StageTime, 0, len(sums))
	for n, key := range c.places[d].keys {
		median, p90 := sums[n].span.quantiles()
		half, most := sums[n].work.quantiles()
		rows = append(rows, StageTime{Stage: at(model.Stages(), key.stage), Unit: key.unit, Key: key.key, N: sums[n].span.n,
			Median: median / day, P90: p90 / day, Hours: half / 3600, Hours90: most / 3600})
	}
	slices.SortFunc(rows, func(a, b StageTime) int {
		return cmp.Or(cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(a.Key, b.Key), cmp.Compare(one(a.Unit), one(b.Unit)))
	})
	return rows
}
