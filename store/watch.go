package store

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"kurator/model"
	"kurator/store/db"
)

// WatchMark is how far the saved query of a problem has been held against the appeals. It is a cache: without it the query is held against
// all of them again.
type WatchMark struct {
	Seq   int64      `json:"seq"`   // of the journal
	Query string     `json:"query"` // as it was then
	Day   model.Date `json:"day"`
	Fault string     `json:"fault,omitempty"` // why it brought nothing then
}

func watchKey(problem int64) string { return "watch_" + strconv.FormatInt(problem, 10) }

// WatchMark reads the mark of a problem; the zero mark when there is none.
func (s *Store) WatchMark(ctx context.Context, problem int64) (WatchMark, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var doc []byte
	err := s.db.Read().QueryRowContext(ctx, "SELECT value FROM meta WHERE key = $1", watchKey(problem)).Scan(&doc)
	switch {
	case noRows(err):
		return WatchMark{}, nil
	case err != nil:
		return WatchMark{}, s.db.Say(err)
	}
	var m WatchMark
	return m, json.Unmarshal(doc, &m)
}

// KeepWatchMark remembers the mark of a problem.
func (s *Store) KeepWatchMark(ctx context.Context, problem int64, m WatchMark) error {
	doc, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", watchKey(problem), string(doc))
		return err
	})
}

// Touched lists the appeals that the journal names after seq, up to its last row; many tells that it has too many rows since.
func (s *Store) Touched(ctx context.Context, seq int64) (ids []model.AppealID, last int64, many bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	if last, err = s.lastSeq(ctx); err != nil || last-seq > mostTouched {
		return nil, last, true, s.db.Say(err)
	}
	rows, err := s.db.Read().QueryContext(ctx, "SELECT object FROM journal NOT INDEXED WHERE seq > $1 AND seq <= $2 AND noun = $3", seq, last, string(model.NounAppeal))
	if err != nil {
		return nil, 0, false, s.db.Say(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id model.AppealID
		if err := rows.Scan(&id); err != nil {
			return nil, 0, false, s.db.Say(err)
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids), last, false, s.db.Say(rows.Err())
}

// mostTouched is how many rows of the journal are read for it.
const mostTouched = 5000
