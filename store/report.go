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
	rows, err := s.db.Read().QueryContext(ctx, `SELECT j.object, j.inverse, coalesce(d.doc, '') FROM journal j LEFT JOIN appeal_doc d ON d.id = j.object
		WHERE j.seq > $1 AND j.noun = 'appeal' ORDER BY j.object, j.seq DESC`, seq)
	if err != nil {
		return false, s.db.Say(err)
	}
	defer rows.Close()
	var last model.AppealID
	var doc []byte // of the last appeal, stepping back row by row
	n := 0
	for rows.Next() {
		var id model.AppealID
		var inverse, now []byte
		if err := rows.Scan(&id, &inverse, &now); err != nil {
			return false, s.db.Say(err)
		}
		if id != last {
			if last != 0 {
				if err := take(last, doc); err != nil {
					return false, err
				}
			}
			if n++; n > limit {
				return true, nil
			}
			last, doc = id, now
		}
		if doc, err = docBefore(inverse, doc); err != nil {
			return false, err
		}
	}
	if err := rows.Err(); err != nil || last == 0 {
		return false, s.db.Say(err)
	}
	return false, take(last, doc)
}
