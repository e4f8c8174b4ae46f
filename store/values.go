package store

import (
	"context"
	"slices"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
)

// Values are the words of this office that completion of a filter offers. Applicants are not among them.
func (s *Store) Values(ctx context.Context, actor model.Actor) (query.Values, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return query.Values{}, err
	}
	if _, ok := access.On(snap.Office, actor.Official, s.Today(snap)).SeesList(); !ok {
		return query.Values{}, nil
	}
	if err := s.loadFacets(ctx); err != nil {
		return query.Values{}, s.db.Say(err)
	}
	v := query.Values{Topics: append(s.facets.values(facetGroup), s.facets.values(facetTopic)...), Places: s.facets.values(facetPlace),
		Holders: s.facets.values(facetOutside)}
	for _, u := range snap.Office.UnitList() {
		v.Units = append(v.Units, u.Title())
	}
	v.Holders = append(v.Holders, v.Units...)
	for _, list := range [][]string{v.Topics, v.Places, v.Units, v.Holders} {
		slices.Sort(list)
	}
	v.Topics = slices.Compact(v.Topics)
	return v, nil
}
