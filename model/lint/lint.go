// Package lint reads an answer before it is approved, as a careful colleague would. Findings are advice; two kinds block approval: a place
// that was not filled in, and personal data of a citizen.
//
// What only the whole base knows — whether a number or contact belongs to another citizen's case — is asked through functions.
package lint

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/template"
)

// Kind is what a finding is about.
type Kind string

// Kinds of findings.
const (
	KindPlace     Kind = "place"      // {срок} was not filled in
	KindPersonal  Kind = "personal"   // personal data of the applicant or of another citizen
	KindContact   Kind = "contact"    // a phone, e-mail or flat in a public answer
	KindPast      Kind = "past"       // what is promised lies in the past
	KindNumber    Kind = "number"     // another case's number
	KindLength    Kind = "length"     // longer than the channel takes
	KindNoDate    Kind = "no_date"    // no date is named
	KindNoContact Kind = "no_contact" // nobody to turn to is named
	KindPhrase    Kind = "phrase"     // bureaucratic words
	KindCopy      Kind = "copy"       // nearly the answer this citizen has had already
	KindQuestion  Kind = "question"   // a question without an answer
)

// Finding is one remark. Say never repeats personal data.
type Finding struct {
	Kind       Kind
	Start, End int // bytes of the text; both 0 when the remark is about the whole
	Say        string
	Blocks     bool // approval is refused while it stands
}

// Answer is the text and what it is read against.
type Answer struct {
	Text      string
	Appeal    *model.Appeal // with its texts loaded
	Today     time.Time     // in the office's zone
	Phrases   []string      // bureaucratic turns of speech
	Known     []string      // contacts of institutions: never a fault
	Answered  []string      // answers this citizen has had
	OtherCase func(number string) bool
	OfOther   func(c russian.Contact) bool // the contact of another citizen in the base
}

// limits are the longest texts the channels take, in characters: a comment in VK and Telegram, an answer in ПОС. [d]
func limit(channel model.ChannelID) int {
	switch channel {
	case model.ChannelIM, model.ChannelSocial:
		return 4096
	case model.ChannelPOS:
		return 4000
	}
	return 0
}

// Public tells whether everybody reads answers of the channel.
func Public(channel model.ChannelID) bool {
	return channel == model.ChannelIM || channel == model.ChannelSocial
}

// Check lists the findings by their place; those about the whole text stand last.
func Check(a Answer) []Finding {
	c := &checker{Answer: a, said: russian.FindContacts(a.Text)}
	c.places()
	c.contacts()
	c.names()
	c.dates()
	c.numbers()
	c.phrases()
	c.whole()
	c.questions()
	slices.SortStableFunc(c.found, func(x, y Finding) int {
		if (x.End == 0) != (y.End == 0) {
			return y.End - x.End
		}
		return x.Start - y.Start
	})
	return c.found
}

// Blocking are the findings that keep an answer from being approved.
func Blocking(all []Finding) []Finding {
	var list []Finding
	for _, f := range all {
		if f.Blocks {
			list = append(list, f)
		}
	}
	return list
}

type checker struct {
	Answer
	said  []russian.Contact // contacts of the text
	found []Finding
	dated bool // a date is named
}

func (c *checker) add(kind Kind, start, end int, blocks bool, say string) {
	c.found = append(c.found, Finding{kind, start, end, say, blocks})
}

func (c *checker) channel() model.ChannelID { return c.Appeal.Channel() }

// places: what was not filled in never goes out.
func (c *checker) places() {
	for _, s := range template.Unfilled(c.Text) {
		c.add(KindPlace, s.Start, s.End, true, "Не заполнено: "+c.Text[s.Start:s.End])
	}
}

// phrases finds words of officialese as they are spelled, in any case of letters.
func (c *checker) phrases() {
	text, at := foldedPlaces(c.Text)
	for _, phrase := range c.Phrases {
		folded := russian.Fold(strings.TrimSpace(phrase))
		for from := 0; folded != ""; {
			i := strings.Index(text[from:], folded)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(folded)
			from = end
			if isWordAt(text, start, end) {
				c.add(KindPhrase, at[start], at[end], false, "Канцелярский оборот: «"+phrase+"». Скажите проще")
			}
		}
	}
}

// foldedPlaces is the folded text, and for each of its bytes where that stands in the original.
func foldedPlaces(text string) (string, []int) {
	var b strings.Builder
	var at []int
	for i, r := range text {
		piece := russian.Fold(string(r))
		for range len(piece) {
			at = append(at, i)
		}
		b.WriteString(piece)
	}
	return b.String(), append(at, len(text))
}

func isWordAt(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return (start == 0 || !letter(before)) && (end == len(text) || !letter(after))
}

func letter(r rune) bool {
	return 'а' <= r && r <= 'я' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
}

// whole looks at the answer as one: its length, a date, a contact, an earlier answer.
func (c *checker) whole() {
	if n, most := utf8.RuneCountInString(c.Text), limit(c.channel()); most > 0 && n > most {
		c.add(KindLength, 0, 0, false, "Длина: "+russian.Count(n, "знак", "знака", "знаков")+", канал принимает до "+russian.Number(int64(most)))
	}
	if !c.dated {
		c.add(KindNoDate, 0, 0, false, "Не названа ни одна дата: когда сделано или будет сделано")
	}
	if !c.hasContact() {
		c.add(KindNoContact, 0, 0, false, "Нет контакта: к кому обратиться, если останутся вопросы")
	}
	for _, earlier := range c.Answered {
		if alike(c.Text, earlier) >= nearCopy {
			c.add(KindCopy, 0, 0, false, "Почти тот же ответ этому гражданину уже давали")
			return
		}
	}
}

func (c *checker) hasContact() bool {
	for _, contact := range c.said {
		if contact.Kind != russian.Account || strings.Contains(contact.Normal, "/") {
			return true
		}
	}
	return false
}
