package deadline

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kurator/model"
)

var (
	curator = model.Holder{Kind: model.HolderCurator, Channel: model.ChannelPOS}
	unit    = model.Holder{Kind: model.HolderUnit, Unit: 3}
	head    = model.Holder{Kind: model.HolderHead}
	outside = model.Holder{Kind: model.HolderOutside, Name: "ЦУР"}
)

func TestLedgerAcrossReturns(t *testing.T) {
	b := book(t)
	clock := Clock{Kind: model.DueDate, LateFrom: at(t, "2026-09-17")}
	hand := func(h model.Holder, stage model.StageID, happened, recorded string) model.Handover {
		return model.Handover{Holder: h, Stage: stage, Happened: at(t, happened), Recorded: at(t, recorded)}
	}
	ledger, err := b.Ledger([]model.Handover{
		hand(curator, model.StageNew, "2026-09-14 09:00", "2026-09-14 09:00"),
		hand(unit, model.StageAssigned, "2026-09-14 11:00", "2026-09-14 11:00"),
		hand(unit, model.StageReturned, "2026-09-16 09:00", "2026-09-16 15:00"),
		hand(curator, model.StageReview, "2026-09-15 10:00", "2026-09-16 14:00"), // written down a day later
		hand(head, model.StageApproval, "2026-09-17 12:00", "2026-09-17 12:00"),
		hand(outside, model.StageApproval, "2026-09-17 15:00", "2026-09-17 15:00"),
		hand(outside, model.StageApproval, "2026-09-17 15:00", "2026-09-17 15:01"), // said twice
	}, clock, at(t, "2026-09-18 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		holder      model.Holder
		working     string
		lateWorking string
		late        string
	}{
		{curator, "2h", "0s", "0s"}, {unit, "6h12m", "0s", "0s"}, {curator, "6h12m", "0s", "0s"},
		{unit, "10h12m", "3h", "12h"}, {head, "2h", "2h", "3h"}, {outside, "3h12m", "3h12m", "19h"},
	}
	if len(ledger) != len(want) {
		t.Fatalf("%d lines: %+v", len(ledger), ledger)
	}
	for i, w := range want {
		h := ledger[i]
		if h.Holder != w.holder || h.Working != duration(t, w.working) || h.LateWorking != duration(t, w.lateWorking) || h.Late != duration(t, w.late) {
			t.Errorf("line %d: %+v, want %+v", i, h, w)
		}
	}
	totals := Totals(ledger)
	if len(totals) != 4 || totals[1].Holder != unit || totals[1].Times != 2 || totals[1].Working != duration(t, "16h24m") {
		t.Errorf("totals %+v", totals)
	}
	if !ledger[5].Outside() || ledger[4].Outside() {
		t.Error("ЦУР is outside, the head is not")
	}
	if got := b.HeldFor(ledger[0]); got != "2 раб. ч" {
		t.Errorf("held for %s", got)
	}
	if got := b.HeldFor(ledger[3]); got != "1 раб. день" {
		t.Errorf("held for %s", got)
	}
}

func duration(t testing.TB, text string) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestLedgerIsExact: at every minute exactly one line holds, and its parts add up to the whole.
func TestLedgerIsExact(t *testing.T) {
	b := book(t)
	start := at(t, "2026-09-14")
	rapid.Check(t, func(t *rapid.T) {
		holders := []model.Holder{curator, unit, head, outside}
		var list []model.Handover
		first := model.Instant(1 << 62)
		for i := range rapid.IntRange(1, 8).Draw(t, "hand-overs") {
			happened := start + model.Instant(60*rapid.IntRange(0, 4000).Draw(t, "happened"))
			first = min(first, happened)
			list = append(list, model.Handover{Holder: rapid.SampledFrom(holders).Draw(t, "holder"), Happened: happened, Recorded: start + model.Instant(i)})
		}
		until := start + 60*4321
		late := start + model.Instant(60*rapid.IntRange(0, 5000).Draw(t, "late from"))
		ledger, err := b.Ledger(list, Clock{LateFrom: late}, until)
		if err != nil {
			t.Fatal(err)
		}
		var working, lateness time.Duration
		for now := first; now < until; now += 60 {
			holding := 0
			var who, latest model.Handover
			for _, h := range ledger {
				if h.From <= now && now < h.To {
					holding++
					who.Holder = h.Holder
				}
			}
			for _, h := range list { // the last to have happened, of equals the one recorded later
				if h.Happened <= now && (h.Happened > latest.Happened || h.Happened == latest.Happened && h.Recorded > latest.Recorded) {
					latest = h
				}
			}
			if holding != 1 || who.Holder != latest.Holder {
				t.Fatalf("%v: %d hold, %v, want %v", instant(now), holding, who.Holder, latest.Holder)
			}
		}
		for _, h := range ledger {
			working, lateness = working+h.Working, lateness+h.Late
		}
		whole, err := b.office.Between(instant(first), instant(until))
		if err != nil || working != whole {
			t.Fatalf("working %v, whole %v %v", working, whole, err)
		}
		if want := time.Duration(max(0, until-max(late, first))) * time.Second; lateness != want {
			t.Fatalf("lateness %v, want %v", lateness, want)
		}
	})
}
