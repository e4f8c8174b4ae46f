// Package twin judges whether two appeals are about the same thing, and says why. It compares stems, places, addresses, authors
// and times; where the candidates come from is the store's matter. It is pure.
package twin

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
)

// Portrait is what of an appeal is compared.
type Portrait struct {
	Stems    []string      // of the text, in order
	Place    string        // settlement; empty = not known
	Address  []string      // stems of street and house
	Author   string        // one spelling of the phone, page or name; empty = not known
	Received model.Instant //

	ones, twos map[string]float64 // words and pairs of neighbouring words with their weights, once made
}

// Prepared keeps what is made of the words anew for each comparison: for a portrait that is compared with many.
func (p Portrait) Prepared() Portrait {
	p.ones, p.twos = p.bags()
	return p
}

func (p Portrait) bags() (ones, twos map[string]float64) {
	if p.ones != nil {
		return p.ones, p.twos
	}
	return bag(p.Stems, 1), bag(p.Stems, 2)
}

// Likeness is how far two appeals are about the same thing.
type Likeness struct {
	Score   float64  // 0…1
	Text    float64  // how far the words agree, 0…1
	Shared  []string // stems that both have, the telling ones first
	Place   bool     // the same settlement
	Address bool     // the same street and house, or another address of two words and more
	Author  bool     // the same person writes
	Apart   model.Instant
}

// Threshold is the score from which two appeals are offered as similar.
const Threshold = 0.5

// Window is how far apart in time appeals are still compared, in seconds.
const Window = model.Instant(45 * 24 * 3600)

// Parts of the score. The words decide; the rest moves them.
const (
	samePlace   = 0.12
	otherPlace  = -0.25
	sameAddress = 0.18
	sameAuthor  = 0.20
	pairsWeight = 0.35 // of neighbouring words among the words
	fewestWords = 3    // shorter texts say too little
	oldShare    = 0.25 // what is lost at the end of the window
)

// Compare judges two portraits.
func Compare(a, b Portrait) Likeness {
	l := Likeness{Apart: max(a.Received-b.Received, b.Received-a.Received)}
	l.Text, l.Shared = words(a, b)
	score := l.Text
	switch {
	case a.Place == "" || b.Place == "":
	case russian.Fold(a.Place) == russian.Fold(b.Place):
		l.Place = true
		score += samePlace
	default:
		score += otherPlace
	}
	if l.Address = shares(a.Address, b.Address); l.Address {
		score += sameAddress
	}
	if l.Author = a.Author != "" && a.Author == b.Author; l.Author {
		score += sameAuthor
	}
	age := min(float64(l.Apart)/float64(Window), 1)
	l.Score = min(max(score*(1-oldShare*age), 0), 1)
	return l
}

// words compares two texts by their words and pairs of neighbouring words, the worn ones counting little.
func words(a, b Portrait) (alike float64, shared []string) {
	ones, twos := a.bags()
	others, otherTwos := b.bags()
	if len(ones) < fewestWords || len(others) < fewestWords {
		return 0, nil
	}
	one, shared := dice(ones, others)
	two, _ := dice(twos, otherTwos)
	slices.SortStableFunc(shared, func(x, y string) int { return cmp.Compare(weight(y), weight(x)) })
	return one*(1-pairsWeight) + two*pairsWeight, shared
}

// bag are the runs of n neighbouring stems with their weights.
func bag(stems []string, n int) map[string]float64 {
	m := map[string]float64{}
	for i := 0; i+n <= len(stems); i++ {
		w := 0.0
		for _, s := range stems[i : i+n] {
			w += weight(s)
		}
		m[strings.Join(stems[i:i+n], " ")] = w / float64(n)
	}
	return m
}

// dice is how much of the weight two bags share.
func dice(a, b map[string]float64) (share float64, both []string) {
	var total, common float64
	for s, w := range a {
		total += w
		if _, ok := b[s]; ok {
			common += 2 * w
			both = append(both, s)
		}
	}
	for _, w := range b {
		total += w
	}
	slices.Sort(both)
	if total == 0 {
		return 0, both
	}
	return common / total, both
}

// worn are the stems of what every letter says.
var worn = func() map[string]bool {
	set := map[string]bool{}
	for _, s := range strings.Fields("прош прос просьб прин меры мер добр ден здравствуйт уважа обраща обращен помог помощ администрац глав сообща " +
		"пожалуйст реш вопрос проблем сдела дела дан наш ваш котор эт очен сво люд жител район посел постоян могут можн спасиб сил отреагирова") {
		set[s] = true
	}
	return set
}()

// weight is what a stem tells: long ones are rarer, worn ones say nothing, numbers of houses say much.
func weight(stem string) float64 {
	switch {
	case worn[stem]:
		return 0.15
	case stem[0] >= '0' && stem[0] <= '9':
		return 1
	}
	return min(0.5+float64(utf8.RuneCountInString(stem))*0.1, 1.3)
}

// Telling tells whether a stem says something of its own.
func Telling(stem string) bool { return stem != "" && !worn[stem] }

// shares tells whether two addresses agree: all of the shorter is in the longer, and that is two words at least.
func shares(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 {
		return false
	}
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

// Why says in words what the two have in common; word gives the word a stem stands for.
func (l Likeness) Why(word func(stem string) string) []string {
	var why []string
	var said []string
	for _, s := range l.Shared {
		if w := word(s); w != "" && Telling(s) && len(said) < 5 {
			said = append(said, w)
		}
	}
	if len(said) > 0 {
		why = append(why, "те же слова: "+strings.Join(said, ", "))
	}
	if l.Author {
		why = append(why, "тот же заявитель")
	}
	switch {
	case l.Address:
		why = append(why, "тот же адрес")
	case l.Place:
		why = append(why, "то же место")
	}
	switch days := int(l.Apart / (24 * 3600)); days {
	case 0:
		why = append(why, "в пределах суток")
	default:
		why = append(why, "разница "+russian.Days(days))
	}
	return why
}
