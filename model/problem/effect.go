package problem

import (
	"math"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/stats"
)

// Course is how often messages about a problem came, by civil days from the first one to the last day looked at.
type Course struct {
	First time.Time // UTC midnight of the first civil day
	Days  []int
}

// CourseOf counts messages by the civil days of the zone, from the first of them to today.
func CourseOf(received []model.Instant, today model.Date, zone *time.Location) Course {
	if len(received) == 0 {
		return Course{}
	}
	first := civil(model.DateOf(slices.Min(received), zone))
	last := civil(today)
	c := Course{First: first, Days: make([]int, max(daysBetween(first, last)+1, 1))}
	for _, r := range received {
		if i := daysBetween(first, civil(model.DateOf(r, zone))); i < len(c.Days) {
			c.Days[i]++
		}
	}
	return c
}

func civil(d model.Date) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

func daysBetween(a, b time.Time) int { return int(math.Round(b.Sub(a).Hours() / 24)) }

// Span counts the messages of the days from ≤ day < to.
func (c Course) Span(from, to time.Time) int {
	n := 0
	for i := max(daysBetween(c.First, from), 0); i < min(daysBetween(c.First, to), len(c.Days)); i++ {
		n += c.Days[i]
	}
	return n
}

// Bar is one stretch of a drawn course.
type Bar struct {
	From time.Time
	Days int
	N    int
}

// Bars divides the course into at most so many stretches of equal length: a day, a week, or several weeks.
func (c Course) Bars(most int) []Bar {
	if len(c.Days) == 0 || most <= 0 {
		return nil
	}
	step := 1
	if len(c.Days) > most {
		step = 7 * ((len(c.Days) + 7*most - 1) / (7 * most))
	}
	var list []Bar
	for i := 0; i < len(c.Days); i += step {
		end := min(i+step, len(c.Days))
		from := c.First.AddDate(0, 0, i)
		list = append(list, Bar{From: from, Days: end - i, N: c.Span(from, c.First.AddDate(0, 0, end))})
	}
	return list
}

// Window is the longest stretch before and after a measure that is compared.
const Window = 28

// Effect is the rate of messages before and after a day: counts over stretches of equal length. The day itself is in neither.
type Effect struct {
	Measure       model.Measure
	Days          int // in each stretch; 0 when nothing has passed yet
	Before, After int
	Rate          [2]float64 // messages a week
	Change        float64    // percent; NaN when there was nothing before
	Sure          bool       // the difference is more than chance would make of equal rates
	First         bool       // no message was known before the day: there is nothing to compare with
}

// Small tells that there are too few messages to say anything.
func (e Effect) Small() bool { return e.Before+e.After < stats.SmallBase }

// EffectOf compares the stretches around a day. What was before the first message is known to be empty only as far as
// somebody watched, so the stretch before does not reach beyond the course.
func (c Course) EffectOf(day model.Date) Effect {
	at, end := civil(day), c.First.AddDate(0, 0, len(c.Days))
	days := min(Window, daysBetween(c.First, at), daysBetween(at, end)-1)
	e := Effect{Change: math.NaN(), First: len(c.Days) == 0 || !c.First.Before(at)}
	if days <= 0 {
		return e
	}
	e.Days = days
	e.Before = c.Span(at.AddDate(0, 0, -days), at)
	e.After = c.Span(at.AddDate(0, 0, 1), at.AddDate(0, 0, days+1))
	week := 7 / float64(days)
	e.Rate = [2]float64{float64(e.Before) * week, float64(e.After) * week}
	e.Change = stats.PercentChange(e.Rate[1], e.Rate[0])
	// With equal rates each message falls before or after by the toss of a coin.
	low, high := stats.Wilson(e.After, e.Before+e.After)
	e.Sure = !e.Small() && (high < 50 || low > 50)
	return e
}

// Effects are those of the measures that are done, in their order.
func (c Course) Effects(p *model.Problem) []Effect {
	var list []Effect
	for _, m := range p.Measures {
		if m.State == model.MeasureDone {
			e := c.EffectOf(m.Done)
			e.Measure = m
			list = append(list, e)
		}
	}
	return list
}

// Words are the effect as a sentence.
func (e Effect) Words() string {
	switch {
	case e.First:
		return "до этого дня сообщений ещё не было"
	case e.Days == 0:
		return "после этого дня ещё ничего не прошло"
	case e.Small():
		return "мало сообщений, чтобы судить"
	case !e.Sure:
		return "разница может быть случайной"
	case e.After < e.Before:
		return "сообщений стало меньше, и это не случайность"
	}
	return "сообщений стало больше, и это не случайность"
}

// Recurs counts the messages that came after the solution within the patience of the problem, and tells whether they bring it
// back. Later ones are another story.
func Recurs(p *model.Problem, received []model.Instant) (messages int, back bool) {
	if p.Stage.Open() || p.SolvedAt == 0 {
		return 0, false
	}
	threshold, days := p.Recurrence()
	until := p.SolvedAt + model.Instant(days*24*60*60)
	for _, r := range received {
		if r > p.SolvedAt && r <= until {
			messages++
		}
	}
	return messages, messages >= threshold
}
