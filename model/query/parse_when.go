package query

import (
	"strconv"
	"time"

	"kurator/model/pattern"
	"kurator/model/russian"
)

// namedWhen is a named stretch of time with its spellings.
type namedWhen struct {
	id      Named
	russian string
	aliases []string
}

// namedWhens is never changed.
var namedWhens = []namedWhen{
	{Today, "сегодня", nil},
	{Tomorrow, "завтра", nil},
	{Yesterday, "вчера", nil},
	{ThisWeek, "эта-неделя", []string{"неделя"}},
	{LastWeek, "прошлая-неделя", nil},
	{NextWeek, "следующая-неделя", nil},
	{CentreWeek, "неделя-цур", []string{"эта-неделя-цур", "week", "week-cur"}},
	{LastCentreWeek, "прошлая-неделя-цур", []string{"last-week-cur"}},
	{ThisMonth, "этот-месяц", []string{"месяц"}},
	{LastMonth, "прошлый-месяц", nil},
	{ThisYear, "этот-год", []string{"год"}},
	{LastYear, "прошлый-год", nil},
}

var (
	isoWhen  = pattern.Lazy(`^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$`)
	dotWhen  = pattern.Lazy(`^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?$`)
	dotMonth = pattern.Lazy(`^(\d{1,2})\.(\d{4})$`)
	clock    = pattern.Lazy(`^(.+?)[ tт_]+(\d{1,2}):(\d{2})$`)
	distance = pattern.Lazy(`^([+-]?)(\d{1,5})(h|ч|час|часа|часов|d|д|дн|дня|день|дней|w|н|нед|неделя|недели|недель)?$`)
)

// parseWhen reads a stretch of time in any spelling.
func parseWhen(s string) (Value, bool) {
	folded := enumKey(s)
	for _, n := range namedWhens {
		if folded == string(n.id) || folded == n.russian {
			return n.id, true
		}
		for _, alias := range n.aliases {
			if folded == alias {
				return n.id, true
			}
		}
	}
	text := russian.Fold(s)
	if m := clock().FindStringSubmatch(text); m != nil {
		d, ok := parseDate(m[1])
		hour, minute := atoi(m[2]), atoi(m[3])
		return Minute{d, hour, minute}, ok && d.Year > 0 && d.Day > 0 && hour < 24 && minute < 60
	}
	if d, ok := parseDate(text); ok {
		return d, true
	}
	return parseSpan(text)
}

func parseDate(s string) (Date, bool) {
	var d Date
	switch {
	case isoWhen().MatchString(s):
		m := isoWhen().FindStringSubmatch(s)
		d = Date{atoi(m[1]), time.Month(atoi(m[2])), atoi(m[3])}
		if m[2] != "" && d.Month == 0 || m[3] != "" && d.Day == 0 {
			return Date{}, false
		}
	case dotMonth().MatchString(s):
		m := dotMonth().FindStringSubmatch(s)
		if d = (Date{atoi(m[2]), time.Month(atoi(m[1])), 0}); d.Month == 0 {
			return Date{}, false
		}
	case dotWhen().MatchString(s):
		m := dotWhen().FindStringSubmatch(s)
		if d = (Date{atoi(m[3]), time.Month(atoi(m[2])), atoi(m[1])}); d.Day == 0 || d.Month == 0 {
			return Date{}, false
		}
	default:
		return Date{}, false
	}
	year := d.Year
	if year == 0 && dotWhen().MatchString(s) {
		year = 2000 // a leap year: 29.02 without a year is a day
	}
	return d, russian.ValidDate(year, max(d.Month, 1), max(d.Day, 1))
}

// parseSpan reads a distance. A bare 0 is now; a bare number of up to three digits is days.
func parseSpan(s string) (Value, bool) {
	m := distance().FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	n := atoi(m[2])
	if m[1] == "-" {
		n = -n
	}
	switch m[3] {
	case "h", "ч", "час", "часа", "часов":
		return Span{n, Hour}, true
	case "w", "н", "нед", "неделя", "недели", "недель":
		return Span{n, Week}, true
	case "":
		if n == 0 {
			return Span{0, Hour}, true
		}
		return Span{n, Day}, len(m[2]) <= 3
	}
	return Span{n, Day}, true
}

// atoi reads a group of digits that an expression has admitted; an absent group is 0.
func atoi(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
