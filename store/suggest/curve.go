package suggest

import (
	"cmp"
	"slices"
)

// point is one measured case: by how much the label led, and whether it was right.
type point struct {
	margin float64
	right  bool
}

// curve gives the share of right labels at a margin; it never falls.
type curve []step

type step struct {
	from  float64
	share float64
	right float64
	cases float64
}

// isotonic fits the rising steps that are nearest to the measured cases (pool adjacent violators). Two imagined cases in each
// step, one right and one wrong, keep a few lucky ones from looking certain.
func isotonic(points []point) curve {
	slices.SortFunc(points, func(a, b point) int { return cmp.Compare(a.margin, b.margin) })
	var steps curve
	for at := 0; at < len(points); at += bin {
		s := step{from: points[at].margin, right: 1, cases: 2}
		for _, p := range points[at:min(at+bin, len(points))] {
			s.cases++
			if p.right {
				s.right++
			}
		}
		s.share = s.right / s.cases
		steps = append(steps, s)
		for n := len(steps); n > 1 && steps[n-2].share > steps[n-1].share; n = len(steps) {
			a, b := steps[n-2], steps[n-1]
			a.right, a.cases = a.right+b.right-1, a.cases+b.cases-2
			a.share = a.right / a.cases
			steps = append(steps[:n-2], a)
		}
	}
	return steps
}

// bin is how many cases make a step at first.
const bin = 15

func (c curve) at(margin float64) float64 {
	share := 0.0
	for i, s := range c {
		if i == 0 || margin >= s.from {
			share = s.share
		}
	}
	return share
}
