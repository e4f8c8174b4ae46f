// Package template fills in reply templates: places such as {номер} and {срок} become words of the case in the right grammatical form.
// What is not known stays a place in braces, so that nobody overlooks it.
package template

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
)

// Facts are what a template is filled in from.
type Facts struct {
	Name     string    // of the applicant in full; "" when it may not be seen
	Number   string    // the number the citizen knows
	Received time.Time // in the office's zone
	Due      time.Time // the day the citizen's term ends; zero when there is none
	Today    time.Time
	Place    string // settlement
	Address  string // of the problem
	Topic    string
	Unit     string
	Office   string
}

// Place is one thing that can be filled in.
type Place struct {
	Name  string // as it stands in braces
	Title string // what it becomes, with an example
	fill  func(f Facts) string
}

// Places lists what can be filled in, in the order of a letter.
func Places() []Place {
	return []Place{
		{"обращение", "Уважаемая Анна Петровна; без имени — Здравствуйте", func(f Facts) string {
			if s := russian.Salutation(f.Name); s != "" {
				return s
			}
			return "Здравствуйте"
		}},
		{"имя-отчество", "Анна Петровна", func(f Facts) string { return russian.NameAndPatronymic(f.Name) }},
		{"кому", "Анне Петровне", func(f Facts) string { return russian.NameDative(f.Name) }},
		{"номер", "номер обращения, который знает гражданин", func(f Facts) string { return f.Number }},
		{"получено", "24 ноября 2026 г.", func(f Facts) string { return long(f.Received) }},
		{"срок", "24 ноября 2026 г.: последний день срока", func(f Facts) string { return long(f.Due) }},
		{"сегодня", "24 ноября 2026 г.", func(f Facts) string { return long(f.Today) }},
		{"место", "в селе Ловозеро", func(f Facts) string { return russian.PlaceIn(f.Place) }},
		{"жители", "села Ловозеро", func(f Facts) string { return russian.PlaceOf(f.Place) }},
		{"адрес", "адрес, о котором пишет гражданин", func(f Facts) string { return f.Address }},
		{"тема", "тема обращения", func(f Facts) string { return f.Topic }},
		{"подразделение", "кто готовит ответ", func(f Facts) string { return f.Unit }},
		{"учреждение", "название учреждения", func(f Facts) string { return f.Office }},
	}
}

func long(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return russian.DateLong(t)
}

// Fill puts words into the places that are known. A place at the beginning of a sentence begins with a capital.
func Fill(text string, f Facts) string {
	var b strings.Builder
	last := 0
	for _, s := range Unfilled(text) {
		words := valueOf(text[s.Start:s.End], f)
		if words == "" {
			continue
		}
		b.WriteString(text[last:s.Start])
		if beginsSentence(b.String()) {
			words = capital(words)
		}
		if strings.HasSuffix(words, ".") && strings.HasPrefix(text[s.End:], ".") {
			words = strings.TrimSuffix(words, ".") // «2026 г.» at the end of a sentence
		}
		b.WriteString(words)
		last = s.End
	}
	b.WriteString(text[last:])
	return b.String()
}

func valueOf(place string, f Facts) string {
	name := nameOf(place)
	for _, p := range Places() {
		if russian.Fold(p.Name) == name {
			return strings.TrimSpace(p.fill(f))
		}
	}
	return ""
}

// nameOf is what names are compared by.
func nameOf(place string) string { return russian.Fold(strings.TrimSpace(strings.Trim(place, "{}"))) }

func beginsSentence(before string) bool {
	trimmed := strings.TrimRight(before, " \t\n«\"(")
	return trimmed == "" || strings.ContainsAny(trimmed[len(trimmed)-1:], ".!?") && !strings.HasSuffix(trimmed, " г.") && !strings.HasSuffix(trimmed, "№.")
}

func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[size:]
}

// Span is a part of a text, in bytes.
type Span struct{ Start, End int }

// maxPlace is the longest name in braces, in bytes: longer runs are no places.
const maxPlace = 120

// Unfilled lists the places in braces that a text still has.
func Unfilled(text string) []Span {
	var list []Span
	for at := 0; ; {
		open := strings.IndexByte(text[at:], '{')
		if open < 0 {
			return list
		}
		open += at
		length := strings.IndexAny(text[open+1:], "{}\n")
		if length < 0 || text[open+1+length] != '}' || length == 0 || length > maxPlace {
			at = open + 1
			continue
		}
		at = open + length + 2
		list = append(list, Span{open, at})
	}
}

// Offer lists the templates that fit a case, the closest first: those made for its channel, topic and outcome before those for any.
// What was made for another channel, topic or outcome is left out; an outcome that is not known yet leaves nothing out.
func Offer(all []model.Template, channel model.ChannelID, topic model.Topic, outcome model.Outcome) []model.Template {
	type scored struct {
		model.Template
		score int
	}
	var list []scored
	for _, t := range all {
		score := 0
		switch {
		case t.Retired,
			t.Channel != "" && t.Channel != channel,
			t.Topic != "" && !about(t.Topic, topic),
			t.Outcome != "" && outcome != "" && t.Outcome != outcome:
			continue
		}
		if t.Topic != "" {
			score += 4
		}
		if t.Outcome != "" && outcome != "" {
			score += 2
		}
		if t.Channel != "" {
			score++
		}
		list = append(list, scored{t, score})
	}
	slices.SortStableFunc(list, func(a, b scored) int { return b.score - a.score })
	out := make([]model.Template, len(list))
	for i := range list {
		out[i] = list[i].Template
	}
	return out
}

func about(rule string, topic model.Topic) bool {
	if topic.Code != "" && strings.HasPrefix(topic.Code, rule) {
		return true
	}
	word := russian.Fold(rule)
	return strings.Contains(russian.Fold(topic.Title), word) || strings.Contains(russian.Fold(topic.Group), word)
}
