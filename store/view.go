package store

import (
	"context"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/store/db"
)

// View is a view of the queue that an official saved: it belongs to the desk, not to the work, and is outside journal and undo.
type View struct {
	Name    string
	Query   string // in the filter language
	Columns []string
	Group   string
}

// maxViews is how many views one official may keep: more do not fit a menu.
const maxViews = 50

// SaveView keeps a view of the official; one of the same name is replaced.
func (s *Store) SaveView(ctx context.Context, official model.OfficialID, v View) error {
	v.Name = strings.Join(strings.Fields(v.Name), " ")
	if v.Name == "" {
		return model.Faultf(model.Usage, "Назовите вид, чтобы найти его в списке.")
	}
	q, err := query.Parse(v.Query)
	if err != nil {
		return err
	}
	mine, err := s.Views(ctx, official)
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(mine, func(x View) bool { return x.Name == v.Name })
	if len(mine) >= maxViews && !known {
		return model.Faultf(model.Usage, "Своих видов уже %d. Удалите ненужный и сохраните снова.", maxViews)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`INSERT INTO view (official, name, query, columns, grouping, words) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (official, name) DO UPDATE SET query = excluded.query, columns = excluded.columns, grouping = excluded.grouping, words = excluded.words`,
			int64(official), v.Name, v.Query, strings.Join(v.Columns, " "), v.Group, mayNamePerson(q.Expr))
		return err
	})
}

// mayNamePerson tells whether words of a query can be those of a citizen.
func mayNamePerson(e query.Expr) bool {
	switch e := e.(type) {
	case query.Word:
		return true
	case query.Not:
		return mayNamePerson(e.X)
	case query.And:
		return slices.ContainsFunc(e, mayNamePerson)
	case query.Or:
		return slices.ContainsFunc(e, mayNamePerson)
	case query.Term:
		return e.Field == query.FieldApplicant
	}
	return false
}

// DropView forgets a view.
func (s *Store) DropView(ctx context.Context, official model.OfficialID, name string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM view WHERE official = $1 AND name = $2", int64(official), name)
		return err
	})
}

// Views lists the views of an official by name.
func (s *Store) Views(ctx context.Context, official model.OfficialID) ([]View, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT name, query, columns, grouping FROM view WHERE official = $1 ORDER BY name", int64(official))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []View
	for rows.Next() {
		var v View
		var columns string
		if err := rows.Scan(&v.Name, &v.Query, &columns, &v.Group); err != nil {
			return nil, s.db.Say(err)
		}
		v.Columns = strings.Fields(columns)
		list = append(list, v)
	}
	return list, s.db.Say(rows.Err())
}
