// Package surge holds the messages of a day or a week against their usual level: what is more than usual for that topic and
// settlement, that weekday and that season, what grew, what faded. It gives the numbers behind each verdict.
package surge

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/stats"
)

// Key is a theme in a settlement: its key in stats.Themes and its place in stats.ByPlace. Place Anywhere joins the settlements, topic
// Everything the themes; a whole channel is named besides.
type Key struct {
	Topic, Place int64
	Channel      int64 // one more than its place in stats.ByChannel; 0 = of any channel
}

// What joins all themes, and all settlements.
const (
	Everything = int64(-1)
	Anywhere   = int64(-1)
)

// whole tells whether a key is a whole settlement or channel, of all themes.
func (k Key) whole() bool { return k.Topic == Everything }

func channelKey(channel int64) Key { return Key{Everything, Anywhere, channel + 1} }

// ChannelPlace is the place of the key's channel in stats.ByChannel; ok is false for a key of any channel.
func (k Key) ChannelPlace() (place int64, ok bool) { return k.Channel - 1, k.Channel > 0 }

// Counts is a census of messages by key and civil day, and of what is open without a unit.
type Counts struct {
	scope    stats.Scope
	themes   *stats.Themes
	first    int // civil day of the window, counted from 1970
	days     int
	cells    map[Key][]int
	channels map[int64][]int
	detail   map[Key]*Detail
	recent   model.Instant // channels are told apart from here on
}

// Detail is what is known of a key besides its counts.
type Detail struct {
	Channels map[int64]int // of the recent messages, by the place in stats.ByChannel
	Open     int           // not answered yet
	Nobody   int           // open, and no unit has it
	Oldest   model.Instant // of those nobody has
}

// NewCounts counts the days of the scope; channels of messages received since recent are told apart.
func NewCounts(s stats.Scope, themes *stats.Themes, recent model.Instant) *Counts {
	first := dayOf(s.From.In(s.Zone))
	return &Counts{scope: s, themes: themes, first: first, days: dayOf((s.To - 1).In(s.Zone)) - first + 1, cells: map[Key][]int{}, channels: map[int64][]int{}, detail: map[Key]*Detail{}, recent: recent}
}

// dayOf is a civil day counted from 1970.
func dayOf(t time.Time) int {
	return int(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

func dateOf(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// Window is the period of the scope.
func (c *Counts) Window() (from, to model.Instant) { return c.scope.From, c.scope.To }

// Fresh has counted nothing.
func (c *Counts) Fresh() stats.Census { return NewCounts(c.scope, c.themes.Fresh(), c.recent) }

// Add counts a case.
func (c *Counts) Add(x *stats.Case) {
	key := Key{Topic: c.themes.Key(x.Topic), Place: stats.ByPlace.Key(x, &c.scope)}
	if x.Open() && x.Received < c.scope.To {
		d := c.of(key)
		d.Open++
		if x.Unit == 0 {
			d.Nobody++
			if d.Oldest == 0 || x.Received < d.Oldest {
				d.Oldest = x.Received
			}
		}
	}
	if x.Received < c.scope.From || x.Received >= c.scope.To {
		return
	}
	day := dayOf(x.Received.In(c.scope.Zone)) - c.first
	if day < 0 || day >= c.days {
		return
	}
	if c.cells[key] == nil {
		c.cells[key] = make([]int, c.days)
	}
	c.cells[key][day]++
	channel := stats.ByChannel.Key(x, &c.scope)
	if c.channels[channel] == nil {
		c.channels[channel] = make([]int, c.days)
	}
	c.channels[channel][day]++
	if x.Received >= c.recent {
		c.of(key).Channels[channel]++
	}
}

func (c *Counts) of(key Key) *Detail {
	if c.detail[key] == nil {
		c.detail[key] = &Detail{Channels: map[int64]int{}}
	}
	return c.detail[key]
}

// Join adds what another census has counted.
func (c *Counts) Join(part stats.Census) {
	other, ok := part.(*Counts)
	if !ok {
		return
	}
	for key, days := range other.cells {
		if c.cells[key] == nil {
			c.cells[key] = make([]int, c.days)
		}
		for i, n := range days {
			c.cells[key][i] += n
		}
	}
	for channel, days := range other.channels {
		if c.channels[channel] == nil {
			c.channels[channel] = make([]int, c.days)
		}
		for i, n := range days {
			c.channels[channel][i] += n
		}
	}
	for key, d := range other.detail {
		to := c.of(key)
		to.Open, to.Nobody = to.Open+d.Open, to.Nobody+d.Nobody
		if to.Oldest == 0 || d.Oldest != 0 && d.Oldest < to.Oldest {
			to.Oldest = d.Oldest
		}
		for channel, n := range d.Channels {
			to.Channels[channel] += n
		}
	}
}

// Detail is what is known of a key besides its counts.
func (c *Counts) Detail(key Key) Detail {
	if d := c.detail[key]; d != nil {
		return *d
	}
	return Detail{}
}

// Keys are the keys met, in order; of a topic met in several settlements there is a joined one too.
func (c *Counts) keys() []Key {
	seen := map[Key]bool{}
	places := map[int64]int{}
	for key := range c.cells {
		seen[key] = true
		places[key.Topic]++
	}
	for topic, n := range places {
		if n > 1 {
			seen[Key{Topic: topic, Place: Anywhere}] = true
		}
	}
	for key := range c.detail {
		seen[key] = true
	}
	list := make([]Key, 0, len(seen))
	for key := range seen {
		list = append(list, key)
	}
	slices.SortFunc(list, func(a, b Key) int { return cmp.Or(cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Place, b.Place)) })
	return list
}

// series are the counts of a key by day.
func (c *Counts) series(key Key) []int {
	if place, ok := key.ChannelPlace(); ok {
		return c.channels[place]
	}
	if !key.whole() && key.Place != Anywhere {
		if s := c.cells[key]; s != nil {
			return s
		}
		return make([]int, c.days)
	}
	sum := make([]int, c.days)
	for other, days := range c.cells {
		if key.whole() && other.Place == key.Place || !key.whole() && other.Topic == key.Topic {
			for i, n := range days {
				sum[i] += n
			}
		}
	}
	return sum
}

// wholes are the settlements and channels met, of all themes together.
func (c *Counts) wholes() []Key {
	places := map[int64]bool{}
	for key := range c.cells {
		if key.Place != 0 { // where nobody has said is no settlement
			places[key.Place] = true
		}
	}
	var list []Key
	for _, place := range slices.Sorted(maps.Keys(places)) {
		list = append(list, Key{Topic: Everything, Place: place})
	}
	for _, channel := range slices.Sorted(maps.Keys(c.channels)) {
		list = append(list, channelKey(channel))
	}
	return list
}

// Waiting are the keys with open cases that no unit has, those with the most first.
func (c *Counts) Waiting() []Key {
	var list []Key
	for key, d := range c.detail {
		if d.Nobody > 0 {
			list = append(list, key)
		}
	}
	slices.SortFunc(list, func(a, b Key) int {
		return cmp.Or(cmp.Compare(c.detail[b].Nobody, c.detail[a].Nobody), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Place, b.Place))
	})
	return list
}
