package store

import (
	"context"
	"encoding/json"
	"time"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/store/db"
)

// DueDifference is an open case whose stored deadline is not the one the rules give today.
type DueDifference struct {
	Appeal      model.AppealID
	Stored, Now model.Deadline // that of the channel
	SameRules   bool           // stored under the very rules of today: then it is wrong, else only not recounted yet
	Fault       string         // why it cannot be computed
}

// VerifyDue computes the deadlines of every open case again and lists those that differ.
func (s *Store) VerifyDue(ctx context.Context, progress func(done int64)) (open int64, list []DueDifference, err error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return 0, nil, err
	}
	err = s.db.ViewFor(ctx, verifyLimit, func(v *db.View) error {
		rows, err := v.Query("SELECT d.doc FROM appeal a JOIN appeal_doc d ON d.id = a.id WHERE a.open = 1 ORDER BY a.id")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var doc []byte
			var a model.Appeal
			if err := rows.Scan(&doc); err != nil {
				return err
			}
			if err := json.Unmarshal(doc, &a); err != nil {
				return err
			}
			if d, differs := dueDifference(snap.Book, &a); differs {
				list = append(list, d)
			}
			if open++; progress != nil && open%1000 == 0 {
				progress(open)
			}
		}
		return rows.Err()
	})
	return open, list, err
}

func dueDifference(book *deadline.Book, a *model.Appeal) (DueDifference, bool) {
	due, err := book.DueOf(a)
	if err != nil {
		return DueDifference{Appeal: a.ID, Stored: a.Due.Channel, Fault: err.Error()}, true
	}
	d := DueDifference{Appeal: a.ID, Stored: a.Due.Channel, Now: due.Channel,
		SameRules: a.Due.Policy == due.Policy && a.Due.Calendar == due.Calendar}
	return d, a.Due.Channel != due.Channel || a.Due.AnswerBy != due.AnswerBy
}

// WorkingTimes are rows of ИМ that tell the working time up to the first answer themselves, newest first: from them the hours
// can be found that ИМ counts by.
func (s *Store) WorkingTimes(ctx context.Context, limit int) ([]deadline.Sample, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT d.doc ->> 'received', d.doc ->> '$.replies[0].at', d.doc ->> '$.registrations[0].working_time'
		FROM appeal a JOIN appeal_doc d ON d.id = a.id WHERE a.channel = $1 AND a.replies > 0 AND coalesce(d.doc ->> '$.registrations[0].working_time', 0) > 0
		ORDER BY a.received DESC LIMIT $2`, string(model.ChannelIM), limit)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []deadline.Sample
	for rows.Next() {
		var x deadline.Sample
		var seconds int64
		if err := rows.Scan(&x.From, &x.To, &seconds); err != nil {
			return nil, s.db.Say(err)
		}
		if x.Reported = time.Duration(seconds) * time.Second; x.To > x.From {
			list = append(list, x)
		}
	}
	return list, s.db.Say(rows.Err())
}

// LastRecorded is when the journal was last written, 0 in an empty file.
func (s *Store) LastRecorded(ctx context.Context) (at model.Instant, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	err = s.db.Read().QueryRowContext(ctx, "SELECT coalesce(max(recorded), 0) FROM (SELECT recorded FROM journal ORDER BY seq DESC LIMIT 100)").Scan(&at)
	return at, s.db.Say(err)
}
