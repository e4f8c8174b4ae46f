// Package figures reads what the figures of model/stats are counted from. [Read] takes one pass over an index, for a report;
// [Live] keeps every case in memory in some thirty bytes each and follows the change feed, so that any figure over any period
// and group answers at once, for a screen. Both give the same cases to the same rules.
package figures

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
)

// Names reads the words that packed cases name, and which topics ask for a photo.
func Names(ctx context.Context, s *store.Store, snap *store.Snapshot) (*stats.Names, error) {
	words, err := s.Words(ctx)
	if err != nil {
		return nil, err
	}
	return stats.NewNames(words, photoTopics(snap.Office)), nil
}

// photoTopics tells which topics ask for a photo by the office's own list.
func photoTopics(office *model.Office) func(model.Topic) bool {
	var rules []model.TopicRule
	for _, r := range office.TopicList() {
		if r.Photo {
			rules = append(rules, r)
		}
	}
	return func(t model.Topic) bool {
		for _, r := range rules {
			if r.Code != "" && strings.HasPrefix(t.Code, r.Code) || t.Title != "" && model.SameName(r.Title, t.Title) {
				return true
			}
		}
		return false
	}
}

// Scope is a period in the office's zone, hours and words, counted up to now.
func Scope(snap *store.Snapshot, names *stats.Names, p stats.Period, now model.Instant) stats.Scope {
	from, to := p.Bounds(snap.Zone())
	return stats.Scope{From: from, To: to, Now: min(now, to), Zone: snap.Zone(), Work: snap.Book.Office(), Names: names,
		Sample: snap.Office.Settings.Sample}
}

// Read takes several censuses in one pass over the cases that can matter to any of them.
func Read(ctx context.Context, s *store.Store, actor model.Actor, list ...stats.Census) error {
	if len(list) == 0 {
		return nil
	}
	from, to := list[0].Window()
	for _, c := range list[1:] {
		f, t := c.Window()
		from, to = min(from, f), max(to, t)
	}
	w := windowsOf(list)
	var x stats.Case
	var asking []int
	return s.FigureRows(ctx, actor, from, to, func(r store.FigureRow) error {
		if asking = w.of(asking[:0], r.Received, r.Until); len(asking) == 0 {
			return nil
		}
		if err := x.Unpack(r.ID, r.Received, r.Packed); err != nil {
			return unknown(r.ID, err)
		}
		for _, i := range asking {
			list[i].Add(&x)
		}
		return nil
	})
}

// Listing collects the cases behind a figure.
type Listing struct {
	found  []receipt
	figure *stats.Figure
	scope  stats.Scope
	part   stats.Part
	filter func(*stats.Case) bool
}

type receipt struct {
	at model.Instant
	id model.AppealID
}

// NewListing is the drill-down of a figure: the cases it counts. A nil filter takes all.
func NewListing(f *stats.Figure, s stats.Scope, part stats.Part, filter func(*stats.Case) bool) *Listing {
	return &Listing{figure: f, scope: s, part: part, filter: filter}
}

// IDs are the cases found, in the order of their receipt.
func (l *Listing) IDs() []model.AppealID {
	slices.SortFunc(l.found, func(a, b receipt) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	ids := make([]model.AppealID, len(l.found))
	for i, f := range l.found {
		ids[i] = f.id
	}
	return ids
}

// Window is the period of the scope.
func (l *Listing) Window() (from, to model.Instant) { return l.scope.From, l.scope.To }

// Add takes a case that is behind the figure.
func (l *Listing) Add(x *stats.Case) {
	if (l.filter == nil || l.filter(x)) && l.figure.Counts(x, &l.scope, l.part) {
		l.found = append(l.found, receipt{x.Received, x.ID})
	}
}

// Fresh is a listing of the same figure with nothing in it.
func (l *Listing) Fresh() stats.Census { return NewListing(l.figure, l.scope, l.part, l.filter) }

// Join adds what another listing has found.
func (l *Listing) Join(part stats.Census) {
	if other, ok := part.(*Listing); ok {
		l.found = append(l.found, other.found...)
	}
}
