package deadline

import (
	"testing"

	"kurator/model"
)

// What a list counts between now and a term is what the clock itself says is left.
func TestPaceIsThatOfTheClock(t *testing.T) {
	b := book(t)
	for _, c := range []Case{
		{Channel: model.ChannelIM, Received: at(t, "2026-09-14 16:00")},
		{Channel: model.ChannelIM, Priority: model.PriorityHigh, Received: at(t, "2026-09-14 16:00")},
	} {
		due, err := b.Due(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, now := range []string{"2026-09-14 16:30", "2026-09-14 19:00", "2026-09-15 08:45"} {
			now := at(t, now)
			left, err := b.Left(due, nil, now)
			if err != nil {
				t.Fatal(err)
			}
			from, to := now, due.Due
			if left.Late {
				from, to = to, from
			}
			got, err := b.PaceOf(c).Between(from.In(b.Location()), to.In(b.Location()))
			if err != nil || int64(got.Seconds()) != left.Amount {
				t.Errorf("%s at %s: %v %v, the clock says %d s", c.Priority, now.In(b.Location()), got, err, left.Amount)
			}
		}
	}
}
