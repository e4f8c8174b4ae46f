package store

import (
	"context"
	"encoding/json"
	"time"

	"kurator/model"
	"kurator/store/db"
	"kurator/store/files"
)

// EraseFiles removes the files of appeals whose words were erased: of anonymised ones, and of those that were taken out long enough
// ago to be erased. Scrub calls it, so that what an interrupted erasing has left goes with the next one.
func (s *Store) EraseFiles(ctx context.Context) error {
	folder := files.Of(s.Path())
	list, err := folder.Appeals()
	if err != nil {
		return err
	}
	for _, id := range list {
		erased, err := s.erased(ctx, id)
		if err != nil {
			return s.db.Say(err)
		}
		if !erased {
			continue
		}
		if err := folder.Erase(id); err != nil {
			return err
		}
	}
	return nil
}

// Attached is a file an appeal names.
type Attached struct {
	Appeal model.AppealID
	N      int // its number in the card, from 1
	Hash   string
	Size   int64
}

// attachedTimeout is for looking through every document of a large file.
const attachedTimeout = 10 * time.Minute

// Attached lists the files that appeals name.
func (s *Store) Attached(ctx context.Context) (list []Attached, err error) {
	err = s.db.ViewFor(ctx, attachedTimeout, func(v *db.View) error {
		rows, err := v.Query(`SELECT id, doc ->> 'attachments' FROM appeal_doc WHERE instr(doc, '"attachments":') > 0 ORDER BY id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id model.AppealID
			var doc []byte
			if err := rows.Scan(&id, &doc); err != nil {
				return err
			}
			var files []model.Attachment
			if err := json.Unmarshal(doc, &files); len(doc) > 0 && err != nil {
				return err
			}
			for n, f := range files {
				list = append(list, Attached{id, n + 1, f.Hash, f.Size})
			}
		}
		return rows.Err()
	})
	return list, err
}

// Erased tells whether the words of an appeal are gone for good, and its files with them.
func (s *Store) Erased(ctx context.Context, id model.AppealID) (bool, error) {
	gone, err := s.erased(ctx, id)
	return gone, s.db.Say(err)
}

// erased tells whether the words of an appeal are gone for good.
func (s *Store) erased(ctx context.Context, id model.AppealID) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	a, _, err := loadAppeal(pool{ctx, s.db.Read()}, id)
	if model.CodeOf(err) != model.NotFound {
		return err == nil && a.Anonymised != 0, err
	}
	var texts, left int
	base := textBase(id)
	err = s.db.Read().QueryRowContext(ctx, "SELECT count(*), coalesce(sum(body <> ''), 0) FROM text WHERE id > $1 AND id < $2",
		base, base+textsPerAppeal).Scan(&texts, &left)
	return texts > 0 && left == 0, err
}
