package store

import (
	"context"

	"kurator/store/db"
)

// mergePages is how much of the text index one quiet moment merges: some milliseconds of work.
const mergePages = 64

// settlePages is how much of the text index one slice of Settle merges: about 100 ms.
const settlePages = 250

// Settle merges the pieces of the text index that a long work has left, until none of them is worth merging: over 600 pieces each word of
// a search is looked for 600 times.
func (s *Store) Settle(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return s.db.Say(err)
		}
		changes := 0
		err := s.db.WriteBulk(ctx, func(tx *db.Tx) error {
			var before, after int
			if err := tx.Row("SELECT total_changes()", nil, &before); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO search (search, rank) VALUES ('merge', $1)", settlePages); err != nil {
				return err
			}
			err := tx.Row("SELECT total_changes()", nil, &after)
			changes = after - before
			return err
		})
		if err != nil || changes < 2 { // as the engine's manual says: fewer than two changes are the end
			return err
		}
	}
}

// Maintain does what is better done in a quiet moment than inside a person's save: it moves the write-ahead log into the file when that
// has grown, and merges the text index, which imports leave in many pieces (measured: merges inside commits stall for seconds).
func (s *Store) Maintain(ctx context.Context) error {
	if err := s.db.Maintain(ctx); err != nil {
		return err
	}
	return s.db.WriteBulk(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO search (search, rank) VALUES ('merge', $1)", mergePages)
		return err
	})
}
