package board

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/figures"
	"kurator/ui/theme"
)

func number(n int) string { return russian.Number(int64(n)) }

// valueText writes a figure with its unit; the star says that it stands on few cases.
func valueText(f *stats.Figure, v stats.Value) string {
	text := bareText(f, v.X)
	if v.Known() && v.Small() {
		text += "*"
	}
	return text
}

func bareText(f *stats.Figure, x float64) string {
	switch f.Unit {
	case stats.Percent:
		return russian.Percent(x, 1)
	case stats.Cases, stats.Items:
		return russian.Decimal(x, 0)
	case stats.MarkUnit:
		return russian.Decimal(x, 2)
	case stats.Hours:
		return withUnit(russian.Decimal(x, 1), "ч")
	}
	return withUnit(russian.Decimal(x, 1), "дн")
}

func withUnit(text, unit string) string {
	if text == russian.Unknown {
		return text
	}
	return text + russian.NBSP + unit
}

// changeText holds a figure against another period, and says by its sign and role whether it went the way it should.
func changeText(f *stats.Figure, now, then stats.Value) (string, theme.Role) {
	cell := report.ChangeCell(f, now, then) // as a report prints it
	change := cell.Number
	cell.Small = false // the figure beside it has the star
	role := theme.Muted
	switch {
	case now.Small() || then.Small() || change == 0 || change != change: // too little to praise or blame
	case (change > 0) == (f.Good == stats.More) && f.Good != stats.Neutral:
		role = theme.Good
	case f.Good != stats.Neutral:
		role = theme.Warn
	}
	return cell.String(), role
}

// basis says what a figure stands on: its base, and the interval of a share.
func basis(f *stats.Figure, v stats.Value) string {
	switch {
	case v.Count:
		return ""
	case !v.Known():
		return "считать не из чего"
	}
	text := "n = " + number(v.Base)
	if f.Unit == stats.Percent && f.Rule.Count != nil {
		low, high := v.Interval()
		text = number(v.Hits) + " из " + number(v.Base) + ", с надёжностью 95 % от " + russian.Decimal(low, 1) + " до " + russian.Percent(high, 1)
	}
	if v.Small() {
		text += "; мало данных, сравнивать нельзя"
	}
	return text
}

// most drops empty groups and orders the others by size.
func most(list []figures.Group) []figures.Group {
	list = slices.DeleteFunc(list, func(g figures.Group) bool { return g.Value.Hits == 0 })
	slices.SortStableFunc(list, func(a, b figures.Group) int {
		return cmp.Or(cmp.Compare(b.Value.Hits, a.Value.Hits), cmp.Compare(a.Title, b.Title))
	})
	return list
}

// sorted are the places of a dimension with their sums: the clock's in its order, others the most frequent first.
func (c *content) sorted(sums map[int64]int, dim stats.Dim) []figures.Group {
	var list []figures.Group
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		list = append(list, figures.Group{Key: key, Title: dim.Title(key, c.names, c.office), Value: stats.Value{Hits: sums[key], Count: true}})
	}
	if dim == stats.ByWeekday || dim == stats.ByHour {
		return list
	}
	return most(list)
}

// following is the period of the same kind behind one.
func following(p stats.Period) stats.Period {
	next := dayAfter(p.To)
	if step := p.Step(); step != stats.StepOwn {
		return step.Around(next)
	}
	to, _ := time.Parse(time.DateOnly, string(p.To)) // a period's dates are well formed
	return stats.Period{From: next, To: model.Date(to.AddDate(0, 0, p.Days()).Format(time.DateOnly))}
}

func dayAfter(d model.Date) model.Date {
	t, _ := time.Parse(time.DateOnly, string(d))
	return model.Date(t.AddDate(0, 0, 1).Format(time.DateOnly))
}
