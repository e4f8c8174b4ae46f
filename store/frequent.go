package store

import "context"

// commonHits is from how many hits a word is common: the first pages of a list are full without the words it begins.
const commonHits = 2000

// isCommon tells whether a stem alone is found so often. The index is read no further than that.
func (s *Store) isCommon(stem string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), queryTimeout)
	defer cancel()
	n := 0
	err := s.db.Read().QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH $1 LIMIT $2)", `"`+stem+`"`, commonHits).Scan(&n)
	return err == nil && n == commonHits
}
