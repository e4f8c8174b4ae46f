package exchange

import (
	"context"
	"slices"

	"kurator/model"
	"kurator/store"
)

// Limits of the search for twins after an import. A day's export brings tens of cases; one that brings more than arrivedMost begins a
// database, where similar ones are looked for on the card and not in a list nobody would read.
const (
	arrivedMost  = 300
	arrivedAsked = 60
	twinsListed  = 20
)

// arrivals are the cases an import has brought.
type arrivals struct {
	count  int
	newest []model.AppealID // the first arrivedMost of them
}

func (a *arrivals) add(created []model.Ref) {
	for _, ref := range created {
		if ref.Noun == model.NounAppeal {
			if a.count++; a.count <= arrivedMost {
				a.newest = append(a.newest, model.AppealID(ref.ID))
			}
		}
	}
}

// LikelyTwin is a new case beside the one it is most like.
type LikelyTwin struct {
	Appeal model.AppealID `json:"appeal"`
	Twin   model.AppealID `json:"twin"`
	Why    []string       `json:"-"` // words of the texts, for who reads them
}

// ArrivedTwins looks for twins of what the imports have brought: the newest cases, each with its likeliest twin. Letters told theirs
// before they were entered.
func ArrivedTwins(ctx context.Context, s *store.Store, actor model.Actor, reports []FileReport) ([]LikelyTwin, error) {
	var ids []model.AppealID
	all := 0
	for _, r := range reports {
		all += r.arrived.count
		ids = append(ids, r.arrived.newest...)
	}
	if all > arrivedMost {
		return nil, nil
	}
	slices.Reverse(ids)
	var list []LikelyTwin
	seen := map[[2]model.AppealID]bool{}
	for _, id := range ids[:min(len(ids), arrivedAsked)] {
		t, err := s.Twins(ctx, actor, id)
		switch {
		case model.CodeOf(err) == model.Forbidden || model.CodeOf(err) == model.NotFound: // who takes in need not read everything
			continue
		case err != nil:
			return list, err
		case len(t.Similar) == 0:
			continue
		}
		best := t.Similar[0]
		pair := [2]model.AppealID{min(id, best.ID), max(id, best.ID)}
		if seen[pair] {
			continue
		}
		seen[pair] = true
		if list = append(list, LikelyTwin{id, best.ID, best.Why}); len(list) == twinsListed {
			break
		}
	}
	return list, nil
}
