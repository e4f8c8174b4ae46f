package suggest

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// past makes cases of two subjects whose words overlap, a part of them labelled wrongly.
func past(n int, wrong float64) []Example {
	r := rand.New(rand.NewPCG(1, 2))
	heat := []string{"батаре", "котельн", "холодн", "отоплен", "подъезд", "дом", "зим"}
	road := []string{"ям", "дорог", "асфальт", "колес", "тротуар", "дом", "зим"}
	var list []Example
	for i := range n {
		words, label := heat, "тепло"
		if i%2 == 0 {
			words, label = road, "дороги"
		}
		var e Example
		for range 4 {
			e.Stems = append(e.Stems, words[r.IntN(len(words))])
		}
		if e.Label = label; r.Float64() < wrong {
			e.Label = map[string]string{"тепло": "дороги", "дороги": "тепло"}[label]
		}
		list = append(list, e)
	}
	return list
}

func TestLearnsAndSaysWhy(t *testing.T) {
	m := Learn(past(400, 0))
	p, ok := m.Propose([]string{"холодн", "батаре", "дом"})
	if !ok || p.Label != "тепло" || p.Confidence < 0.85 || !slices.Contains(p.Deciding, "батаре") || slices.Contains(p.Deciding, "дом") && p.Deciding[0] == "дом" {
		t.Errorf("%+v %v", p, ok)
	}
	if m.Rate.Cases != 80 || m.Rate.Share() < 0.9 {
		t.Errorf("rate %+v", m.Rate)
	}
	if _, ok := m.Propose([]string{"незнаком", "слов"}); ok {
		t.Error("proposed without a known word")
	}
}

// A number decides nothing, however often it stood beside one label.
func TestNumbersDecideNothing(t *testing.T) {
	list := past(400, 0)
	for i := range list {
		if list[i].Label == "тепло" {
			list[i].Stems = append(list[i].Stems, "33")
		}
	}
	m := Learn(list)
	if p, ok := m.Propose([]string{"33", "921"}); ok {
		t.Errorf("proposed by numbers: %+v", p)
	}
	if p, ok := m.Propose([]string{"холодн", "батаре", "33"}); !ok || slices.Contains(p.Deciding, "33") {
		t.Errorf("%+v %v", p, ok)
	}
}

// The confidence is what was measured: on labels of which a third is wrong it promises no more.
func TestConfidenceIsMeasured(t *testing.T) {
	m := Learn(past(2000, 0.35))
	p, _ := m.Propose([]string{"котельн", "батаре", "отоплен", "холодн"})
	if p.Label != "тепло" || p.Confidence > 0.8 || p.Confidence < 0.5 {
		t.Errorf("%+v, rate %.2f", p, m.Rate.Share())
	}
}

func TestTooFewExamplesProposeNothing(t *testing.T) {
	if _, ok := Learn(past(fewest-1, 0)).Propose([]string{"батаре"}); ok {
		t.Error("proposed")
	}
}

func TestCurveNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var points []point
		for range rapid.IntRange(0, 300).Draw(t, "n") {
			points = append(points, point{rapid.Float64Range(0, 10).Draw(t, "margin"), rapid.Bool().Draw(t, "right")})
		}
		c := isotonic(points)
		last := 0.0
		for m := 0.0; m <= 10; m += 0.5 {
			s := c.at(m)
			if s < last-1e-9 || s >= 1 {
				t.Fatalf("at %.1f %.3f after %.3f", m, s, last)
			}
			last = s
		}
	})
}

func BenchmarkLearn(b *testing.B) {
	list := past(12_000, 0.1)
	for b.Loop() {
		Learn(list)
	}
}
