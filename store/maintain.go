package store

import (
	"context"

	"kurator/store/db"
)

// mergePages is how much of the text index one quiet moment merges: some milliseconds of work.
const mergePages = 64

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
