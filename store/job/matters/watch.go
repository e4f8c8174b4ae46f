package matters

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kurator/model"
	"kurator/model/problem"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
)

// Watched is what the saved queries of problems have brought.
type Watched struct {
	Attached int     `json:"attached"`
	Returned []int64 `json:"returned,omitempty"` // problems that came back by themselves
	Broad    []int64 `json:"broad,omitempty"`    // problems whose queries find more than a card may have: nothing is attached
	Failed   []int64 `json:"failed,omitempty"`   // problems whose queries could not be read to the end
}

// Warnings say what the queries did not bring, and what to do.
func (w *Watched) Warnings() []string {
	var list []string
	for _, id := range w.Broad {
		list = append(list, fmt.Sprintf("Проблема № %d: условиям подходит больше %s обращений, ничего не приложено. Сузьте условия: добавьте место или дату.", id, russian.Number(problem.MostCases)))
	}
	for _, id := range w.Failed {
		list = append(list, fmt.Sprintf("Проблема № %d: условия не проверены, поиск шёл слишком долго. Сузьте условия или повторите позже.", id))
	}
	return list
}

// Watch attaches what the saved queries of problems find now, and brings back solved problems about which messages go on. It
// runs after every import and when the problems are looked at; who may not attach, watches nothing. A query is held against all
// appeals once, and from then on against those that have changed since.
func Watch(ctx context.Context, s *store.Store, actor model.Actor) (Watched, error) {
	w := &watcher{ctx: ctx, s: s, actor: actor, touched: map[int64]touched{}, marks: map[int64]store.WatchMark{}}
	person, err := s.Person(ctx, actor)
	if err != nil || person.Can(&model.AttachCases{}, nil) != nil {
		return Watched{}, err
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return Watched{}, err
	}
	w.today, w.whole = s.Today(snap), person.ReadsTexts() && person.ReadsNames()
	list, err := s.Problems(ctx, actor)
	if err != nil {
		return Watched{}, err
	}
	w.actor.Via = "system"
	for _, p := range list {
		if err := w.problem(p); err != nil {
			return w.Watched, err
		}
	}
	return w.Watched, nil
}

type watcher struct {
	Watched
	ctx     context.Context
	s       *store.Store
	actor   model.Actor
	today   model.Date
	whole   bool                      // the person reads all that a query may ask for: what was looked through is looked through for everybody
	marks   map[int64]store.WatchMark // to be kept when what was found is attached
	touched map[int64]touched         // what changed since a mark: several problems ask for the same
}

type touched struct {
	ids  []model.AppealID
	last int64
	many bool
}

func (w *watcher) problem(p model.Problem) error {
	ref := model.Ref{Noun: model.NounProblem, ID: p.ID}
	fresh, err := w.fresh(&p)
	if err != nil {
		return err
	}
	if len(fresh) > 0 {
		op := store.Op{Title: fmt.Sprintf("К проблеме № %d приложено по условиям: %d", p.ID, len(fresh)),
			Steps: []store.Step{{Ref: ref, Action: &model.AttachCases{Cases: fresh, ByQuery: true}}}}
		if _, err := w.s.Do(w.ctx, w.actor, op); err != nil {
			return err
		}
		w.Attached += len(fresh)
		if p, err = w.s.Problem(w.ctx, w.actor, p.ID); err != nil {
			return err
		}
	}
	if mark, ok := w.marks[p.ID]; ok && w.whole {
		if err := w.s.KeepWatchMark(w.ctx, p.ID, mark); err != nil {
			return err
		}
	}
	if p.Stage.Open() {
		return nil
	}
	received, err := receivedOf(w.ctx, w.s, &p)
	if err != nil {
		return err
	}
	n, back := problem.Recurs(&p, received)
	if !back {
		return nil
	}
	op := store.Op{Title: fmt.Sprintf("Проблема № %d вернулась", p.ID), Steps: []store.Step{{Ref: ref, Action: &model.ReturnProblem{Messages: n}}}}
	if _, err := w.s.Do(w.ctx, w.actor, op); err != nil {
		return err
	}
	w.Returned = append(w.Returned, p.ID)
	return nil
}

// fresh lists what the problem's query finds and what is neither attached nor taken off by hand.
func (w *watcher) fresh(p *model.Problem) ([]model.AppealID, error) {
	if p.Query == "" || len(p.Symptoms) >= problem.MostCases {
		return nil, nil
	}
	q, err := query.Parse(p.Query)
	if err != nil {
		return nil, nil //nolint:nilerr // an older program wrote it; the card shows it and it can be changed there
	}
	found, err := w.found(p, q)
	if err != nil {
		return nil, err
	}
	known := map[model.AppealID]bool{}
	for _, x := range p.Symptoms {
		known[x.Appeal] = true
	}
	for _, id := range p.Detached {
		known[id] = true
	}
	var fresh []model.AppealID
	for _, id := range found {
		if !known[id] {
			fresh = append(fresh, id)
		}
	}
	if len(p.Symptoms)+len(fresh) > problem.MostCases {
		w.Broad = append(w.Broad, p.ID)
		return nil, nil
	}
	return fresh, nil
}

// Why a query brought nothing.
const (
	tooBroad = "broad"
	tooSlow  = "slow"
)

// markEvery is after how many rows of the journal a mark is moved on: a write for every action would be too many.
const markEvery = 1000

// found holds the query against what has changed since it was last held against everything, else against everything.
func (w *watcher) found(p *model.Problem, q query.Query) ([]model.AppealID, error) {
	mark, err := w.s.WatchMark(w.ctx, p.ID)
	if err != nil {
		return nil, err
	}
	since, known := w.touched[mark.Seq]
	if !known {
		if since.ids, since.last, since.many, err = w.s.Touched(w.ctx, mark.Seq); err != nil {
			return nil, err
		}
		w.touched[mark.Seq] = since
	}
	next := store.WatchMark{Seq: since.last, Query: p.Query, Day: w.today}
	if since.many || mark.Query != p.Query || mark.Day != w.today && (passes(q.Expr) || mark.Fault != "") {
		return w.everything(p.ID, q, next)
	}
	switch mark.Fault {
	case tooBroad:
		w.Broad = append(w.Broad, p.ID)
	case tooSlow:
		w.Failed = append(w.Failed, p.ID)
	}
	if len(since.ids) == 0 || mark.Fault == tooBroad {
		return nil, nil
	}
	numbers := make(query.Or, len(since.ids))
	for i, id := range since.ids {
		numbers[i] = query.Term{Field: query.FieldNumber, Op: query.Eq, Value: query.Number(id)}
	}
	found, _, err := w.s.Found(w.ctx, w.actor, query.Query{Expr: query.And{numbers, q.Expr}}, problem.MostCases)
	if err == nil && since.last-mark.Seq > markEvery {
		next.Fault = mark.Fault
		w.marks[p.ID] = next
	}
	return found, err
}

// patience is how long one query may look through everything: the list of problems waits for it.
const patience = 5 * time.Second

// everything holds a query against all appeals. What finds too many or takes too long is tried again on another day, and no other card
// waits for it.
func (w *watcher) everything(id int64, q query.Query, next store.WatchMark) ([]model.AppealID, error) {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	found, more, err := w.s.Found(ctx, w.actor, q, problem.MostCases)
	switch {
	case err != nil && w.ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded):
		w.Failed, found, next.Fault = append(w.Failed, id), nil, tooSlow
	case err != nil:
		return nil, err
	case more:
		w.Broad, found, next.Fault = append(w.Broad, id), nil, tooBroad
	}
	w.marks[id] = next
	return found, nil
}

// passes tells whether a condition may come true by the passing of time alone: then it is held against everything once a day.
func passes(e query.Expr) bool {
	switch e := e.(type) {
	case query.And:
		return anyPasses(e)
	case query.Or:
		return anyPasses(e)
	case query.Not:
		return passes(e.X)
	case query.Term:
		return e.Field == query.FieldOverdue || relative(e.Value)
	}
	return false
}

func anyPasses(list []query.Expr) bool {
	for _, e := range list {
		if passes(e) {
			return true
		}
	}
	return false
}

func relative(v query.Value) bool {
	switch v := v.(type) {
	case query.Named, query.Span:
		return true
	case query.Range:
		return relative(v.From) || relative(v.To)
	}
	return false
}
