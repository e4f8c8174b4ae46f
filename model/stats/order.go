package stats

import (
	"math"
	"slices"
)

// values are the numbers of a distribution, in pieces: millions of them are not moved when they grow.
type values struct {
	n      int
	pieces [][]uint32
}

// Pieces hold half as many numbers as there are already, within these bounds.
const (
	leastPiece = 8
	mostPiece  = 4096
)

func (v *values) add(x uint32) {
	last := len(v.pieces) - 1
	if last < 0 || len(v.pieces[last]) == cap(v.pieces[last]) {
		v.pieces = append(v.pieces, make([]uint32, 0, min(max(v.n/2, leastPiece), mostPiece)))
		last++
	}
	v.pieces[last] = append(v.pieces[last], x)
	v.n++
}

// join takes the numbers of another list, which is not used any more.
func (v *values) join(other *values) {
	v.pieces = append(v.pieces, other.pieces...)
	v.n += other.n
}

// median is the number half of the list is not above, the mean of the two in the middle of an even one; NaN of nothing.
func (v *values) median() float64 {
	m, _ := v.quantiles()
	return m
}

// quantiles are the median and the nearest number that nine of ten are not above.
func (v *values) quantiles() (median, p90 float64) {
	if v.n == 0 {
		return math.NaN(), math.NaN()
	}
	at := v.ranked((v.n-1)/2, v.n/2, (9*v.n+9)/10-1)
	return (float64(at[0]) + float64(at[1])) / 2, float64(at[2])
}

// fewValues is up to how many numbers are simply put in order.
const fewValues = 256

// ranked are the numbers that would stand at three places, counted from 0, if the list were in order. The list itself is only read:
// once to count how many numbers lie in each narrow band, and once more for the bands that hold the places.
func (v *values) ranked(places ...int) [3]uint32 {
	var out [3]uint32
	if v.n <= fewValues {
		all := slices.Concat(v.pieces...)
		slices.Sort(all)
		for i, k := range places {
			out[i] = all[k]
		}
		return out
	}
	var counts [bands]uint32
	for _, list := range v.pieces {
		for _, x := range list {
			counts[band(x)]++
		}
	}
	var wanted [3]int
	for i := range places {
		for places[i] >= int(counts[wanted[i]]) {
			places[i] -= int(counts[wanted[i]])
			wanted[i]++
		}
	}
	var found [3][]uint32 // by band: the places are in order, and so are their bands
	for i, b := range wanted {
		if i == 0 || b != wanted[i-1] {
			found[i] = make([]uint32, 0, counts[b])
		}
	}
	for _, list := range v.pieces {
		for _, x := range list {
			switch band(x) {
			case wanted[0]:
				found[0] = append(found[0], x)
			case wanted[1]:
				found[1] = append(found[1], x)
			case wanted[2]:
				found[2] = append(found[2], x)
			}
		}
	}
	last := 0
	for i, b := range wanted {
		if b != wanted[last] {
			last = i
		}
		out[i] = nth(found[last], places[i])
	}
	return out
}

// Bands: one for 0 and 128 for each doubling.
const (
	bandShift = 16
	firstBand = 0x3f80 // of 1, as the bits of a float32
	bands     = 0x1000 + 2
)

// band is the place of a number among the bands; a larger number is never in a lower one.
func band(x uint32) int {
	if x == 0 {
		return 0
	}
	return int(math.Float32bits(float32(x))>>bandShift) - firstBand + 1
}

// nth is the number that would stand at place k in order: a quicksort that follows one side only. It changes the order of the list.
func nth(list []uint32, k int) uint32 {
	for len(list) > 32 {
		a, b, c := list[0], list[len(list)/2], list[len(list)-1]
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := 0, len(list)-1
		for i <= j {
			for list[i] < pivot {
				i++
			}
			for list[j] > pivot {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			list = list[:j+1]
		case k >= i:
			list, k = list[i:], k-i
		default:
			return pivot
		}
	}
	slices.Sort(list)
	return list[k]
}
