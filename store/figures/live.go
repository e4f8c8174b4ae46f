package figures

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"sync"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
)

// Live is every case in memory. It is safe for concurrent use.
type Live struct {
	store *store.Store
	actor model.Actor

	mu    sync.RWMutex
	rows  []row   // in the order of receipt
	where []int32 // appeal → place in rows, from 1
	arena arena
	names *stats.Names
}

// row is where a case lies. The seconds are rounded away from what they may hide: the exact ones are in the packed case.
type row struct {
	id              uint32
	received, until uint32
	at, size        uint32 // size 0: the appeal is gone
	chunk           uint16
}

// NewLive reads every case once.
func NewLive(ctx context.Context, s *store.Store, actor model.Actor) (*Live, error) {
	l := &Live{store: s, actor: actor}
	return l, l.reload(ctx)
}

func (l *Live) reload(ctx context.Context) error {
	fresh := Live{}
	if n, err := l.store.Appeals(ctx); err != nil {
		return err
	} else if n > 0 {
		fresh.rows, fresh.where = make([]row, 0, n+n/64), make([]int32, 0, n+n/64+1)
	}
	err := l.store.FigureRows(ctx, l.actor, math.MinInt64, stats.Forever, func(r store.FigureRow) error {
		fresh.add(r)
		return nil
	})
	if err != nil {
		return err
	}
	names, err := l.readNames(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rows, l.where, l.arena, l.names = fresh.rows, fresh.where, fresh.arena, names
	return nil
}

func (l *Live) readNames(ctx context.Context) (*stats.Names, error) {
	snap, err := l.store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return Names(ctx, l.store, snap)
}

// add puts a case behind the last one.
func (l *Live) add(r store.FigureRow) {
	l.rows = append(l.rows, l.keep(r))
	l.remember(r.ID, len(l.rows))
}

func (l *Live) remember(id model.AppealID, place int) {
	if missing := int(id) + 1 - len(l.where); missing > 0 {
		l.where = append(l.where, make([]int32, missing)...)
	}
	l.where[id] = int32(place)
}

func (l *Live) keep(r store.FigureRow) row {
	head := binary.AppendVarint(make([]byte, 0, 10), int64(r.Received))
	chunk, at := l.arena.put(head, r.Packed)
	return row{id: uint32(r.ID), received: seconds(r.Received), until: seconds(r.Until), chunk: chunk, at: at, size: uint32(len(head) + len(r.Packed))}
}

// seconds fits an instant of this age into 32 bits; what lies outside goes to the edge.
func seconds(i model.Instant) uint32 { return uint32(min(max(i, 0), math.MaxUint32)) }

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
	return len(l.rows)
}

// Take gives the cases to censuses, on every processor, each with a part of the cases.
func (l *Live) Take(list ...stats.Census) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	parts := max(1, min(runtime.GOMAXPROCS(0), len(l.rows)/10_000))
	errs := make([]error, parts)
	taken := make([][]stats.Census, parts)
	var group sync.WaitGroup
	for i := range parts {
		group.Go(func() {
			for _, c := range list {
				taken[i] = append(taken[i], c.Fresh())
			}
			errs[i] = l.take(len(l.rows)*i/parts, len(l.rows)*(i+1)/parts, taken[i])
		})
	}
	group.Wait()
	for i := range parts {
		if errs[i] != nil {
			return errs[i]
		}
		for k, c := range list {
			c.Join(taken[i][k])
		}
	}
	return nil
}

func (l *Live) take(from, to int, list []stats.Census) error {
	g := newGiver(list)
	first, last := uint32(math.MaxUint32), uint32(0)
	for _, c := range list {
		f, t := c.Window()
		first, last = min(first, seconds(f)), max(last, seconds(t))
	}
	for _, r := range l.rows[from:to] {
		if r.received > last {
			return nil
		}
		if r.until < first || r.size == 0 {
			continue
		}
		packed := l.arena.get(r)
		received, n := binary.Varint(packed)
		until := model.Instant(r.until)
		if r.until == math.MaxUint32 {
			until = stats.Forever
		}
		if err := g.give(model.AppealID(r.id), model.Instant(received), until, packed[n:]); err != nil {
			return err
		}
	}
	return nil
}

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
	l.mu.Lock()
	defer l.mu.Unlock()
	l.names = names
	l.replace(ids, fresh)
	return nil
}

// replace forgets the cases of ids and keeps those that are still there.
func (l *Live) replace(ids []model.AppealID, fresh []store.FigureRow) {
	for _, id := range ids {
		if int(id) < len(l.where) && l.where[id] > 0 {
			l.rows[l.where[id]-1].size = 0
		}
	}
	sorted := true
	for _, r := range fresh {
		if place := l.place(r.ID); place > 0 && l.rows[place-1].received == seconds(r.Received) {
			l.rows[place-1] = l.keep(r)
			continue
		}
		l.add(r)
		n := len(l.rows)
		sorted = sorted && (n < 2 || l.rows[n-2].received <= l.rows[n-1].received)
	}
	if sorted {
		return
	}
	l.rows = slices.DeleteFunc(l.rows, func(r row) bool { return r.size == 0 })
	slices.SortStableFunc(l.rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.received, b.received), cmp.Compare(a.id, b.id)) })
	for i, r := range l.rows {
		l.remember(model.AppealID(r.id), i+1)
	}
}

func (l *Live) place(id model.AppealID) int32 {
	if int(id) >= len(l.where) {
		return 0
	}
	return l.where[id]
}

// Cases lists the cases behind a figure, in the order of their receipt.
func (l *Live) Cases(f *stats.Figure, s stats.Scope, part stats.Part, filter func(*stats.Case) bool) ([]model.AppealID, error) {
	list := NewListing(f, s, part, filter)
	err := l.Take(list)
	return list.IDs, err
}
