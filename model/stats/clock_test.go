package stats

import (
	"math/rand"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
)

// The keys of days and hours found quickly are those found one by one, whatever the order and across changes of the offset.
func TestClockTellsTheSame(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for _, name := range []string{"Europe/Moscow", "UTC", "Asia/Kathmandu", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		s := &Scope{Zone: zone, Names: NewNames(nil, nil)}
		at := model.Instant(1269730000) // around a change of the clocks in 2010
		var c clock
		for i := range 20_000 {
			if at += model.Instant(r.Intn(90_000)); i%1000 == 999 {
				at = model.Instant(r.Int63n(2_000_000_000) - 100_000_000)
			}
			x := &Case{Received: at}
			for _, d := range []Dim{ByHour, ByDate, ByWeekday, ByMonth, ByChannel} {
				if got, want := c.key(d, x, s), d.Key(x, s); got != want {
					t.Fatalf("%s in %s, %s: %d, want %d", at.In(zone), name, d, got, want)
				}
			}
		}
	}
}
