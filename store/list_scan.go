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
	if !l.person.SeesText(r.Sketch()) {
		r.Summary = ""
	}
	return r, err
}

// unread stands for the text of a draft that a list has not read: it is stored, and may be signed.
var unread = model.Text{Ref: 1, Hash: "unread"}

// Sketch is as much of the appeal as a list knows: enough for rights and stages to say what can be done with it. Its texts are empty.
func (r *Row) Sketch() *model.Appeal {
	a := &model.Appeal{ID: r.ID, Rev: r.Rev, Stage: r.Stage, Kind: r.Kind, Genre: r.Genre, Priority: r.Priority, Received: r.Received,
		Topic: model.Topic{Title: r.Topic, Group: r.TopicGroup}, Place: r.Place, Unit: r.Unit, Holder: r.Holder, Waiting: r.Waiting,
		Outcome: r.Outcome, Mark: r.Mark, AnsweredAt: r.AnsweredAt, ClosedAt: r.ClosedAt,
		Registrations: []model.Registration{{Channel: r.Channel, ExternalID: r.ExternalID}}}
	for _, also := range r.Also {
		channel, number, _ := strings.Cut(also, ":")
		a.Registrations = append(a.Registrations, model.Registration{Channel: model.ChannelID(channel), ExternalID: number})
	}
	a.Due.Channel = r.Due
	a.Due.AnswerBy.LateFrom = r.SortAt
	a.Drafts = make([]model.Draft, r.Drafts)
	for i := range a.Drafts {
		a.Drafts[i].Text = unread
	}
	if r.Stage == model.StageApproved && r.Drafts > 0 {
		a.Approval = &model.Approval{Signature: model.Signature(unread, r.Channel, model.Applicant{})}
	}
	if r.Promise != "" {
		a.Promises = []model.Promise{{Date: r.Promise}}
	}
	return a
}
