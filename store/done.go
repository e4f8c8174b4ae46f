package store

import (
	"context"

	"kurator/model"
)

// doneLimit is how many operations a day is summed up from.
const doneLimit = 1000

// DoneSince lists what this person has done since a moment and not taken back, the oldest first; what the program
// did by itself in their name is not theirs. One's own work may be seen without a right.
func (s *Store) DoneSince(ctx context.Context, actor model.Actor, since model.Instant) ([]Operation, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT `+operationColumns+` FROM (SELECT `+operationColumns+` FROM operation
		WHERE official = $1 AND recorded >= $2 AND undone_by = '' AND undoes = '' AND title <> ''`+ownWork+` ORDER BY last_seq DESC LIMIT $3) ORDER BY last_seq`,
		int64(actor.Official), int64(since), doneLimit)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []Operation
	for rows.Next() {
		var o Operation
		if err := rows.Scan(o.dest()...); err != nil {
			return nil, s.db.Say(err)
		}
		list = append(list, o)
	}
	return list, s.db.Say(rows.Err())
}
