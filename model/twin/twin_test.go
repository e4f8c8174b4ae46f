package twin

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kurator/model"
)

func of(text, place string, day int) Portrait {
	return Portrait{Stems: strings.Fields(text), Place: place, Received: model.Instant(1_700_000_000 + day*24*3600)}
}

func TestCompare(t *testing.T) {
	pit := of("ям улиц побед дом 5 колес проб", "пгт Ревда", 0)
	for name, c := range map[string]struct {
		other Portrait
		twin  bool
	}{
		"the same words":            {of("ям улиц побед дом 5 колес проб", "пгт Ревда", 1), true},
		"in other words":            {of("дом 5 побед огромн ям", "пгт Ревда", 2), true},
		"of another settlement":     {of("дом 5 побед огромн ям", "с. Ловозеро", 2), false},
		"the same words, elsewhere": {of("ям улиц побед дом 5 колес проб", "с. Ловозеро", 1), true},
		"about something else":      {of("холодн батаре подъезд котельн отоплен", "пгт Ревда", 0), false},
		"worn words only":           {of("прош прин мер ям здравствуйт добр ден уважа глав", "пгт Ревда", 0), false},
		"nothing":                   {of("", "пгт Ревда", 0), false},
		"too short":                 {of("ям 5", "пгт Ревда", 0), false},
	} {
		l := Compare(pit, c.other)
		if (l.Score >= Threshold) != c.twin {
			t.Errorf("%s: %.2f (words %.2f)", name, l.Score, l.Text)
		}
		if back := Compare(c.other, pit); math.Abs(back.Score-l.Score) > 1e-9 {
			t.Errorf("%s: %.2f one way, %.2f the other", name, l.Score, back.Score)
		}
	}
}

func TestAuthorAndAddressSpeakForIt(t *testing.T) {
	a := of("свет гор столб улиц вечер темн", "пгт Ревда", 0)
	b := of("свет фонар магазин улиц темн ребенк", "пгт Ревда", 3)
	plain := Compare(a, b)
	a.Author, b.Author = "79000000000", "79000000000"
	a.Address, b.Address = []string{"побед", "5"}, []string{"ул", "побед", "5"}
	l := Compare(a, b)
	if !l.Author || !l.Address || l.Score <= plain.Score {
		t.Errorf("%+v after %+v", l, plain)
	}
	why := strings.Join(l.Why(func(s string) string { return "«" + s + "»" }), "; ")
	for _, want := range []string{"«свет»", "тот же заявитель", "тот же адрес", "разница 3 дня"} {
		if !strings.Contains(why, want) {
			t.Errorf("no %q in %q", want, why)
		}
	}
}

// The farther apart, the less alike; a text is never less like itself than another text is.
func TestProperties(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields("ям дорог улиц побед дом 5 12 колес свет фонар снег мусор прош мер добр вод котельн"))
	text := rapid.SliceOfN(word, 0, 30)
	rapid.Check(t, func(t *rapid.T) {
		a := Portrait{Stems: text.Draw(t, "a"), Place: rapid.SampledFrom([]string{"", "Ревда", "Ловозеро"}).Draw(t, "place"), Received: 1_700_000_000}
		b := Portrait{Stems: text.Draw(t, "b"), Place: rapid.SampledFrom([]string{"", "Ревда", "Ловозеро"}).Draw(t, "other place"), Received: 1_700_000_000}
		near := Compare(a, b)
		b.Received += model.Instant(rapid.IntRange(0, 60*24*3600).Draw(t, "apart"))
		far := Compare(a, b)
		if far.Score > near.Score+1e-9 || near.Score < 0 || near.Score > 1 || near.Text > 1+1e-9 {
			t.Fatalf("near %+v far %+v", near, far)
		}
		if ones, _ := a.bags(); Compare(a, a).Text+1e-9 < near.Text && len(ones.weights) >= fewestWords {
			t.Fatalf("itself %.2f, another %.2f", Compare(a, a).Text, near.Text)
		}
	})
}
