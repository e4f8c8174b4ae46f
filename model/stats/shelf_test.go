package stats

import (
	"math/rand"
	"reflect"
	"testing"

	"kurator/model"
)

func TestShelvedCaseComesBack(t *testing.T) {
	r := rand.New(rand.NewSource(21))
	var s Shelf
	var all []Case
	var b []byte
	for range 3000 {
		c := anyCase(r)
		if known := []model.Instant{c.Received, c.Registered, c.Answered, c.Closed}; r.Intn(2) == 0 { // as in real cases, many of them are one
			c.First, c.Rated = c.Answered, known[r.Intn(len(known))]
			for i := range c.Ledger {
				c.Ledger[i].From, c.Ledger[i].Unit = known[r.Intn(len(known))], c.Unit
			}
		}
		all, b = append(all, c), s.Put(b, &c)
	}
	var used Case
	for _, want := range all {
		var fresh Case
		if _, err := s.Get(&fresh, want.ID, want.Received, b); err != nil || !reflect.DeepEqual(filled(fresh), filled(want)) {
			t.Fatalf("%v\n%+v\n%+v", err, want, fresh)
		}
		rest, err := s.Get(&used, want.ID, want.Received, b)
		if err != nil || !reflect.DeepEqual(filled(used), filled(want)) {
			t.Fatalf("read over another: %v\n%+v\n%+v", err, want, used)
		}
		b = rest
	}
	if len(b) != 0 {
		t.Errorf("%d bytes too many", len(b))
	}
}

// A case whose form finds no room any more lies there as it is packed in the file.
func TestShelfWithoutRoomForAForm(t *testing.T) {
	r := rand.New(rand.NewSource(22))
	s := Shelf{forms: make([]form, mostForms)}
	c := anyCase(r)
	var got Case
	rest, err := s.Get(&got, c.ID, c.Received, append(s.Put(nil, &c), 7))
	if err != nil || len(rest) != 1 || !reflect.DeepEqual(filled(got), filled(c)) {
		t.Fatalf("%v, %d bytes behind\n%+v\n%+v", err, len(rest), c, got)
	}
	for n := range len(s.Put(nil, &c)) {
		if _, err := s.Get(&got, c.ID, c.Received, s.Put(nil, &c)[:n]); err == nil {
			t.Fatalf("%d bytes were taken for a case", n)
		}
	}
}
