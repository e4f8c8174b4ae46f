package upkeep

import (
	"cmp"
	"context"
	"slices"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
	"kurator/store"
)

// Held is a case that an official holds, or whose answer they approve, within a stretch of days.
type Held struct {
	Row  store.Row
	Role string // by which role it is theirs
}

// heldPage is how many cases are read at once, heldLimit up to how many one holder has that a forecast looks through.
const (
	heldPage  = 500
	heldLimit = 20_000
)

// Forecast lists the open cases an official is responsible for whose term falls into an absence, by the earlier of the two terms. It is
// what «3 проекта попадают в отсутствие» counts, and what a handover note lists. Roles that do not pass to the deputy are left out; roles
// the official stands in for in those days pass on with their own.
func Forecast(ctx context.Context, s *store.Store, actor model.Actor, a model.Absence) ([]Held, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	var list []Held
	seen := map[model.AppealID]bool{}
	asked := map[string]bool{}
	for _, g := range passing(snap.Office, a, nil) {
		for _, holder := range g.Holders() {
			if asked[holder.Key()] {
				continue
			}
			asked[holder.Key()] = true
			rows, err := held(ctx, s, actor, holder, a.To, snap)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if !seen[row.ID] && lastDay(row, snap).Within(a.From, a.To) {
					seen[row.ID] = true
					list = append(list, Held{row, g.Title()})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Held) int { return cmp.Compare(a.Row.SortAt, b.Row.SortAt) })
	return list, nil
}

// passing are the roles that an absence hands to the deputy: the official's own, and those of people they stand in for.
func passing(office *model.Office, a model.Absence, through []model.OfficialID) []model.Grant {
	if slices.Contains(through, a.Official) {
		return nil
	}
	through = append(slices.Clone(through), a.Official)
	var list []model.Grant
	for _, g := range office.GrantList() {
		if g.Official == a.Official && a.Covers(g.Role) && overlaps(g.From, g.To, a) {
			list = append(list, g)
		}
	}
	for _, other := range office.AbsenceList() {
		if other.Deputy != a.Official || (other.To != "" && other.To < other.From) || !overlaps(other.From, other.To, a) {
			continue
		}
		for _, g := range passing(office, other, through) {
			if a.Covers(g.Role) {
				list = append(list, g)
			}
		}
	}
	return list
}

// held reads the open cases of a holder, the nearest term first, as far as the last day reaches.
func held(ctx context.Context, s *store.Store, actor model.Actor, holder model.Holder, to model.Date, snap *store.Snapshot) ([]store.Row, error) {
	request := store.ListRequest{Limit: heldPage, Query: query.Query{Sort: []query.Sort{{Field: query.FieldAnswerBy}}, Expr: query.And{
		query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldHolder, Value: query.HolderKey(holder.Key())}}}}
	var rows []store.Row
	for len(rows) < heldLimit {
		page, err := s.List(ctx, actor, request)
		if err != nil {
			return nil, err
		}
		rows = append(rows, page.Rows...)
		if page.AtEnd || len(page.Rows) == 0 {
			break
		}
		last := page.Rows[len(page.Rows)-1]
		if to != "" && lastDay(last, snap) > to {
			break
		}
		request.Where, request.Key = store.After, last.Key
	}
	return rows, nil
}

// lastDay is the day of a case's earlier term.
func lastDay(row store.Row, snap *store.Snapshot) model.Date {
	return model.DateOf(row.SortAt-1, snap.Zone())
}

func overlaps(from, to model.Date, a model.Absence) bool {
	return (to == "" || to >= a.From) && (from == "" || a.To == "" || from <= a.To)
}

// BackToWork is how an absence ends with a day. Whoever ends absences does it in so many words; an official comes back from their own by
// changing what they themselves have entered.
func BackToWork(me access.Person, a model.Absence, to model.Date, basis string) model.Action {
	end := &model.EndAbsence{To: to, Basis: basis}
	if a.Official != me.Official.ID || me.Can(end, nil) == nil {
		return end
	}
	a.To = to
	return &model.PutAbsence{Absence: a}
}

// Heads are those who answer for a unit's drafts on a day (order 3.4): a unit may have one, several or none.
func Heads(office *model.Office, unit model.UnitID, on model.Date) []string {
	list := []string{}
	for _, g := range office.GrantList() {
		if who := office.Officials[g.Official]; g.Role == model.RolePreparer && g.Unit == unit && on.Within(g.From, g.To) && (who.Gone == "" || on <= who.Gone) {
			list = append(list, who.Title())
		}
	}
	return list
}
