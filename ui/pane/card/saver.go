package card

import (
	"context"
	"sync"
	"time"

	"kurator/model"
	"kurator/store"
)

// quiet is how long the keys must rest before what was typed is saved; busy is how long typing may go on unsaved.
const (
	quiet = 300 * time.Millisecond
	busy  = 2 * time.Second
)

// saver writes what is being typed into the store, beside the loop and outside the model: a panic, a dropped line or a kill
// loses at most busy. It is safe for concurrent use.
type saver struct {
	store    *store.Store
	official model.OfficialID

	mu     sync.Mutex
	id     model.AppealID
	rev    int64
	text   string
	dirty  bool
	since  time.Time // of the first unsaved key
	timer  *time.Timer
	failed error // of the last try; nil when it went well
}

func newSaver(s *store.Store, official model.OfficialID) *saver {
	return &saver{store: s, official: official}
}

// note remembers what stands in the editor and saves it when the keys rest.
func (s *saver) note(id model.AppealID, rev int64, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if !s.dirty {
		s.since = now
	}
	s.id, s.rev, s.text, s.dirty = id, rev, text, true
	wait := min(quiet, max(0, busy-now.Sub(s.since)))
	if s.timer != nil {
		s.timer.Stop()
	}
	s.timer = time.AfterFunc(wait, func() { _ = s.flush(context.Background()) }) // the failure is kept and shown
}

// flush saves what is not saved yet.
func (s *saver) flush(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.dirty {
		return nil
	}
	if s.timer != nil {
		s.timer.Stop()
	}
	if err := s.store.SaveBuffer(ctx, s.id, s.official, s.rev, s.text); err != nil {
		s.failed = err
		s.timer = time.AfterFunc(busy, func() { _ = s.flush(context.Background()) }) // the disk may have room again
		return err
	}
	s.failed, s.dirty = nil, false
	return nil
}

// drop forgets the text: it has become a draft.
func (s *saver) drop(ctx context.Context, id model.AppealID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop()
	}
	s.dirty, s.failed = false, nil
	return s.store.SaveBuffer(ctx, id, s.official, 0, "")
}

// fault is why the text is not saved; nil when it is, or will be in a moment.
func (s *saver) fault() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}
