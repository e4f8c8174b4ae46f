package deadline

import (
	"cmp"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Held is one line of the holder ledger: who held the case from From to To, and what of that time is charged.
type Held struct {
	Holder   model.Holder
	Stage    model.StageID
	From, To model.Instant
	Recorded model.Instant // when the hand-over was written down; discipline uses From, the journal keeps both
	Vouched  string        // who vouched for the time (order 3.4)

	Working     time.Duration // working time held, in the office's hours
	Late        time.Duration // clock time held after the deadline had passed
	LateWorking time.Duration // working time of that
}

// Outside tells whether the holder is outside the administration: shown, and charged to no unit.
func (h Held) Outside() bool { return h.Holder.Kind == model.HolderOutside }

// Ledger tells who held the case until the moment until, with lateness by the clock given charged to whoever held it then.
// At every instant from the first hand-over to until exactly one line holds: hand-overs are ordered by when they happened,
// of two at the same moment the one recorded later counts. Errors are *model.Fault sentences.
func (b *Book) Ledger(handovers []model.Handover, clock Clock, until model.Instant) ([]Held, error) {
	ordered := slices.Clone(handovers)
	slices.SortStableFunc(ordered, func(x, y model.Handover) int {
		return cmp.Or(cmp.Compare(x.Happened, y.Happened), cmp.Compare(x.Recorded, y.Recorded))
	})
	var list []Held
	for i, h := range ordered {
		to := until
		if i+1 < len(ordered) {
			to = min(until, ordered[i+1].Happened)
		}
		if h.Happened >= to {
			continue
		}
		held := Held{Holder: h.Holder, Stage: h.Stage, From: h.Happened, To: to, Recorded: h.Recorded, Vouched: h.Vouched}
		if err := b.charge(&held, clock.LateFrom); err != nil {
			return nil, asFault(err)
		}
		list = append(list, held)
	}
	return list, nil
}

// charge measures one line; lateFrom is zero for a clock that has no due date.
func (b *Book) charge(h *Held, lateFrom model.Instant) (err error) {
	if h.Working, err = b.office.Between(instant(h.From), instant(h.To)); err != nil || lateFrom == 0 || h.To <= lateFrom {
		return err
	}
	from := max(h.From, lateFrom)
	h.Late = time.Duration(h.To-from) * time.Second
	h.LateWorking, err = b.office.Between(instant(from), instant(h.To))
	return err
}

// HolderTotal is what one holder held and is charged with over a ledger.
type HolderTotal struct {
	Holder                     model.Holder
	Times                      int // how often the case came to the holder: more than once after returns
	Working, Late, LateWorking time.Duration
}

// Totals adds a ledger up by holder, in the order they first held the case; neighbouring lines of one holder count once.
func Totals(ledger []Held) []HolderTotal {
	var list []HolderTotal
	for i, h := range ledger {
		at := slices.IndexFunc(list, func(t HolderTotal) bool { return t.Holder == h.Holder })
		if at < 0 {
			list, at = append(list, HolderTotal{Holder: h.Holder}), len(list)
		}
		t := &list[at]
		if i == 0 || ledger[i-1].Holder != h.Holder {
			t.Times++
		}
		t.Working, t.Late, t.LateWorking = t.Working+h.Working, t.Late+h.Late, t.LateWorking+h.LateWorking
	}
	return list
}

// HeldFor writes how long the last holder of a ledger has it: working time, in the words of the screen.
func (b *Book) HeldFor(h Held) string {
	m := meter{unit: WorkHours, schedule: b.office}
	if days, err := b.office.WorkdaysBetween(calendar.DateOf(instant(h.From), b.loc), calendar.DateOf(instant(h.To), b.loc)); err == nil && days > 0 {
		m.unit = WorkDays
		return m.amount(int64(days))
	}
	return m.amount(int64(h.Working / time.Second))
}
