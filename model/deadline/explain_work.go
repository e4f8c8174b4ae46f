package deadline

import (
	"fmt"
	"strings"
	"time"

	"kurator/model/calendar"
)

// explainHours lists the working time that was counted, day by day, with the days off between.
func explainHours(c *Clock, r *rule, pauses calendar.Pauses) ([]Line, error) {
	s, loc := r.schedule, r.schedule.Location()
	stretches, err := s.Stretches(instant(c.Start), instant(c.Due))
	if err != nil {
		return nil, err
	}
	counted := map[calendar.Date][]calendar.Interval{}
	for _, iv := range pauses.Without(stretches) {
		d := calendar.DateOf(iv.From, loc)
		counted[d] = append(counted[d], iv)
	}
	var f folder
	for d := calendar.DateOf(instant(c.Start), loc); d <= c.Date; d++ {
		if spans := counted[d]; len(spans) > 0 {
			text, worked := spansText(spans, loc)
			day, err := s.Calendar().Day(d)
			if err != nil {
				return nil, err
			}
			if day.Basis != "" && day.Basis != calendar.BasisWeekend {
				text += "; " + reason(day)
			}
			f.addWorked(d, LineCount, text, worked)
			continue
		}
		if err := explainUncounted(&f, d, c, r, pauses); err != nil {
			return nil, err
		}
	}
	return f.lines(), nil
}

// explainUncounted says why nothing of a day was counted.
func explainUncounted(f *folder, d calendar.Date, c *Clock, r *rule, pauses calendar.Pauses) error {
	works, err := r.schedule.Workday(d, calendar.Plain)
	if err != nil {
		return err
	}
	switch {
	case !works:
		day, err := r.schedule.Calendar().Day(d)
		if err != nil {
			return err
		}
		f.add(d, LineSkip, dayOffReason(day))
	case d == calendar.DateOf(instant(c.Start), r.schedule.Location()):
		f.add(d, LineSkip, "рабочее время этого дня уже прошло")
	case !pauses.Empty():
		f.add(d, LinePause, "пауза")
	}
	return nil
}

// dayOffReason is reason, also for a weekday on which this schedule has no hours.
func dayOffReason(day calendar.Day) string {
	if day.Work {
		return "нерабочий день по расписанию"
	}
	return reason(day)
}

func spansText(spans []calendar.Interval, loc *time.Location) (string, time.Duration) {
	var parts []string
	var total time.Duration
	for _, iv := range spans {
		to := iv.To.In(loc).Format("15:04")
		if to == "00:00" {
			to = "24:00"
		}
		parts = append(parts, iv.From.In(loc).Format("15:04")+"–"+to)
		total += iv.To.Sub(iv.From)
	}
	return strings.Join(parts, ", "), total
}

// explainWorkdays lists the counted working days and the days off between.
func explainWorkdays(c *Clock, r *rule, pauses calendar.Pauses) ([]Line, error) {
	if r.term.N == 0 {
		return []Line{{LineCount, "Срок — день события " + c.StartDate.Russian()}}, nil
	}
	var f folder
	var numbers []int // number of the last counted day in each run
	n := 0
	for d := c.StartDate + 1; d <= c.Unshifted; d++ {
		works, err := r.schedule.Workday(d, calendar.Plain)
		if err != nil {
			return nil, err
		}
		day, err := r.schedule.Calendar().Day(d)
		if err != nil {
			return nil, err
		}
		switch {
		case pauses.Covers(d, r.schedule.Location()):
			f.add(d, LinePause, "пауза")
		case works:
			n++
			f.add(d, LineCount, workdayNote(day))
		default:
			f.add(d, LineSkip, dayOffReason(day))
		}
		if len(numbers) < len(f.runs) {
			numbers = append(numbers, 0)
		}
		numbers[len(f.runs)-1] = n
	}
	lines := f.lines()
	for i, run := range f.runs {
		if run.kind == LineCount {
			numbered := dayNumbers(numbers[i]-int(run.last-run.first), numbers[i])
			lines[i].Text = strings.TrimSuffix(lines[i].Text, ordinary) + numbered
		}
	}
	return lines, nil
}

// workdayNote is what is said of a counted day before its number.
func workdayNote(day calendar.Day) string {
	if day.Basis != "" && day.Basis != calendar.BasisWeekend {
		return reason(day) + ": "
	}
	return ordinary
}

// ordinary marks a counted day about which there is nothing to say but its number.
const ordinary = "рабочий день: "

func dayNumbers(first, last int) string {
	if first == last {
		return fmt.Sprintf("день %d", first)
	}
	return fmt.Sprintf("дни %d–%d", first, last)
}
