package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const split = "mon-fri 09:00-13:00,14:00-18:00"

func TestNamedInstants(t *testing.T) {
	for _, c := range []struct{ name, hours, from, budget, want string }{
		{"at open", split, "2024-05-13 09:00:00", "1h", "2024-05-13 10:00:00"},
		{"at close", split, "2024-05-13 18:00:00", "1h", "2024-05-14 10:00:00"},
		{"one second before close", split, "2024-05-13 17:59:59", "1h", "2024-05-14 09:59:59"},
		{"in lunch", split, "2024-05-13 13:30:00", "1h", "2024-05-13 15:00:00"},
		{"before opening", split, "2024-05-13 06:00:00", "1h", "2024-05-13 10:00:00"},
		{"on a holiday", split, "2024-05-09 12:00:00", "1h", "2024-05-13 10:00:00"},
		{"on a transferred Saturday", split, "2024-04-27 17:00:00", "2h", "2024-05-02 10:00:00"},
		{"on a short day", split, "2024-05-08 16:30:00", "1h", "2024-05-13 09:30:00"},
		{"ends with a span", split, "2024-05-13 09:00:00", "4h", "2024-05-13 13:00:00"},
		{"ends with the day", split, "2024-05-13 09:00:00", "8h", "2024-05-13 18:00:00"},
		{"zero", split, "2024-05-09 12:00:00", "0", "2024-05-09 12:00:00"},
		{"nine hours of May", split, "2024-05-07 17:30:00", "9h", "2024-05-13 10:30:00"},
		{"round the clock", "sun-sat 00:00-24:00", "2024-05-13 23:00:00", "2h", "2024-05-14 01:00:00"},
		{"short transferred Saturday", split, "2025-11-01 15:00:00", "3h", "2025-11-05 10:00:00"},
		{"Friday's hours on a Saturday", "mon-thu 09:00-18:00; fri 10:00-12:00", "2024-04-27 09:00:00", "9h", "2024-04-27 18:00:00"},
	} {
		s := schedule(t, c.hours, "Europe/Moscow")
		from, _ := time.ParseInLocation(time.DateTime, c.from, s.loc)
		budget, _ := time.ParseDuration(c.budget)
		got, err := s.Add(from, budget)
		if err != nil || got.In(s.loc).Format(time.DateTime) != c.want {
			t.Errorf("%s: %s %v, want %s", c.name, got.In(s.loc).Format(time.DateTime), err, c.want)
		}
	}
	s := schedule(t, split, "Europe/Moscow")
	if _, err := s.Add(time.Date(2024, 1, 10, 9, 0, 0, 0, s.loc), -time.Second); err == nil {
		t.Error("a negative budget accepted")
	}
	if got, _ := s.Add(time.Date(2024, 5, 13, 9, 0, 0, 500, s.loc), 0); got.Before(time.Date(2024, 5, 13, 9, 0, 0, 500, s.loc)) {
		t.Error("due before the start by a fraction of a second")
	}
}

func TestZones(t *testing.T) {
	// A round-the-clock week counts real time: the day a clock is moved has 23 or 25 hours.
	always := schedule(t, "mon-sun 00:00-24:00", "Europe/Amsterdam")
	for day, want := range map[string]time.Duration{"2024-04-01": 24, "2024-03-31": 0} {
		d := date(t, day)
		got, err := always.Between(d.Start(always.loc), (d + 1).Start(always.loc))
		if err != nil {
			t.Fatal(err)
		}
		if want == 0 {
			want = 23
		}
		if got != want*time.Hour {
			t.Errorf("%s: %v", day, got)
		}
	}
	moscow := zone(t, "Europe/Moscow")
	for day, want := range map[string]string{"2010-12-01": "2010-11-30T21:00:00Z", "2012-07-01": "2012-06-30T20:00:00Z", "2015-07-01": "2015-06-30T21:00:00Z"} {
		if got := date(t, day).Start(moscow).UTC().Format(time.RFC3339); got != want {
			t.Errorf("start of %s in Moscow: %s, want %s", day, got, want)
		}
	}
	// Midnight is skipped in Santiago on 2022-09-11 and comes twice on 2023-04-02.
	santiago := zone(t, "America/Santiago")
	for day, want := range map[string]string{"2022-09-11": "2022-09-11T04:00:00Z", "2023-04-02": "2023-04-02T04:00:00Z"} {
		if got := date(t, day).Start(santiago).UTC().Format(time.RFC3339); got != want {
			t.Errorf("start of %s in Santiago: %s, want %s", day, got, want)
		}
	}
}

func TestHistoricalMoscow(t *testing.T) {
	rows := []Row{{Date: NewDate(2011, 1, 1), Kind: KindDayOff, Basis: BasisHoliday}, {Date: NewDate(2012, 1, 1), Kind: KindDayOff, Basis: BasisHoliday},
		{Date: NewDate(2013, 1, 1), Kind: KindDayOff, Basis: BasisHoliday}, {Date: NewDate(2014, 1, 1), Kind: KindDayOff, Basis: BasisHoliday}}
	cal, err := New(rows)
	if err != nil {
		t.Fatal(err)
	}
	week, _ := ParseWeek("mon-fri 09:00-18:00")
	s, err := NewSchedule(cal, week, zone(t, "Europe/Moscow"))
	if err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"2011-03-25T08:00:00+03:00": "2011-03-25T07:00:00Z", // the last winter day: 10:00 at +3
		"2011-03-28T08:00:00+04:00": "2011-03-28T06:00:00Z", // 10:00 at +4
		"2014-10-27T08:00:00+03:00": "2014-10-27T07:00:00Z", // +3 again
	} {
		at, _ := time.Parse(time.RFC3339, from)
		if got, err := s.Add(at, time.Hour); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: %s %v, want %s", from, got.Format(time.RFC3339), err, want)
		}
	}
}

func TestWorkdays(t *testing.T) {
	s := schedule(t, split, "Europe/Moscow")
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2024-05-07", 1, "2024-05-08"}, {"2024-05-08", 1, "2024-05-13"}, {"2024-12-27", 1, "2024-12-28"}, {"2024-12-28", 1, "2025-01-09"},
		{"2024-05-09", 0, "2024-05-09"}, {"2024-04-26", 7, "2024-05-13"}} {
		if got, err := s.AddWorkdays(date(t, c.from), c.n); err != nil || got.String() != c.want {
			t.Errorf("%s + %d: %s %v, want %s", c.from, c.n, got, err, c.want)
		}
	}
	if got, _ := s.Previous(date(t, "2025-01-01"), Plain); got.String() != "2024-12-28" {
		t.Errorf("previous of 01.01.2025: %s", got)
	}
	if got, _ := s.Next(date(t, "2025-01-01"), Plain); got.String() != "2025-01-09" {
		t.Errorf("next of 01.01.2025: %s", got)
	}
	if got, _ := s.Previous(date(t, "2020-04-16"), Law59); got.String() != "2020-04-16" {
		t.Errorf("a day of the President's decree is a working one for 59-ФЗ: %s", got)
	}
	if got, _ := s.Previous(date(t, "2020-04-16"), Plain); got.String() != "2020-03-27" {
		t.Errorf("a day of the President's decree is off in the calendar: %s", got)
	}
}

func TestNamedPauses(t *testing.T) {
	s := schedule(t, split, "Europe/Moscow")
	at := func(text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		v, err := time.ParseInLocation("2006-01-02 15:04", text, s.loc)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	iv := func(from, to string) Interval { return Interval{at(from), at(to)} }
	day := "2024-05-13 "
	for _, c := range []struct {
		name   string
		pauses []Interval
		want   string
	}{
		{"none", nil, day + "15:00"},
		{"within", []Interval{iv(day+"10:00", day+"11:00")}, day + "16:00"},
		{"nested", []Interval{iv(day+"10:00", day+"12:00"), iv(day+"10:30", day+"11:00")}, day + "17:00"},
		{"touching", []Interval{iv(day+"10:00", day+"11:00"), iv(day+"11:00", day+"12:00")}, day + "17:00"},
		{"overlapping, out of order", []Interval{iv(day+"11:00", day+"12:00"), iv(day+"10:00", day+"11:30")}, day + "17:00"},
		{"outside hours", []Interval{iv(day+"13:00", day+"14:00"), iv("2024-05-12 10:00", "2024-05-12 20:00")}, day + "15:00"},
		{"from before the start", []Interval{iv("2024-05-01 10:00", day+"10:00")}, day + "16:00"},
		{"after the end", []Interval{iv(day+"15:00", "2024-06-13 15:00")}, day + "15:00"},
		{"open, too late to matter", []Interval{iv(day+"15:00", "")}, day + "15:00"},
		{"open", []Interval{iv(day+"14:59", "")}, ""},
		{"inverted", []Interval{iv(day+"12:00", day+"11:00")}, day + "15:00"},
		{"two years", []Interval{iv(day+"10:00", "2026-05-13 10:00")}, "2026-05-13 15:00"},
	} {
		got, running, err := s.AddPaused(at(day+"09:00"), 5*time.Hour, MergePauses(c.pauses))
		if err != nil || running != (c.want != "") || running && got.In(s.loc).Format("2006-01-02 15:04") != c.want {
			t.Errorf("%s: %s running=%v %v, want %s", c.name, got.In(s.loc), running, err, c.want)
		}
	}
}

// slowWorked counts working minutes by walking them one by one, with the wall clock alone.
func slowWithin(s *Schedule, at time.Time) bool {
	local := at.In(s.loc)
	spans, err := s.Spans(NewDate(local.Date()))
	if err != nil {
		return false
	}
	minute := local.Hour()*60 + local.Minute()
	for _, span := range spans {
		if span.From <= minute && minute < span.To {
			return true
		}
	}
	return false
}

func slowAdd(s *Schedule, from time.Time, minutes int, pauses []Interval) (time.Time, bool) {
	for at := from; at.Sub(from) < 90*24*time.Hour; at = at.Add(time.Minute) {
		if minutes == 0 {
			return at, true
		}
		paused := false
		for _, p := range pauses {
			paused = paused || !at.Before(p.From) && (p.To.IsZero() || at.Before(p.To))
		}
		if !paused && slowWithin(s, at) {
			minutes--
		}
	}
	return time.Time{}, false
}

// drawSchedule makes a random year with random special days, a random template and one of three zones.
func drawSchedule(t *rapid.T, zones []*time.Location) *Schedule {
	var rows []Row
	for year := 2024; year <= 2026; year++ {
		rows = append(rows, Row{Date: NewDate(year, 1, 1), Kind: KindDayOff, Basis: BasisHoliday})
	}
	used := map[Date]bool{}
	for range rapid.IntRange(0, 25).Draw(t, "special days") {
		d := NewDate(2024, 3, 1) + Date(rapid.IntRange(0, 90).Draw(t, "day"))
		if used[d] {
			continue
		}
		used[d] = true
		row := Row{Date: d, Kind: rapid.SampledFrom([]Kind{KindDayOff, KindShort, KindWork}).Draw(t, "kind"), Basis: "test"}
		if row.Kind == KindWork {
			row.Moved = d + Date(rapid.IntRange(1, 7).Draw(t, "moved"))
		}
		rows = append(rows, row)
	}
	cal, err := New(rows)
	if err != nil {
		t.Fatal(err)
	}
	var week Week
	for _, d := range rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 7, rapid.ID[int]).Draw(t, "weekdays") {
		cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 48), 4, 4, rapid.ID[int]).Draw(t, "half hours")
		slices.Sort(cuts)
		week[d] = []Span{{cuts[0] * 30, cuts[1] * 30}, {cuts[2] * 30, cuts[3] * 30}}
	}
	s, err := NewSchedule(cal, week, zones[rapid.IntRange(0, len(zones)-1).Draw(t, "zone")])
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func drawStart(t *rapid.T) time.Time {
	return time.Date(2024, 3, 25, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 40*24*60).Draw(t, "start")) * time.Minute)
}

func zones(t testing.TB) []*time.Location {
	return []*time.Location{zone(t, "Europe/Moscow"), zone(t, "Europe/Amsterdam"), time.UTC}
}

func TestFastEqualsSlow(t *testing.T) {
	locs := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t, locs)
		from := drawStart(t)
		var pauses []Interval
		for range rapid.IntRange(0, 4).Draw(t, "pauses") {
			p := Interval{From: from.Add(time.Duration(rapid.IntRange(-3000, 9000).Draw(t, "pause from")) * time.Minute)}
			if rapid.IntRange(0, 9).Draw(t, "ends") > 0 {
				p.To = p.From.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "pause length")) * time.Minute)
			}
			pauses = append(pauses, p)
		}
		minutes := rapid.IntRange(0, 3000).Draw(t, "budget")
		want, found := slowAdd(s, from, minutes, pauses)
		got, running, err := s.AddPaused(from, time.Duration(minutes)*time.Minute, MergePauses(pauses))
		if err != nil {
			t.Fatal(err)
		}
		if found && !running || found && !got.Equal(want) {
			t.Fatalf("fast %v (%v), slow %v", got, running, want)
		}
		if !found && running && got.Sub(from) < 90*24*time.Hour {
			t.Fatalf("fast %v, slow found nothing", got)
		}
	})
}

func TestAddProperties(t *testing.T) {
	locs := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t, locs)
		from := drawStart(t).Add(time.Duration(rapid.IntRange(0, 59).Draw(t, "seconds")) * time.Second)
		a := time.Duration(rapid.IntRange(0, 90000).Draw(t, "a")) * time.Second
		b := time.Duration(rapid.IntRange(0, 90000).Draw(t, "b")) * time.Second
		add := func(from time.Time, d time.Duration) time.Time {
			due, err := s.Add(from, d)
			if err != nil {
				t.Fatal(err)
			}
			return due
		}
		whole, step := add(from, a+b), add(add(from, a), b)
		if !whole.Equal(step) {
			t.Fatalf("due(s, a+b) = %v, due(due(s,a),b) = %v", whole, step)
		}
		if whole.Before(add(from, a)) || add(from, a).Before(from) {
			t.Fatal("not monotone in the budget")
		}
		later := from.Add(time.Duration(rapid.IntRange(0, 90000).Draw(t, "later")) * time.Second)
		if add(later, a).Before(add(from, a)) {
			t.Fatal("not monotone in the start")
		}
		if d, err := s.Between(from, add(from, a)); err != nil || d != a {
			t.Fatalf("difference %v %v, added %v", d, err, a)
		}
		if back, err := s.Back(add(from, a), a); err != nil || back.Before(from) {
			t.Fatalf("back %v %v before %v", back, err, from)
		} else if d, err := s.Between(back, add(from, a)); err != nil || d != a {
			t.Fatalf("back leaves %v %v, want %v", d, err, a)
		}
		if within, err := s.Within(from); err != nil || within != slowWithin(s, from) {
			t.Fatalf("within %v %v", within, err)
		}
	})
}

func TestDaysProperties(t *testing.T) {
	locs := zones(t)
	rapid.Check(t, func(t *rapid.T) {
		s := drawSchedule(t, locs)
		from := DateOf(drawStart(t), s.loc)
		n := rapid.IntRange(0, 40).Draw(t, "n")
		var pauses []Interval
		for range rapid.IntRange(0, 3).Draw(t, "pauses") {
			start := from.Start(s.loc).Add(time.Duration(rapid.IntRange(-100, 300).Draw(t, "pause from")) * time.Hour)
			pauses = append(pauses, Interval{start, start.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "length")) * time.Hour)})
		}
		merged := MergePauses(pauses)
		covered := func(d Date) bool {
			for at := d.Start(s.loc); at.Before((d + 1).Start(s.loc)); at = at.Add(time.Hour) {
				in := false
				for _, p := range pauses {
					in = in || !at.Before(p.From) && at.Before(p.To)
				}
				if !in {
					return false
				}
			}
			return true
		}
		slow := func(counts func(Date) bool) Date {
			d := from
			for left := n; left > 0; {
				d++
				if counts(d) && !covered(d) {
					left--
				}
			}
			return d
		}
		if got, running, err := AddDaysPaused(from, n, merged, s.loc); err != nil || !running || got != slow(func(Date) bool { return true }) {
			t.Fatalf("days: %v %v %v", got, running, err)
		}
		works := func(d Date) bool { spans, _ := s.Spans(d); return len(spans) > 0 }
		if got, running, err := s.AddWorkdaysPaused(from, n, merged); err != nil || !running || got != slow(works) {
			t.Fatalf("working days: %v %v %v, want %v", got, running, err, slow(works))
		}
		if plain, err := s.AddWorkdays(from, n); err != nil {
			t.Fatal(err)
		} else if k, err := s.WorkdaysBetween(from, plain); err != nil || k != n {
			t.Fatalf("%d working days counted, %d added", k, n)
		}
	})
}

func FuzzParseWeek(f *testing.F) {
	for _, seed := range []string{split, "mon 00:00-24:00", "sat-mon 9:00–10:00;tue,thu 1:00-2:00", "mon 08:00-00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		week, err := ParseWeek(text)
		if err != nil {
			return
		}
		again, err := ParseWeek(week.String())
		if err != nil || again.String() != week.String() {
			t.Fatalf("%q → %q → %q %v", text, week, again, err)
		}
	})
}

func TestStartsAndStretches(t *testing.T) {
	for _, name := range []string{"Europe/Moscow", "Europe/Amsterdam", "America/Santiago"} {
		s := schedule(t, split, name)
		for d := s.cal.first; d <= s.cal.last+1; d++ {
			if got, want := s.Start(d), d.Start(s.loc); !got.Equal(want) {
				t.Fatalf("%s: start of %s %v, want %v", name, d, got, want)
			}
		}
	}
	s := schedule(t, split, "Europe/Moscow")
	from, to := time.Date(2024, 5, 13, 12, 0, 0, 0, s.loc), time.Date(2024, 5, 14, 10, 0, 0, 0, s.loc)
	list, err := s.Stretches(from, to)
	if err != nil {
		t.Fatal(err)
	}
	pauses := MergePauses([]Interval{{from.Add(3 * time.Hour), from.Add(4 * time.Hour)}})
	var total time.Duration
	for _, iv := range pauses.Without(list) {
		total += iv.To.Sub(iv.From)
	}
	want, err := s.BetweenPaused(from, to, pauses)
	if err != nil || total != want || want != 5*time.Hour {
		t.Errorf("stretches %v, between %v %v", total, want, err)
	}
}
