package stats

import (
	"cmp"
	"math"
	"slices"
)

// Shares are percentages of the whole with so many decimals that add up to exactly 100 (the largest remainder gets what
// rounding left over), so that no printed column contradicts its own total, and equal counts differ only where there is no other
// way. Without a whole there are none: NaN.
func Shares(counts []int, decimals int) []float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	out := make([]float64, len(counts))
	if total == 0 {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	scale := int64(math.Pow10(decimals))
	type rest struct {
		i int
		r int64
	}
	units, rests := make([]int64, len(counts)), make([]rest, len(counts))
	left := 100 * scale
	for i, n := range counts {
		all := int64(n) * 100 * scale
		units[i] = all / int64(total)
		rests[i] = rest{i, all % int64(total)}
		left -= units[i]
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Or(cmp.Compare(b.r, a.r), cmp.Compare(counts[b.i], counts[a.i])) })
	give := func(list []rest) {
		for _, r := range list {
			units[r.i]++
			left--
		}
	}
	// Equal counts get equal shares as long as that can be: what is left over goes to whole groups of them, the largest remainder first.
	var split []rest
	for len(rests) > 0 {
		n := 1
		for n < len(rests) && counts[rests[n].i] == counts[rests[0].i] {
			n++
		}
		switch group := rests[:n]; {
		case rests[0].r == 0: // exact as it is
		case int64(n) <= left:
			give(group)
		default:
			split = append(split, group...)
		}
		rests = rests[n:]
	}
	give(split[:left])
	for i, u := range units {
		out[i] = float64(u) / float64(scale)
	}
	return out
}

// Apportion rounds the parts of a rounded whole so that they add up to it.
func Apportion(whole float64, parts []float64, decimals int) []float64 {
	scale := math.Pow10(decimals)
	left := int(math.Round(whole * scale))
	out, order := make([]float64, len(parts)), make([]int, len(parts))
	for i, p := range parts {
		out[i], order[i] = math.Floor(p*scale+1e-9), i
		left -= int(out[i])
	}
	rest := func(i int) float64 { return parts[i]*scale - out[i] }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rest(b), rest(a)) })
	for _, i := range order[:max(min(left, len(order)), 0)] {
		out[i]++
	}
	for i := range out {
		out[i] /= scale
	}
	return out
}

// Wilson is the 95 % interval of a share in percent; (0, 100) when nothing was counted.
func Wilson(hits, base int) (low, high float64) {
	if base <= 0 {
		return 0, 100
	}
	const z = 1.959963984540054
	n, p := float64(base), float64(hits)/float64(base)
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 100 / (1 + z*z/n)
	return max(0, (centre-half)*scale), min(100, (centre+half)*scale)
}

// Interval is the 95 % interval of a share.
func (v Value) Interval() (low, high float64) { return Wilson(v.Hits, v.Base) }

// Change compares a figure with that of another period. Counts and times change in percent, shares and marks by points.
// NaN when there is nothing to compare with.
func Change(f *Figure, now, then Value) (change float64, points bool) {
	if f.Unit == Percent || f.Unit == MarkUnit {
		return now.X - then.X, true
	}
	return PercentChange(now.X, then.X), false
}

// PercentChange is the change from one number to another in percent of the first.
func PercentChange(now, then float64) float64 {
	if then == 0 {
		return math.NaN()
	}
	return (now - then) / then * 100
}
