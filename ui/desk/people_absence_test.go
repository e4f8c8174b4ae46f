package desk_test

import (
	"strings"
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

// TestHandoverListIsWholeOnTheDesk: before the absence is written the question can be read to its last case at 80x24, and afterwards the
// list stands behind the person.
func TestHandoverListIsWholeOnTheDesk(t *testing.T) {
	t.Parallel()
	uitest.Story(t, "handover", func(t *testing.T) *uitest.Driver {
		r := newRoom(t)
		for range 9 {
			r.receive(letters())
		}
		return r.sit(nil, 80, 24)
	}, func(d *uitest.Driver) {
		d.Keys("7 j z").Sees("Отсутствие и замещение", "Кто замещает").Keys("tab right right tab tab").Type("31.12.2026").Keys("ctrl+s").Sees("В отсутствие попада", "весь текст")
		first := strings.Count(d.Screen(), "№ ")
		d.Keys("end").SeesNot("В отсутствие попада")
		if n := strings.Count(d.Screen(), "№ "); n < first {
			t.Errorf("%d cases on the last page, %d on the first", n, first)
		}
		d.Keys("home").Sees("В отсутствие попада").Wait(2*time.Second).Keys("tab enter").Sees("Замещение записано").Keys("enter").Sees("Должностное лицо").Keys("G").Sees("№ ", "100 %")
	})
}
