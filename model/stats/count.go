package stats

import (
	"cmp"
	"math"
	"slices"

	"kurator/model"
)

// Value is one figure over some cases.
type Value struct {
	X     float64 // in the figure's unit; NaN when there is nothing to count it from
	Hits  int     // above the line; the number itself for a count
	Base  int     // below the line, n of a mean; 0 for a count
	Count bool    // a plain count
}

// Known tells whether there is a figure at all.
func (v Value) Known() bool { return !math.IsNaN(v.X) }

// SmallBase is from how many on a share or mean is shown without the mark «мало данных».
const SmallBase = 10

// Small tells that the figure stands on too few cases to say much.
func (v Value) Small() bool { return !v.Count && v.Base < SmallBase }

// Row is the figures of one group of cases, in the order asked for.
type Row struct {
	Keys   [2]int64 // the places in the dimensions grouped by
	Cases  int      // how many cases are behind any of the figures
	Values []Value
}

// Counter counts figures over cases, in total and by up to two dimensions: see NewCounter.
type Counter struct {
	scope   Scope
	figures []*Figure
	spreads []*Spread // each once
	ordered []bool    // a figure takes the median of it
	filter  func(*Case) bool
	dims    []Dim
	total   *sums
	groups  map[[2]int64]*sums
	near    [][]*sums // groups with small keys, by the first and then the second
	last    [2]int64  // the group found last: cases come in the order of receipt, so that days and months repeat
	found   *sums
	clock   clock
	now     found
	single  func(*Case, *Scope) (hits, base int) // the only figure, when it is a count or a share
}

// sums is one group in the making.
type sums struct {
	cases  int
	tally  []tally  // a place for each figure
	spread []spread // a place for each distribution
}

// spread is a distribution in the making: its numbers are kept only where a figure needs their order.
type spread struct {
	n, sum int
	values values
}

type tally struct{ hits, base int }

// found is what one case adds.
type found struct {
	tally []tally
	value []uint32
	has   []bool
}

// NewCounter counts the figures over the scope; a nil filter takes every case.
func NewCounter(s Scope, figures []*Figure, filter func(*Case) bool, dims ...Dim) *Counter {
	if s.Names == nil {
		s.Names = NewNames(nil, nil)
	}
	c := &Counter{scope: s, figures: figures, filter: filter, dims: dims[:min(len(dims), 2)], groups: map[[2]int64]*sums{}}
	for _, f := range figures {
		sp := f.Rule.Spread
		if sp == nil {
			continue
		}
		at := slices.Index(c.spreads, sp)
		if at < 0 {
			at = len(c.spreads)
			c.spreads, c.ordered = append(c.spreads, sp), append(c.ordered, false)
		}
		c.ordered[at] = c.ordered[at] || f.Rule.Point != Mean
	}
	n := len(c.spreads)
	c.now = found{make([]tally, len(figures)), make([]uint32, n), make([]bool, n)}
	c.total = c.newSums()
	if len(figures) == 1 && n == 0 {
		c.single = figures[0].Rule.Count
	}
	return c
}

// Census is what is taken of cases one by one, in parts that are joined.
type Census interface {
	Window() (from, to model.Instant) // cases received after its end or done with before its beginning are not needed
	Add(*Case)
	Fresh() Census // of the same kind, with nothing taken
	Join(Census)
}

// Window is the period of the scope.
func (c *Counter) Window() (from, to model.Instant) { return c.scope.From, c.scope.To }

// Fresh is a counter of the same figures that has counted nothing, for another part of the cases.
func (c *Counter) Fresh() Census { return NewCounter(c.scope, c.figures, c.filter, c.dims...) }

func (c *Counter) newSums() *sums {
	return &sums{tally: make([]tally, len(c.figures)), spread: make([]spread, len(c.spreads))}
}

// Add counts one case. It keeps nothing of it.
func (c *Counter) Add(x *Case) {
	if c.filter != nil && !c.filter(x) {
		return
	}
	if c.single != nil {
		c.addSingle(x)
		return
	}
	if !c.look(x) {
		return
	}
	c.total.add(&c.now, c.ordered)
	if len(c.dims) == 0 {
		return
	}
	c.group(x).add(&c.now, c.ordered)
}

// addSingle is Add for one figure: most groupings ask for no more.
func (c *Counter) addSingle(x *Case) {
	hits, base := c.single(x, &c.scope)
	if hits == 0 && base == 0 {
		return
	}
	c.total.one(hits, base)
	if len(c.dims) > 0 {
		c.group(x).one(hits, base)
	}
}

func (s *sums) one(hits, base int) {
	s.cases++
	s.tally[0].hits += hits
	s.tally[0].base += base
}

// look asks every figure about the case; false when none counts it.
func (c *Counter) look(x *Case) bool {
	met := false
	for i, f := range c.figures {
		if f.Rule.Count == nil {
			continue
		}
		hits, base := f.Rule.Count(x, &c.scope)
		c.now.tally[i] = tally{hits, base}
		met = met || hits != 0 || base != 0
	}
	for i, sp := range c.spreads {
		c.now.value[i], c.now.has[i] = sp.Of(x, &c.scope)
		met = met || c.now.has[i]
	}
	return met
}

func (s *sums) add(f *found, ordered []bool) {
	s.cases++
	for i, t := range f.tally {
		s.tally[i].hits += t.hits
		s.tally[i].base += t.base
	}
	for i, has := range f.has {
		if !has {
			continue
		}
		d := &s.spread[i]
		d.n++
		d.sum += int(f.value[i])
		if ordered[i] {
			d.values.add(f.value[i])
		}
	}
}

func (c *Counter) group(x *Case) *sums {
	var key [2]int64
	for i, d := range c.dims {
		key[i] = c.clock.key(d, x, &c.scope)
	}
	if c.found == nil || key != c.last {
		c.last, c.found = key, c.groupOf(key)
	}
	return c.found
}

// nearest is up to where keys are looked up by their place: codes, units, words. Days and holders are beyond.
const nearest = 1 << 12

func (c *Counter) groupOf(key [2]int64) *sums {
	small := key[0] >= 0 && key[0] < nearest && key[1] >= 0 && key[1] < nearest
	if small && key[0] < int64(len(c.near)) && key[1] < int64(len(c.near[key[0]])) {
		if g := c.near[key[0]][key[1]]; g != nil {
			return g
		}
	}
	g := c.groups[key]
	if g == nil {
		g = c.newSums()
		c.groups[key] = g
	}
	if small {
		c.near = longer(c.near, key[0])
		c.near[key[0]] = longer(c.near[key[0]], key[1])
		c.near[key[0]][key[1]] = g
	}
	return g
}

// longer is the list with a place for i.
func longer[T any](list []T, i int64) []T {
	if missing := int(i) + 1 - len(list); missing > 0 {
		list = append(list, make([]T, missing)...)
	}
	return list
}

// Join adds what another counter of the same figures has counted over other cases.
func (c *Counter) Join(part Census) {
	other, ok := part.(*Counter)
	if !ok {
		return
	}
	c.total.join(other.total)
	for key, g := range other.groups {
		c.groupOf(key).join(g)
	}
}

func (s *sums) join(other *sums) {
	s.cases += other.cases
	for i, t := range other.tally {
		s.tally[i].hits += t.hits
		s.tally[i].base += t.base
	}
	for i := range other.spread {
		d, o := &s.spread[i], &other.spread[i]
		d.n, d.sum = d.n+o.n, d.sum+o.sum
		d.values.join(&o.values)
	}
}

// Total is the figures over every case counted.
func (c *Counter) Total() Row { return c.row([2]int64{}, c.total) }

// Value is one figure of the total; the zero Value when it was not asked for.
func (c *Counter) Value(id ID) Value { return c.Total().Of(c.figures, id) }

// Figures are the figures counted, in the order of the values.
func (c *Counter) Figures() []*Figure { return c.figures }

// Of is the figure of an id among those the row was counted for.
func (r Row) Of(figures []*Figure, id ID) Value {
	i := slices.IndexFunc(figures, func(f *Figure) bool { return f.ID == id })
	if i < 0 || i >= len(r.Values) {
		return Value{X: math.NaN()}
	}
	return r.Values[i]
}

// Rows are the groups in the order of their keys.
func (c *Counter) Rows() []Row {
	rows := make([]Row, 0, len(c.groups))
	for key, g := range c.groups {
		rows = append(rows, c.row(key, g))
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Keys[0], b.Keys[0]), cmp.Compare(a.Keys[1], b.Keys[1]))
	})
	return rows
}

func (c *Counter) row(keys [2]int64, s *sums) Row {
	r := Row{Keys: keys, Cases: s.cases, Values: make([]Value, len(c.figures))}
	for i, f := range c.figures {
		var d *spread
		if at := slices.Index(c.spreads, f.Rule.Spread); at >= 0 {
			d = &s.spread[at]
		}
		r.Values[i] = f.value(s.tally[i], d)
	}
	return r
}

func (f *Figure) value(t tally, d *spread) Value {
	switch {
	case f.Rule.Spread != nil:
		return Value{X: d.point(f.Rule.Point) / f.Rule.Spread.Scale, Base: d.n}
	case f.Unit != Percent:
		return Value{X: float64(t.hits), Hits: t.hits, Count: true}
	}
	return Value{X: 100 * float64(t.hits) / float64(t.base), Hits: t.hits, Base: t.base} // 0/0 is not known
}

// point takes one point of the distribution; NaN of nothing.
func (d *spread) point(p Point) float64 {
	if p == Median {
		return d.values.median()
	}
	return float64(d.sum) / float64(d.n)
}
