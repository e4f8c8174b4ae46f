package deadline

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

func TestPlainTerms(t *testing.T) {
	const split = "mon-fri 09:00-13:00,14:00-18:00"
	for _, c := range []struct {
		name, due string
		req       Request
	}{
		{"30 days as is", "2025-01-01", Request{Term: "30d", LastDay: "as_is", From: "2024-12-02"}},
		{"30 days, previous: a working Saturday", "2024-12-28", Request{Term: "30d", From: "2024-12-02"}},
		{"30 days, next", "2025-01-09", Request{Term: "30d", LastDay: "next", From: "2024-12-02"}},
		{"over a leap February", "2024-03-01", Request{Term: "30d", From: "2024-01-31"}},
		{"nine hours of May", "2024-05-13T10:30:00+03:00", Request{Term: "9wh", Hours: split, From: "2024-05-07T17:30"}},
		{"office hours with lunch", "2024-05-14T09:48:00+03:00", Request{Term: "8wh", From: "2024-05-13 09:00"}},
		{"plain hours", "2024-05-08T17:30:00+03:00", Request{Term: "24h", From: "2024-05-07 17:30"}},
		{"working days", "2024-05-20", Request{Term: "7wd", From: "2024-05-07 17:30"}},
		{"working days from a Sunday", "2024-05-13", Request{Term: "1wd", From: "2024-05-12"}},
		{"no days at all", "2024-05-13", Request{Term: "0d", From: "2024-05-13 12:00"}},
		{"no days on a holiday", "2024-05-09", Request{Term: "0d", From: "2024-05-09 12:00"}},
		{"within the holidays", "2025-01-04", Request{Term: "3d", From: "2025-01-01"}},
		{"no hours", "2024-05-12T12:00:00+03:00", Request{Term: "0wh", From: "2024-05-12 12:00"}},
		{"another zone", "2024-05-13T10:00:00+02:00", Request{Term: "1wh", Zone: zone(t, "Europe/Amsterdam"), From: "2024-05-13 09:00"}},
		{"an instant written in another zone", "2024-05-13T10:00:00+03:00", Request{Term: "1wh", From: "2024-05-13T06:00:00Z"}},
		{"a night that is an hour shorter", "2024-03-31T04:00:00+02:00", Request{Term: "24h", Zone: zone(t, "Europe/Amsterdam"), From: "2024-03-30 03:00"}},
		{"a pause", "2024-05-13T12:00:00+03:00", Request{Term: "1wh", From: "2024-05-13 10:00", Pauses: []string{"2024-05-13T10:30..2024-05-13T11:30"}}},
		{"a pause of days", "2024-05-22", Request{Term: "7wd", From: "2024-05-07", Pauses: []string{"2024-05-13..2024-05-15"}}},
	} {
		got, err := book(t).Compute(c.req)
		if err != nil || len(got.Clocks) != 1 || got.Clocks[0].Due != c.due || got.Clocks[0].Clock != "term" {
			t.Errorf("%s: %+v %v, want %s", c.name, got, err, c.due)
		}
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestRefusedRequests(t *testing.T) {
	for _, req := range []Request{
		{From: "2024-05-13"}, {Term: "1wd", Channel: "im", From: "2024-05-13"}, {Term: "-1wh", From: "2024-05-13"}, {Term: "9", From: "2024-05-13"},
		{Term: "9 wh", From: "2024-05-13"}, {Term: "1wd"}, {Term: "1wd", From: "вчера"}, {Term: "1wd", From: "2024-02-30"}, {Term: "1d", From: "2024-05-13", LastDay: "some"},
		{Term: "1wh", From: "2024-05-13", Hours: "mon-fri 08:00-00:00"}, {Term: "1wh", From: "2024-05-13", Pauses: []string{"2024-05-13"}},
		{Term: "1wh", From: "2024-05-13", Pauses: []string{"2024-05-14..2024-05-13"}}, {Term: "1wh", From: "2024-05-13", Pauses: []string{"2024-05-13.."}},
		{Channel: "fax", From: "2024-05-13"}, {Channel: "im", Kind: "x", From: "2024-05-13"}, {Channel: "im", Priority: "x", From: "2024-05-13"},
	} {
		if got, err := book(t).Compute(req); model.CodeOf(err) != model.Usage {
			t.Errorf("%+v: %+v %v", req, got, err)
		}
	}
	_, err := book(t).Compute(Request{Term: "30d", From: "2027-12-20"})
	var missing *calendar.MissingYearError
	if model.CodeOf(err) != model.BadData || !errors.As(err, &missing) || missing.Year != 2028 ||
		!strings.Contains(err.Error(), "Производственный календарь на 2028 год не загружен") {
		t.Errorf("2028: %v", err)
	}
}

func TestPolicyRequest(t *testing.T) {
	got, err := book(t).Compute(Request{Channel: "im", Priority: "normal", From: "2026-09-14 10:00", Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	if got.Clocks[0].Clock != Answer || got.Clocks[0].Due != "2026-09-15T10:00:00+03:00" || len(got.Explain) == 0 {
		t.Errorf("%+v", got)
	}
}

func FuzzParseTerm(f *testing.F) {
	for _, seed := range []string{"9wh", "7wd", "30d", "24h", "-1d", "0d", "99999999999999999999d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		term, err := ParseTerm(text)
		if err != nil {
			return
		}
		if again, err := ParseTerm(term.String()); err != nil || again != term || term.N < 0 {
			t.Fatalf("%q → %v → %v %v", text, term, again, err)
		}
	})
}

func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"2024-05-07T17:30", "07.05.2024 17:30:01", "2024-05-07", "2024-05-07T17:30:00+03:00", "вчера"} {
		f.Add(seed)
	}
	loc := zone(f, "Europe/Moscow")
	f.Fuzz(func(t *testing.T, text string) {
		moment, err := ParseTime(text, loc)
		if err != nil {
			return
		}
		again, err := ParseTime(moment.In(loc).Format(time.RFC3339), loc)
		if err != nil || again.Unix() != moment.Unix() {
			t.Fatalf("%q → %v → %v %v", text, moment, again, err)
		}
	})
}
