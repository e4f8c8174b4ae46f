// Package matters holds the use cases behind the single appeals: problems, the whole picture, polls, requests, directions, and the
// reports that tell of them.
package matters

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/problem"
	"kurator/model/query"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
)

func receivedOf(ctx context.Context, s *store.Store, p *model.Problem) ([]model.Instant, error) {
	found, err := s.Received(ctx, p.Cases())
	if err != nil {
		return nil, err
	}
	list := make([]model.Instant, 0, len(found))
	for _, x := range p.Symptoms {
		if at, ok := found[x.Appeal]; ok {
			list = append(list, at)
		}
	}
	return list, nil
}

// ProblemSheet is a problem with what is counted about it.
type ProblemSheet struct {
	Problem   model.Problem
	Received  []model.Instant
	Course    problem.Course
	Effects   []problem.Effect
	Messages  int // of the problem that are still in the base
	Since     int // messages since the solution
	Proposals []model.Proposal
	Polls     []model.Poll
}

// OpenProblem reads a problem and counts its course.
func OpenProblem(ctx context.Context, s *store.Store, actor model.Actor, id int64) (ProblemSheet, error) {
	p, err := s.Problem(ctx, actor, id)
	if err != nil {
		return ProblemSheet{}, err
	}
	sheet, err := sheetOf(ctx, s, p)
	if err != nil {
		return sheet, err
	}
	proposals, err := s.Proposals(ctx, actor)
	if err != nil {
		return sheet, err
	}
	for _, x := range proposals {
		if x.Problem == id {
			sheet.Proposals = append(sheet.Proposals, x)
		}
	}
	polls, err := s.Polls(ctx, actor)
	for _, x := range polls {
		for _, about := range x.Problems {
			if about == id {
				sheet.Polls = append(sheet.Polls, x)
			}
		}
	}
	return sheet, err
}

func sheetOf(ctx context.Context, s *store.Store, p model.Problem) (ProblemSheet, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return ProblemSheet{}, err
	}
	received, err := receivedOf(ctx, s, &p)
	if err != nil {
		return ProblemSheet{}, err
	}
	sheet := ProblemSheet{Problem: p, Received: received, Messages: len(received)}
	sheet.Course = problem.CourseOf(received, s.Today(snap), snap.Zone())
	sheet.Effects = sheet.Course.Effects(&p)
	sheet.Since, _ = problem.Recurs(&p, received)
	return sheet, nil
}

// Chart draws the course of a problem, with the days of its measures in the labels.
func (x *ProblemSheet) Chart() *report.Chart {
	c := &report.Chart{Title: "Сообщения о проблеме", Series: []report.Series{{Name: "сообщений"}}}
	for _, b := range x.Course.Bars(26) {
		label := russian.DateShort(b.From)
		if b.Days > 1 {
			label += "–" + russian.DateShort(b.From.AddDate(0, 0, b.Days-1))
		}
		for _, m := range x.Problem.Measures {
			done, err := time.Parse(time.DateOnly, string(m.Done))
			if err == nil && !done.Before(b.From) && done.Before(b.From.AddDate(0, 0, b.Days)) {
				label += " · мера " + strconv.Itoa(m.ID)
			}
		}
		c.Labels = append(c.Labels, label)
		c.Series[0].Values = append(c.Series[0].Values, float64(b.N))
	}
	return c
}

// Figures freezes what a proposal about the problem stands on, with the watermark of the data.
func (x *ProblemSheet) Figures(ctx context.Context, s *store.Store) ([]model.Frozen, string, error) {
	list := []model.Frozen{{Name: "Сообщений о проблеме", Value: russian.Number(int64(x.Messages))}}
	if days := len(x.Course.Days); days > 0 {
		span := stats.Period{From: dateOf(x.Course.First), To: dateOf(x.Course.First.AddDate(0, 0, days-1))}
		list[0].Basis = "за " + span.Span()
		last := x.Course.Span(x.Course.First.AddDate(0, 0, max(days-7, 0)), x.Course.First.AddDate(0, 0, days))
		list = append(list, model.Frozen{Name: "Из них за последние 7 дней", Value: russian.Number(int64(last))})
	}
	if x.Problem.Cause != "" {
		list = append(list, model.Frozen{Name: "Причина", Value: x.Problem.Cause.Title(), Basis: x.Problem.CauseWords})
	}
	for _, e := range x.Effects {
		list = append(list, model.Frozen{Name: "Мера: " + e.Measure.What, Value: EffectText(e), Basis: e.Words()})
	}
	mark, err := Watermark(ctx, s)
	return list, mark, err
}

// EffectText is an effect in numbers: «16 → 3 за 14 дней (8,0 → 1,5 в неделю, −81 %)».
func EffectText(e problem.Effect) string {
	if e.Days == 0 {
		return "сравнить нельзя"
	}
	return fmt.Sprintf("%d → %d за %s до и после (%s → %s в неделю, %s)", e.Before, e.After, russian.Days(e.Days),
		russian.Decimal(e.Rate[0], 1), russian.Decimal(e.Rate[1], 1), russian.Change(e.Change, 0))
}

func dateOf(t time.Time) model.Date { return model.Date(t.Format(time.DateOnly)) }

// Watermark says how fresh the data is: when it last changed, and the newest export of each channel.
func Watermark(ctx context.Context, s *store.Store) (string, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return "", err
	}
	changed, err := s.LastChange(ctx)
	if err != nil {
		return "", err
	}
	text := "Данные на " + russian.DateTime(changed.In(snap.Zone()))
	marks, err := s.Watermarks(ctx)
	for i, m := range marks {
		if m.AsOf == 0 {
			continue
		}
		sep := ", "
		if i == 0 {
			sep = "; выгрузки: "
		}
		text += sep + m.Channel.Title() + " — " + russian.DateTime(m.AsOf.In(snap.Zone()))
	}
	return text, err
}

// HoldingAnswer writes one draft for every open appeal of a problem, each of them to be approved on its own, and notes it on
// the card. What cannot take a draft now is skipped and named.
func HoldingAnswer(ctx context.Context, s *store.Store, actor model.Actor, id int64, text string) (store.Result, error) {
	p, err := s.Problem(ctx, actor, id)
	if err != nil {
		return store.Result{}, err
	}
	q, err := query.Parse("проблема:" + strconv.FormatInt(id, 10) + " открыто:да")
	if err != nil {
		return store.Result{}, err
	}
	ids, _, err := s.Found(ctx, actor, q, problem.MostCases)
	if err != nil {
		return store.Result{}, err
	}
	if len(ids) == 0 {
		return store.Result{}, model.Faultf(model.Stage, "У проблемы № %d нет приложенных обращений, которые ждут ответа.", p.ID)
	}
	op := store.Op{Title: fmt.Sprintf("Общий ответ по проблеме № %d", id), Partial: true}
	for _, a := range ids {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(a), Action: &model.WriteDraft{Text: model.Words(text)}})
	}
	op.Steps = append(op.Steps, store.Step{Ref: model.Ref{Noun: model.NounProblem, ID: id}, Action: &model.TellAll{Cases: ids}})
	return s.Do(ctx, actor, op)
}
