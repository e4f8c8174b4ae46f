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
	name := []rune(nameOf(place))
	near := ""
	for _, p := range Places() {
		known := []rune(russian.Fold(p.Name))
		switch edits(name, known) {
		case 0:
			return ""
		case 1:
			near = p.Name
		case 2:
			if near == "" && len(known) > 5 {
				near = p.Name
			}
		}
	}
	return near
}

// edits counts letters to put in, leave out, change or swap with the next until a is b.
func edits(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 0
			if a[i-1] != b[j-1] {
				cost = 1
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
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
