package deadline

import (
	"fmt"
	"time"

	"kurator/model/calendar"
	"kurator/model/russian"
)

// folder joins runs of neighbouring days about which the same is said.
type folder struct{ runs []run }

type run struct {
	first, last calendar.Date
	kind        LineKind
	text        string
	worked      time.Duration // of each day
}

func (f *folder) add(d calendar.Date, kind LineKind, text string) { f.addWorked(d, kind, text, 0) }

func (f *folder) addWorked(d calendar.Date, kind LineKind, text string, worked time.Duration) {
	if n := len(f.runs); n > 0 {
		last := &f.runs[n-1]
		if last.kind == kind && last.text == text && last.worked == worked {
			last.first, last.last = min(last.first, d), max(last.last, d)
			return
		}
	}
	f.runs = append(f.runs, run{d, d, kind, text, worked})
}

func (f *folder) lines() []Line {
	out := make([]Line, 0, len(f.runs))
	for _, r := range f.runs {
		days := dayName(r.first)
		if r.last > r.first {
			days += " – " + dayName(r.last)
		}
		text := r.text
		switch {
		case r.worked > 0 && r.last > r.first:
			text = fmt.Sprintf("по %s (%s)", russian.WorkingHours(r.worked), r.text)
		case r.worked > 0:
			text = fmt.Sprintf("%s (%s)", russian.WorkingHours(r.worked), r.text)
		}
		out = append(out, Line{r.kind, days + " — " + text})
	}
	return out
}
