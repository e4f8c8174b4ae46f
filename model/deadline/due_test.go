package deadline

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kurator/model"
	"kurator/model/calendar"
)

// moscowOrUTC is a zone for drawn instants; which one does not matter to an instant.
var moscowOrUTC = time.UTC

// pausingBook allows pauses in every outer policy.
func pausingBook(t testing.TB) *Book {
	t.Helper()
	spec := Defaults()
	for i := range spec.Policies {
		if spec.Policies[i].Counted != BeforeNext {
			spec.Policies[i].MayPause, spec.Policies[i].PauseBasis = true, "распоряжение № 5"
		}
	}
	return bookOf(t, spec)
}

func TestNoShippedPolicyPauses(t *testing.T) {
	for _, p := range Defaults().Policies {
		if p.MayPause {
			t.Errorf("%s pauses", p.ID)
		}
	}
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		with, err := b.Ours(c)
		if err != nil {
			t.Fatal(err)
		}
		c.Pauses = nil
		if without, err := b.Ours(c); err != nil || with != without {
			t.Fatalf("pauses changed %+v to %+v %v", without, with, err)
		}
	})
}

func TestPausedPolicy(t *testing.T) {
	b := pausingBook(t)
	pause := func(from, to string) []calendar.Interval {
		p := calendar.Interval{From: instant(at(t, from))}
		if to != "" {
			p.To = instant(at(t, to))
		}
		return []calendar.Interval{p}
	}
	c := Case{Channel: "im", Received: at(t, "2026-09-14 10:00"), Pauses: pause("2026-09-14 12:00", "2026-09-14 15:00")}
	due, err := b.Due(c)
	if err != nil || due.DueText(b.loc) != "2026-09-15T13:00:00+03:00" {
		t.Errorf("%s %v", due.DueText(b.loc), err)
	}
	c.Pauses = pause("2026-09-14 12:00", "")
	due, err = b.Due(c)
	if err != nil || !due.Paused || due.Late(at(t, "2027-09-14")) || due.DueText(b.loc) != "" || due.Kind != model.DueInstant {
		t.Errorf("open pause: %+v %v", due, err)
	}
	if left, err := b.Left(due, c.Pauses, at(t, "2026-09-20")); err != nil || left.Words != "приостановлен" {
		t.Errorf("open pause: %+v %v", left, err)
	}
	c.ExternalDue = day(t, "2026-10-01")
	if by, err := b.AnswerBy(c); err != nil || !by.External {
		t.Errorf("a paused clock of ours leaves the foreign date: %+v %v", by, err)
	}
}

// TestDueIsMonotone: what comes later is never due earlier, by the same policy.
func TestDueIsMonotone(t *testing.T) {
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		early := drawCase(t)
		early = Case{Channel: early.Channel, Kind: early.Kind, Priority: early.Priority, Received: early.Received}
		late := early
		late.Received += model.Instant(rapid.IntRange(0, 10*86400).Draw(t, "later"))
		x, err := b.Due(early)
		if err != nil {
			t.Fatal(err)
		}
		y, err := b.Due(late)
		if err != nil {
			t.Fatal(err)
		}
		if y.LateFrom < x.LateFrom || x.LateFrom < early.Received {
			t.Fatalf("received %v due %v, received %v due %v", early.Received, x.LateFrom, late.Received, y.LateFrom)
		}
	})
}

// TestLastDayAgainstBruteForce walks the calendar day by day.
func TestLastDayAgainstBruteForce(t *testing.T) {
	b := book(t)
	works := func(d calendar.Date) bool { day, err := b.cal.Day(d); return err == nil && day.Work }
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.NewDate(2019, 3, 1) + calendar.Date(rapid.IntRange(0, 8*365).Draw(t, "from"))
		n := rapid.IntRange(0, 60).Draw(t, "n")
		rule := rapid.SampledFrom([]LastDay{Previous, Next, AsIs}).Draw(t, "rule")
		want := from + calendar.Date(n)
		switch rule {
		case Next:
			for !works(want) {
				want++
			}
		case Previous:
			for d := want; d >= from; d-- {
				if works(d) {
					want = d
					break
				}
			}
		}
		got, err := b.Compute(Request{Term: Term{n, Days}.String(), LastDay: string(rule), From: from.String()})
		if err != nil || got.Clocks[0].Due != want.String() {
			t.Fatalf("%s + %d %s: %+v %v, want %s", from, n, rule, got, err, want)
		}
	})
}

// TestFortnight simulates two weeks minute by minute: the overdue list by LateFrom equals a filter that knows only how a
// person reads a due date.
func TestFortnight(t *testing.T) {
	b := book(t)
	start := at(t, "2024-04-25")
	var clocks []Clock
	for i := range 150 {
		c := Case{Channel: model.Channels()[i%9], Priority: []model.Priority{"", model.PriorityHigh}[i/9%2], Received: start - model.Instant(i%35*86400) + model.Instant(i*4999)}
		due, err := b.Due(c)
		if err != nil {
			t.Fatal(err)
		}
		clocks = append(clocks, due)
	}
	changes, before := 0, 0
	for minute := range 14 * 24 * 60 {
		now := start + model.Instant(minute*60)
		today := calendar.DateOf(instant(now), b.loc).String()
		wall := instant(now).In(b.loc).Format("2006-01-02T15:04:05")
		late := 0
		for _, c := range clocks {
			text := c.DueText(b.loc)
			slow := today > text
			if c.Kind == model.DueInstant {
				slow = wall >= strings.TrimSuffix(text, "+03:00")
			}
			if slow != c.Late(now) {
				t.Fatalf("%s: due %s, overdue %v", wall, text, c.Late(now))
			}
			if slow {
				late++
			}
		}
		if late != before {
			changes, before = changes+1, late
		}
	}
	if changes < 10 {
		t.Errorf("the list changed %d times only", changes)
	}
}

func TestMissingFacts(t *testing.T) {
	b := book(t)
	if _, err := b.Due(Case{Channel: "im"}); model.CodeOf(err) != model.BadData {
		t.Errorf("no receipt: %v", err)
	}
	if _, err := b.Due(Case{Channel: "fax", Received: at(t, "2026-09-14")}); model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "fax") {
		t.Errorf("no policy: %v", err)
	}
	if _, err := b.Clocks(Case{Channel: "im", Received: at(t, "2030-09-14")}); model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "2030") {
		t.Errorf("no calendar: %v", err)
	}
}

func TestDateOnlyReceipt(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		c    Case
		want string
	}{
		{Case{Channel: "im", Priority: "high", Received: at(t, "2026-09-14"), ReceivedDateOnly: true}, "2026-09-14T12:30:00+03:00"},
		{Case{Channel: "im", Received: at(t, "2026-09-13"), ReceivedDateOnly: true}, "2026-09-14T17:30:00+03:00"},
		{Case{Channel: "im", Priority: "high", Received: at(t, "2026-09-14"), HandedOver: at(t, "2026-09-14 20:00"), ReceivedDateOnly: true}, "2026-09-15T00:00:00+03:00"},
		{Case{Channel: "phone", Received: at(t, "2026-09-14"), ReceivedDateOnly: true}, "2026-09-17"},
	} {
		if due, err := b.Due(c.c); err != nil || due.DueText(b.loc) != c.want {
			t.Errorf("%+v: %s %v, want %s", c.c, due.DueText(b.loc), err, c.want)
		}
	}
}

func TestPausesThatDoNotCountAreTold(t *testing.T) {
	got, err := book(t).Compute(Request{Channel: "phone", From: "2026-09-10", Pauses: []string{"2026-09-11..2026-09-12"}, Explain: true})
	if err != nil || got.Clocks[0].Due != "2026-09-15" || !strings.Contains(strings.Join(got.Explain, "\n"), "Паузы не учтены") {
		t.Errorf("%+v %v", got, err)
	}
}

// TestLeftOnPausedClock compares what is left with walking the days.
func TestLeftOnPausedClock(t *testing.T) {
	b := pausingBook(t)
	rapid.Check(t, func(t *rapid.T) {
		c := drawCase(t)
		c.AnsweredAt, c.ExternalDue = 0, 0
		due, err := b.Ours(c)
		if err != nil {
			t.Fatal(err)
		}
		if due.Paused || due.Kind != model.DueDate || due.Term.Unit != Days {
			t.Skip("another unit")
		}
		merged := calendar.MergePauses(c.Pauses)
		now := due.Start + model.Instant(rapid.IntRange(0, 60*86400).Draw(t, "now"))
		want := int64(0)
		today := calendar.DateOf(instant(now), b.loc)
		for d := min(today, due.Date) + 1; d <= max(today, due.Date); d++ {
			if !merged.Covers(d, b.loc) {
				want++
			}
		}
		if got, err := b.Left(due, c.Pauses, now); err != nil || got.Amount != want || got.Late != (today > due.Date) {
			t.Fatalf("%+v %v, want %d", got, err, want)
		}
	})
}

func TestLeftWords(t *testing.T) {
	b := book(t)
	im := Case{Channel: "im", Received: at(t, "2026-09-14 10:00")}       // due 15.09 10:00
	pos := Case{Channel: "pos", Received: at(t, "2026-09-10")}           // due 10.10, a Saturday
	phone := Case{Channel: "phone", Received: at(t, "2026-09-10")}       // due Tue 15.09
	high := Case{Channel: "im", Priority: "high", Received: im.Received} // due 14.09 14:00
	for _, c := range []struct {
		c       Case
		now     string
		words   string
		percent int
	}{
		{im, "2026-09-14 10:00", "осталось 9 раб. ч", 0},
		{im, "2026-09-14 16:00", "осталось 3 раб. ч", 66},
		{im, "2026-09-15 09:59:30", "срок истекает", 99},
		{im, "2026-09-15 10:00", "просрочено", 100},
		{im, "2026-09-15 12:30", "просрочено на 2 раб. ч 30 мин", 127},
		{high, "2026-09-14 13:00", "осталось 1 ч", 75},
		{high, "2026-09-15 14:00", "просрочено на 1 день", 700},
		{pos, "2026-10-08 23:00", "осталось 2 дня", 93},
		{pos, "2026-10-09 12:00", "остался 1 день", 96},
		{pos, "2026-10-10 23:59", "срок сегодня", 100},
		{pos, "2026-10-12 00:00", "просрочено на 2 дня", 106},
		{pos, "2026-10-31 00:00", "просрочено на 21 день", 170},
		{phone, "2026-09-10 12:00", "осталось 3 раб. дня", 0},
		{phone, "2026-09-13 12:00", "осталось 2 раб. дня", 33},
		{phone, "2026-09-16 12:00", "просрочено на 1 раб. день", 133},
	} {
		clock, err := b.Due(c.c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Left(clock, nil, at(t, c.now))
		if err != nil || got.Words != c.words || got.Percent != c.percent {
			t.Errorf("%s at %s: %+v %v, want %s, %d %%", clock.DueText(b.loc), c.now, got, err, c.words, c.percent)
		}
	}
	for answered, words := range map[string]string{"2026-09-15 09:00": "исполнено в срок", "2026-09-15 12:00": "исполнено с опозданием на 2 раб. ч"} {
		im.AnsweredAt = at(t, answered)
		clock, _ := b.Due(im)
		if got, err := b.Left(clock, nil, at(t, "2027-01-20")); err != nil || got.Words != words {
			t.Errorf("answered %s: %+v %v", answered, got, err)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	bk := book(b)
	cases := benchCases(b, 1000)
	for i := 0; b.Loop(); i++ {
		if _, err := bk.Due(cases[i%len(cases)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRecompute50000 derives what is stored with 50,000 open cases.
func BenchmarkRecompute50000(b *testing.B) {
	bk := book(b)
	cases := benchCases(b, 50000)
	for b.Loop() {
		for _, c := range cases {
			if _, err := bk.Due(c); err != nil {
				b.Fatal(err)
			}
			if _, err := bk.AnswerBy(c); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkClocks(b *testing.B) {
	bk := book(b)
	cases := benchCases(b, 1000)
	for i := 0; b.Loop(); i++ {
		if _, err := bk.Clocks(cases[i%len(cases)]); err != nil {
			b.Fatal(err)
		}
	}
}

func benchCases(b *testing.B, n int) []Case {
	cases := make([]Case, n)
	start := at(b, "2024-01-09")
	for i := range cases {
		cases[i] = Case{Channel: model.Channels()[i%9], Received: start + model.Instant(i%1000*86400/2+i%7919)}
		if i%5 == 0 {
			cases[i].Registered = cases[i].Received + 86400
		}
	}
	return cases
}
