package deadline

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

func TestMoves(t *testing.T) {
	old := book(t)
	spec := Defaults()
	for i := range spec.Policies {
		if spec.Policies[i].ID == "pos.answer" {
			spec.Policies[i].Term = "28d"
		}
	}
	spec.Schedules[1].Hours = "mon-fri 09:30-18:30"
	cases := []Case{
		{Channel: "pos", Received: at(t, "2026-09-10")},
		{Channel: "pos", Received: at(t, "2026-09-10"), ExternalDue: day(t, "2026-10-10")},
		{Channel: "im", Received: at(t, "2026-09-14 09:00")},
		{Channel: "phone", Received: at(t, "2026-09-10")},
	}
	moves := Moves(old, bookOf(t, spec), cases, nil)
	if len(moves) != 2 || moves[0].Index != 0 || moves[0].Words != "на 2 дня раньше" || moves[0].Seconds != -2*86400 ||
		moves[1].Index != 2 || moves[1].Words != "на 14 ч 30 мин раньше" {
		t.Errorf("%+v", moves)
	}
	if all := Moves(old, bookOf(t, spec), cases, (*Book).AnswerBy); len(all) != 3 {
		t.Errorf("by «ответить не позже»: %+v", all)
	}
	if same := Moves(old, book(t), cases, nil); len(same) != 0 {
		t.Errorf("nothing changed: %+v", same)
	}
}

func TestMovesByCalendar(t *testing.T) {
	old := book(t)
	cal, err := old.Calendar().With([]calendar.Row{{Date: day(t, "2026-09-15"), Kind: calendar.KindDayOff, Basis: "распоряжение № 9"}})
	if err != nil {
		t.Fatal(err)
	}
	changed, err := NewBook(Defaults(), cal, moscow(t))
	if err != nil {
		t.Fatal(err)
	}
	moves := Moves(old, changed, []Case{{Channel: "phone", Received: at(t, "2026-09-10")}, {Channel: "phone", Received: at(t, "2026-09-16")}}, nil)
	if len(moves) != 1 || moves[0].Words != "на 1 день позже" || old.CalendarVersion() == changed.CalendarVersion() {
		t.Errorf("%+v", moves)
	}
	if gone := Moves(old, changed, []Case{{Channel: "phone", Received: at(t, "2030-09-10")}}, nil); len(gone) != 0 {
		t.Errorf("neither book can compute it: %+v", gone)
	}
}

// TestSuggestSchedule invents incidents of a working day 08:30–17:30 and of another one, rounded to minutes.
func TestSuggestSchedule(t *testing.T) {
	b := book(t)
	for _, want := range []struct{ hours, id string }{{"mon-fri 08:30-17:30", IMSchedule}, {"mon-fri 09:00-13:00,14:00-18:00", ""}} {
		week, err := calendar.ParseWeek(want.hours)
		if err != nil {
			t.Fatal(err)
		}
		s, err := calendar.NewSchedule(b.Calendar(), week, b.Location())
		if err != nil {
			t.Fatal(err)
		}
		var samples []Sample
		for i := range 80 {
			from := at(t, "2026-09-01") + model.Instant(i*53*613)
			to := from + model.Instant(i*97*59)
			worked, err := s.Between(instant(from), instant(to))
			if err != nil {
				t.Fatal(err)
			}
			samples = append(samples, Sample{from, to, worked.Round(time.Minute)})
		}
		got, err := b.SuggestSchedule(samples)
		if err != nil || got[0].Hours != want.hours || got[0].ScheduleID != want.id || got[0].Exact != 80 || got[1].Exact == 80 {
			t.Errorf("%+v %v", got[:2], err)
		}
	}
	if _, err := b.SuggestSchedule(nil); model.CodeOf(err) != model.BadData {
		t.Errorf("no samples: %v", err)
	}
}
