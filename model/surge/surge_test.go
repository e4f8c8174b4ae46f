package surge

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/stats"
)

// days makes counts of one theme in one settlement.
func days(perDay []int) *Counts {
	names := stats.NewNames([]stats.Word{{ID: 1, Field: stats.FieldTopic, Text: "\tСобаки\t"}, {ID: 2, Field: stats.FieldPlace, Text: "Ревда"}}, nil)
	to := model.Instant(1_790_000_000 / 86400 * 86400)
	scope := stats.Scope{From: to - model.Instant(len(perDay)*86400), To: to, Zone: time.UTC, Names: names}
	c := NewCounts(scope, stats.NewThemes(&model.Office{}, names), scope.From)
	for i, n := range perDay {
		for k := range n {
			c.Add(&stats.Case{Topic: 1, Place: 2, Received: scope.From + model.Instant(i*86400+k), Stage: 8})
		}
	}
	return c
}

// flat is a quiet course with noise of a fixed seed.
func flat(n int, mean float64) []int {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]int, n)
	for i := range list {
		for p := math.Exp(-mean); r.Float64() > p; {
			list[i]++
			p += (1 - p) * 0.7
		}
	}
	return list
}

func TestSurge(t *testing.T) {
	quiet := flat(90, 0.5)
	quiet[89] = 0
	if list := LevelOf(days(quiet), 0).Surges(); len(list) > 0 {
		t.Errorf("a quiet day: %+v", list)
	}
	quiet[89] = 9
	list := LevelOf(days(quiet), 0).Surges()
	if len(list) != 1 || list[0].N != 9 || list[0].Days != 1 || list[0].Usual > 2 || list[0].P > alpha {
		t.Fatalf("nine in a day: %+v", list)
	}
	if list := LevelOf(days(quiet), 1).Surges(); len(list) > 0 {
		t.Errorf("the day before knew of it: %+v", list)
	}
	if list := LevelOf(days(append(make([]int, 80), 1, 0, 0, 5)), 0).Surges(); len(list) > 0 {
		t.Errorf("four days are no level: %+v", list)
	}
}

func TestMoves(t *testing.T) {
	course := make([]int, 90)
	for i := range course {
		course[i] = 1
		if i >= 62 {
			course[i] = 3
		}
	}
	moves := LevelOf(days(course), 0).Moves()
	if len(moves) != 1 || !moves[0].Grew || moves[0].Now != 84 || moves[0].Before != 28 || math.Abs(moves[0].Expected-28) > 1 {
		t.Errorf("%+v", moves)
	}
	for i := 62; i < 90; i++ {
		course[i] = 0
	}
	if moves := LevelOf(days(course), 0).Moves(); !moves[0].Faded {
		t.Errorf("%+v", moves)
	}
}

// The tail against sums of the distribution itself, and its approximation against the sum where both work.
func TestTail(t *testing.T) {
	if p := tail(0, 2, 0.3); p != 1 {
		t.Error(p)
	}
	// Shape 1 is geometric: the tail is q^n.
	for n := range 20 {
		if got, want := tail(n, 1, 0.4), math.Pow(0.4, float64(n)); math.Abs(got-want) > 1e-12 {
			t.Errorf("tail(%d) = %g, want %g", n, got, want)
		}
	}
	exact, near := tail(520, 5000, 0.0909), tail(521, 5100, 0.0909)
	if exact < 0.1 || exact > 0.9 || near < 0.1 || near > 0.95 {
		t.Errorf("around the mean: %g and %g", exact, near)
	}
}

func TestJoinIsTheSameAsOneWalk(t *testing.T) {
	whole := days(flat(60, 2))
	var parts Counts
	fresh := whole.Fresh().(*Counts)
	fresh.Join(whole)
	parts = *fresh
	a, b := LevelOf(whole, 0).Moves(), LevelOf(&parts, 0).Moves()
	if len(a) != len(b) || len(a) > 0 && a[0] != b[0] {
		t.Errorf("%+v and %+v", a, b)
	}
}
