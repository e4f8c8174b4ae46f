package store

import (
	"context"
	"encoding/json"

	"kurator/model"
	"kurator/model/access"
)

// JournalRow is one line of the journal for people.
type JournalRow struct {
	Seq       int64
	Happened  model.Instant
	Recorded  model.Instant
	Actor     model.Actor
	Operation string
	Title     string // of the operation
	Undone    bool
	Action    string
	Ref       model.Ref
	Payload   json.RawMessage // texts as salted hashes
}

// JournalRequest asks for journal rows, newest first.
type JournalRequest struct {
	Ref    model.Ref // one object; zero = everything
	Before int64     // only rows before this number; 0 = from the newest
	After  int64     // only rows after this number, oldest first
	Limit  int
	// Who did it, which kind of event it was, and when it was recorded: what a question about a leak begins with.
	Official model.OfficialID
	Record   model.RecordKind
	From, To model.Instant // To is the first instant after; 0 = open
}

// Journal gives rows of the journal. The history of one appeal is for who may open it, the whole journal for those who answer
// for the centre or its protection.
func (s *Store) Journal(ctx context.Context, actor model.Actor, r JournalRequest) ([]JournalRow, error) {
	if err := s.mayReadJournal(ctx, actor, r.Ref); err != nil {
		return nil, err
	}
	if r.Limit <= 0 {
		r.Limit = defaultLimit
	}
	var c conditions
	if r.Ref.Noun == model.NounAppeal {
		c.and("j.noun IN ('appeal', 'record') AND j.object = " + c.arg(r.Ref.ID))
	} else if r.Ref.Noun != "" {
		c.and("j.noun = " + c.arg(string(r.Ref.Noun)) + " AND j.object = " + c.arg(r.Ref.ID))
	}
	if r.Official != 0 {
		c.and("j.official = " + c.arg(int64(r.Official)))
	}
	if r.Record != "" {
		c.and("j.noun = 'record' AND j.payload ->> 'kind' = " + c.arg(string(r.Record)))
	}
	if r.From != 0 {
		c.and("j.recorded >= " + c.arg(int64(r.From)))
	}
	if r.To != 0 {
		c.and("j.recorded < " + c.arg(int64(r.To)))
	}
	order := " ORDER BY j.seq DESC"
	if r.Before > 0 {
		c.and("j.seq < " + c.arg(r.Before))
	}
	if r.After > 0 {
		c.and("j.seq > " + c.arg(r.After))
		order = " ORDER BY j.seq"
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT j.seq, j.happened, j.recorded, j.actor, j.operation, coalesce(o.title, ''),
		coalesce(o.undone_by, '') <> '', j.action, j.noun, j.object, j.payload
		FROM journal j LEFT JOIN operation o ON o.id = j.operation`+c.where()+order+" LIMIT "+c.arg(r.Limit), c.args...)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []JournalRow
	for rows.Next() {
		var row JournalRow
		var by, payload []byte
		if err := rows.Scan(&row.Seq, &row.Happened, &row.Recorded, &by, &row.Operation, &row.Title, &row.Undone, &row.Action,
			&row.Ref.Noun, &row.Ref.ID, &payload); err != nil {
			return nil, s.db.Say(err)
		}
		if err := json.Unmarshal(by, &row.Actor); err != nil {
			return nil, err
		}
		row.Payload = payload
		list = append(list, row)
	}
	return list, s.db.Say(rows.Err())
}

func (s *Store) mayReadJournal(ctx context.Context, actor model.Actor, ref model.Ref) error {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return err
	}
	p := access.On(snap.Office, actor.Official, s.Today(snap))
	if ref.Noun != model.NounAppeal {
		return p.May(access.RightJournal)
	}
	a, _, err := loadAppeal(pool{ctx, s.db.Read()}, model.AppealID(ref.ID))
	if err != nil {
		return s.db.Say(err)
	}
	return mayOpen(p, a)
}

// Batches lists the imports, newest first.
func (s *Store) Batches(ctx context.Context, limit int) ([]model.Batch, error) {
	return nouns[model.Batch](ctx, s, model.NounBatch, limit)
}

// Quarantined lists the rows that could not be read, newest first; their original text is loaded for curators only.
func (s *Store) Quarantined(ctx context.Context, actor model.Actor, limit int) ([]model.Quarantine, error) {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return nil, err
	}
	list, err := nouns[model.Quarantine](ctx, s, model.NounQuarantine, limit)
	if err != nil || !p.ReadsNames() {
		return list, err
	}
	for i := range list {
		raw := &list[i].Raw
		if raw.Ref == 0 {
			continue
		}
		err := s.db.Read().QueryRowContext(ctx, "SELECT body FROM text WHERE id = $1", raw.Ref).Scan(&raw.Body)
		if err != nil && !noRows(err) {
			return nil, s.db.Say(err)
		}
	}
	return list, nil
}

func nouns[T any](ctx context.Context, s *Store, noun model.Noun, limit int) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT doc FROM noun WHERE noun = $1 ORDER BY id DESC LIMIT $2", string(noun), limit)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var doc []byte
		var v T
		if err := rows.Scan(&doc); err != nil {
			return nil, s.db.Say(err)
		}
		if err := json.Unmarshal(doc, &v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, s.db.Say(rows.Err())
}

// Watermark is how fresh the data of a channel is.
type Watermark struct {
	Channel model.ChannelID
	AsOf    model.Instant // «данные на …»
	File    string
}

// Watermarks tells for each channel that was ever imported how fresh its newest export was.
func (s *Store) Watermarks(ctx context.Context) ([]Watermark, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, `SELECT doc ->> 'channel', max(CAST(doc ->> 'as_of' AS INTEGER)), doc ->> 'file'
		FROM noun WHERE noun = 'batch' GROUP BY 1 ORDER BY 1`)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var list []Watermark
	for rows.Next() {
		var w Watermark
		if err := rows.Scan(&w.Channel, &w.AsOf, &w.File); err != nil {
			return nil, s.db.Say(err)
		}
		list = append(list, w)
	}
	return list, s.db.Say(rows.Err())
}
