package store

import (
	"context"

	"kurator/model"
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
