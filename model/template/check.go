package template

import (
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Check finds what would let a template down when it is used: a brace without its pair, and a place whose name is almost that of one which
// fills itself in. Names that are like no other are what a person fills in.
func Check(text string) error {
	rest := text
	for _, s := range slices.Backward(Unfilled(text)) {
		place := text[s.Start:s.End]
		if meant := almost(place); meant != "" {
			return model.Faultf(model.Usage, "Место %s не заполнится само. Может быть, {%s}? Если его заполняет человек, назовите место иначе.", place, meant)
		}
		rest = rest[:s.Start] + rest[s.End:]
	}
	if at := strings.IndexAny(rest, "{}"); at >= 0 {
		return model.Faultf(model.Usage, "У скобки нет пары: «%s». Место пишут так: {номер}.", around(rest, at))
	}
	return nil
}

// around is a few words at a place of a text.
func around(text string, at int) string {
	const runes = 12
	before, after := []rune(text[:at]), []rune(text[at:])
	words := string(before[max(len(before)-runes, 0):]) + string(after[:min(len(after), runes)])
	return strings.Join(strings.Fields(words), " ")
}

// almost is the place that a name was probably meant to be; "" when it is one, or is like none.
func almost(place string) string {
	var names []string
	for _, p := range Places() {
		if russian.Fold(p.Name) == nameOf(place) {
			return ""
		}
		names = append(names, p.Name)
	}
	return russian.Nearest(nameOf(place), names)
}

// Asked lists the places that a person fills in, in the order of the text.
func Asked(text string) []string {
	var list []string
	for _, s := range Unfilled(text) {
		name := nameOf(text[s.Start:s.End])
		known := slices.ContainsFunc(Places(), func(p Place) bool { return russian.Fold(p.Name) == name })
		if place := strings.TrimSpace(text[s.Start+1 : s.End-1]); !known && !slices.Contains(list, place) {
			list = append(list, place)
		}
	}
	return list
}

// Sample are the facts of an invented case, to show what a template becomes.
func Sample(today time.Time, office string) Facts {
	return Facts{Name: "Соколова Анна Петровна", Number: "30012345", Received: today.AddDate(0, 0, -3), Due: today.AddDate(0, 0, 7), Today: today,
		Place: "с. Ловозеро", Address: "ул. Советская, 10", Topic: "Яма на дороге", Unit: "Отдел ЖКХ", Office: office}
}
