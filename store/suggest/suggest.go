// Package suggest learns from the office's own past which label a text gets: a topic, a unit. It is a naive Bayes over stems, whose
// confidence is measured on the newest of the past cases, not computed from the model itself.
package suggest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Example is one past case: the stems of its text and what it was given.
type Example struct {
	Stems []string
	Label string
}

// Proposal is a label for a text. Confidence is how often the label was right on past cases where the model was as sure.
type Proposal struct {
	Label      string
	Confidence float64
	Deciding   []string // stems that spoke for the label, the strongest first
}

// Rate is how often the model was right on cases it had not learned from.
type Rate struct {
	Cases, Right int
}

// Share is the hit rate, 0 when nothing was measured.
func (r Rate) Share() float64 {
	if r.Cases == 0 {
		return 0
	}
	return float64(r.Right) / float64(r.Cases)
}

// Limits of learning: below fewest examples nothing is proposed; the newest heldOut, but not more than a fifth, measure.
const (
	fewest      = 40
	heldOut     = 500
	mostStems   = 200 // of one text
	smoothing   = 0.3
	decidingNum = 3
)

// Model proposes labels. The zero value proposes nothing.
type Model struct {
	bayes bayes
	curve curve
	Rate  Rate
}

// Learn learns from examples in the order of time, the oldest first.
func Learn(past []Example) *Model {
	m := &Model{}
	if len(past) < fewest {
		return m
	}
	cut := len(past) - min(heldOut, len(past)/5)
	early := train(past[:cut])
	var points []point
	for _, e := range past[cut:] {
		label, margin, _ := early.best(e.Stems)
		if label == "" {
			continue
		}
		m.Rate.Cases++
		if label == e.Label {
			m.Rate.Right++
		}
		points = append(points, point{margin, label == e.Label})
	}
	m.curve = isotonic(points)
	m.bayes = train(past)
	return m
}

// Propose gives the likeliest label; false when nothing is known about any of the words.
func (m *Model) Propose(stems []string) (Proposal, bool) {
	label, margin, deciding := m.bayes.best(stems)
	if label == "" {
		return Proposal{}, false
	}
	return Proposal{label, m.curve.at(margin), deciding}, true
}

// bayes counts in how many cases of each label a stem occurs.
type bayes struct {
	labels []string
	cases  []float64 // of each label
	total  float64
	stems  map[string][]count
	words  []float64 // stems counted in each label
}

type count struct {
	label int
	n     float64
}

func train(past []Example) bayes {
	b := bayes{stems: map[string][]count{}}
	index := map[string]int{}
	for _, e := range past {
		i, ok := index[e.Label]
		if !ok {
			i = len(b.labels)
			index[e.Label] = i
			b.labels, b.cases, b.words = append(b.labels, e.Label), append(b.cases, 0), append(b.words, 0)
		}
		b.cases[i]++
		b.total++
		for _, s := range unique(e.Stems) {
			b.words[i]++
			list := b.stems[s]
			if at := slices.IndexFunc(list, func(c count) bool { return c.label == i }); at >= 0 {
				list[at].n++
			} else {
				b.stems[s] = append(list, count{i, 1})
			}
		}
	}
	return b
}

// unique are the words of a case, each once. A number is no word: the house, the phone and the date of one case say nothing of another.
func unique(stems []string) []string {
	out := slices.DeleteFunc(slices.Clone(stems[:min(len(stems), mostStems)]), func(s string) bool { return !strings.ContainsFunc(s, unicode.IsLetter) })
	slices.Sort(out)
	return slices.Compact(out)
}

// best is the likeliest label, by how much it leads for each word, and the stems that spoke for it.
func (b *bayes) best(stems []string) (label string, margin float64, deciding []string) {
	var known []string
	for _, s := range unique(stems) {
		if len(b.stems[s]) > 0 {
			known = append(known, s)
		}
	}
	if len(known) == 0 || len(b.labels) == 0 {
		return "", 0, nil
	}
	vocabulary := float64(len(b.stems))
	score := make([]float64, len(b.labels))
	floor := make([]float64, len(b.labels)) // of a stem the label never had
	for i := range b.labels {
		score[i] = math.Log(b.cases[i] / b.total)
		floor[i] = math.Log(smoothing / (b.words[i] + smoothing*vocabulary))
		score[i] += floor[i] * float64(len(known))
	}
	for _, s := range known {
		for _, c := range b.stems[s] {
			score[c.label] += b.weight(c) - floor[c.label]
		}
	}
	first, second := -1, -1
	for i := range score {
		switch {
		case first < 0 || score[i] > score[first]:
			first, second = i, first
		case second < 0 || score[i] > score[second]:
			second = i
		}
	}
	if second < 0 {
		return b.labels[first], 0, nil
	}
	margin = (score[first] - score[second]) / math.Sqrt(float64(len(known)))
	return b.labels[first], margin, b.deciding(known, first, floor)
}

func (b *bayes) weight(c count) float64 {
	return math.Log((c.n + smoothing) / (b.words[c.label] + smoothing*float64(len(b.stems))))
}

// deciding are the stems that are much commoner with the label than with the others together.
func (b *bayes) deciding(known []string, label int, floor []float64) []string {
	type said struct {
		stem   string
		speaks float64
	}
	var list []said
	words := 0.0
	for _, w := range b.words {
		words += w
	}
	for _, s := range known {
		here, n, all := floor[label], 0.0, 0.0
		for _, c := range b.stems[s] {
			all += c.n
			if c.label == label {
				here, n = b.weight(c), c.n
			}
		}
		elsewhere := math.Log((all - n + smoothing) / (words - b.words[label] + smoothing*float64(len(b.stems))))
		if n > 0 && here > elsewhere {
			list = append(list, said{s, here - elsewhere})
		}
	}
	slices.SortFunc(list, func(x, y said) int {
		if x.speaks != y.speaks {
			return cmp.Compare(y.speaks, x.speaks)
		}
		return cmp.Compare(x.stem, y.stem)
	})
	var out []string
	for _, x := range list[:min(len(list), decidingNum)] {
		out = append(out, x.stem)
	}
	return out
}
