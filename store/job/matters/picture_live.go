package matters

import (
	"context"
	"sync"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
)

// LivePicture makes the picture again and again: the cases it is counted from stay in memory, and only those that have changed are read. It is
// safe for concurrent use.
type LivePicture struct {
	mu   sync.Mutex // one picture is made at a time
	live *figures.Live
	from model.Instant // the live cases begin here

	ears  sync.Mutex
	heard []model.Ref
	all   bool // anything may have changed
}

// Heard takes note of what has changed; no refs means that anything may have.
func (l *LivePicture) Heard(refs []model.Ref) {
	l.ears.Lock()
	defer l.ears.Unlock()
	l.heard, l.all = append(l.heard, refs...), l.all || len(refs) == 0
}

// changes hands over what was heard.
func (l *LivePicture) changes() store.Changes {
	l.ears.Lock()
	defer l.ears.Unlock()
	c := store.Changes{Refs: l.heard, Many: l.all}
	l.heard, l.all = nil, false
	return c
}

// Make makes the picture of now.
func (l *LivePicture) Make(ctx context.Context, s *store.Store, actor model.Actor) (*Picture, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, err := makePicture(ctx, s, actor, func(list []stats.Census) error { return l.take(ctx, s, actor, list) })
	if err != nil {
		l.live = nil // what was heard may not have been taken over
	}
	return p, err
}

func (l *LivePicture) take(ctx context.Context, s *store.Store, actor model.Actor, list []stats.Census) error {
	first, _ := list[0].Window()
	for _, c := range list[1:] {
		from, _ := c.Window()
		first = min(first, from)
	}
	changes := l.changes()
	var err error
	if l.live == nil || first < l.from {
		l.live, err = figures.NewLiveSince(ctx, s, actor, first)
		l.from = first
	} else {
		err = l.live.Apply(ctx, changes)
	}
	if err != nil {
		return err
	}
	return l.live.Take(list...)
}
