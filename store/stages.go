package store

import (
	"context"
	"encoding/json"

	"kurator/model"
)

// StagesOf tells at which stage appeals are; those that are gone are left out. A command on many of them needs it before it makes its steps.
func (s *Store) StagesOf(ctx context.Context, ids []model.AppealID) (map[model.AppealID]model.StageID, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT a.id, a.stage FROM json_each($1) j CROSS JOIN appeal a ON a.id = j.value", string(list))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	stages := map[model.AppealID]model.StageID{}
	for rows.Next() {
		var id model.AppealID
		var stage model.StageID
		if err := rows.Scan(&id, &stage); err != nil {
			return nil, s.db.Say(err)
		}
		stages[id] = stage
	}
	return stages, s.db.Say(rows.Err())
}
