// Package process shows where the time of cases goes: at which stage, in which unit, on which topic; how often a case is sent to
// and fro; and how long nobody has it (order 4.3).
package process

import (
	"cmp"
	"math"
	"slices"

	"kurator/model"
	"kurator/model/stats"
)

// Place is a place of the map. A zero part joins all of that kind.
type Place struct {
	Stage model.StageID
	Unit  model.UnitID // who held it; 0 = no unit: the curator, the head
	Topic int64        // a theme of stats.Themes
}

// Stay is how long cases stood at a place, in calendar days.
type Stay struct {
	Place
	N           int
	Median, P90 float64
	Total       float64 // all days together: where the time goes
}

// Tossed is how often cases of a unit and topic were sent to and fro.
type Tossed struct {
	Unit      model.UnitID
	Topic     int64
	Cases     int // that were sent back or handed to another unit
	Of        int // all that the unit had
	Transfers int // together
	Most      int // of one case
}

// Unowned is how long cases of a topic had no unit: from receipt until the first one, or until somebody else answered.
type Unowned struct {
	Topic       int64
	N           int
	Median, P90 float64
	Now         int // open, and still nobody's
}

// Map is the census. It measures stays that ended in the period.
type Map struct {
	scope   stats.Scope
	themes  *stats.Themes
	stays   map[Place][]float64
	tossed  map[[2]int64]*Tossed
	unowned map[int64][]float64
	now     map[int64]int
}

// New measures nothing yet.
func New(s stats.Scope, themes *stats.Themes) *Map {
	return &Map{scope: s, themes: themes, stays: map[Place][]float64{}, tossed: map[[2]int64]*Tossed{}, unowned: map[int64][]float64{}, now: map[int64]int{}}
}

// Window is the period of the scope.
func (m *Map) Window() (from, to model.Instant) { return m.scope.From, m.scope.To }

// Fresh has measured nothing.
func (m *Map) Fresh() stats.Census { return New(m.scope, m.themes.Fresh()) }

func (m *Map) in(i model.Instant) bool { return i >= m.scope.From && i < m.scope.To }

const day = 24 * 60 * 60

// Add measures one case.
func (m *Map) Add(c *stats.Case) {
	topic := m.themes.Key(c.Topic)
	units := map[model.UnitID]int{} // unit → how often the case was taken from it
	var first model.Instant         // when a unit had it first
	var last model.UnitID
	touched := false
	for i, s := range c.Ledger {
		if s.Unit != 0 && s.HolderOf() == model.HolderUnit {
			if first == 0 {
				first = s.From
			}
			if _, known := units[s.Unit]; !known {
				units[s.Unit] = 0
			}
			if last != 0 && (s.StageOf() == model.StageReturned || s.Unit != last) {
				units[last]++
			}
			last = s.Unit
		}
		if i+1 >= len(c.Ledger) || !m.in(c.Ledger[i+1].From) || !s.StageOf().Open() {
			continue
		}
		touched = true
		place := Place{Stage: s.StageOf(), Topic: topic}
		if s.HolderOf() == model.HolderUnit {
			place.Unit = s.Unit
		}
		m.stays[place] = append(m.stays[place], float64(c.Ledger[i+1].From-s.From)/day)
	}
	m.addUnowned(c, topic, first)
	if !touched {
		return
	}
	for unit, n := range units {
		t := m.toss(unit, topic)
		t.Of++
		if n > 0 {
			t.Cases++
			t.Transfers += n
			t.Most = max(t.Most, n)
		}
	}
}

func (m *Map) addUnowned(c *stats.Case, topic int64, first model.Instant) {
	switch end := cmp.Or(first, c.Done()); {
	case end != 0 && m.in(end):
		m.unowned[topic] = append(m.unowned[topic], float64(end-c.Received)/day)
	case end == 0 && c.Received < m.scope.To:
		m.now[topic]++
	}
}

func (m *Map) toss(unit model.UnitID, topic int64) *Tossed {
	key := [2]int64{int64(unit), topic}
	if m.tossed[key] == nil {
		m.tossed[key] = &Tossed{Unit: unit, Topic: topic}
	}
	return m.tossed[key]
}

// Join adds what another map has measured.
func (m *Map) Join(part stats.Census) {
	other, ok := part.(*Map)
	if !ok {
		return
	}
	for place, v := range other.stays {
		m.stays[place] = append(m.stays[place], v...)
	}
	for _, t := range other.tossed {
		to := m.toss(t.Unit, t.Topic)
		to.Cases, to.Of, to.Transfers, to.Most = to.Cases+t.Cases, to.Of+t.Of, to.Transfers+t.Transfers, max(to.Most, t.Most)
	}
	for topic, v := range other.unowned {
		m.unowned[topic] = append(m.unowned[topic], v...)
	}
	for topic, n := range other.now {
		m.now[topic] += n
	}
}

// Stays are the places of the map, those that take most time together first.
func (m *Map) Stays() []Stay {
	list := make([]Stay, 0, len(m.stays))
	for place, v := range m.stays {
		list = append(list, stayOf(place, v))
	}
	slices.SortFunc(list, func(a, b Stay) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Topic, b.Topic))
	})
	return list
}

// ByStage joins topics, so that a stage of a unit is one row.
func (m *Map) ByStage() []Stay {
	joined := map[Place][]float64{}
	for place, v := range m.stays {
		place.Topic = 0
		joined[place] = append(joined[place], v...)
	}
	list := make([]Stay, 0, len(joined))
	for place, v := range joined {
		list = append(list, stayOf(place, v))
	}
	slices.SortFunc(list, func(a, b Stay) int {
		return cmp.Or(cmp.Compare(a.Stage.Order(), b.Stage.Order()), cmp.Compare(b.Total, a.Total), cmp.Compare(a.Unit, b.Unit))
	})
	return list
}

func stayOf(place Place, v []float64) Stay {
	s := Stay{Place: place, N: len(v)}
	s.Median, s.P90 = points(v)
	for _, x := range v {
		s.Total += x
	}
	return s
}

// points are the median and the 90th percentile by nearest rank.
func points(values []float64) (median, p90 float64) {
	n := len(values)
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2, sorted[(9*n+9)/10-1]
}

// PingPong are the units and topics whose cases were sent to and fro, the most often first.
func (m *Map) PingPong() []Tossed {
	var list []Tossed
	for _, t := range m.tossed {
		if t.Cases > 0 {
			list = append(list, *t)
		}
	}
	slices.SortFunc(list, func(a, b Tossed) int {
		return cmp.Or(cmp.Compare(b.Transfers, a.Transfers), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Topic, b.Topic))
	})
	return list
}

// Nobody are the topics by how long their cases are nobody's.
func (m *Map) Nobody() []Unowned {
	topics := map[int64]bool{}
	for topic := range m.unowned {
		topics[topic] = true
	}
	for topic := range m.now {
		topics[topic] = true
	}
	var list []Unowned
	for topic := range topics {
		u := Unowned{Topic: topic, N: len(m.unowned[topic]), Now: m.now[topic]}
		u.Median, u.P90 = points(m.unowned[topic])
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b Unowned) int {
		return cmp.Or(cmp.Compare(b.Now, a.Now), cmp.Compare(b.N, a.N), cmp.Compare(a.Topic, b.Topic))
	})
	return list
}
