package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Span is a half-open stretch of a working day in minutes from local midnight: [From, To), 0 ≤ From < To ≤ 1440.
type Span struct{ From, To int }

// String writes «09:00-13:00».
func (s Span) String() string { return clock(s.From) + "-" + clock(s.To) }

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// Week is a weekly template: the working spans of each day, by time.Weekday, in order and without overlaps.
type Week [7][]Span

const minutesPerDay = 24 * 60

var weekdayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParseWeek reads a template like «mon-fri 09:00-13:00,14:00-18:00; sat 10:00-14:00»: groups of days parted by «;», days
// singly, in ranges or parted by commas, spans parted by commas, «24:00» for the end of the day. A span over midnight
// («08:00-00:00») is refused. The error is a sentence.
func ParseWeek(s string) (Week, error) {
	var week Week
	for group := range strings.SplitSeq(s, ";") {
		fields := strings.Fields(group)
		if len(fields) < 2 {
			return Week{}, badWeek(s, "нужны дни и часы через пробел")
		}
		days, err := parseDays(fields[0])
		if err != nil {
			return Week{}, badWeek(s, err.Error())
		}
		spans, err := ParseSpans(strings.Join(fields[1:], ""))
		if err != nil {
			return Week{}, badWeek(s, err.Error())
		}
		for _, d := range days {
			if week[d] != nil {
				return Week{}, badWeek(s, "день «"+weekdayNames[d]+"» указан дважды")
			}
			week[d] = spans
		}
	}
	return week, nil
}

func badWeek(s, why string) error {
	return faultf("Не удалось понять рабочие часы «%s»: %s. Напишите, например: mon-fri 09:00-13:00,14:00-18:00.", s, why)
}

func parseDays(s string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(strings.ToLower(s), ",") {
		from, to, isRange := strings.Cut(part, "-")
		first := slices.Index(weekdayNames[:], from)
		last := first
		if isRange {
			last = slices.Index(weekdayNames[:], to)
		}
		if first < 0 || last < 0 {
			return nil, fmt.Errorf("день «%s» не распознан (mon tue wed thu fri sat sun)", part)
		}
		for d := first; ; d = (d + 1) % 7 {
			days = append(days, time.Weekday(d))
			if d == last {
				break
			}
		}
	}
	return days, nil
}

// ParseSpans reads the spans of one day: «09:00-13:00,14:00-18:00».
func ParseSpans(s string) ([]Span, error) {
	var spans []Span
	for part := range strings.SplitSeq(s, ",") {
		from, to, ok := strings.Cut(strings.ReplaceAll(part, "–", "-"), "-")
		a, okA := parseClock(from)
		b, okB := parseClock(to)
		if !ok || !okA || !okB {
			return nil, fmt.Errorf("часы «%s» не распознаны", part)
		}
		spans = append(spans, Span{a, b})
	}
	slices.SortFunc(spans, func(x, y Span) int { return x.From - y.From })
	return spans, checkSpans(spans)
}

func checkSpans(spans []Span) error {
	end := 0
	for i, s := range spans {
		switch {
		case s.From < 0 || s.To > minutesPerDay:
			return fmt.Errorf("часы «%s» выходят за пределы суток", s)
		case s.From >= s.To:
			return fmt.Errorf("в часах «%s» конец не позже начала (конец суток — 24:00)", s)
		case i > 0 && s.From < end:
			return fmt.Errorf("часы «%s» накладываются на предыдущие", s)
		}
		end = s.To
	}
	return nil
}

func parseClock(s string) (minutes int, ok bool) {
	h, m, colon := strings.Cut(strings.TrimSpace(s), ":")
	hours, errH := strconv.ParseUint(h, 10, 8)
	mins, errM := strconv.ParseUint(m, 10, 8)
	if !colon || errH != nil || errM != nil || len(h) > 2 || len(m) != 2 || mins > 59 {
		return 0, false
	}
	minutes = int(hours)*60 + int(mins)
	return minutes, minutes <= minutesPerDay
}

// String writes the template as ParseWeek reads it, days with equal hours in one group.
func (w Week) String() string {
	var groups []string
	var used [7]bool
	for i := range 7 {
		d := (i + 1) % 7 // from Monday
		if used[d] || len(w[d]) == 0 {
			continue
		}
		var days []string
		for j := i; j < 7; j++ {
			if e := (j + 1) % 7; slices.Equal(w[d], w[e]) {
				used[e] = true
				days = append(days, weekdayNames[e])
			}
		}
		groups = append(groups, joinDays(days)+" "+joinSpans(w[d]))
	}
	return strings.Join(groups, "; ")
}

func joinDays(days []string) string {
	first, last := dayIndex(days[0]), dayIndex(days[len(days)-1])
	if len(days) > 2 && last-first == len(days)-1 {
		return days[0] + "-" + days[len(days)-1]
	}
	return strings.Join(days, ",")
}

// dayIndex counts from Monday.
func dayIndex(name string) int { return (slices.Index(weekdayNames[:], name) + 6) % 7 }

func joinSpans(spans []Span) string {
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = s.String()
	}
	return strings.Join(parts, ",")
}

// Empty tells whether the template has no working time at all.
func (w Week) Empty() bool {
	for _, spans := range w {
		if len(spans) > 0 {
			return false
		}
	}
	return true
}

// check returns the first fault of a template that was not made by ParseWeek.
func (w Week) check() error {
	for d, spans := range w {
		if err := checkSpans(spans); err != nil {
			return badWeek(w.String(), weekdayNames[d]+": "+err.Error())
		}
	}
	if w.Empty() {
		return badWeek("", "нет ни одного рабочего часа")
	}
	return nil
}

// shorten takes minutes off the end of the day.
func shorten(spans []Span, minutes int) []Span {
	out := slices.Clone(spans)
	for minutes > 0 && len(out) > 0 {
		last := &out[len(out)-1]
		cut := min(minutes, last.To-last.From)
		last.To -= cut
		minutes -= cut
		if last.From == last.To {
			out = out[:len(out)-1]
		}
	}
	return out
}
