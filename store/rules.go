package store

import (
	"encoding/json"
	"slices"

	"kurator/model"
	"kurator/model/deadline"
)

// Moved is one open case to which a change of rules gives other dates.
type Moved struct {
	ID        model.AppealID
	Was, Will model.Due
	Words     string // «на 3 дня позже»
	Fault     string // the new rules cannot compute it, for this reason; Will is empty
}

// followRules brings every open case in step with rules that have changed within the operation: whoever changes policies,
// calendar, schedules or zone changes the dates too, and one undo takes both back. Closed and answered cases keep theirs.
func (e *execution) followRules(before *deadline.Book) error {
	book := e.snap.Book
	if book == before || book.Version() == before.Version() && book.CalendarVersion() == before.CalendarVersion() {
		return nil
	}
	moved, err := movedBy(within{e.tx}, before, book)
	if err != nil {
		return err
	}
	e.result.Moved = moved
	if e.op.Preview {
		return nil
	}
	if i := slices.IndexFunc(moved, func(m Moved) bool { return m.Fault != "" }); i >= 0 {
		return model.Faultf(model.BadData, "По новым правилам не посчитать срок обращения № %s: %s", moved[i].ID, moved[i].Fault)
	}
	at := model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor}
	for _, m := range moved {
		step := Step{Ref: model.AppealRef(m.ID), Action: &model.Recount{}}
		if err := e.stepAppeal(&step, at); err != nil {
			return err
		}
	}
	return nil
}

// movedBy compares the stored dates of every open case with those of another book.
func movedBy(q queryer, before, book *deadline.Book) ([]Moved, error) {
	rows, err := q.query("SELECT d.doc FROM appeal a JOIN appeal_doc d ON d.id = a.id WHERE a.open = 1 ORDER BY a.id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var moved []Moved
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return nil, err
		}
		var a model.Appeal
		if err := json.Unmarshal(doc, &a); err != nil {
			return nil, err
		}
		if m, ok := move(&a, before, book); ok {
			moved = append(moved, m)
		}
	}
	return moved, rows.Err()
}

func move(a *model.Appeal, before, book *deadline.Book) (Moved, bool) {
	m := Moved{ID: a.ID, Was: a.Due}
	will, err := book.DueOf(a)
	if err != nil {
		if _, old := before.DueOf(a); old != nil {
			return m, false // neither could the rules before
		}
		m.Fault, m.Words = err.Error(), "срок не посчитать"
		return m, true
	}
	m.Will = will
	for _, x := range []struct {
		what      string
		was, will model.Deadline
	}{{"", a.Due.Channel, will.Channel}, {"ответить ", a.Due.AnswerBy, will.AnswerBy}, {"проект ", a.Due.DraftBy, will.DraftBy}} {
		if x.was != x.will {
			m.Words = x.what + deadline.Shift(x.was, x.will)
			return m, true
		}
	}
	return m, false
}
