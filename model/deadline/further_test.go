package deadline

import (
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// twice is a message of ПОС that was registered in СЭД as well.
func twice(t *testing.T, planned model.Date) *model.Appeal {
	t.Helper()
	at := func(s string) model.Instant {
		when, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return model.InstantOf(when)
	}
	return &model.Appeal{ID: 1, Stage: model.StageSorted, Kind: model.KindFastTrack, Received: at("2026-11-02T09:00:00+03:00"), Unit: 1,
		Registrations: []model.Registration{
			{Channel: model.ChannelPOS, ExternalID: "1", Planned: "2026-12-20"},
			{Channel: model.ChannelSED, ExternalID: "07/19-ОГ-1", Planned: planned, Received: at("2026-11-09T09:00:00+03:00"), Registered: at("2026-11-10T09:00:00+03:00")},
		}}
}

// TestEveryRegistrationHasItsClock: lateness is the main channel's, the earliest date of all sorts the queue and the inner
// clocks run to it.
func TestEveryRegistrationHasItsClock(t *testing.T) {
	b := book(t)
	a := twice(t, "2026-11-11")
	due, err := b.DueOf(a)
	if err != nil {
		t.Fatal(err)
	}
	if due.Channel.Date != "2026-12-20" || due.AnswerBy.Date != "2026-11-11" || due.DraftBy.Date >= due.AnswerBy.Date {
		t.Fatalf("%+v", due)
	}
	clocks, err := b.Clocks(CaseOf(a))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, c := range clocks {
		if c.Further == 1 && !inChain(c.Name) {
			got[c.Title()] = c.Date.String()
			lines, err := b.Explain(CaseOf(a), c)
			if err != nil || len(lines) < 3 {
				t.Errorf("%s: %v %v", c.Title(), lines, err)
			}
		}
	}
	// СЭД knows no fast track: 30 days from its own registration, Thursday 10.12.2026.
	if len(got) != 2 || got["Ответ (СЭД)"] != "2026-12-10" || got["Срок в системе канала (СЭД)"] != "2026-11-11" {
		t.Fatalf("%v", got)
	}
	for _, c := range clocks {
		if _, err := b.Explain(CaseOf(a), c); err != nil {
			t.Errorf("%s: %v", c.Title(), err)
		}
	}
}

// TestAnsweredThere: a registration that was answered in its own system waits for nothing; reopened, it waits again.
func TestAnsweredThere(t *testing.T) {
	b := book(t)
	a := twice(t, "2026-11-11")
	a.Replies = []model.Reply{{At: a.Received + 86400*7, Channel: model.ChannelSED, Origin: model.OriginForeign}}
	by, err := b.AnswerBy(CaseOf(a))
	if err != nil || by.Further != 0 || by.Date != calendar.NewDate(2026, 11, 12) {
		t.Fatalf("%+v %v", by, err) // ours in ПОС: ten days of the fast track
	}
	a.ReopenedAt = a.Replies[0].At + 1
	if by, err = b.AnswerBy(CaseOf(a)); err != nil || by.Further != 1 {
		t.Fatalf("%+v %v", by, err)
	}
}

// TestShift names how deadlines differ.
func TestShift(t *testing.T) {
	date := func(d model.Date, at model.Instant) model.Deadline {
		return model.Deadline{Kind: model.DueDate, Date: d, LateFrom: at}
	}
	stopped := model.Deadline{Kind: model.DueDate}
	for _, x := range []struct {
		was, will model.Deadline
		words     string
	}{
		{date("2026-11-10", 5), date("2026-11-12", 9), "на 2 дня позже"}, {date("2026-11-10", 5), date("2026-11-09", 1), "на 1 день раньше"},
		{model.Deadline{}, date("2026-11-10", 5), "срок появился"}, {date("2026-11-10", 5), model.Deadline{}, "срока больше нет"},
		{date("2026-11-10", 5), stopped, "срок остановлен"}, {stopped, date("2026-11-10", 5), "срок пошёл"},
		{date("2026-11-10", 7200), date("2026-11-10", 3600), "на 1 ч раньше"},
		{model.Deadline{Kind: model.DueInstant, LateFrom: 7200}, model.Deadline{Kind: model.DueInstant, LateFrom: 3600}, "на 1 ч раньше"},
	} {
		if got := Shift(x.was, x.will); got != x.words {
			t.Errorf("%+v → %+v: «%s» instead of «%s»", x.was, x.will, got, x.words)
		}
	}
}

// TestFirstReading: a time that the clock shows twice is the first of the two, one that it skips is counted on from before.
func TestFirstReading(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"2024-10-27T02:30": "2024-10-27T00:30:00Z", "2024-03-31T02:30": "2024-03-31T01:30:00Z", "2024-10-27T03:00": "2024-10-27T02:00:00Z",
		"2024-10-27 01:59": "2024-10-26T23:59:00Z", "2024-05-07T16:00+07:00": "2024-05-07T09:00:00Z", "2024-05-07 16:00Z": "2024-05-07T16:00:00Z"} {
		at, err := ParseTime(text, amsterdam)
		if err != nil || at.UTC().Format(time.RFC3339) != want {
			t.Errorf("%s: %s %v, want %s", text, at.UTC().Format(time.RFC3339), err, want)
		}
	}
}
