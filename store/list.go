package store

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/query"
)

// Row is one appeal in a list. Contacts in the summary are masked; texts the person may not read are left out.
type Row struct {
	ID         model.AppealID
	Rev        int64
	Stage      model.StageID
	Channel    model.ChannelID
	ExternalID string
	Also       []string // further registrations, "channel:number"
	Holder     model.Holder
	HeldSince  model.Instant
	Unit       model.UnitID
	Kind       model.Kind
	Genre      model.Genre
	Priority   model.Priority
	Topic      string
	TopicGroup string
	Place      string
	Received   model.Instant
	AnsweredAt model.Instant
	ClosedAt   model.Instant
	Due        model.Deadline // decides lateness in the channel
	AnswerBy   string         // ours: civil date or RFC 3339 UTC
	SortAt     model.Instant  // the earlier of the two
	Late       *bool          // the verdict on what is answered or closed; nil while open
	Outcome    model.Outcome
	Mark       int
	Waiting    bool
	WroteAgain int
	Drafts     int
	Promise    model.Date // nearest open promise
	AsOf       model.Instant
	Summary    string

	Key string // the place in the order of the list, for the next page
}

// Overdue tells whether the case is late in its channel at now, or was answered late.
func (r *Row) Overdue(now model.Instant) bool {
	if r.Late != nil {
		return *r.Late
	}
	return r.Due.LateFrom != 0 && now >= r.Due.LateFrom
}

// Where says which rows a request asks for.
type Where uint8

// Parts of a list.
const (
	FromStart Where = iota
	FromEnd
	After
	Before
	Around // half before the key, the rest from the key on
)

// ListRequest asks for a page of rows.
type ListRequest struct {
	Query query.Query
	Where Where
	Key   string         // a Row.Key, for After, Before and Around
	ID    model.AppealID // for Around without a key: around this appeal
	Limit int
	Quick bool // a person waits: of a search that has an order of its own only the newest hits are put into it, see Page.Newest
}

// Page is a page of rows in the order of the list.
type Page struct {
	Rows           []Row
	AtStart, AtEnd bool
	Found          bool // the appeal asked for by ID is in the list
	Newest         int  // so many of the newest hits are in the list, and there are more; 0 when the list is whole
}

// defaultLimit is the size of a page that was not asked for.
const defaultLimit = 100

// wordHits is how many of the newest hits of a full-text search a quick list puts into another order than the newest first: every one is a row to
// read, and a common word is in hundreds of thousands.
const wordHits = 1000

// List gives a page of the appeals the person may see. Without words the usual order is by «ответить не позже»; with words
// the newest first. Pages are found by key, never by counting.
func (s *Store) List(ctx context.Context, actor model.Actor, r ListRequest) (Page, error) {
	l, err := s.lister(ctx, actor, r)
	if err != nil {
		return Page{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	page, err := l.page(pool{ctx, s.db.Read()}, r)
	if err == nil && l.limited() {
		page.Newest, err = l.moreHits(pool{ctx, s.db.Read()})
	}
	return page, s.db.Say(err)
}

// moreHits is wordHits when a search has more hits than that, else 0.
func (l *lister) moreHits(q queryer) (int, error) {
	rows, err := q.query("SELECT 1 FROM search WHERE search MATCH $1 LIMIT 1 OFFSET $2", l.match, wordHits)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if rows.Next() {
		return wordHits, nil
	}
	return 0, rows.Err()
}

// lister is one list: its condition and order.
type lister struct {
	compiled
	person access.Person
	keys   []sortKey
	quick  bool
}

// newest tells that the list goes by the full-text index, the newest first.
func (l *lister) newest() bool {
	return l.match != "" && len(l.keys) == 1 && l.keys[0].column == "search_id"
}

// limited tells that only the newest hits are put into the order asked for. Where open cases are asked for, their age bounds the hits by itself.
func (l *lister) limited() bool { return l.quick && l.match != "" && !l.newest() && l.since() == "" }

// sortKey is one column of the order.
type sortKey struct {
	column string
	desc   bool
}

func (s *Store) lister(ctx context.Context, actor model.Actor, r ListRequest) (*lister, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.loadFacets(ctx); err != nil {
		return nil, s.db.Say(err)
	}
	now := s.clock()
	person := access.On(snap.Office, actor.Official, s.Today(snap))
	c, err := s.compile(snap, person, r.Query.Expr, now)
	if err != nil {
		return nil, err
	}
	l := &lister{compiled: c, person: person, keys: orderOf(r.Query.Sort, c.match != ""), quick: r.Quick}
	if c.short && c.match == "" {
		for i := range l.keys {
			l.keys[i].column = "+" + l.keys[i].column // the plus keeps SQLite from walking all appeals in this order
		}
	}
	return l, nil
}

var sortColumns = map[query.Field]string{
	query.FieldStage: "stage", query.FieldChannel: "channel", query.FieldDue: "late_from", query.FieldHolder: "holder",
	query.FieldTopic: "topic", query.FieldPlace: "place", query.FieldUnit: "unit", query.FieldReceived: "received",
	query.FieldAnswered: "coalesce(answered_at, 0)", query.FieldClosed: "coalesce(closed_at, 0)", query.FieldPromise: "promise", query.FieldAnswerBy: "sort_at",
	query.FieldNumber: "id", query.FieldPriority: "priority", query.FieldMark: "mark",
}

// orderOf is the order of a list; the number decides between equals, so that the order is total.
func orderOf(sort []query.Sort, words bool) []sortKey {
	var keys []sortKey
	for _, s := range sort {
		if column, ok := sortColumns[s.Field]; ok {
			keys = append(keys, sortKey{column, s.Desc})
		}
	}
	switch {
	case len(keys) == 0 && words:
		return []sortKey{{"search_id", true}}
	case len(keys) == 0:
		keys = []sortKey{{"sort_at", false}}
	}
	if last := keys[len(keys)-1]; last.column != "id" {
		keys = append(keys, sortKey{"id", last.desc})
	}
	return keys
}

func (l *lister) page(q queryer, r ListRequest) (Page, error) {
	limit := r.Limit
	if limit <= 0 {
		limit = defaultLimit
	}
	var page Page
	var err error
	switch r.Where {
	case FromStart:
		page.Rows, page.AtEnd, err = l.rows(q, nil, false, false, limit)
		page.AtStart = true
	case FromEnd:
		page.Rows, page.AtStart, err = l.rows(q, nil, true, false, limit)
		slices.Reverse(page.Rows)
		page.AtEnd = true
	case After:
		page.Rows, page.AtEnd, err = l.from(q, r.Key, false, false, limit)
	case Before:
		page.Rows, page.AtStart, err = l.from(q, r.Key, true, false, limit)
		slices.Reverse(page.Rows)
	case Around:
		return l.around(q, r, limit)
	}
	return page, err
}

func (l *lister) around(q queryer, r ListRequest, limit int) (Page, error) {
	key := r.Key
	if r.ID != 0 {
		own, ok, err := l.keyOf(q, r.ID)
		if err != nil {
			return Page{}, err
		}
		if ok {
			key = own
		}
	}
	if key == "" {
		page, err := l.page(q, ListRequest{Where: FromStart, Limit: limit})
		return page, err
	}
	before, start, err := l.from(q, key, true, false, limit/2)
	if err != nil {
		return Page{}, err
	}
	slices.Reverse(before)
	rest, end, err := l.from(q, key, false, true, limit-limit/2)
	page := Page{Rows: append(before, rest...), AtStart: start, AtEnd: end}
	page.Found = slices.ContainsFunc(page.Rows, func(x Row) bool { return x.ID == r.ID })
	return page, err
}

// keyOf is the place of one appeal in the order, whether or not it matches the filter.
func (l *lister) keyOf(q queryer, id model.AppealID) (string, bool, error) {
	one := &lister{person: l.person, keys: l.keys}
	one.and("id = " + one.arg(int64(id)))
	rows, _, err := one.rows(q, nil, false, false, 1)
	if err != nil || len(rows) == 0 {
		return "", false, err
	}
	return rows[0].Key, true, nil
}

func (l *lister) from(q queryer, key string, backwards, including bool, limit int) ([]Row, bool, error) {
	var place []any
	d := json.NewDecoder(strings.NewReader(key))
	d.UseNumber()
	if err := d.Decode(&place); err != nil || len(place) != len(l.keys) {
		return l.rows(q, nil, backwards, including, limit) // a key of another order: start anew
	}
	for i, v := range place {
		if n, ok := v.(json.Number); ok {
			place[i], _ = n.Int64()
		}
	}
	return l.rows(q, place, backwards, including, limit)
}

// rows reads up to limit rows behind a place; end tells that nothing lies behind them.
func (l *lister) rows(q queryer, place []any, backwards, including bool, limit int) (list []Row, end bool, err error) {
	statement, args := l.statement(place, backwards, including, limit+1)
	rows, err := q.query(statement, args...)
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := l.scan(rows)
		if err != nil {
			return nil, false, err
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		return nil, false, err
	}
	if len(list) > limit {
		return list[:limit], false, nil
	}
	return list, true, nil
}

const rowColumns = `id, rev, stage, channel, external_id, also, holder, held_since, unit, kind, genre, priority, topic, topic_group,
	place, received, coalesce(answered_at, 0), coalesce(closed_at, 0), due_kind, due, late_from, answer_by, sort_at, late, outcome,
	mark, waiting, wrote_again, drafts, promise, as_of, summary`

func (l *lister) statement(place []any, backwards, including bool, limit int) (string, []any) {
	c := conditions{parts: slices.Clone(l.parts), args: slices.Clone(l.args)}
	from, keys, since := "appeal", l.keys, l.since()
	switch {
	case l.newest():
		from = "search CROSS JOIN appeal ON search_id = search.rowid" // the index drives
		c.and("search MATCH " + c.arg(l.match))
		if since != "" {
			c.and("search.rowid >= " + since)
		}
		keys = []sortKey{{"search.rowid", true}}
	case l.match != "":
		hits := "SELECT rowid FROM search WHERE search MATCH " + c.arg(l.match)
		switch {
		case since != "":
			hits += " AND rowid >= " + since
		case l.limited():
			hits += " ORDER BY rowid DESC LIMIT " + c.arg(wordHits)
		}
		c.and("search_id IN (" + hits + ")")
	}
	if place != nil {
		c.and(behind(&c, keys, place, backwards, including))
	}
	var b strings.Builder
	b.WriteString("SELECT " + rowColumns)
	for _, k := range keys {
		b.WriteString(", " + k.column)
	}
	b.WriteString(" FROM " + from + c.where() + " ORDER BY ")
	for i, k := range keys {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(k.column)
		if k.desc != backwards {
			b.WriteString(" DESC")
		}
	}
	b.WriteString(" LIMIT " + c.arg(limit))
	return b.String(), c.args
}

// since is the oldest case that the conditions on open ones can find: the index need not be read further back. Without it a common word beside a
// rare stage read every hit of all years (350 ms against 19 over 300,000 cases). The plus keeps SQLite from walking the order of search_id from its
// beginning, through all that is closed.
func (l *lister) since() string {
	if !l.open || slices.ContainsFunc(l.parts, func(part string) bool { return strings.Contains(part, "search MATCH") }) {
		return ""
	}
	return "(SELECT coalesce(min(+search_id), 9223372036854775807) FROM appeal WHERE " + strings.Join(l.parts, " AND ") + ")"
}

// behind is the condition for rows that lie behind a place in the order. Columns of one direction compare as a row, which
// an index can seek.
func behind(c *conditions, keys []sortKey, place []any, backwards, including bool) string {
	same := !slices.ContainsFunc(keys, func(k sortKey) bool { return k.desc != keys[0].desc })
	if same {
		columns, marks := make([]string, len(keys)), make([]string, len(keys))
		for i, k := range keys {
			columns[i], marks[i] = k.column, c.arg(place[i])
		}
		return "(" + strings.Join(columns, ", ") + ") " + compare(keys[0].desc != backwards, including) + " (" + strings.Join(marks, ", ") + ")"
	}
	var or []string
	for i, k := range keys {
		var and []string
		for j := range i {
			and = append(and, keys[j].column+" = "+c.arg(place[j]))
		}
		and = append(and, k.column+" "+compare(k.desc != backwards, including && i == len(keys)-1)+" "+c.arg(place[i]))
		or = append(or, "("+strings.Join(and, " AND ")+")")
	}
	return "(" + strings.Join(or, " OR ") + ")"
}

func compare(down, including bool) string {
	op := ">"
	if down {
		op = "<"
	}
	if including {
		op += "="
	}
	return op
}
