package stats

import (
	"math"
	"math/rand"
	"slices"
	"testing"
)

func TestNthIsThatOfTheSorted(t *testing.T) {
	r := rand.New(rand.NewSource(8))
	for range 500 {
		list := make([]uint32, 1+r.Intn(400))
		for i := range list {
			list[i] = uint32(r.Intn(1 + r.Intn(300)))
		}
		sorted := slices.Clone(list)
		slices.Sort(sorted)
		k := r.Intn(len(list))
		if got := nth(list, k); got != sorted[k] {
			t.Fatalf("%v, not %v", got, sorted[k])
		}
		slices.Sort(list)
		if !slices.Equal(list, sorted) {
			t.Fatal("a value was lost")
		}
	}
}

// Lists of every length and of values near and far apart, joined of parts, have the quantiles of the sorted list.
func TestQuantilesAreThoseOfTheSorted(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	for range 300 {
		var list values
		var all []uint32
		for range 1 + r.Intn(3) {
			var part values
			top := int64(1) << r.Intn(33)
			for range 1 + r.Intn(700) {
				x := uint32(min(r.Int63n(top), math.MaxUint32))
				part.add(x)
				all = append(all, x)
			}
			list.join(&part)
		}
		slices.Sort(all)
		n := len(all)
		median, p90 := list.quantiles()
		if want := (float64(all[(n-1)/2]) + float64(all[n/2])) / 2; median != want || median != list.median() {
			t.Fatalf("the median of %d is %v, not %v", n, median, want)
		}
		if want := float64(all[int(math.Ceil(0.9*float64(n)-1e-9))-1]); p90 != want {
			t.Fatalf("nine of ten of %d are not above %v, not %v", n, p90, want)
		}
	}
	if x, y := (&values{}).quantiles(); !math.IsNaN(x) || !math.IsNaN(y) {
		t.Error("a quantile of nothing")
	}
	for _, x := range []uint32{0, 1, 2, math.MaxUint32} {
		if b := band(x); b < 0 || b >= bands {
			t.Errorf("%d lies in band %d", x, b)
		}
	}
}
