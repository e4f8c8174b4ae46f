package desk_test

import (
	"testing"
	"time"

	"kurator/ui/uitest"
)

// TestAbsenceTellsWhatFallsIntoIt before it is written down.
func TestAbsenceTellsWhatFallsIntoIt(t *testing.T) {
	t.Parallel()
	var r *room
	uitest.Story(t, "absence", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		r.receive(letters())
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		absences := func() int {
			snap, err := r.Snapshot(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			return len(snap.Office.AbsenceList())
		}
		d.Keys("7 z").Sees("Отсутствие и замещение", "Кто замещает").Keys("tab right tab tab").Type("31.12.2026").Keys("ctrl+s").Sees("В отсутствие попада", "обращен", "дела перейдут")
		if absences() != 0 {
			t.Error("written before the answer")
		}
		d.Wait(2 * time.Second).Keys("tab enter").Sees("Замещение записано")
		if absences() != 1 {
			t.Error("not written")
		}
	})
}
