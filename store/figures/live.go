package figures

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
)

// Live is every case in memory. It is safe for concurrent use.
type Live struct {
	store *store.Store
	actor model.Actor
	from  model.Instant // cases that nothing happened to since are left out

	mu    sync.RWMutex
	cases *shelves
	names *stats.Names
}

// NewLive reads every case once.
func NewLive(ctx context.Context, s *store.Store, actor model.Actor) (*Live, error) {
	return NewLiveSince(ctx, s, actor, math.MinInt64)
}

// NewLiveSince reads every case once that something happened to since from, or may happen yet.
func NewLiveSince(ctx context.Context, s *store.Store, actor model.Actor, from model.Instant) (*Live, error) {
	l := &Live{store: s, actor: actor, from: from}
	return l, l.reload(ctx)
}

// NewLiveFor reads every case that a board over a period asks for: those of this year and the last one, or all for a period farther back.
// A row of the index costs as much to hand over as to keep, so ten years take five times as long as two.
func NewLiveFor(ctx context.Context, s *store.Store, actor model.Actor, period stats.Period) (*Live, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	today := s.Today(snap)
	from := earliest(stats.StepYear.Around(today), today, snap.Zone()) - leeway
	if earliest(period, today, snap.Zone()) < from {
		from = math.MinInt64
	}
	return NewLiveSince(ctx, s, actor, from)
}

// leeway lets one step back in the first weeks of a year.
const leeway = 62 * 24 * 3600

// Reaches tells whether every case that a board over a period asks for is kept.
func (l *Live) Reaches(ctx context.Context, period stats.Period) (bool, error) {
	snap, err := l.store.Snapshot(ctx)
	if err != nil {
		return false, err
	}
	return earliest(period, l.store.Today(snap), snap.Zone()) >= l.from, nil
}

// earliest is the first instant of all that a board over a period counts.
func earliest(period stats.Period, today model.Date, zone *time.Location) model.Instant {
	is, was, year := period.Compared(today)
	return min(is.From.Start(zone), was.From.Start(zone), year.From.Start(zone), today.Start(zone)-waitingDays*24*3600)
}

func (l *Live) reload(ctx context.Context) error {
	fresh := &shelves{}
	if err := l.store.FigureRows(ctx, l.actor, l.from, stats.Forever, fresh.add); err != nil {
		return err
	}
	fresh.close()
	names, err := l.readNames(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cases, l.names = fresh, names
	return nil
}

func (l *Live) readNames(ctx context.Context) (*stats.Names, error) {
	snap, err := l.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return Names(ctx, l.store, snap)
}

// Names are the words of the cases.
func (l *Live) Names() *stats.Names {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.names
}

// Len is how many cases are kept.
func (l *Live) Len() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.cases.n
}

// Take gives the cases to censuses, on every processor, each with a part of the cases.
func (l *Live) Take(list ...stats.Census) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.cases.take(list)
}

// mostLoose is from how many cases that lie on their own on all are read anew: they take more memory and time than those in blocks.
const mostLoose = 100_000

// Apply takes over what the change feed tells.
func (l *Live) Apply(ctx context.Context, changes store.Changes) error {
	if changes.Many {
		return l.reload(ctx)
	}
	var ids []model.AppealID
	for _, ref := range changes.Refs {
		if ref.Noun == model.NounAppeal {
			ids = append(ids, model.AppealID(ref.ID))
		}
	}
	if len(ids) == 0 && !changes.Office {
		return nil
	}
	var fresh []store.FigureRow
	err := l.store.FigureRowsOf(ctx, l.actor, ids, func(r store.FigureRow) error {
		r.Packed = slices.Clone(r.Packed)
		fresh = append(fresh, r)
		return nil
	})
	if err != nil {
		return err
	}
	names, err := l.readNames(ctx)
	if err != nil {
		return err
	}
	if l.replace(ids, fresh, names) {
		return nil
	}
	return l.reload(ctx)
}

// replace forgets the cases of ids and keeps those that are still there; false when there are too many of them.
func (l *Live) replace(ids []model.AppealID, fresh []store.FigureRow, names *stats.Names) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.cases.loose)+len(fresh) > max(mostLoose, l.cases.n/4) {
		return false
	}
	l.names = names
	for _, id := range ids {
		l.cases.forget(id)
	}
	var x stats.Case
	for _, r := range fresh {
		if err := x.Unpack(r.ID, r.Received, r.Packed); err != nil {
			return false // reading it all anew says which one
		}
		l.cases.lay(r.ID, r.Received, r.Until, l.cases.shelf.Put(nil, &x))
	}
	return true
}

// Cases lists the cases behind a figure, in the order of their receipt.
func (l *Live) Cases(f *stats.Figure, s stats.Scope, part stats.Part, filter func(*stats.Case) bool) ([]model.AppealID, error) {
	list := NewListing(f, s, part, filter)
	err := l.Take(list)
	return list.IDs(), err
}
