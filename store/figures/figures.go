// Package figures reads what the figures of model/stats are counted from. [Read] takes one pass over an index, for a report;
// [Live] keeps every case in memory in a few dozen bytes each and follows the change feed, so that any figure over any period
// and group answers at once, for a screen. Both give the same cases to the same rules.
package figures

import (
	"context"
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
	g := newGiver(list)
	return s.FigureRows(ctx, actor, from, to, func(r store.FigureRow) error {
		return g.give(r.ID, r.Received, r.Until, r.Packed)
	})
}

// giver hands cases to censuses, each unpacked once for those whose window it lies in.
type giver struct {
	list     []stats.Census
	from, to []model.Instant // the windows
	x        stats.Case
}

func newGiver(list []stats.Census) *giver {
	g := &giver{list: list}
	for _, c := range list {
		from, to := c.Window()
		g.from, g.to = append(g.from, from), append(g.to, to)
	}
	return g
}

func (g *giver) give(id model.AppealID, received, until model.Instant, packed []byte) error {
	open := false
	for i, c := range g.list {
		if received > g.to[i] || until < g.from[i] {
			continue
		}
		if !open {
			if err := g.x.Unpack(id, received, packed); err != nil {
				return &model.Fault{Code: model.BadData, Cause: err,
					Say: "Показатели обращения № " + id.String() + " записаны в незнакомом виде. Проверьте базу: kurator verify."}
			}
			open = true
		}
		c.Add(&g.x)
	}
	return nil
}

// Listing collects the cases behind a figure.
type Listing struct {
	IDs    []model.AppealID
	figure *stats.Figure
	scope  stats.Scope
	part   stats.Part
	filter func(*stats.Case) bool
}

// NewListing is the drill-down of a figure: the cases it counts, in the order of their receipt. A nil filter takes all.
func NewListing(f *stats.Figure, s stats.Scope, part stats.Part, filter func(*stats.Case) bool) *Listing {
	return &Listing{figure: f, scope: s, part: part, filter: filter}
}

// Window is the period of the scope.
func (l *Listing) Window() (from, to model.Instant) { return l.scope.From, l.scope.To }

// Add takes a case that is behind the figure.
func (l *Listing) Add(x *stats.Case) {
	if (l.filter == nil || l.filter(x)) && l.figure.Counts(x, &l.scope, l.part) {
		l.IDs = append(l.IDs, x.ID)
	}
}

// Fresh is a listing of the same figure with nothing in it.
func (l *Listing) Fresh() stats.Census { return NewListing(l.figure, l.scope, l.part, l.filter) }

// Join adds what another listing has found behind what this one has.
func (l *Listing) Join(part stats.Census) {
	if other, ok := part.(*Listing); ok {
		l.IDs = append(l.IDs, other.IDs...)
	}
}
