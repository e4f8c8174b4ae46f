package surge

import (
	"cmp"
	"math"
	"slices"
	"time"

	"kurator/model/stats"
)

const (
	history   = 56 // days the usual level is taken from
	guard     = 7  // days before the window that do not count as usual: a surge grows into them
	leastDays = 28 // of history, for any verdict
	alpha     = 1e-5
	span      = 28 // days that are compared for what grew and faded
	yearDays  = 364 + history + 2*guard + around
	around    = 14 // days around the same date a year before that make its season
)

// windows are the stretches looked at, in days, each with how few messages are no surge: a sudden one and a slow one.
var windows = [...]struct{ days, least int }{{1, 3}, {3, 4}, {7, 5}, {14, 8}}

// Surge is more messages than usual.
type Surge struct {
	Key     Key
	Days    int       // the stretch, ending with the day looked at
	From    time.Time // its first day
	N       int
	Usual   float64 // expected in such a stretch
	P       float64 // how likely so many or more are by chance
	Past    int     // messages in the days the level was taken from
	Watched int     // how many days that is
	Weekday float64 // how much busier than the mean the weekdays of the stretch are
	Season  float64 // the same of the season; 1 when a year is not known yet
	Slow    bool    // no stretch stands out, but day after day brings more: see slow
}

// Move is what grew or faded: two stretches of 28 days.
type Move struct {
	Key         Key
	Now, Before int
	Expected    float64 // of Now, from Before and the season
	Grew, Faded bool    // more or less than chance would make
}

// Level is what is usual.
type Level struct {
	c       *Counts
	last    int // the day looked at, within the window
	begin   int // the first day with a message: what was before it nobody knows
	weekday [7]float64
	total   []int           // of all keys by day
	topics  map[int64][]int // of topics by day
	places  map[int64]int   // messages by place, over the history
	all     int
	season  map[int64][]float64 // of topics by day, filled when asked for
}

// LevelOf learns what is usual by the day before; day is the last day of the window counted from its end, 0 = the last one.
func LevelOf(c *Counts, daysAgo int) *Level {
	l := &Level{c: c, last: c.days - 1 - daysAgo, total: make([]int, c.days), topics: map[int64][]int{}, places: map[int64]int{}, season: map[int64][]float64{}}
	l.begin = l.firstDay()
	from, to := l.past(l.last - guard)
	for key, days := range c.cells {
		topic := l.topics[key.Topic]
		if topic == nil {
			topic = make([]int, c.days)
			l.topics[key.Topic] = topic
		}
		for i, n := range days {
			l.total[i] += n
			topic[i] += n
			if i >= from && i < to {
				l.places[key.Place] += n
				l.all += n
			}
		}
	}
	l.topics[Everything] = l.total
	l.learnWeekdays(to)
	return l
}

// past are the days from ≤ day < to the level before a stretch is taken from.
func (l *Level) past(to int) (int, int) {
	return max(l.begin, to-history), max(to, l.begin)
}

func (l *Level) firstDay() int {
	first := l.c.days
	for _, days := range l.c.cells {
		if i := slices.IndexFunc(days, func(n int) bool { return n > 0 }); i >= 0 {
			first = min(first, i)
		}
	}
	return first
}

// learnWeekdays: how much busier each weekday is, over everything known; few days pull it towards the mean.
func (l *Level) learnWeekdays(to int) {
	var sum, days [7]float64
	all := 0.0
	for i := l.begin; i < to; i++ {
		w := dateOf(l.c.first + i).Weekday()
		sum[w] += float64(l.total[i])
		days[w]++
		all += float64(l.total[i])
	}
	for w := range l.weekday {
		l.weekday[w] = 1
		if to > l.begin && all > 0 {
			mean := all / float64(to-l.begin)
			l.weekday[w] = (sum[w] + 20) / (days[w]*mean + 20)
		}
	}
}

// seasonOf is how much louder than its yearly mean a topic was around the same date a year before.
func (l *Level) seasonOf(topic int64, day int) float64 {
	if l.last-l.begin < yearDays { // the same dates of the year before must be known for every day the level is taken from
		return 1
	}
	list := l.season[topic]
	if list == nil {
		list = make([]float64, l.c.days)
		l.season[topic] = list
	}
	if list[day] != 0 {
		return list[day]
	}
	yearAgo := day - 364
	from, to := max(yearAgo-around, l.begin), min(yearAgo+around+1, day-guard)
	first := max(l.begin, day-guard-364)
	n, year := 0, 0
	for i := first; i < day-guard; i++ {
		year += l.topics[topic][i]
	}
	for i := from; i < to; i++ {
		n += l.topics[topic][i]
	}
	mean := float64(year) / float64(day-guard-first) * float64(to-from)
	list[day] = 1
	if to > from {
		list[day] = (float64(n) + 5) / (mean + 5)
	}
	return list[day]
}

// Season tells whether the season is taken into account: for that more than a year must be known. days is how much is.
func (l *Level) Season() (known bool, days int) {
	days = max(l.last-l.begin+1, 0)
	return l.last-l.begin >= yearDays, days
}

// SeasonDays is how many days must be known for that.
const SeasonDays = yearDays + 1

// Span is how many days a level is learned from at most: the season of the earliest day needs those around it a year before.
const Span = SeasonDays + around

// weight is how much of a mean day a day is.
func (l *Level) weight(topic int64, day int) float64 {
	return l.weekday[dateOf(l.c.first+day).Weekday()] * l.seasonOf(topic, day)
}

// judge holds a stretch against the days before it. The level of a rare key is uncertain itself, so the expected number is
// spread: a gamma prior from what the topic and the settlement bring elsewhere, a Poisson number of messages, together a
// negative binomial one.
func (l *Level) judge(key Key, series []int, days, least int) (Surge, bool) {
	first := l.last - days + 1
	from, to := l.past(first - guard)
	if to-from < leastDays {
		return Surge{}, false
	}
	s := Surge{Key: key, Days: days, From: dateOf(l.c.first + first), Watched: to - from}
	exposure := 0.0
	for i := from; i < to; i++ {
		s.Past += series[i]
		exposure += l.weight(key.Topic, i)
	}
	window := 0.0
	for i := first; i <= l.last; i++ {
		s.N += series[i]
		w := l.weekday[dateOf(l.c.first+i).Weekday()]
		season := l.seasonOf(key.Topic, i)
		s.Weekday += w / float64(days)
		s.Season += season / float64(days)
		window += w * season
	}
	shape, rate := l.prior(key, s.Past, from, to)
	r, e := shape+float64(s.Past), rate+exposure
	s.Usual = r / e * window
	s.P = tail(s.N, r, window/(e+window))
	return s, s.N >= least && float64(s.N) > 1.5*s.Usual && s.P < alpha
}

// prior is worth as much as half a message: the topic's rate, shared out as the settlement's share of everything; a channel's own.
func (l *Level) prior(key Key, past, from, to int) (shape, rate float64) {
	topic := 0
	for i := from; i < to; i++ {
		topic += l.topics[key.Topic][i]
	}
	share := 1.0
	switch {
	case key.Channel > 0:
		share = (float64(past) + 0.5) / (float64(l.all) + 1)
	case key.Place != Anywhere:
		share = (float64(l.places[key.Place]) + 0.5) / (float64(l.all) + 1)
	}
	mean := (float64(topic) + 0.5) / float64(to-from) * share
	return 0.5, 0.5 / mean
}

// tail is the probability of n or more of a negative binomial number of shape r and chance q.
func tail(n int, r, q float64) float64 {
	if n <= 0 {
		return 1
	}
	mean, variance := r*q/(1-q), r*q/((1-q)*(1-q))
	if mean > 500 { // the sum below would underflow
		return math.Erfc((float64(n)-0.5-mean)/math.Sqrt(2*variance)) / 2
	}
	p, sum := math.Exp(r*math.Log1p(-q)), 0.0
	for k := range n {
		sum += p
		p *= (r + float64(k)) / float64(k+1) * q
	}
	return max(1-sum, 0)
}

// Surges are what is more than usual on the day looked at, the least likely first. Of one key the clearest stretch is named;
// a joined key is left out when one of its settlements explains it.
func (l *Level) Surges() []Surge {
	var list []Surge
	explained := map[int64]bool{}
	for _, key := range l.c.keys() {
		if key.Topic == 0 {
			continue // what nobody has sorted yet is no topic
		}
		best, found := Surge{P: 2}, false
		series := l.c.series(key)
		for _, w := range windows {
			if s, ok := l.judge(key, series, w.days, w.least); ok && s.P < best.P {
				best, found = s, true
			}
		}
		if !found && key.Place != Anywhere {
			best, found = l.slow(key, series)
		}
		if found {
			list = append(list, best)
			explained[key.Topic] = explained[key.Topic] || key.Place != Anywhere
		}
	}
	list = slices.DeleteFunc(list, func(s Surge) bool { return s.Key.Place == Anywhere && explained[s.Key.Topic] })
	list = append(list, l.wholes(list)...)
	slices.SortStableFunc(list, func(a, b Surge) int { return cmp.Compare(a.P, b.P) })
	return list
}

// A whole settlement or channel stands out only when its parts do not: it asks for a rarer chance and for more messages.
const (
	wholeAlpha = 1e-7
	wholeTimes = 2
)

// wholes are the settlements and channels that bring more than usual of no theme in particular: without the themes that surge by
// themselves a settlement must still stand out, and a channel must bring more than these explain.
func (l *Level) wholes(found []Surge) []Surge {
	var list []Surge
	for _, key := range l.c.wholes() {
		series := slices.Clone(l.c.series(key))
		for _, s := range found {
			if key.Place != Anywhere && s.Key.Place == key.Place {
				for i, n := range l.c.series(s.Key) {
					series[i] -= n
				}
			}
		}
		best, ok := Surge{P: 2}, false
		for _, w := range windows {
			s, stands := l.judge(key, series, w.days, wholeTimes*w.least)
			if stands && s.P < min(best.P, wholeAlpha) && (key.Channel == 0 || !explains(append(list, found...), s)) {
				best, ok = s, true
			}
		}
		if ok {
			list = append(list, best)
		}
	}
	return list
}

// explains tells whether surges of their own bring at least half of what a channel has above its level.
func explains(found []Surge, channel Surge) bool {
	above := 0.0
	for _, s := range found {
		above += float64(s.N) - s.Usual
	}
	return above >= (float64(channel.N)-channel.Usual)/2
}

// UsualOf is how many messages of a key a stretch of days usually brings, and how many it has brought.
func (l *Level) UsualOf(key Key, days int) (n int, usual float64, known bool) {
	s, _ := l.judge(key, l.c.series(key), days, 0)
	return s.N, s.Usual, s.Watched > 0
}

// Course are the messages of a key on the last days up to the day looked at, and the first of these days.
func (l *Level) Course(key Key, days int) (first time.Time, messages []int) {
	from := max(l.last-days+1, 0)
	return dateOf(l.c.first + from), slices.Clone(l.c.series(key)[from : l.last+1])
}

// Moves compares the last 28 days with the 28 before, for every key that had any; while less is known it only counts.
func (l *Level) Moves() []Move {
	var list []Move
	end := l.last + 1
	known := end-l.begin >= 2*span // else there is nothing to compare with yet
	for _, key := range l.c.keys() {
		if key.Place == Anywhere {
			continue
		}
		m := Move{Key: key}
		series := l.c.series(key)
		var now, before float64
		for i := max(end-span, 0); i < end; i++ {
			m.Now += series[i]
			now += l.weight(key.Topic, i)
		}
		for i := max(end-2*span, 0); i < end-span; i++ {
			m.Before += series[i]
			before += l.weight(key.Topic, i)
		}
		if m.Now+m.Before == 0 {
			continue
		}
		if !known {
			list = append(list, m)
			continue
		}
		m.Expected = float64(m.Before) * now / before
		if m.Now+m.Before >= stats.SmallBase {
			low, high := stats.Wilson(m.Now, m.Now+m.Before)
			even := 100 * now / (now + before) // each message falls into one of the stretches by this chance
			m.Grew, m.Faded = low > even, high < even
		}
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b Move) int { return cmp.Compare(b.Now, a.Now) })
	return list
}
