package upkeep_test

import (
	"testing"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/upkeep"
)

// TestForecast: the cases of an absence are exactly the open ones of the person's holders whose term falls into it.
func TestForecast(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	s, ctx, me, snap := w.Store, w.Ctx, w.Me, w.Snap()
	const from, to = model.Date("2026-11-25"), model.Date("2026-12-05")
	for _, o := range snap.Office.OfficialList() {
		var keys []string
		for _, g := range snap.Office.GrantList() {
			if g.Official == o.ID {
				for _, h := range g.Holders() {
					keys = append(keys, h.Key())
				}
			}
		}
		want := map[model.AppealID]bool{}
		page, err := s.List(ctx, me, store.ListRequest{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Rows {
			for _, key := range keys {
				if r.Stage.Open() && r.Holder.Key() == key && model.DateOf(r.SortAt-1, snap.Zone()).Within(from, to) {
					want[r.ID] = true
				}
			}
		}
		got, err := upkeep.Forecast(ctx, s, me, o.ID, from, to)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(want) {
			t.Errorf("official %d: %d cases, want %d", o.ID, len(got), len(want))
		}
		for _, h := range got {
			if !want[h.Row.ID] {
				t.Errorf("official %d: № %d does not fall into the absence", o.ID, h.Row.ID)
			}
		}
	}
}
