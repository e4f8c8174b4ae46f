package store

import (
	"fmt"
	"testing"

	"kurator/model"
)

// TestSettleMergesTheIndex: many operations leave many pieces of the index, and after Settle few are left and everything is found.
func TestSettleMergesTheIndex(t *testing.T) {
	f := newDesk(t)
	const n = 60
	for i := range n {
		f.receive(model.ChannelPOS, fmt.Sprint(7700+i), "Не горит фонарь у школы")
	}
	pieces := func() (count int) {
		t.Helper()
		if err := f.db.Read().QueryRowContext(f.ctx, "SELECT count(DISTINCT segid) FROM search_idx").Scan(&count); err != nil {
			t.Fatal(err)
		}
		return count
	}
	before := pieces()
	if err := f.Settle(f.ctx); err != nil {
		t.Fatal(err)
	}
	if after := pieces(); after >= before || after > 8 {
		t.Errorf("%d pieces, before %d", after, before)
	}
	if got := f.found(curator, "фонари"); len(got) != n {
		t.Errorf("%d found, want %d", len(got), n)
	}
}
