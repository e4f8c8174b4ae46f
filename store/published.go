package store

import (
	"context"
	"encoding/json"

	"kurator/model"
)

// AnswersHere are the words of the newest final answer recorded here of each of some appeals; those that were answered elsewhere
// are left out. It is for comparing with exports: nothing of it is shown.
func (s *Store) AnswersHere(ctx context.Context, ids []model.AppealID) (map[model.AppealID]string, error) {
	found := map[model.AppealID]string{}
	if len(ids) == 0 {
		return found, nil
	}
	key, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	rows, err := q.query("SELECT d.doc FROM json_each($1) j CROSS JOIN appeal_doc d ON d.id = j.value", string(key))
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	replies := map[model.AppealID]*model.Text{}
	texts := map[int64]*model.Text{}
	var refs []int64
	for rows.Next() {
		var doc []byte
		var a model.Appeal
		if err := rows.Scan(&doc); err != nil {
			return nil, s.db.Say(err)
		}
		if err := json.Unmarshal(doc, &a); err != nil {
			return nil, err
		}
		for i := range a.Replies {
			if r := &a.Replies[i]; r.Origin == model.OriginHere && !r.Interim && r.Text.Ref != 0 {
				replies[a.ID] = &r.Text
			}
		}
		if t := replies[a.ID]; t != nil {
			texts[t.Ref] = t
			refs = append(refs, t.Ref)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, s.db.Say(err)
	}
	if err := fillRefs(q, texts, refs); err != nil {
		return nil, s.db.Say(err)
	}
	for id, t := range replies {
		found[id] = t.Body
	}
	return found, nil
}
