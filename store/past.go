package store

import (
	"context"
	"encoding/json"
	"slices"

	"kurator/model"
)

// PastCase is what of a case can be learned from: its words and what it was given.
type PastCase struct {
	ID      model.AppealID
	Channel model.ChannelID
	Text    string
	Topic   model.Topic
	Unit    model.UnitID
}

// pastSlice is how many cases are read at once.
const pastSlice = 500

// Past reads up to limit of the newest cases that somebody has worked on, the oldest of them first. It is for learning inside the
// program: nothing of it is shown.
func (s *Store) Past(ctx context.Context, limit int) ([]PastCase, error) {
	var list []PastCase
	before := int64(1) << 62
	for len(list) < limit {
		part, next, err := s.pastSlice(ctx, before, min(pastSlice, limit-len(list)))
		if err != nil {
			return nil, err
		}
		list = append(list, part...)
		if next == 0 {
			break
		}
		before = next
	}
	slices.Reverse(list)
	return list, nil
}

// pastSlice reads the cases before a place in the text index; next is 0 behind the last.
func (s *Store) pastSlice(ctx context.Context, before int64, n int) (list []PastCase, next int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	q := pool{ctx, s.db.Read()}
	rows, err := q.query(`SELECT a.search_id, d.doc FROM appeal a JOIN appeal_doc d ON d.id = a.id
		WHERE a.search_id < $1 ORDER BY a.search_id DESC LIMIT $2`, before, n)
	if err != nil {
		return nil, 0, s.db.Say(err)
	}
	defer rows.Close()
	var docs []*pastDoc
	read := 0
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&next, &doc); err != nil {
			return nil, 0, s.db.Say(err)
		}
		read++
		d := &pastDoc{}
		if err := json.Unmarshal(doc, d); err != nil {
			return nil, 0, err
		}
		if d.Stage != model.StageNew && d.Anonymised == 0 && (d.Unit != 0 || d.Topic.Title != "") {
			docs = append(docs, d)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, 0, s.db.Say(err)
	}
	if read < n {
		next = 0
	}
	list, err = pastTexts(q, docs)
	return list, next, s.db.Say(err)
}

// pastDoc is the part of an appeal's document that is learned from.
type pastDoc struct {
	ID         model.AppealID `json:"id"`
	Stage      model.StageID  `json:"stage"`
	Topic      model.Topic    `json:"topic"`
	Unit       model.UnitID   `json:"unit"`
	Anonymised model.Instant  `json:"anonymised"`
	Body       model.Text     `json:"body"`
	Essence    model.Text     `json:"essence"`

	Registrations []struct {
		Channel model.ChannelID `json:"channel"`
	} `json:"registrations"`
}

func pastTexts(q pool, docs []*pastDoc) ([]PastCase, error) {
	texts := map[int64]*model.Text{}
	var refs []int64
	for _, d := range docs {
		for _, t := range []*model.Text{&d.Body, &d.Essence} {
			if t.Ref != 0 {
				texts[t.Ref] = t
				refs = append(refs, t.Ref)
			}
		}
	}
	if err := fillRefs(q, texts, refs); err != nil {
		return nil, err
	}
	var list []PastCase
	for _, d := range docs {
		if text := d.Body.Body + "\n" + d.Essence.Body; len(text) > 1 {
			c := PastCase{ID: d.ID, Text: text, Topic: d.Topic, Unit: d.Unit}
			if len(d.Registrations) > 0 {
				c.Channel = d.Registrations[0].Channel
			}
			list = append(list, c)
		}
	}
	return list, nil
}

// fillRefs loads texts of several appeals at once.
func fillRefs(q pool, texts map[int64]*model.Text, refs []int64) error {
	key, err := json.Marshal(refs)
	if err != nil {
		return err
	}
	rows, err := q.query("SELECT text.id, text.body FROM json_each($1) j CROSS JOIN text ON text.id = j.value", string(key))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var body string
		if err := rows.Scan(&id, &body); err != nil {
			return err
		}
		texts[id].Body = body
	}
	return rows.Err()
}
