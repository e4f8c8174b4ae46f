package demo

import "kurator/model"

// memory is how many days back a case may still be open.
const memory = 90

// usualDays is the time in which a case of the channel is answered at the latest, in calendar days.
func usualDays(c model.ChannelID, kind model.Kind) float64 {
	switch c {
	case model.ChannelIM, model.ChannelSocial, model.ChannelPhone:
		return shortDays
	case model.ChannelECPUR:
		return mediumDays
	}
	if kind == model.KindFastTrack {
		return mediumDays
	}
	return longDays
}

const (
	shortDays  = 1.5
	mediumDays = 10
	longDays   = memory / 3
)

// chanceOpen is how likely a case still owes an answer when so much of its term has passed (1 = all of it): it falls while
// the term runs, and only few are overdue. The busier the office, the likelier both.
func chanceOpen(passed, busy float64) float64 {
	switch {
	case passed < 1:
		return min(0.97, busy*(1-0.6*passed))
	case passed < 3:
		return min(0.9, 0.06*busy*busy*(3-passed))
	}
	return 0
}

// settleBusy finds how busy the office must be for about as many open cases as asked for.
func (d *district) settleBusy() float64 {
	low, high := 0.0, 8.0
	for range 40 {
		middle := (low + high) / 2
		if d.expected(middle) < float64(d.Open) {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// expected is how many cases would be open.
func (d *district) expected(busy float64) float64 {
	shares := []struct{ share, days float64 }{{0.43, shortDays}, {0.23, mediumDays}, {0.34, longDays}}
	sum := 0.0
	for i, day := range d.days {
		for _, x := range shares {
			age := float64(len(d.days)-1-i) + 0.25
			sum += float64(day.count) * x.share * chanceOpen(age/x.days, busy)
		}
	}
	for _, list := range d.plant {
		for _, p := range list {
			if p.stage.Open() && p.stage != "" {
				sum++
			}
		}
	}
	return sum
}

// age is how many days ago the message came.
func (d *district) age(s *story) float64 { return float64(d.Now-s.opening.at) / (24 * 60 * 60) }
