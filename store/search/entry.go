package search

import (
	"hash/fnv"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
)

// Entry is what the text index keeps of one appeal.
type Entry struct {
	Text string // stems of everything that was written
	Who  string // stems of names, digits of phones and numbers
	Dim  string // dimensions of the filter as tokens
}

// minSuffix is the shortest part of a number that is found.
const minSuffix = 3

// EntryOf makes the entry of an appeal whose texts are loaded.
func (s *Stemmer) EntryOf(a *model.Appeal) Entry {
	var text, who, dim strings.Builder
	for _, t := range []string{a.Body.Body, a.Essence.Body, a.Address.Body, a.Topic.Title, a.Topic.Group, a.Place, a.Organisation} {
		s.write(&text, t)
	}
	for _, q := range a.Questions {
		s.write(&text, q.Text.Body)
		if q.Topic.Title != a.Topic.Title {
			s.write(&text, q.Topic.Title)
		}
	}
	for _, m := range a.Messages {
		s.write(&text, m.Text.Body)
	}
	for _, r := range a.Replies {
		s.write(&text, r.Text.Body)
	}
	for _, n := range a.Notes {
		s.write(&text, n.Text.Body)
	}
	if len(a.Replies) == 0 {
		if d := a.CurrentDraft(); d != nil {
			s.write(&text, d.Text.Body)
		}
	}
	s.write(&who, a.Applicant.Name.Body)
	s.write(&who, a.Applicant.Contact.Body)
	writeNumbers(&who, russian.PhoneDigits(a.Applicant.Contact.Body))
	writeNumbers(&who, a.ID.String())
	for _, r := range a.Registrations {
		s.write(&who, r.ExternalID)
		writeNumbers(&who, r.ExternalID)
		writeNumbers(&who, r.SecondID)
		writeToken(&dim, ChannelToken(r.Channel))
		for _, from := range [...]string{r.Card, r.Source, r.Page} {
			for _, key := range model.SourceKeys(from) {
				writeToken(&dim, SourceToken(key))
			}
		}
	}
	writeToken(&dim, PlaceToken(a.Place))
	writeToken(&dim, UnitToken(a.Unit))
	if a.Twin != 0 {
		writeToken(&dim, TwinToken(0))
		writeToken(&dim, TwinToken(a.Twin))
	}
	if a.Unconfirmed() {
		writeToken(&dim, UnconfirmedToken)
	}
	return Entry{text.String(), who.String(), dim.String()}
}

func writeToken(b *strings.Builder, token string) {
	if token != "" {
		b.WriteByte(' ')
		b.WriteString(token)
	}
}

// writeNumbers writes the runs of digits of a number and their ends, so that any part of it is found by a prefix.
func writeNumbers(b *strings.Builder, number string) {
	digitRuns(number, func(run string) {
		for i := 0; i == 0 || len(run)-i >= minSuffix; i++ {
			b.WriteString(" n")
			b.WriteString(run[i:])
		}
	})
}

// maxRun is the longest run of digits whose parts are indexed: phones and registration numbers are shorter.
const maxRun = 20

func digitRuns(s string, yield func(run string)) {
	start := -1
	for i := 0; i <= len(s); i++ {
		digit := i < len(s) && '0' <= s[i] && s[i] <= '9'
		switch {
		case digit && start < 0:
			start = i
		case !digit && start >= 0:
			if i-start <= maxRun {
				yield(s[start:i])
			}
			start = -1
		}
	}
}

// ChannelToken is the dimension token of a channel.
func ChannelToken(c model.ChannelID) string { return "zch" + string(c) }

// UnitToken is the dimension token of a unit, "" for none.
func UnitToken(id model.UnitID) string {
	if id == 0 {
		return ""
	}
	return "zun" + strconv.FormatInt(int64(id), 10)
}

// UnconfirmedToken is the dimension token of an answer that no export shows yet.
const UnconfirmedToken = "zunconfirmed"

// TwinToken is the dimension token of what is worked on together with an appeal; of 0, with any.
func TwinToken(main model.AppealID) string {
	if main == 0 {
		return "ztwin"
	}
	return "ztw" + main.String()
}

// SourceToken is the dimension token of a page that a message came from, by one of model.SourceKeys.
func SourceToken(key string) string { return "zso" + hashed(key) }

// PlaceToken is the dimension token of a settlement, "" for none.
func PlaceToken(place string) string {
	if place == "" {
		return ""
	}
	return "zpl" + hashed(russian.Fold(place))
}

func hashed(s string) string {
	h := fnv.New32a()
	h.Write([]byte(s))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}
