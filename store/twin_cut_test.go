package store

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/twin"
	"kurator/store/search"
)

// TestNearestAreCompared: of too many the same place comes first, then the nearest in time, however the window is divided.
func TestNearestAreCompared(t *testing.T) {
	d := newDesk(t)
	const text = "Огромная яма на перекрёстке у школы, колесо пробито."
	began := d.now
	place := func(i int) string { return []string{"пгт Ревда", "с. Ловозеро"}[i%2] }
	days := []int{0, 1, 2, 3, 5, 8, 11, 13, 19, 24, 33, 44}
	ids := map[int]model.AppealID{}
	for i, day := range days {
		d.now = began.Add(time.Duration(day) * 24 * time.Hour)
		r := d.do(curator, 0, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelIM, ExternalID: strconv.Itoa(i)},
			Received: model.InstantOf(d.now), Place: place(i), Body: model.Words(text)}})
		ids[i] = model.AppealID(r.Created[0].ID)
	}
	snap, err := d.Snapshot(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	stems := d.stemmer()
	defer d.stemmers.Put(stems)
	s := &twinSearch{q: pool{d.ctx, d.db.Read()}, person: access.On(snap.Office, curator, d.Today(snap)), stems: stems}
	match := search.Pairs(stems.Stems(text), twinPhrases, twin.Telling)
	for _, c := range []struct{ at, n int }{{0, 2}, {0, 5}, {11, 3}, {6, 4}, {5, 8}, {3, 12}, {4, 100}} {
		var want []model.AppealID
		for _, here := range []bool{true, false} {
			var of []int
			for i := range days {
				if (place(i) == place(c.at)) == here {
					of = append(of, i)
				}
			}
			slices.SortStableFunc(of, func(a, b int) int {
				return max(days[a]-days[c.at], days[c.at]-days[a]) - max(days[b]-days[c.at], days[c.at]-days[b])
			})
			for _, i := range of {
				want = append(want, ids[i])
			}
		}
		want = want[:min(c.n, len(want))]
		got, err := s.hits(Probe{Place: place(c.at), Received: model.InstantOf(began) + model.Instant(days[c.at]*24*3600)}, match, c.n)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []model.AppealID
		for _, id := range got {
			numbers = append(numbers, model.AppealID(id&0xFFFFF))
		}
		if !slices.Equal(numbers, want) {
			t.Errorf("the %d nearest of case %d are %v, want %v", c.n, ids[c.at], numbers, want)
		}
	}
}
