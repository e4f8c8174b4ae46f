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
		got, err := upkeep.Forecast(ctx, s, me, model.Absence{Official: o.ID, From: from, To: to})
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

// TestForecastIsOfWhatPasses: only the roles that pass on are counted, and with them those the absent official stands in for.
func TestForecastIsOfWhatPasses(t *testing.T) {
	w := jobtest.Demo(t, 1, 0)
	office := w.Snap().Office
	holder := func(role model.Role) model.OfficialID {
		for _, g := range office.GrantList() {
			if g.Role == role && g.Official != w.Me.Official {
				return g.Official
			}
		}
		t.Fatalf("nobody is %s", role)
		return 0
	}
	count := func(a model.Absence) int {
		held, err := upkeep.Forecast(w.Ctx, w.Store, w.Me, a)
		if err != nil {
			t.Fatal(err)
		}
		return len(held)
	}
	put := func(a model.Absence) {
		if _, err := w.Do(w.Ctx, w.Me, store.Op{Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAbsence}, Action: &model.PutAbsence{Absence: a}}}}); err != nil {
			t.Fatal(err)
		}
	}
	curator, unit, coordinator := w.Me.Official, holder(model.RolePreparer), holder(model.RoleCoordinator)
	days := model.Absence{Official: curator, From: "2026-11-25", To: "2027-01-31"}
	roles := days
	roles.Roles = []model.Role{model.RolePreparer}
	if all, some := count(days), count(roles); some >= all {
		t.Errorf("%d cases of one role, %d of all", some, all)
	}
	own := days
	own.Official = unit
	before := count(own)
	put(model.Absence{Official: curator, Deputy: unit, From: "2026-12-01", To: "2026-12-10"})
	if after := count(own); after <= before {
		t.Errorf("%d cases with those of the official replaced, %d without", after, before)
	}
	put(model.Absence{Official: coordinator, Deputy: curator, From: "2026-12-01", To: "2026-12-10"})
	early := own
	early.To = "2026-11-30"
	if n, alone := count(early), before; n > alone {
		t.Errorf("%d cases of days in which nobody is replaced, %d of a longer time", n, alone)
	}
}
