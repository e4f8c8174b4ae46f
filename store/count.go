package store

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
)

// Tally is how many appeals a filter finds.
type Tally struct {
	N    int
	More bool // counting stopped at N: there are more
}

// tallyLimit is where counting stops for filters that reach beyond open cases.
const tallyLimit = 1000

// Count counts what several filters find. Those that ask for open cases only are counted together in one pass over an index.
func (s *Store) Count(ctx context.Context, actor model.Actor, filters []query.Query) ([]Tally, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.loadFacets(ctx); err != nil {
		return nil, s.db.Say(err)
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	now, person := s.clock(), access.On(snap.Office, actor.Official, s.Today(snap))
	out := make([]Tally, len(filters))
	var open []int
	var together []compiled
	for i, f := range filters {
		c, err := s.compile(snap, person, f.Expr, now)
		if err != nil {
			return nil, err
		}
		if c.open && c.match == "" {
			open, together = append(open, i), append(together, c)
			continue
		}
		if out[i], err = s.countOne(ctx, c); err != nil {
			return nil, s.db.Say(err)
		}
	}
	if len(open) == 0 {
		return out, nil
	}
	sums, err := s.countOpen(ctx, together)
	if err != nil {
		return nil, s.db.Say(err)
	}
	for k, i := range open {
		out[i].N = sums[k]
	}
	return out, nil
}

// countOpen counts many conditions in one pass over the open cases.
func (s *Store) countOpen(ctx context.Context, list []compiled) ([]int, error) {
	var all conditions
	sums := make([]string, len(list))
	dest, out := make([]any, len(list)), make([]int, len(list))
	for i, c := range list {
		sums[i] = "coalesce(sum(" + renumber(&all, c.conditions) + "), 0)"
		dest[i] = &out[i]
	}
	err := s.db.Read().QueryRowContext(ctx, "SELECT "+strings.Join(sums, ", ")+" FROM appeal WHERE open = 1", all.args...).Scan(dest...)
	return out, err
}

// renumber moves a condition's arguments behind those gathered already.
func renumber(all *conditions, c conditions) string {
	text := strings.Join(c.parts, " AND ")
	if text == "" {
		return "TRUE"
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' {
			b.WriteByte(text[i])
			continue
		}
		n := 0
		for i+1 < len(text) && '0' <= text[i+1] && text[i+1] <= '9' {
			i++
			n = n*10 + int(text[i]-'0')
		}
		b.WriteString(all.arg(c.args[n-1]))
	}
	return b.String()
}

func (s *Store) countOne(ctx context.Context, c compiled) (Tally, error) {
	cond := conditions{parts: append([]string(nil), c.parts...), args: append([]any(nil), c.args...)}
	from := "appeal"
	if c.match != "" {
		from = "search CROSS JOIN appeal ON search_id = search.rowid"
		cond.and("search MATCH " + cond.arg(c.match))
	}
	statement := "SELECT count(*) FROM (SELECT 1 FROM " + from + cond.where() + " LIMIT " + cond.arg(tallyLimit+1) + ")"
	var t Tally
	if err := s.db.Read().QueryRowContext(ctx, statement, cond.args...).Scan(&t.N); err != nil {
		return t, err
	}
	if t.N > tallyLimit {
		t = Tally{tallyLimit, true}
	}
	return t, nil
}
