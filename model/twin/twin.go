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

	ones, twos *bag // words and pairs of neighbouring words, once made
}

// Prepared keeps what is made of the words anew for each comparison: for a portrait that is compared with many.
func (p Portrait) Prepared() Portrait {
	ones, twos := p.bags()
	p.ones, p.twos = &ones, &twos
	return p
}

func (p Portrait) bags() (ones, twos bag) {
	if p.ones != nil {
		return *p.ones, *p.twos
	}
	return bagsOf(p.Stems)
}

// Likeness is how far two appeals are about the same thing.
type Likeness struct {
	Score   float64  // 0…1
	Text    float64  // how far the words agree, 0…1
	Shared  []string // stems that both have, the telling ones first; only of a likeness from Threshold on
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
	samePlace    = 0.12
	otherPlace   = -0.25
	sameAddress  = 0.18
	sameAuthor   = 0.20
	pairsWeight  = 0.35 // of neighbouring words among the words
	fewestWords  = 3    // shorter texts say too little
	addressWords = 2    // shorter addresses too
	oldShare     = 0.25 // what is lost at the end of the window
)

// Compare judges two portraits.
func Compare(a, b Portrait) Likeness {
	l := Likeness{Apart: max(a.Received-b.Received, b.Received-a.Received), Address: shares(a.Address, b.Address), Author: a.Author != "" && a.Author == b.Author}
	l.Text = words(a, b)
	l.score(a.Place, b.Place)
	if l.Score >= Threshold {
		l.Shared = shared(a, b)
	}
	return l
}

// Reach is the highest score that b may come to when nothing is known of its address and author yet.
func Reach(a, b Portrait) float64 {
	l := Likeness{Apart: max(a.Received-b.Received, b.Received-a.Received), Address: len(a.Address) >= addressWords, Author: a.Author != ""}
	l.Text = words(a, b)
	l.score(a.Place, b.Place)
	return l.Score
}

// score weighs what was found.
func (l *Likeness) score(place, other string) {
	score := l.Text
	switch {
	case place == "" || other == "":
	case russian.Fold(place) == russian.Fold(other):
		l.Place = true
		score += samePlace
	default:
		score += otherPlace
	}
	if l.Address {
		score += sameAddress
	}
	if l.Author {
		score += sameAuthor
	}
	age := min(float64(l.Apart)/float64(Window), 1)
	l.Score = min(max(score*(1-oldShare*age), 0), 1)
}

// words compares two texts by their words and pairs of neighbouring words, the worn ones counting little.
func words(a, b Portrait) float64 {
	one, two := a.bags()
	others, otherTwos := b.bags()
	if len(one.weights) < fewestWords || len(others.weights) < fewestWords {
		return 0
	}
	return one.dice(others)*(1-pairsWeight) + two.dice(otherTwos)*pairsWeight
}

// shared are the words that both texts have, the telling ones first.
func shared(a, b Portrait) []string {
	one, _ := a.bags()
	others, _ := b.bags()
	var both []string
	for s := range one.weights {
		if _, ok := others.weights[s]; ok {
			both = append(both, s[0])
		}
	}
	slices.SortFunc(both, func(x, y string) int { return cmp.Or(cmp.Compare(weight(y), weight(x)), cmp.Compare(x, y)) })
	return both
}

// run is a stem, or two neighbouring ones.
type run [2]string

// bag are the runs of a text with their weights, and what they weigh together.
type bag struct {
	weights map[run]float64
	total   float64
}

func (b *bag) put(r run, weight float64) {
	if _, there := b.weights[r]; !there {
		b.weights[r] = weight
		b.total += weight
	}
}

// bagsOf are the stems of a text, and the pairs of neighbouring ones.
func bagsOf(stems []string) (ones, twos bag) {
	ones.weights, twos.weights = make(map[run]float64, len(stems)), make(map[run]float64, len(stems))
	last := 0.0
	for i, s := range stems {
		w := weight(s)
		ones.put(run{s}, w)
		if i > 0 {
			twos.put(run{stems[i-1], s}, (last+w)/2)
		}
		last = w
	}
	return ones, twos
}

// dice is how much of the weight two bags share.
func (b *bag) dice(other bag) float64 {
	if b.total+other.total == 0 {
		return 0
	}
	few, many := b.weights, other.weights
	if len(few) > len(many) {
		few, many = many, few
	}
	common := 0.0
	for r, w := range few {
		if _, ok := many[r]; ok {
			common += 2 * w
		}
	}
	return common / (b.total + other.total)
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
	if len(a) < addressWords {
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
