package upkeep

import (
	"context"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
)

// Held is a case that an official holds, or whose answer they approve, within a stretch of days.
type Held struct {
	Row  store.Row
	Role string // by which role it is theirs
}

// heldLimit is up to how many cases a forecast names for one holder.
const heldLimit = 500

// Forecast lists the open cases an official is responsible for whose term falls into an absence, by the earlier of the two terms. It is
// what «3 проекта попадают в отсутствие» counts, and what a handover note lists.
func Forecast(ctx context.Context, s *store.Store, actor model.Actor, who model.OfficialID, from, to model.Date) ([]Held, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	var list []Held
	seen := map[model.AppealID]bool{}
	for _, g := range snap.Office.GrantList() {
		if g.Official != who || !overlaps(g, from, to) {
			continue
		}
		for _, holder := range g.Holders() {
			page, err := s.List(ctx, actor, store.ListRequest{Limit: heldLimit, Query: query.Query{Expr: query.And{
				query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldHolder, Value: query.HolderKey(holder.Key())}}}})
			if err != nil {
				return nil, err
			}
			for _, row := range page.Rows {
				due := model.DateOf(row.SortAt-1, snap.Zone())
				if !seen[row.ID] && due.Within(from, to) {
					seen[row.ID] = true
					list = append(list, Held{row, g.Title()})
				}
			}
		}
	}
	return list, nil
}

func overlaps(g model.Grant, from, to model.Date) bool {
	return (g.To == "" || g.To >= from) && (g.From == "" || to == "" || g.From <= to)
}
