package requests

import (
	"cmp"
	"slices"

	"kurator/model"
)

// sortByTerm puts what is owed first, the nearest term first, then what was sent, the newest first.
func sortByTerm(list []model.Request) {
	term := func(r model.Request) model.Date { return cmp.Or(r.Due, "9999") }
	slices.SortStableFunc(list, func(a, b model.Request) int {
		switch {
		case a.State.Open() != b.State.Open():
			if a.State.Open() {
				return -1
			}
			return 1
		case a.State.Open():
			return cmp.Or(cmp.Compare(term(a), term(b)), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Compare(b.ID, a.ID)
	})
}
