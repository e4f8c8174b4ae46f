package demo

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
)

// opening is the place of one case in the plan: when the message comes, by which channel, and what is put into it.
type opening struct {
	at      model.Instant
	day     *oneDay
	channel model.ChannelID
	planted *planted
}

// planted says what is put into a case on purpose.
type planted struct {
	plant   Plant
	subject string
	place   int64
	channel model.ChannelID
	ago     int // days before now
	turns   turns
	stage   model.StageID
	fast    bool
	kind    model.ApplicantKind
}

// oneDay is a day of the plan.
type oneDay struct {
	date   calendar.Date
	start  model.Instant
	work   bool
	count  int // messages, planted ones apart
	season int
}

// district is the plan of all days, and the state of one walk over it.
type district struct {
	Options
	*book
	hours *calendar.Schedule
	days  []oneDay
	plant map[int][]planted // by index of the day
	busy  float64           // how much work lies about: see chanceOpen

	// of one walk
	source *rand.PCG
	r      *rand.Rand
	buffer []byte
	count  int
	last   map[*subject]origin // the newest case of a subject, for duplicates of it
}

func newDistrict(o Options) (*district, error) {
	texts, err := library()
	if err != nil {
		return nil, err
	}
	d := &district{Options: o, book: texts, plant: map[int][]planted{}}
	office := deadline.Defaults().Schedules[0].Hours
	week, err := calendar.ParseWeek(office)
	if err != nil {
		return nil, err
	}
	if d.hours, err = calendar.NewSchedule(o.Calendar, week, o.Zone); err != nil {
		return nil, err
	}
	today := calendar.DateOf(o.Now.In(o.Zone), o.Zone)
	span := min(max(int(float64(o.Appeals)/perWeek*7), leastDays), mostDays)
	earliest, _ := o.Calendar.Years()
	first := max(today-calendar.Date(span-1), calendar.NewDate(earliest, time.January, 1))
	if today-first < leastDays-1 {
		return nil, missing(earliest - 1)
	}
	if _, last := o.Calendar.Years(); (today + horizon).Year() > last {
		return nil, missing(last + 1)
	}
	if err := d.layDays(first, today); err != nil {
		return nil, err
	}
	d.busy = d.settleBusy()
	return d, nil
}

func missing(year int) error {
	return &model.Fault{Code: model.BadData, Cause: &calendar.MissingYearError{Year: year},
		Say: (&calendar.MissingYearError{Year: year}).Error() + " Без него демонстрационный район не построить."}
}

// fresh is the same plan at the beginning of a walk.
func (d *district) fresh() *district {
	walk := *d
	walk.source = rand.NewPCG(d.Seed, 0)
	walk.r = rand.New(walk.source)
	walk.last = map[*subject]origin{}
	return &walk
}

// layDays spreads the cases over the days: Mondays are the busiest, weekends quiet, winter and spring louder than summer.
func (d *district) layDays(first, today calendar.Date) error {
	r := rand.New(rand.NewPCG(d.Seed, math.MaxUint64))
	weekday := [7]float64{0.45, 1.3, 1.15, 1.1, 1.0, 0.95, 0.55} // from Sunday
	season := [4]float64{1.15, 1.1, 0.75, 1.0}
	var weights []float64
	sum := 0.0
	for date := first; date <= today; date++ {
		day, err := d.Calendar.Day(date)
		if err != nil {
			return err
		}
		one := oneDay{date: date, start: model.InstantOf(date.Start(d.Zone)), work: day.Work, season: seasonOf(date.Month())}
		w := weekday[date.Weekday()] * season[one.season] * (0.75 + r.Float64()/2)
		if !day.Work {
			w = min(w, 0.6)
		}
		if date == today {
			w *= float64(d.Now-one.start) / (24 * 60 * 60)
		}
		sum += w
		d.days, weights = append(d.days, one), append(weights, w)
	}
	d.chooseShow()
	free, running := float64(d.Appeals-d.planted()), 0.0
	placed := 0
	for i, w := range weights {
		running += w
		upTo := int(math.Round(running / sum * free))
		d.days[i].count = upTo - placed
		placed = upTo
	}
	return nil
}

// slots are the cases of a day in the order of their receipt.
func (d *district) slots(day *oneDay) []opening {
	r := rand.New(rand.NewPCG(d.Seed^0x9e3779b97f4a7c15, uint64(day.date)))
	list := make([]opening, 0, day.count+4)
	for range day.count {
		channel := pickChannel(r, day.work)
		list = append(list, opening{at: d.moment(r, day, channel), day: day, channel: channel})
	}
	for _, p := range d.plant[d.indexOf(day)] {
		list = append(list, opening{at: d.moment(r, day, p.channel), day: day, channel: p.channel, planted: &p})
	}
	slices.SortStableFunc(list, func(a, b opening) int { return int(a.at - b.at) })
	return list
}

func (d *district) indexOf(day *oneDay) int { return int(day.date - d.days[0].date) }

// moment is the time of day of a message: citizens write online at noon and in the evening, call and come in office hours.
func (d *district) moment(r *rand.Rand, day *oneDay, channel model.ChannelID) model.Instant {
	hours := online
	if office(channel) {
		hours = atOffice
	}
	for range 12 {
		at := day.start + model.Instant(pick(r, hours[:])*3600+r.IntN(3600))
		if at <= d.Now-60 {
			return at
		}
	}
	return day.start + model.Instant(r.Int64N(max(int64(d.Now-day.start), 1)))
}

// Hours of the day as running sums of weights, from midnight.
var (
	online   = running([]int{2, 1, 1, 0, 0, 1, 2, 5, 8, 9, 9, 9, 11, 10, 8, 8, 8, 9, 12, 14, 14, 12, 8, 4})
	atOffice = running([]int{0, 0, 0, 0, 0, 0, 0, 0, 1, 14, 16, 14, 9, 2, 10, 12, 10, 3, 0, 0, 0, 0, 0, 0})
	// messages in ten weeks by channel
	channels     = []model.ChannelID{model.ChannelIM, model.ChannelPOS, model.ChannelECPUR, model.ChannelMail, model.ChannelSocial, model.ChannelPortal, model.ChannelSED, model.ChannelPhone, model.ChannelVisit}
	channelsWork = running([]int{140, 150, 20, 20, 20, 10, 49, 37, 19})
	channelsOff  = running([]int{140, 150, 20, 20, 20, 10})
)

func running(weights []int) []int {
	out, sum := make([]int, len(weights)), 0
	for i, w := range weights {
		sum += w
		out[i] = sum
	}
	return out
}

// pick chooses an index by running sums.
func pick(r *rand.Rand, sums []int) int {
	n := r.IntN(sums[len(sums)-1])
	for i, sum := range sums {
		if n < sum {
			return i
		}
	}
	return len(sums) - 1
}

func pickChannel(r *rand.Rand, work bool) model.ChannelID {
	if work {
		return channels[pick(r, channelsWork)]
	}
	return channels[pick(r, channelsOff)]
}

// office tells whether the channel works in office hours only.
func office(c model.ChannelID) bool {
	return c == model.ChannelSED || c == model.ChannelPhone || c == model.ChannelVisit
}
