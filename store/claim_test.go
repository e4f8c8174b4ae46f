package store

import (
	"testing"
	"time"

	"kurator/model"
)

// A name is of one delivery for a week, whatever else is recorded in between; the journal of years is not read back for it.
func TestClaimIsReadBackNoFartherThanItsName(t *testing.T) {
	d := newDesk(t)
	claim := func(want Claim) {
		t.Helper()
		if got, err := d.ClaimDelivery(d.ctx, as(curator), "сводка"); err != nil || got != want {
			t.Errorf("%v %v, want %v", got, err, want)
		}
	}
	end := func(done bool) {
		t.Helper()
		if err := d.EndDelivery(d.ctx, as(curator), "сводка", done); err != nil {
			t.Fatal(err)
		}
		for _, kind := range []model.RecordKind{model.RecordDelivery, model.RecordExport} { // of something else
			if err := d.Record(d.ctx, as(curator), kind, 0, "сводка держателю"); err != nil {
				t.Fatal(err)
			}
		}
	}
	claim(ClaimMine)
	claim(ClaimElse)
	d.pass(time.Hour)
	claim(ClaimUnclear)
	end(false)
	claim(ClaimMine)
	end(true)
	claim(ClaimDone)
	d.pass(6 * 24 * time.Hour)
	claim(ClaimDone)
	d.pass(2 * 24 * time.Hour)
	claim(ClaimMine)
	claim(ClaimElse)
}
