package stats

import (
	"math"
	"math/rand"
	"reflect"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
)

func moscow(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// anyCase makes up a case; every field can be empty.
func anyCase(r *rand.Rand) Case {
	base := model.Instant(1_700_000_000 + r.Int63n(80_000_000))
	some := func() model.Instant {
		if r.Intn(3) == 0 {
			return 0
		}
		return base + model.Instant(r.Int63n(9_000_000)-50)
	}
	c := Case{ID: model.AppealID(1 + r.Intn(1e6)), Channel: uint8(r.Intn(10)), Kind: uint8(r.Intn(5)), Genre: uint8(r.Intn(6)), Applicant: uint8(r.Intn(5)),
		Stage: uint8(r.Intn(9)), Outcome: uint8(r.Intn(13)), Mark: uint8(r.Intn(6)), Verdict: Verdict(r.Intn(3)), High: r.Intn(2) == 0, DateOnly: r.Intn(2) == 0,
		Extended: r.Intn(2) == 0, Interim: r.Intn(2) == 0, Wrote: uint8(r.Intn(3)), Topic: uint32(r.Intn(400)), Place: uint32(r.Intn(9)),
		Source: uint32(r.Intn(300)), Reason: uint32(r.Intn(5)), Unit: model.UnitID(r.Intn(200)), Author: model.OfficialID(r.Intn(20)), Received: base,
		Registered: some(), First: some(), Answered: some(), Closed: some(), Reopened: some(), LateFrom: some(), DraftDue: some(), Rated: some()}
	for range r.Intn(3) {
		c.Questions = append(c.Questions, Question{uint32(r.Intn(400)), uint8(r.Intn(13))})
	}
	for range r.Intn(3) {
		c.Promises = append(c.Promises, Promise{calendar.Date(r.Intn(30_000)), some(), model.UnitID(r.Intn(9))})
	}
	for range r.Intn(3) {
		c.Returns = append(c.Returns, uint32(r.Intn(300)))
	}
	for range r.Intn(6) {
		s := Stint{Stage: uint8(r.Intn(9)), Holder: uint8(r.Intn(5)), From: some()}
		if s.Holder == holderUnit {
			s.Unit = model.UnitID(r.Intn(200))
		}
		c.Ledger = append(c.Ledger, s)
	}
	if r.Intn(2) == 0 {
		c.Score.At = base + 5
		for i := range c.Score.Points {
			c.Score.Points[i] = uint8(r.Intn(3))
		}
	}
	return c
}

func TestPackedCaseComesBack(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var got Case // used again, as readers do
	for range 5000 {
		want := anyCase(r)
		packed := want.Pack(nil)
		if err := got.Unpack(want.ID, want.Received, packed); err != nil {
			t.Fatal(err)
		}
		if back := got.Pack(nil); string(back) != string(packed) {
			t.Fatalf("%+v\n%+v", want, got)
		}
		fresh := Case{}
		if err := fresh.Unpack(want.ID, want.Received, packed); err != nil || !reflect.DeepEqual(filled(fresh), filled(want)) {
			t.Fatalf("%v\n%+v\n%+v", err, want, fresh)
		}
	}
}

// filled makes empty lists nil.
func filled(c Case) Case {
	c.Questions, c.Promises, c.Returns, c.Ledger = append([]Question(nil), c.Questions...), append([]Promise(nil), c.Promises...),
		append([]uint32(nil), c.Returns...), append([]Stint(nil), c.Ledger...)
	return c
}

func TestBrokenPackIsRefused(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 300 {
		c := anyCase(r)
		packed := c.Pack(nil)
		var x Case
		for n := range packed {
			if err := x.Unpack(1, 2, packed[:n]); err == nil {
				t.Fatalf("%d of %d bytes were taken for a case", n, len(packed))
			}
		}
		if err := x.Unpack(1, 2, append(packed, 0)); err == nil {
			t.Fatal("a byte too many was taken")
		}
	}
}

func FuzzUnpack(f *testing.F) {
	r := rand.New(rand.NewSource(3))
	for range 20 {
		c := anyCase(r)
		f.Add(c.Pack(nil))
	}
	f.Fuzz(func(t *testing.T, packed []byte) {
		var c Case
		if c.Unpack(1, 1_700_000_000, packed) == nil {
			c.Until()
		}
	})
}

func TestSharesAddUp(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	for range 2000 {
		counts := make([]int, 1+r.Intn(12))
		for i := range counts {
			counts[i] = r.Intn(50)
		}
		counts[0]++
		sum := 0.0
		for i, x := range Shares(counts, 1) {
			sum += x
			total := 0
			for _, n := range counts {
				total += n
			}
			if exact := 100 * float64(counts[i]) / float64(total); math.Abs(x-exact) >= 0.1 {
				t.Fatalf("%d of %d printed as %v", counts[i], total, x)
			}
		}
		if math.Abs(sum-100) > 1e-9 {
			t.Fatalf("%v add up to %v", counts, sum)
		}
	}
	// 62 appeals: three threes are 4,8 % each.
	if x := Shares([]int{7, 7, 5, 4, 4, 3, 3, 3, 3, 3, 20}, 1); slices.ContainsFunc(x[5:10], func(v float64) bool { return v != 4.8 }) || x[10] != 32.3 {
		t.Errorf("equal counts have shares of their own: %v", x)
	}
	if !math.IsNaN(Shares([]int{0, 0}, 1)[0]) {
		t.Error("a share of nothing")
	}
}

func TestPartsAddUpToTheWhole(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	for range 2000 {
		base := 1 + r.Intn(300)
		a := r.Intn(base + 1)
		b := r.Intn(base - a + 1)
		whole := math.Round(1000*float64(a+b)/float64(base)) / 10
		parts := Apportion(whole, []float64{100 * float64(a) / float64(base), 100 * float64(b) / float64(base)}, 1)
		if math.Abs(parts[0]+parts[1]-whole) > 1e-9 {
			t.Fatalf("%d and %d of %d: %v of %v", a, b, base, parts, whole)
		}
	}
}

func TestKnownChanges(t *testing.T) {
	for _, c := range []struct {
		then, now float64
		want      string
	}{{18956, 34410, "+81,5" + russian.NBSP + "%"}, {14070, 13305, "−5,4" + russian.NBSP + "%"}, {0, 5, "—"}} {
		if got := russian.Change(PercentChange(c.now, c.then), 1); got != c.want {
			t.Errorf("%v → %v: %s, not %s", c.then, c.now, got, c.want)
		}
	}
}

// The interval of 8 of 10 and of 0 of 20, from the published formula's worked examples.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		hits, base int
		low, high  float64
	}{{8, 10, 49.02, 94.33}, {0, 20, 0, 16.11}, {0, 0, 0, 100}} {
		low, high := Wilson(c.hits, c.base)
		if math.Abs(low-c.low) > 0.01 || math.Abs(high-c.high) > 0.01 {
			t.Errorf("%d of %d: %.2f–%.2f", c.hits, c.base, low, high)
		}
	}
}

func TestPeriods(t *testing.T) {
	week := StepWeek.Around("2026-11-25")
	for _, c := range []struct {
		got, want Period
	}{
		{week, Period{"2026-11-21", "2026-11-27"}}, // Saturday to Friday
		{StepWeek.Around("2026-11-21"), week},
		{StepWeek.Around("2026-11-20"), Period{"2026-11-14", "2026-11-20"}},
		{week.Previous(), Period{"2026-11-14", "2026-11-20"}},
		{week.YearAgo(), Period{"2025-11-22", "2025-11-28"}},
		{StepMonth.Around("2024-02-10"), Period{"2024-02-01", "2024-02-29"}},
		{StepMonth.Around("2024-02-10").YearAgo(), Period{"2023-02-01", "2023-02-28"}},
		{StepQuarter.Around("2026-01-01").Previous(), Period{"2025-10-01", "2025-12-31"}},
		{StepHalf.Around("2026-09-01"), Period{"2026-07-01", "2026-12-31"}},
		{StepYear.Around("2026-09-01").Previous(), Period{"2025-01-01", "2025-12-31"}},
		{Period{"2024-02-20", "2024-02-29"}.YearAgo(), Period{"2023-02-20", "2023-02-28"}},
		{Period{"2026-11-03", "2026-11-12"}.Previous(), Period{"2026-10-24", "2026-11-02"}},
	} {
		if c.got != c.want {
			t.Errorf("%v, not %v", c.got, c.want)
		}
	}
	now, previous, yearAgo := StepMonth.Around("2026-11-10").Compared("2026-11-10")
	if now != (Period{"2026-11-01", "2026-11-10"}) || previous != (Period{"2026-10-01", "2026-10-10"}) || yearAgo != (Period{"2025-11-01", "2025-11-10"}) {
		t.Errorf("cut at the same day: %v %v %v", now, previous, yearAgo)
	}
	if now, previous, _ := StepMonth.Around("2026-11-30").Compared("2026-12-05"); now.To != "2026-11-30" || previous.To != "2026-10-31" {
		t.Errorf("a finished month is not cut: %v %v", now, previous)
	}
}

// A day begins at 00:00:00 and ends before the next one does, also on the day of the year 2014 that had 25 hours and the one
// of 2011 that had 23.
func TestDaysAreHalfOpen(t *testing.T) {
	zone := moscow(t)
	received := Pick(Received)
	for _, c := range []struct {
		day   model.Date
		hours int
	}{{"2026-11-25", 24}, {"2014-10-26", 25}, {"2011-03-27", 23}} {
		from, to := Period{c.day, c.day}.Bounds(zone)
		if to-from != model.Instant(c.hours*3600) {
			t.Errorf("%s has %d seconds", c.day, to-from)
		}
		counter := NewCounter(Scope{From: from, To: to, Now: to, Zone: zone}, received, nil, ByDate)
		for _, at := range []model.Instant{from - 1, from, to - 1, to} {
			counter.Add(&Case{ID: 1, Received: at})
		}
		if n := counter.Value(Received).Hits; n != 2 {
			t.Errorf("%s counts %d of 2", c.day, n)
		}
		if rows := counter.Rows(); len(rows) != 1 || ByDate.Title(rows[0].Keys[0], nil, nil) != russian.DateShort(civil(c.day)) {
			t.Errorf("%s: %+v", c.day, rows)
		}
	}
}

// A term that ends with the last day of the period belongs to it: what is late from midnight on is late by that day.
func TestTermOfTheLastDay(t *testing.T) {
	zone := moscow(t)
	from, to := Period{"2026-11-21", "2026-11-27"}.Bounds(zone)
	s := Scope{From: from, To: to, Now: to, Zone: zone}
	for _, c := range []struct {
		late      model.Instant
		hit, base int
	}{{from, 0, 0}, {from + 1, 1, 1}, {to, 1, 1}, {to + 1, 0, 0}} {
		f, _ := Find(Overdue)
		hit, base := f.Rule.Count(&Case{Received: from - 100, LateFrom: c.late}, &s)
		if hit != c.hit || base != c.base {
			t.Errorf("late from %+d: %d of %d", c.late-to, hit, base)
		}
	}
}

func TestPartsJoinToTheWhole(t *testing.T) {
	r := rand.New(rand.NewSource(6))
	zone := moscow(t)
	from, to := Period{"2024-01-01", "2024-12-31"}.Bounds(zone)
	s := Scope{From: from, To: to, Now: to, Zone: zone}
	whole := NewCounter(s, Figures(), nil, ByUnit)
	one, two := whole.Fresh(), whole.Fresh()
	for i := range 3000 {
		c := anyCase(r)
		whole.Add(&c)
		if i%3 == 0 {
			one.Add(&c)
		} else {
			two.Add(&c)
		}
	}
	two.Join(one)
	joined := two.(*Counter)
	if !same(whole.Total(), joined.Total()) {
		t.Errorf("%v\n%v", whole.Total(), joined.Total())
	}
	a, b := whole.Rows(), joined.Rows()
	for i := range a {
		if !same(a[i], b[i]) {
			t.Fatalf("%v\n%v", a[i], b[i])
		}
	}
}

func same(a, b Row) bool {
	if a.Keys != b.Keys || a.Cases != b.Cases {
		return false
	}
	for i := range a.Values {
		x, y := a.Values[i], b.Values[i]
		if x.Hits != y.Hits || x.Base != y.Base || x.X != y.X && !(math.IsNaN(x.X) && math.IsNaN(y.X)) {
			return false
		}
	}
	return true
}

func TestEveryFigureIsExplained(t *testing.T) {
	seen := map[ID]bool{}
	for _, f := range Figures() {
		if f.Name == "" || f.Formula == "" || f.Unit == "" || seen[f.ID] || (f.Rule.Count == nil) == (f.Rule.Spread == nil) {
			t.Errorf("%+v", f)
		}
		seen[f.ID] = true
	}
}

func TestTargets(t *testing.T) {
	good, _ := Find(GoodMarks)
	pos, _ := Find(POSDays)
	for _, c := range []struct {
		f    *Figure
		aim  float64
		v    Value
		want string
	}{
		{good, 60, Value{X: 60, Hits: 6, Base: 10}, Met}, {good, 60, Value{X: 59.99, Base: 10}, NotMet},
		{good, 60, Value{X: 100 * 0.6, Base: 10}, Met}, {pos, 8, Value{X: 8.1, Base: 5}, NotMet}, {pos, 8, Value{X: 3, Base: 5}, Met},
		{pos, 8, Value{X: math.NaN()}, NoValue},
	} {
		if got := Judge(c.f, model.Target{Value: c.aim}, c.v); got != c.want {
			t.Errorf("%s %v against %v: %s", c.f.ID, c.v.X, c.aim, got)
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	r := rand.New(rand.NewSource(7))
	c := anyCase(r)
	packed := c.Pack(nil)
	var x Case
	for b.Loop() {
		if err := x.Unpack(1, c.Received, packed); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(packed)), "bytes/case")
}
