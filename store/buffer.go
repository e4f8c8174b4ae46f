package store

import (
	"context"
	"encoding/json"

	"kurator/model"
	"kurator/store/db"
)

// Buffer is text being typed that is no draft yet: per case and official, outside journal and undo.
type Buffer struct {
	BaseRev int64 // revision of the appeal when typing began
	Saved   model.Instant
	Body    string
}

// SaveBuffer keeps what is being typed. An empty body drops it.
func (s *Store) SaveBuffer(ctx context.Context, id model.AppealID, official model.OfficialID, baseRev int64, body string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if body == "" {
			_, err := tx.Exec("DELETE FROM buffer WHERE appeal = $1 AND official = $2", int64(id), int64(official))
			return err
		}
		_, err := tx.Exec(`INSERT INTO buffer (appeal, official, base_rev, saved, body) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (appeal, official) DO UPDATE SET saved = excluded.saved, body = excluded.body`,
			int64(id), int64(official), baseRev, int64(s.Now()), body)
		return err
	})
}

// Buffer is what was typed and not yet made a draft; nil when there is nothing.
func (s *Store) Buffer(ctx context.Context, id model.AppealID, official model.OfficialID) (*Buffer, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var b Buffer
	err := s.db.Read().QueryRowContext(ctx, "SELECT base_rev, saved, body FROM buffer WHERE appeal = $1 AND official = $2",
		int64(id), int64(official)).Scan(&b.BaseRev, &b.Saved, &b.Body)
	if noRows(err) {
		return nil, nil
	}
	if err != nil {
		return nil, s.db.Say(err)
	}
	return &b, nil
}

// SaveDesk remembers where a person was: an opaque document of the desk.
func (s *Store) SaveDesk(ctx context.Context, official model.OfficialID, place any) error {
	doc, err := json.Marshal(place)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO desk (official, doc) VALUES ($1, $2) ON CONFLICT (official) DO UPDATE SET doc = excluded.doc",
			int64(official), string(doc))
		return err
	})
}

// Desk reads the remembered place into place; false when there is none.
func (s *Store) Desk(ctx context.Context, official model.OfficialID, place any) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var doc []byte
	err := s.db.Read().QueryRowContext(ctx, "SELECT doc FROM desk WHERE official = $1", int64(official)).Scan(&doc)
	if noRows(err) {
		return false, nil
	}
	if err != nil {
		return false, s.db.Say(err)
	}
	return true, json.Unmarshal(doc, place)
}
