package store

import (
	"encoding/json"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
)

// saveAppeal writes the document and everything projected from it. before is what was there, with no ID change.
func (e *execution) saveAppeal(before, next *model.Appeal, isNew bool) ([]byte, error) {
	doc, err := json.Marshal(next)
	if err != nil {
		return nil, err
	}
	index, err := e.indexing(before, next, isNew)
	if err != nil {
		return nil, err
	}
	row, err := project(next, wordNumbers{e})
	if err != nil {
		return nil, err
	}
	if index.summarise {
		row.summary = summaryOf(next)
	} else if numbersMoved(before, next) { // they are written with the second number, which is read with the texts
		if err := fillTexts(within{e.tx}, next); err != nil {
			return nil, err
		}
	}
	row.searchID = index.id
	if isNew {
		e.insertAppeal(row, doc)
	} else {
		e.updateAppeal(row, doc, index.summarise)
	}
	e.saveRegistrations(before, next)
	e.meet(next)
	return doc, nil
}

// projection is the row of an appeal for lists and filters.
type projection struct {
	*model.Appeal
	open                 bool
	main                 model.Registration
	also, numbers, codes string
	heldSince            model.Instant
	due, answerBy        string
	sortAt               model.Instant
	late                 any // NULL while open
	wroteAgain           int
	promise              model.Date
	asOf                 model.Instant
	answered, closed     any
	summary              string
	searchID             int64
	scored, until        model.Instant
	figures              []byte
}

func project(a *model.Appeal, words stats.Words) (projection, error) {
	p := projection{Appeal: a, open: a.Stage.Open(), main: a.Main(), due: dueText(a.Due.Channel), answerBy: dueText(a.Due.AnswerBy),
		sortAt: earlier(a.Due.Channel.LateFrom, a.Due.AnswerBy.LateFrom), codes: codesOf(a), late: lateness(a),
		answered: orNull(a.AnsweredAt), closed: orNull(a.ClosedAt)}
	p.also, p.numbers = numbersOf(a)
	if n := len(a.Handovers); n > 0 {
		p.heldSince = a.Handovers[n-1].Happened
	}
	for _, m := range a.Messages {
		if !m.Seen {
			p.wroteAgain++
		}
	}
	for _, x := range a.Promises {
		if x.Kept == 0 && (p.promise == "" || x.Date < p.promise) {
			p.promise = x.Date
		}
	}
	for _, r := range a.Registrations {
		p.asOf = max(p.asOf, r.AsOf)
	}
	if a.Score != nil {
		p.scored = a.Score.At
	}
	facts, err := stats.Of(a, words)
	p.until, p.figures = facts.Until(), facts.Pack(make([]byte, 0, 96))
	return p, err
}

func (p *projection) values() []any {
	return []any{int64(p.ID), p.Rev, p.open, string(p.Stage), string(p.main.Channel), p.main.ExternalID, p.also, p.numbers,
		p.Holder.Key(), int64(p.heldSince), int64(p.Unit), string(p.Kind), string(p.Genre), string(p.Priority), p.Topic.Title,
		p.Topic.Group, p.codes, p.Place, int64(p.Received), p.answered, p.closed, string(p.Due.Channel.Kind), p.due,
		int64(p.Due.Channel.LateFrom), p.answerBy, int64(p.sortAt), p.late, p.Due.Policy, p.Due.Calendar, string(p.Outcome), p.Mark,
		p.Waiting, p.wroteAgain, len(p.Drafts), len(p.Replies), string(p.promise), int64(p.asOf), int64(p.scored), int64(p.until), p.figures, p.summary, p.searchID}
}

const appealColumns = `id, rev, open, stage, channel, external_id, also, numbers, holder, held_since, unit, kind, genre, priority, topic,
	topic_group, topic_codes, place, received, answered_at, closed_at, due_kind, due, late_from, answer_by, sort_at, late, policy,
	calendar, outcome, mark, waiting, wrote_again, drafts, replies, promise, as_of, scored, until, figures, summary, search_id`

var (
	insertAppealSQL = "INSERT INTO appeal (" + appealColumns + ") VALUES (" + placeholders(countColumns(appealColumns)) + ")"
	updateAppealSQL = updateSQL(appealColumns, "search_id", "numbers", "summary") // without what is made from words
	updateWholeSQL  = updateSQL(appealColumns, "search_id")
	numbersColumn   = slices.Index(strings.Fields(strings.ReplaceAll(appealColumns, ",", " ")), "numbers")
)

func (e *execution) insertAppeal(p projection, doc []byte) {
	e.tx.Later(insertAppealSQL, p.values()...)
	e.tx.Later("INSERT INTO appeal_doc (id, doc) VALUES (?, ?)", int64(p.ID), string(doc))
}

func (e *execution) updateAppeal(p projection, doc []byte, summarise bool) {
	values := p.values()
	values = values[:len(values)-1] // search_id never changes
	statement := updateWholeSQL
	if !summarise {
		statement, values = updateAppealSQL, slices.Delete(values[:len(values)-1], numbersColumn, numbersColumn+1)
	}
	e.tx.Later(statement, values...)
	e.tx.Later("UPDATE appeal_doc SET doc = $2 WHERE id = $1", int64(p.ID), string(doc))
}

// saveRegistrations keeps the table of foreign numbers in step. A number names one appeal only.
func (e *execution) saveRegistrations(before, next *model.Appeal) {
	for i, r := range next.Registrations {
		if r.ExternalID == "" || (i < len(before.Registrations) && sameNumbers(before.Registrations[i], r)) {
			continue
		}
		e.tx.Later(`INSERT INTO registration (channel, external_id, appeal, second_id, fingerprint) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (channel, external_id) DO UPDATE SET appeal = excluded.appeal, second_id = excluded.second_id, fingerprint = excluded.fingerprint`,
			string(r.Channel), r.ExternalID, int64(next.ID), r.SecondID, r.Fingerprint)
	}
	for _, r := range before.Registrations {
		if r.ExternalID != "" && !registered(next, r) {
			e.tx.Later("DELETE FROM registration WHERE channel = $1 AND external_id = $2", string(r.Channel), r.ExternalID)
		}
	}
}

func numbersMoved(before, next *model.Appeal) bool {
	return !slices.EqualFunc(before.Registrations, next.Registrations, sameNumbers)
}

// sameNumbers tells whether the table of foreign numbers would keep the same of both.
func sameNumbers(a, b model.Registration) bool {
	return a.Channel == b.Channel && a.ExternalID == b.ExternalID && a.Fingerprint == b.Fingerprint && a.PlainSecond == b.PlainSecond &&
		a.Words.Ref == b.Words.Ref
}

func registered(a *model.Appeal, r model.Registration) bool {
	for _, x := range a.Registrations {
		if x.Channel == r.Channel && x.ExternalID == r.ExternalID {
			return true
		}
	}
	return false
}

// dueText is the civil date of a deadline in days, RFC 3339 UTC of one in hours, "" for none.
func dueText(d model.Deadline) string {
	if d.Kind == model.DueInstant {
		return d.LateFrom.In(utc).Format(rfc3339)
	}
	return string(d.Date)
}

// earlier is the earlier of two known instants; a case without a deadline sorts last.
func earlier(a, b model.Instant) model.Instant {
	switch {
	case a == 0 && b == 0:
		return noDeadline
	case a == 0:
		return b
	case b == 0:
		return a
	}
	return min(a, b)
}

// noDeadline sorts cases without a deadline behind all others.
const noDeadline = model.Instant(1<<40 - 1)

// lateness is the verdict on a case that is answered or closed: the foreign system's own where it gave one, else ours.
func lateness(a *model.Appeal) any {
	if a.Stage.Open() {
		return nil
	}
	if v := a.Main().Late; v != nil {
		return *v
	}
	done := a.AnsweredAt
	if done == 0 {
		done = a.ClosedAt
	}
	return a.Due.Channel.LateFrom != 0 && done >= a.Due.Channel.LateFrom
}

func codesOf(a *model.Appeal) string {
	var b strings.Builder
	add := func(code string) {
		if code != "" && !strings.Contains(b.String(), " "+code+".") {
			b.WriteString(" " + code + ".")
		}
	}
	add(a.Topic.Code)
	for _, q := range a.Questions {
		add(q.Topic.Code)
	}
	return b.String()
}

func numbersOf(a *model.Appeal) (also, numbers string) {
	var all, rest []string
	for i, r := range a.Registrations {
		if i > 0 {
			rest = append(rest, string(r.Channel)+":"+r.ExternalID)
		}
		for _, n := range []string{r.ExternalID, r.SecondID} {
			if n != "" {
				all = append(all, russian.Fold(n))
			}
		}
	}
	return strings.Join(rest, "\n"), strings.Join(all, " ")
}

func orNull(i model.Instant) any {
	if i == 0 {
		return nil
	}
	return int64(i)
}

// summaryRunes is the length of a summary: more than the widest list shows.
const summaryRunes = 240

// summaryOf is one line for lists: the essence, else the message from where it comes to the point, with contacts masked.
func summaryOf(a *model.Appeal) string {
	text := a.Essence.Body
	if text == "" {
		text, _ = firstRunes(a.Body.Body, 4*summaryRunes)
		text = russian.SkipGreeting(strings.Join(strings.Fields(text), " "))
	}
	// What is looked at reaches far enough beyond what is kept that a contact on the edge is seen whole.
	text, cut := firstRunes(text, 2*summaryRunes)
	text = russian.MaskContacts(strings.Join(strings.Fields(text), " "))
	short, shortened := firstRunes(text, summaryRunes-1)
	if cut || shortened {
		return short + "…"
	}
	return text
}

// firstRunes is the beginning of a text; cut tells that there was more.
func firstRunes(text string, n int) (first string, cut bool) {
	for i := range text {
		if n == 0 {
			return text[:i], true
		}
		n--
	}
	return text, false
}
