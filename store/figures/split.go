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
			list = append(list, Group{r.Keys[0], dim.Title(r.Keys[0], names, office), v})
		}
	}
	slices.SortStableFunc(list, func(a, b Group) int { return cmp.Or(before(f, a.Value, b.Value), strings.Compare(a.Title, b.Title)) })
	return list
}

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
