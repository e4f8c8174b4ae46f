package figures

import (
	"cmp"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/stats"
)

// Split are the places of a dimension with the figure of each, counted by a counter of that figure alone: counts by size, others the worst
// first, by their base where neither way is better. Places with too few cases stand behind by name: they are marked and not ranked. Places
// without the figure are left out.
func Split(c *stats.Counter, dim stats.Dim, names *stats.Names, office *model.Office) []Group {
	f := c.Figures()[0]
	var list []Group
	for _, r := range c.Rows() {
		if v := r.Values[0]; v.Hits > 0 || v.Base > 0 {
			title := dim.Title(r.Keys[0], names, office)
			if own, ok := without[dim]; ok && r.Keys[0] == 0 {
				title = own
			}
			list = append(list, Group{r.Keys[0], title, v})
		}
	}
	slices.SortStableFunc(list, func(a, b Group) int { return cmp.Or(before(f, a.Value, b.Value), strings.Compare(a.Title, b.Title)) })
	return list
}

// without says what a case without a place lacks, where that is more than a word left out. It is never changed.
var without = map[stats.Dim]string{stats.ByUnit: "исполнитель не назначен", stats.ByOfficial: "без проекта у нас", stats.ByOutcome: "результата ещё нет"}

func before(f *stats.Figure, a, b stats.Value) int {
	switch {
	case a.Count:
		return cmp.Compare(b.Hits, a.Hits)
	case a.Small() != b.Small():
		if a.Small() {
			return 1
		}
		return -1
	case a.Small():
		return 0
	case f.Good == stats.Neutral:
		return cmp.Compare(b.Base, a.Base)
	}
	return cmp.Compare(a.X, b.X) * int(f.Good)
}
