package surge

import "math"

// A slow growth is found by a cumulative sum (Page, 1954): every day adds what its messages say for twice the usual level against
// the usual one, and takes away what its silence says against it. A surge of one message a day is too little for any single stretch
// and plain after two weeks. The numbers below were chosen on generated districts: see TestPlantedSurgesAreFound in store/demo.
const (
	slowDays  = 21 // how far back growth is followed
	slowTimes = 2  // the level it is held against
	slowSum   = 4.25
	slowLeast = 13 // messages in it
)

// slow follows a key day by day up to the day looked at.
func (l *Level) slow(key Key, series []int) (Surge, bool) {
	first := l.last - slowDays + 1
	from, to := l.past(first - guard)
	if to-from < leastDays {
		return Surge{}, false
	}
	past, exposure := 0, 0.0
	for i := from; i < to; i++ {
		past += series[i]
		exposure += l.weight(key.Topic, i)
	}
	shape, rate := l.prior(key, past, from, to)
	r, e := shape+float64(past), rate+exposure
	usual := r/e + math.Sqrt(r)/(2*e) // the level is uncertain: half a deviation more than it seems
	sum, n, days := 0.0, 0, 0
	for i := first; i <= l.last; i++ {
		sum += float64(series[i])*math.Log(slowTimes) - (slowTimes-1)*usual*l.weight(key.Topic, i)
		days, n = days+1, n+series[i]
		if sum <= 0 {
			sum, n, days = 0, 0, 0
		}
	}
	if sum <= slowSum || n < slowLeast {
		return Surge{}, false
	}
	s, _ := l.judge(key, series, days, slowLeast)
	s.Slow = true
	return s, true
}
