package calendar

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func official(t testing.TB) *Calendar {
	t.Helper()
	c, err := Official()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func schedule(t testing.TB, hours, zoneName string) *Schedule {
	t.Helper()
	week, err := ParseWeek(hours)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSchedule(official(t), week, zone(t, zoneName))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestEveryOfficialDay reads the file in its own way and compares every day of 2019–2027.
func TestEveryOfficialDay(t *testing.T) {
	file, err := os.ReadFile("data/production_calendar_ru.csv")
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]map[string]string{} // date → kind → basis
	for _, r := range records[1:] {
		if listed[r[0]] == nil {
			listed[r[0]] = map[string]string{}
		}
		listed[r[0]][r[1]] = r[3]
	}
	c, days := official(t), 0
	for at := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2028; at = at.AddDate(0, 0, 1) {
		day, err := c.Day(NewDate(at.Date()))
		if err != nil {
			t.Fatal(err)
		}
		kinds := listed[at.Format(time.DateOnly)]
		_, off := kinds["day_off"]
		_, short := kinds["short"]
		_, transferred := kinds["workday_transfer"]
		work := transferred || !off && at.Weekday() != time.Saturday && at.Weekday() != time.Sunday
		hours := 0
		if work {
			hours = 8
		}
		if work && short {
			hours = 7
		}
		if day.Work != work || day.Hours != hours {
			t.Errorf("%s: work=%v hours=%d, the file says work=%v hours=%d", at.Format(time.DateOnly), day.Work, day.Hours, work, hours)
		}
		for _, kind := range []string{"workday_transfer", "day_off"} {
			if basis, ok := kinds[kind]; ok && day.Basis != basis {
				t.Errorf("%s: basis %q, the file says %q", at.Format(time.DateOnly), day.Basis, basis)
			}
		}
		days++
	}
	if days != 3287 {
		t.Errorf("%d days, want 3287", days)
	}
}

// TestWorkingDaysPerYear compares with the published norms of working time; those of 2020 and 2021 do not take the days off
// by decree of the President into account, so they are counted as 59-ФЗ sees them.
func TestWorkingDaysPerYear(t *testing.T) {
	for year, want := range map[int]int{2019: 247, 2020: 248, 2021: 247, 2022: 247, 2023: 247, 2024: 248, 2025: 247, 2026: 247} {
		days, err := official(t).Year(year)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, d := range days {
			if d.Law59 {
				got++
			}
		}
		if got != want {
			t.Errorf("%d: %d working days, want %d", year, got, want)
		}
	}
}

func TestPresidentialDaysDidNotStopTheLaw(t *testing.T) {
	for day, law := range map[string]bool{"2020-04-06": true, "2020-04-04": false, "2020-05-07": true, "2020-05-11": false,
		"2021-11-03": true, "2021-10-30": false, "2021-11-04": false} {
		d, err := official(t).Day(date(t, day))
		if err != nil || d.Work || d.Law59 != law {
			t.Errorf("%s: %+v %v, want off with Law59=%v", day, d, err, law)
		}
	}
}

func TestMissingYear(t *testing.T) {
	c := official(t)
	for day, year := range map[string]int{"2028-01-01": 2028, "2018-12-31": 2018, "2040-06-01": 2040} {
		_, err := c.Day(date(t, day))
		var missing *MissingYearError
		if !errors.As(err, &missing) || missing.Year != year {
			t.Errorf("%s: %v", day, err)
		}
	}
	s := schedule(t, "mon-fri 09:00-18:00", "Europe/Moscow")
	_, err := s.Add(time.Date(2027, 12, 29, 9, 0, 0, 0, time.UTC), 100*time.Hour)
	if err == nil || !strings.Contains(err.Error(), "Производственный календарь на 2028 год не загружен") {
		t.Errorf("overrun: %v", err)
	}
	if _, err = s.AddWorkdays(date(t, "2027-12-29"), 3); err == nil || !strings.Contains(err.Error(), "2028") {
		t.Errorf("workdays overrun: %v", err)
	}
	if _, err = s.SubWorkdays(date(t, "2019-01-03"), 1); err == nil || !strings.Contains(err.Error(), "2018") {
		t.Errorf("workdays before: %v", err)
	}
	if _, err = s.Next(date(t, "2027-12-31"), Plain); err == nil || !strings.Contains(err.Error(), "2028") {
		t.Errorf("next: %v", err)
	}
}

func TestAlarm(t *testing.T) {
	c := official(t)
	if got := c.Alarm(date(t, "2027-10-31")); got != "" {
		t.Errorf("too early: %s", got)
	}
	if got := c.Alarm(date(t, "2027-11-01")); !strings.Contains(got, "2028") {
		t.Errorf("no alarm on 1 November: %q", got)
	}
	if got := c.Alarm(date(t, "2026-12-31")); got != "" {
		t.Errorf("next year is loaded: %s", got)
	}
}

func TestOverrides(t *testing.T) {
	c := official(t)
	act := "распоряжение № 7"
	own, err := c.With([]Row{
		{Date: date(t, "2026-09-02"), Kind: KindDayOff, Basis: act, Title: "День района"},
		{Date: date(t, "2026-09-05"), Kind: KindWork, Basis: act, Moved: date(t, "2026-09-02")},
		{Date: date(t, "2026-09-05"), Kind: KindShort, Basis: act},
		{Date: date(t, "2026-09-06"), Kind: KindOwn, Basis: act, Spans: []Span{{600, 660}, {720, 780}}},
		{Date: date(t, "2026-09-07"), Kind: KindShort, Basis: act},
	})
	if err != nil {
		t.Fatal(err)
	}
	if own.Version() == c.Version() {
		t.Error("the version did not change")
	}
	week, _ := ParseWeek("mon,tue,thu,fri 09:00-17:00; wed 10:00-12:00,13:00-15:00")
	s, err := NewSchedule(own, week, zone(t, "Europe/Moscow"))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2026-09-02": "", "2026-09-05": "10:00-12:00,13:00-14:00", "2026-09-06": "10:00-11:00,12:00-13:00",
		"2026-09-07": "09:00-16:00", "2026-09-08": "09:00-17:00"} {
		spans, err := s.Spans(date(t, day))
		if err != nil || joinSpans(spans) != want {
			t.Errorf("%s: %q %v, want %q", day, joinSpans(spans), err, want)
		}
	}
	_, err = c.With([]Row{{Date: date(t, "2030-01-01"), Kind: KindDayOff, Basis: act}, {Date: date(t, "2026-01-01"), Kind: KindDayOff}})
	if err == nil || !strings.Contains(err.Error(), "01.01.2030") || !strings.Contains(err.Error(), "01.01.2026") {
		t.Errorf("both faults wanted: %v", err)
	}
}

func TestExtend(t *testing.T) {
	c := official(t)
	next, err := c.Extend([]Row{{Date: date(t, "2028-01-01"), Kind: KindDayOff, Basis: BasisHoliday}})
	if err != nil {
		t.Fatal(err)
	}
	if _, last := next.Years(); last != 2028 {
		t.Errorf("last year %d", last)
	}
	if _, err := c.Extend([]Row{{Date: date(t, "2029-01-01"), Kind: KindDayOff, Basis: BasisHoliday}}); err == nil || !strings.Contains(err.Error(), "2028") {
		t.Errorf("a gap: %v", err)
	}
	if _, err := c.Extend([]Row{{Date: date(t, "2028-05-01"), Kind: KindDayOff, Basis: BasisHoliday}}); err == nil || !strings.Contains(err.Error(), "1 января") {
		t.Errorf("a cut file: %v", err)
	}
}

func TestParseWeek(t *testing.T) {
	for text, want := range map[string]string{
		"mon-fri 09:00-13:00,14:00-18:00":    "mon-fri 09:00-13:00,14:00-18:00",
		"mon-thu 9:00-17:12; fri 9:00-16:00": "mon-thu 09:00-17:12; fri 09:00-16:00",
		"SUN 20:00-24:00;mon 00:00-08:00":    "mon 00:00-08:00; sun 20:00-24:00",
		"sat-mon 10:00-11:00":                "mon,sat,sun 10:00-11:00",
		"mon-fri 14:00-18:00, 09:00-13:00":   "mon-fri 09:00-13:00,14:00-18:00",
	} {
		week, err := ParseWeek(text)
		if err != nil || week.String() != want {
			t.Errorf("%q: %q %v, want %q", text, week, err, want)
		}
	}
	for _, bad := range []string{"", "mon-fri", "mon-fri 08:00-00:00", "mon-fri 13:00-09:00", "mon-fri 09:00-09:00", "foo 09:00-10:00",
		"mon 09:00-12:00,11:00-13:00", "mon 09:00-24:01", "mon 9-18", "mon 09:60-10:00", "mon 09:00-10:00; mon 11:00-12:00"} {
		if week, err := ParseWeek(bad); err == nil {
			t.Errorf("%q accepted as %q", bad, week)
		}
	}
}

func TestParsersAgree(t *testing.T) {
	xml := `<?xml version="1.0" encoding="UTF-8"?><calendar year="2024"><holidays><holiday id="1" title="Новый год"/></holidays><days>
	<day d="01.01" t="1" h="1"/><day d="04.27" t="3"/><day d="04.29" t="1" f="04.27"/><day d="02.22" t="2"/><day d="11.02" t="2"/></days></calendar>`
	list := `{"holidays":["2024-01-01","2024-04-29"],"preholidays":["2024-02-22","2024-11-02"],"nowork":["2024-05-06"]}`
	csv := "weekday,date,kind,title,basis,moved_from_or_to\nMon,2024-01-01,day_off,Новый год,holiday,\nMon,2024-04-29,day_off,,government_decree,2024-04-27\n" +
		"Sat,2024-04-27,workday_transfer,,government_decree,2024-04-29\nThu,2024-02-22,short,,labour_code_95,\nSat,2024-11-02,workday_transfer,,government_decree,\nSat,2024-11-02,short,,labour_code_95,\n"
	check := func(name string, rows []Row, err error, want map[string]int) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c, err := New(rows)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for day, hours := range want {
			if got, err := c.Day(date(t, day)); err != nil || got.Hours != hours {
				t.Errorf("%s: %s: %d hours %v, want %d", name, day, got.Hours, err, hours)
			}
		}
	}
	common := map[string]int{"2024-01-01": 0, "2024-04-29": 0, "2024-04-30": 8, "2024-02-22": 7, "2024-11-02": 7, "2024-11-03": 0}
	rows, err := ParseXML(strings.NewReader(xml))
	check("xml", rows, err, common)
	check("xml", rows, err, map[string]int{"2024-04-27": 8})
	rows, err = ParseCSV(strings.NewReader(csv))
	check("csv", rows, err, common)
	rows, err = ParseJSON(strings.NewReader(list))
	check("json", rows, err, common)
	check("json", rows, err, map[string]int{"2024-04-27": 0, "2024-05-06": 0})
}

// TestFullJSON writes a year as the complete lists do, with every Saturday and Sunday, and reads it back.
func TestFullJSON(t *testing.T) {
	days, err := official(t).Year(2024)
	if err != nil {
		t.Fatal(err)
	}
	var off, short []string
	for _, d := range days {
		if !d.Work {
			off = append(off, `"`+d.Date.String()+`"`)
		}
		if d.Short {
			short = append(short, `"`+d.Date.String()+`"`)
		}
	}
	rows, err := ParseJSON(strings.NewReader(`{"holidays":[` + strings.Join(off, ",") + `],"preholidays":[` + strings.Join(short, ",") + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	read, err := New(rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range days {
		if got, _ := read.Day(d.Date); got.Work != d.Work || got.Hours != d.Hours {
			t.Errorf("%s: %d hours, want %d", d.Date, got.Hours, d.Hours)
		}
	}
}

func TestBadFiles(t *testing.T) {
	for _, text := range []string{"", "a,b\n1,2\n", "date,kind,title,basis,moved_from_or_to\n2024-13-01,day_off,x,holiday,\n",
		"date,kind,title,basis,moved_from_or_to\n2024-01-01,feast,x,holiday,\n"} {
		if rows, err := ParseCSV(strings.NewReader(text)); err == nil {
			t.Errorf("csv %q accepted: %v", text, rows)
		}
	}
	for _, text := range []string{"", "<calendar/>", `<calendar year="2024"><days><day d="13.01" t="1"/></days></calendar>`,
		`<calendar year="2024"><days><day d="01.01" t="7"/></days></calendar>`} {
		if rows, err := ParseXML(strings.NewReader(text)); err == nil {
			t.Errorf("xml %q accepted: %v", text, rows)
		}
	}
	for _, text := range []string{"", "[]", `{"holidays":["вчера"]}`} {
		if rows, err := ParseJSON(strings.NewReader(text)); err == nil {
			t.Errorf("json %q accepted: %v", text, rows)
		}
	}
	if _, err := New(nil); err == nil {
		t.Error("an empty calendar accepted")
	}
}

func TestYearJSON(t *testing.T) {
	days, err := official(t).Year(2024)
	if err != nil || len(days) != 366 {
		t.Fatalf("%d days, %v", len(days), err)
	}
	data, err := json.Marshal(days[:1])
	if want := `[{"date":"2024-01-01","work":false,"hours":0,"basis":"holiday"}]`; err != nil || string(data) != want {
		t.Errorf("%s %v, want %s", data, err, want)
	}
	var back []Day
	if err := json.Unmarshal(data, &back); err != nil || back[0].Date != days[0].Date {
		t.Errorf("%+v %v", back, err)
	}
	if _, err := official(t).Year(2028); err == nil {
		t.Error("2028 is not loaded")
	}
}
