package store

import (
	"context"

	"kurator/model"
)

// feedState is how far the change feed has read.
type feedState struct {
	seq     int64
	version int64 // PRAGMA data_version: changes when another connection writes
}

// Changes is what happened since the last question.
type Changes struct {
	Refs    []model.Ref
	Many    bool // more than worth naming: reload everything
	Office  bool // people, rights or rules changed
	Foreign bool // another process wrote
}

// Empty tells that nothing happened.
func (c Changes) Empty() bool { return len(c.Refs) == 0 && !c.Many && !c.Office }

// feedLimit is up to how many changes are named one by one.
const feedLimit = 500

// Poll tells what changed since it was last asked, by this process and by others. It costs some microseconds when nothing
// did. One desk asks; a store has one feed.
func (s *Store) Poll(ctx context.Context) (Changes, error) {
	version, err := s.db.DataVersion(ctx)
	if err != nil {
		return Changes{}, s.db.Say(err)
	}
	s.mu.Lock()
	same, from, first := version == s.feed.version, s.feed.seq, s.feed.version == 0
	s.mu.Unlock()
	if same {
		return Changes{}, nil
	}
	changes, last, err := s.changesAfter(ctx, from)
	if err != nil {
		return Changes{}, s.db.Say(err)
	}
	if changes.Office {
		s.forgetSnapshot()
	}
	s.mu.Lock()
	s.feed = feedState{seq: last, version: version}
	s.mu.Unlock()
	if first && changes.Empty() {
		return changes, nil
	}
	s.facets.mu.Lock()
	s.facets.loaded = false
	s.facets.mu.Unlock()
	return changes, nil
}

func (s *Store) changesAfter(ctx context.Context, seq int64) (Changes, int64, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT seq, noun, object FROM journal WHERE seq > $1 ORDER BY seq LIMIT $2", seq, feedLimit+1)
	if err != nil {
		return Changes{}, 0, err
	}
	defer rows.Close()
	var c Changes
	seen := map[model.Ref]bool{}
	n := 0
	for rows.Next() {
		var ref model.Ref
		if err := rows.Scan(&seq, &ref.Noun, &ref.ID); err != nil {
			return Changes{}, 0, err
		}
		n++
		if ref.Noun != model.NounRecord && !seen[ref] {
			seen[ref] = true
			c.Refs = append(c.Refs, ref)
		}
		c.Office = c.Office || ofOffice(ref.Noun)
	}
	if err := rows.Err(); err != nil {
		return Changes{}, 0, err
	}
	if n > feedLimit {
		c = Changes{Many: true, Office: true}
		seq, err = s.lastSeq(ctx)
	}
	return c, seq, err
}

func ofOffice(n model.Noun) bool {
	switch n {
	case model.NounAppeal, model.NounRecord, model.NounBatch, model.NounQuarantine, model.NounPassedOver:
		return false
	}
	return !n.Matter()
}
