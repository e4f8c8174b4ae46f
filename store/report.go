package store

import (
	"context"

	"kurator/model"
)

// FirstRecord finds the first record of a kind with these words made at or after an instant: where the journal stood then,
// and when. ok is false when there is none.
func (s *Store) FirstRecord(ctx context.Context, kind model.RecordKind, say string, since model.Instant) (seq int64, at model.Instant, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	err = s.db.Read().QueryRowContext(ctx, `SELECT seq, recorded FROM journal WHERE noun = 'record' AND object = 0 AND recorded >= $3
		AND payload ->> 'kind' = $1 AND payload ->> 'say' = $2 ORDER BY seq LIMIT 1`, string(kind), say, int64(since)).Scan(&seq, &at)
	if noRows(err) {
		return 0, 0, false, nil
	}
	return seq, at, err == nil, s.db.Say(err)
}

// ChangedAppeals names the appeals that changed after a row of the journal, each once, with the document it had then; nil
// when it was not there. more tells that there are others beyond the limit.
func (s *Store) ChangedAppeals(ctx context.Context, actor model.Actor, seq int64, limit int, take func(id model.AppealID, before []byte) error) (more bool, err error) {
	if err := s.mayReport(ctx, actor); err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT object, inverse FROM journal WHERE seq > $1 AND noun = 'appeal' ORDER BY seq", seq)
	if err != nil {
		return false, s.db.Say(err)
	}
	defer rows.Close()
	seen := map[model.AppealID]bool{}
	for rows.Next() {
		var id model.AppealID
		var before []byte
		if err := rows.Scan(&id, &before); err != nil {
			return false, s.db.Say(err)
		}
		if seen[id] {
			continue
		}
		if len(seen) >= limit {
			return true, nil
		}
		seen[id] = true
		if len(before) == 0 {
			before = nil
		}
		if err := take(id, before); err != nil {
			return false, err
		}
	}
	return false, s.db.Say(rows.Err())
}
