package store

import (
	"context"

	"kurator/model"
	"kurator/store/db"
)

// Lived is an operation of a generated past: who did it and when it was written down.
type Lived struct {
	Actor model.Actor
	At    model.Instant
	Op    Op
}

// Relive enters a generated past into a demo database: rights, reducers and the journal are those of Do, only the time of
// recording is the past's own, and many operations share a transaction.
func (s *Store) Relive(ctx context.Context, past []Lived) error {
	if !s.demo {
		return model.Faultf(model.Forbidden, "Прошлое можно придумать только в демонстрационной базе.")
	}
	stems := s.stemmer()
	defer s.stemmers.Put(stems)
	index := &indexRun{store: s}
	defer index.end()
	var done []*execution
	err := s.db.WriteBulk(ctx, func(tx *db.Tx) error {
		var hand *Snapshot
		for _, l := range past {
			op := l.Op
			if op.ID == "" {
				op.ID = NewID(l.At.In(utc))
			}
			e := &execution{store: s, tx: tx, op: op, stems: stems, index: index, now: l.At, result: Result{Operation: op.ID}, snap: hand}
			if err := e.whole(func(e *execution) error { return e.act(l.Actor) }); err != nil {
				return err
			}
			if hand = e.snap; e.office {
				hand = nil
			}
			done = append(done, e)
		}
		index.write(tx)
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range done {
		s.committed(e)
	}
	return nil
}
