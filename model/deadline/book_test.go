package deadline

import (
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

func moscow(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func book(t testing.TB) *Book {
	t.Helper()
	return bookOf(t, Defaults())
}

func bookOf(t testing.TB, spec Spec) *Book {
	t.Helper()
	cal, err := calendar.Official()
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBook(spec, cal, moscow(t))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func at(t testing.TB, text string) model.Instant {
	t.Helper()
	if text == "" {
		return 0
	}
	v, err := ParseTime(text, moscow(t))
	if err != nil {
		t.Fatal(err)
	}
	return model.InstantOf(v)
}

func day(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func find(t testing.TB, clocks []Clock, name string) Clock {
	t.Helper()
	for _, c := range clocks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no clock %q in %+v", name, clocks)
	return Clock{}
}

func TestShippedTable(t *testing.T) {
	b := book(t)
	for _, c := range []struct {
		name  string
		c     Case
		clock string
		want  string
	}{
		{"59-ФЗ answer", Case{Channel: "sed", Received: at(t, "2024-12-02")}, Answer, "2024-12-28"},
		{"59-ФЗ register", Case{Channel: "sed", Received: at(t, "2024-12-02")}, Register, "2024-12-05"},
		{"59-ФЗ redirect", Case{Channel: "visit", Received: at(t, "2024-12-02")}, Redirect, "2024-12-09"},
		{"registered later", Case{Channel: "portal", Received: at(t, "2024-12-02"), Registered: at(t, "2024-12-04 10:00")}, Answer, "2024-12-28"},
		{"received on a Sunday: registered on Monday", Case{Channel: "sed", Received: at(t, "2024-09-01 12:00")}, Answer, "2024-10-02"},
		{"ПОС", Case{Channel: "pos", Received: at(t, "2026-09-10")}, Answer, "2026-10-10"},
		{"ПОС fast track", Case{Channel: "pos", Kind: "fast_track", Received: at(t, "2026-09-24")}, Answer, "2026-10-04"},
		{"an appeal through ПОС", Case{Channel: "pos", Kind: "law59", Received: at(t, "2026-09-10")}, Answer, "2026-10-09"},
		{"ИМ", Case{Channel: "im", Received: at(t, "2026-09-14 10:00")}, Answer, "2026-09-15T10:00:00+03:00"},
		{"ИМ in the evening", Case{Channel: "im", Received: at(t, "2026-09-14 20:00")}, Answer, "2026-09-15T17:30:00+03:00"},
		{"ИМ counts from the hand-over", Case{Channel: "im", Received: at(t, "2026-09-12 10:00"), HandedOver: at(t, "2026-09-14 10:00")}, Answer, "2026-09-15T10:00:00+03:00"},
		{"ИМ high", Case{Channel: "im", Priority: "high", Received: at(t, "2026-09-12 22:00")}, Answer, "2026-09-13T02:00:00+03:00"},
		{"ИМ under 59-ФЗ, high", Case{Channel: "im", Kind: "law59", Priority: "high", Received: at(t, "2026-09-10")}, Answer, "2026-10-09"},
		{"ИМ after an interim answer", Case{Channel: "im", Received: at(t, "2026-09-14 10:00"), InterimAt: at(t, "2026-09-15 09:00")}, InterimFinal, "2026-09-24"},
		{"ЕЦПУР", Case{Channel: "ecpur", Received: at(t, "2026-09-10")}, Answer, "2026-09-18"},
		{"ЕЦПУР urgent", Case{Channel: "ecpur", Priority: "high", Received: at(t, "2026-09-10")}, Answer, "2026-09-14"},
		{"mail", Case{Channel: "mail", Received: at(t, "2026-09-10")}, Answer, "2026-10-09"},
		{"court", Case{Channel: "sed", Kind: KindCourt, Received: at(t, "2026-09-10")}, Notify, "2026-09-17"},
		{"unreadable", Case{Channel: "sed", Kind: KindUnreadable, Received: at(t, "2026-09-10")}, Answer, "2026-09-17"},
		{"phone", Case{Channel: "phone", Received: at(t, "2026-09-10")}, Answer, "2026-09-15"},
		{"social", Case{Channel: "social", Received: at(t, "2026-09-11")}, Answer, "2026-09-14"},
		{"a resolution shortens", Case{Channel: "sed", Received: at(t, "2026-09-10"), ResolutionDate: day(t, "2026-09-20")}, Answer, "2026-09-20"},
		{"a resolution does not lengthen", Case{Channel: "sed", Received: at(t, "2026-09-10"), ResolutionDate: day(t, "2026-12-20")}, Answer, "2026-10-09"},
	} {
		clocks, err := b.Clocks(c.c)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := find(t, clocks, c.clock).DueText(b.Location()); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestNoOtherClocks(t *testing.T) {
	b := book(t)
	for _, c := range []Case{{Channel: "im", Received: at(t, "2026-09-10")}, {Channel: "ecpur", Received: at(t, "2026-09-10")}} {
		clocks, err := b.Clocks(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, clock := range clocks {
			if clock.Name == Register || clock.Name == Redirect || clock.Name == InterimFinal {
				t.Errorf("%s has a clock %s", c.Channel, clock.Name)
			}
		}
	}
}

func TestMailNote(t *testing.T) {
	b := book(t)
	for received, note := range map[string]bool{"2025-03-29 23:59": false, "2025-03-30 00:00": true} {
		due, err := b.Due(Case{Channel: "mail", Received: at(t, received)})
		if err != nil || strings.Contains(due.Basis, "547-ФЗ") != note {
			t.Errorf("%s: %q %v", received, due.Basis, err)
		}
	}
}

func TestPresidentialDaysAndTheLastDay(t *testing.T) {
	b := book(t)
	law, err := b.Due(Case{Channel: "sed", Received: at(t, "2020-03-16")})
	if err != nil || law.Date.String() != "2020-04-15" {
		t.Errorf("59-ФЗ: %s %v, want 2020-04-15: the decree did not stop terms", law.Date, err)
	}
	plain, err := b.Compute(Request{Term: "30d", From: "2020-03-16"})
	if err != nil || plain.Clocks[0].Due != "2020-03-27" {
		t.Errorf("plain: %+v %v, want 2020-03-27", plain, err)
	}
}

func TestForeignDateDecides(t *testing.T) {
	b := book(t)
	c := Case{Channel: "sed", Received: at(t, "2026-09-24"), ExternalDue: day(t, "2026-10-24")}
	due, err := b.Due(c)
	if err != nil || !due.External || due.Date.String() != "2026-10-24" {
		t.Errorf("due %+v %v", due, err)
	}
	by, err := b.AnswerBy(c)
	if err != nil || by.External || by.Date.String() != "2026-10-23" {
		t.Errorf("answer by %+v %v", by, err)
	}
	c.ExternalDue = day(t, "2026-10-01")
	if by, _ = b.AnswerBy(c); !by.External || by.Date != c.ExternalDue {
		t.Errorf("answer by %+v", by)
	}
	if due.LateFrom != at(t, "2026-10-25") || due.Late(at(t, "2026-10-24 23:59:59")) || !due.Late(at(t, "2026-10-25")) {
		t.Error("a date is late only after the end of its local day")
	}
}

func TestExtension(t *testing.T) {
	b := book(t)
	c := Case{Channel: "sed", Received: at(t, "2024-12-02")} // unshifted 01.01.2025, shifted 28.12.2024
	got, err := b.CanExtend(c, 30, at(t, "2024-12-20"))
	if err != nil || got.Date.String() != "2025-01-31" || got.Original.String() != "2024-12-28" {
		t.Errorf("extended to %s from %s, %v", got.Date, got.Original, err)
	}
	for name, bad := range map[string]func() error{
		"too long": func() error { _, err := b.CanExtend(c, 31, at(t, "2024-12-20")); return err },
		"none":     func() error { _, err := b.CanExtend(c, 0, at(t, "2024-12-20")); return err },
		"too late": func() error { _, err := b.CanExtend(c, 30, at(t, "2024-12-29")); return err },
		"twice": func() error {
			d := c
			d.Extended = Extension{10, at(t, "2024-12-20")}
			_, err := b.CanExtend(d, 10, at(t, "2024-12-21"))
			return err
		},
		"not 59-ФЗ": func() error {
			_, err := b.CanExtend(Case{Channel: "im", Received: at(t, "2024-12-02")}, 5, at(t, "2024-12-02"))
			return err
		},
	} {
		if bad() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := b.CanExtend(c, 30, at(t, "2024-12-28 23:59:59")); err != nil {
		t.Errorf("the last second: %v", err)
	}
	late := c
	late.Extended = Extension{30, at(t, "2025-01-15")}
	if due, err := b.Due(late); err != nil || due.Date.String() != "2024-12-28" {
		t.Errorf("an extension after the expiry counts: %s %v", due.Date, err)
	}
}

func TestReopenAndInterim(t *testing.T) {
	b := book(t)
	c := Case{Channel: "im", Received: at(t, "2026-09-14 10:00"), InterimAt: at(t, "2026-09-15 09:00"), ReopenedAt: at(t, "2026-09-21 10:00")}
	due, err := b.Due(c)
	if err != nil || due.Name != Answer || due.DueText(b.Location()) != "2026-09-22T10:00:00+03:00" {
		t.Errorf("reopened: %+v %v", due, err)
	}
	c.ReopenedAt = 0
	clocks, err := b.Clocks(c)
	if err != nil {
		t.Fatal(err)
	}
	if first := find(t, clocks, Answer); first.Done != c.InterimAt || first.Late(at(t, "2026-12-01")) {
		t.Errorf("the interim answer did not stop the first clock: %+v", first)
	}
	if final := find(t, clocks, InterimFinal); final.Done != 0 {
		t.Errorf("the interim answer stopped the final clock: %+v", final)
	}
	again := Case{Channel: "pos", Received: at(t, "2026-09-10"), AnsweredAt: at(t, "2026-09-20"), ReopenedAt: at(t, "2026-10-20"), ExternalDue: day(t, "2026-10-10")}
	if due, err := b.Due(again); err != nil || due.Done != 0 || !due.Late(at(t, "2026-10-21")) {
		t.Errorf("an answer before the reopening still counts: %+v %v", due, err)
	}
	inIM := Case{Channel: "im", Kind: "law59", Received: at(t, "2026-09-10"), InterimAt: at(t, "2026-09-20")}
	if due, err := b.Due(inIM); err != nil || due.Name != Answer || due.Date.String() != "2026-10-09" {
		t.Errorf("an interim answer under 59-ФЗ in ИМ: %+v %v", due, err)
	}
	law := Case{Channel: "sed", Received: at(t, "2026-09-10"), InterimAt: at(t, "2026-09-20")}
	if due, _ := b.Due(law); due.Name != Answer || due.Done != 0 {
		t.Errorf("an interim answer under 59-ФЗ: %+v", due)
	}
}

func TestInnerChainIsNested(t *testing.T) {
	b := book(t)
	for _, channel := range model.Channels() {
		for _, kind := range []model.Kind{"", model.KindLaw59, model.KindComment, model.KindFastTrack} {
			for _, priority := range []model.Priority{"", model.PriorityHigh} {
				for hour := range 24 * 14 {
					c := Case{Channel: channel, Kind: kind, Priority: priority, Received: at(t, "2024-04-25") + model.Instant(hour*3600)}
					clocks, err := b.Clocks(c)
					if err != nil {
						t.Fatal(err)
					}
					by, err := b.AnswerBy(c)
					if err != nil {
						t.Fatal(err)
					}
					limit := by.LateFrom
					for _, name := range innerClocks() {
						inner := find(t, clocks, name)
						if inner.LateFrom > limit || inner.LateFrom < c.Received {
							t.Fatalf("%s %s %s from %v: %s ends %v, the next one %v", channel, kind, priority, instant(c.Received), name,
								instant(inner.LateFrom), instant(limit))
						}
						limit = inner.LateFrom
					}
				}
			}
		}
	}
}

func TestPromises(t *testing.T) {
	clocks, err := book(t).Clocks(Case{Channel: "im", Received: at(t, "2026-09-14 10:00"),
		Promises: []model.Promise{{Date: "2026-11-01", Made: at(t, "2026-09-15")}, {Date: "2026-10-01", Made: at(t, "2026-09-15"), Kept: at(t, "2026-09-30")}}})
	if err != nil {
		t.Fatal(err)
	}
	var open, late int
	for _, c := range clocks {
		if c.Name == Promised {
			if c.Done == 0 {
				open++
			}
			if c.Late(at(t, "2026-11-02")) {
				late++
			}
		}
	}
	if open != 1 || late != 1 {
		t.Errorf("%d open promises, %d late, want 1 and 1", open, late)
	}
}

func TestBadSpec(t *testing.T) {
	spec := Defaults()
	spec.Policies = append(spec.Policies,
		Policy{ID: "x", Clock: "foo", Term: "5y", Counted: "birth", LastDay: "never", Schedule: "moon"},
		Policy{ID: "pos.answer", Clock: Answer, Term: "5d", Counted: FromReceived, MayPause: true, Basis: "б"},
		Policy{ID: "y", Clock: Draft, Term: "5d", Counted: FromReceived, Basis: "б", Channel: "fax"})
	spec.Schedules = append(spec.Schedules, HoursSpec{ID: "night", Hours: "mon-fri 22:00-06:00"})
	cal, err := calendar.Official()
	if err != nil {
		t.Fatal(err)
	}
	_, err = NewBook(spec, cal, moscow(t))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"«foo»", "«5y»", "«birth»", "«never»", "«moon»", "основание", "уже занято", "приостановка", "«fax»", "before_next", "«night»"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in:\n%v", want, err)
		}
	}
	if model.CodeOf(err) != model.Usage {
		t.Errorf("code %s", model.CodeOf(err))
	}
}

func TestSpecificPolicyWins(t *testing.T) {
	spec := Defaults()
	spec.Policies = append(spec.Policies,
		Policy{ID: "snow", Clock: Answer, Topic: "0003.0009", Term: "3d", Counted: FromReceived, Basis: "снег", Certainty: Confirmed},
		Policy{ID: "pos.new", Clock: Answer, Channel: model.ChannelPOS, From: day(t, "2027-01-01"), Term: "20d", LastDay: AsIs, Counted: FromReceived, Basis: "новое"})
	b := bookOf(t, spec)
	for _, c := range []struct{ topic, received, want string }{
		{"0003.0009.0097.0694", "2026-09-14", "snow"}, {"0005.0005.0056.1160", "2026-09-14", "pos.answer"}, {"", "2027-01-01", "pos.new"}, {"", "2026-12-31", "pos.answer"},
	} {
		due, err := b.Due(Case{Channel: "pos", Topic: c.topic, Received: at(t, c.received)})
		if err != nil || due.PolicyID != c.want {
			t.Errorf("%+v: %s %v", c, due.PolicyID, err)
		}
	}
	if b.Version() == book(t).Version() {
		t.Error("the version does not depend on the policies")
	}
	if book(t).Version() != book(t).Version() {
		t.Error("the version changes by itself")
	}
}

func TestDueOfAppeal(t *testing.T) {
	b := book(t)
	a := &model.Appeal{Received: at(t, "2026-09-24"), ReceivedDateOnly: true,
		Registrations: []model.Registration{{Channel: model.ChannelSED, Planned: "2026-10-24"}}}
	due, err := b.DueOf(a)
	if err != nil {
		t.Fatal(err)
	}
	if due.Channel != (model.Deadline{Kind: model.DueDate, Date: "2026-10-24", LateFrom: at(t, "2026-10-25"), Foreign: true}) ||
		due.AnswerBy != (model.Deadline{Kind: model.DueDate, Date: "2026-10-23", LateFrom: at(t, "2026-10-24")}) ||
		due.Policy != b.Version() || due.Calendar != b.CalendarVersion() {
		t.Errorf("%+v", due)
	}
}
