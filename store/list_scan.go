package store

import (
	"database/sql"
	"encoding/json"
	"strings"

	"kurator/model"
)

// scan reads one row and its place, and leaves out what the person may not read.
func (l *lister) scan(rows *sql.Rows) (Row, error) {
	var r Row
	var also, holder, due string
	var late sql.NullBool
	place := make([]any, len(l.keys))
	dest := []any{&r.ID, &r.Rev, &r.Stage, &r.Channel, &r.ExternalID, &also, &holder, &r.HeldSince, &r.Unit, &r.Kind, &r.Genre,
		&r.Priority, &r.Topic, &r.TopicGroup, &r.Place, &r.Received, &r.AnsweredAt, &r.ClosedAt, &r.Due.Kind, &due, &r.Due.LateFrom,
		&r.AnswerBy, &r.SortAt, &late, &r.Outcome, &r.Mark, &r.Waiting, &r.WroteAgain, &r.Drafts, &r.Promise, &r.AsOf, &r.Summary}
	for i := range place {
		dest = append(dest, &place[i])
	}
	if err := rows.Scan(dest...); err != nil {
		return r, err
	}
	r.Holder = model.ParseHolder(holder)
	if also != "" {
		r.Also = strings.Split(also, "\n")
	}
	if r.Due.Kind == model.DueDate {
		r.Due.Date = model.Date(due)
	}
	if late.Valid {
		r.Late = &late.Bool
	}
	for i, v := range place {
		if b, ok := v.([]byte); ok {
			place[i] = string(b)
		}
	}
	key, err := json.Marshal(place)
	r.Key = string(key)
	if !l.person.SeesText(r.shape()) {
		r.Summary = ""
	}
	return r, err
}

// shape is as much of the appeal as rights look at.
func (r *Row) shape() *model.Appeal {
	a := &model.Appeal{ID: r.ID, Stage: r.Stage, Unit: r.Unit, Registrations: []model.Registration{{Channel: r.Channel}}}
	for _, also := range r.Also {
		channel, _, _ := strings.Cut(also, ":")
		a.Registrations = append(a.Registrations, model.Registration{Channel: model.ChannelID(channel)})
	}
	return a
}
