package store

import (
	"context"

	"kurator/model"
	"kurator/store/search"
)

// SourceCount is how many messages of a source became appeals: found by ourselves, and brought by ИМ.
type SourceCount struct {
	Ours, ThroughIM int
}

// SourceCounts counts the appeals received since a moment that came from the pages named by keys (model.Source.Keys).
func (s *Store) SourceCounts(ctx context.Context, keys []string, since model.Instant) (SourceCount, error) {
	var c SourceCount
	if len(keys) == 0 {
		return c, nil
	}
	tokens := make([]string, len(keys))
	for i, key := range keys {
		tokens[i] = search.SourceToken(key)
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	count := func(into *int, match string) error {
		return s.db.Read().QueryRowContext(ctx, "SELECT count(*) FROM search WHERE search MATCH $1 AND rowid >= $2", match,
			searchID(&model.Appeal{Received: since})).Scan(into)
	}
	all := 0
	of := search.Dimension(tokens)
	if err := count(&all, of); err != nil {
		return c, s.db.Say(err)
	}
	if err := count(&c.ThroughIM, of+" AND "+search.Dimension([]string{search.ChannelToken(model.ChannelIM)})); err != nil {
		return c, s.db.Say(err)
	}
	c.Ours = all - c.ThroughIM
	return c, nil
}
