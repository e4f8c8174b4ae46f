package store

import (
	"context"
	"database/sql"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/access"
)

// FigureRow is what figures know of one appeal: see stats.Case.Unpack.
type FigureRow struct {
	ID       model.AppealID
	Received model.Instant
	Until    model.Instant
	Packed   []byte // lent until the next row
}

// FigureRows reads the cases that can matter to a period: received before its end, and not done with before its beginning.
// It reads one index and no text.
func (s *Store) FigureRows(ctx context.Context, actor model.Actor, from, to model.Instant, take func(FigureRow) error) error {
	if err := s.mayReport(ctx, actor); err != nil {
		return err
	}
	return s.figureRows(ctx, take, "SELECT id, received, until, figures FROM appeal INDEXED BY appeal_received WHERE received <= $1 AND until >= $2 ORDER BY received, id",
		int64(to), int64(from))
}

// FigureRowsOf reads the cases of some appeals; those that are gone are left out.
func (s *Store) FigureRowsOf(ctx context.Context, actor model.Actor, ids []model.AppealID, take func(FigureRow) error) error {
	if err := s.mayReport(ctx, actor); err != nil || len(ids) == 0 {
		return err
	}
	marks := make([]string, len(ids))
	for i, id := range ids {
		marks[i] = strconv.FormatInt(int64(id), 10)
	}
	return s.figureRows(ctx, take, "SELECT id, received, until, figures FROM appeal WHERE id IN ("+strings.Join(marks, ", ")+") ORDER BY received, id")
}

func (s *Store) mayReport(ctx context.Context, actor model.Actor) error {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return err
	}
	return p.May(access.RightReports)
}

func (s *Store) figureRows(ctx context.Context, take func(FigureRow) error, query string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, query, args...)
	if err != nil {
		return s.db.Say(err)
	}
	defer rows.Close()
	var r FigureRow
	var packed sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&r.ID, &r.Received, &r.Until, &packed); err != nil {
			return s.db.Say(err)
		}
		r.Packed = packed
		if err := take(r); err != nil {
			return err
		}
	}
	return s.db.Say(rows.Err())
}

// Appeals is how many appeals there are.
func (s *Store) Appeals(ctx context.Context) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	err = s.db.Read().QueryRowContext(ctx, "SELECT count(*) FROM appeal").Scan(&n)
	return n, s.db.Say(err)
}
