package problems

import (
	"context"
	"slices"
	"strconv"

	"kurator/model"
	"kurator/model/problem"
	"kurator/store/job/matters"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/widget"
)

// propose begins a proposal with the figures of a problem, frozen as they are now.
func propose(env *pane.Env, p model.Problem) pane.Outcome {
	return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		sheet, err := matters.OpenProblem(ctx, env.Store, env.Me.Actor, p.ID)
		if err != nil {
			return pane.Nothing(), err
		}
		figures, mark, err := sheet.Figures(ctx, env.Store)
		if err != nil {
			return pane.Nothing(), err
		}
		return AskProposal(env, 0, model.PutProposal{Kind: model.ProposalToUnit, To: p.Unit, Why: p.Title, Figures: figures, Watermark: mark, Problem: p.ID}), nil
	})
}

// AskProposal writes a proposal (id 0) or changes one; its figures stay as they were frozen. A recommendation on online interaction gets the
// figures of the channels besides.
func AskProposal(env *pane.Env, id int64, a model.PutProposal) pane.Outcome {
	var kinds []widget.Option
	for _, k := range model.ProposalKinds() {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	fields := []widget.Field{
		{ID: "kind", Label: "Вид", Kind: widget.FieldChoice, Options: kinds, Value: string(a.Kind)},
		{ID: "to", Label: "Кому: руководителю", Kind: widget.FieldChoice, Options: matter.Units(env, "всем"), Value: matter.ID(a.To)},
		{ID: "what", Label: "Что предлагается", Value: a.What},
		{ID: "why", Label: "Почему", Value: a.Why},
		{ID: "by", Label: "К какому дню", Value: matter.Day(env, a.By)},
		{ID: "remark", Label: "Примечание", Value: a.Remark},
	}
	title := "Новое предложение"
	if len(a.Figures) > 0 {
		title += ", показателей: " + strconv.Itoa(len(a.Figures))
	}
	if id != 0 {
		title = "Предложение № " + strconv.FormatInt(id, 10)
	}
	return pane.Push(matter.Form(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		by, _ := matter.Date(env, v("by"))
		put := a
		put.Kind, put.To, put.What, put.Why, put.By, put.Remark = model.ProposalKind(v("kind")), model.UnitID(matter.Number(v("to"))), v("what"), v("why"), by, v("remark")
		return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			if id == 0 && put.Kind == model.ProposalOnline {
				channels, mark, err := matters.ChannelFigures(ctx, env.Store, env.Me.Actor)
				if err != nil {
					return pane.Nothing(), err
				}
				put.Figures, put.Watermark = slices.Concat(put.Figures, channels), mark
			}
			return matter.DoNow(ctx, env, "Записано предложение", model.Ref{Noun: model.NounProposal, ID: id}, &put)
		})
	}).Check(matter.All(matter.Filled("what", "Напишите, что предлагается сделать."), matter.Dates("by"))))
}

func moveVerb() matter.Verb {
	return matter.Verb{
		Can: func(env *pane.Env, l *matter.List) error {
			p, ok := matter.At[model.Proposal](l)
			switch {
			case !ok:
				return model.Faultf(model.NotFound, "Выберите предложение (часть «Предложения», клавиша ]).")
			case len(problem.ProposalNext(p.State)) == 0:
				return model.Faultf(model.Stage, "Предложение отклонено: оно больше не меняется.")
			}
			return env.Me.CanOn(&model.MoveProposal{State: problem.ProposalNext(p.State)[0]}, &p)
		},
		Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			p, _ := matter.At[model.Proposal](l)
			return askMove(env, p)
		},
	}
}

func askMove(_ *pane.Env, p model.Proposal) pane.Outcome {
	var states []widget.Option
	for _, s := range problem.ProposalNext(p.State) {
		states = append(states, widget.Option{ID: string(s), Label: s.Title()})
	}
	fields := []widget.Field{
		{ID: "state", Label: "Состояние", Kind: widget.FieldChoice, Options: states, Value: states[0].ID},
		{ID: "words", Label: "Слова", Hint: "письмо №, почему отклонено"},
		{ID: "effect", Label: "Эффект", Value: p.Effect, Hint: "когда выполнено: что изменилось"},
	}
	return pane.Push(matter.Form("Предложение № "+strconv.FormatInt(p.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		move := &model.MoveProposal{State: model.ProposalState(v("state")), Words: v("words"), Effect: v("effect")}
		return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			if move.State == model.ProposalDone && p.Problem != 0 { // the same figures again
				sheet, err := matters.OpenProblem(ctx, env.Store, env.Me.Actor, p.Problem)
				if err != nil {
					return pane.Nothing(), err
				}
				figures, mark, err := sheet.Figures(ctx, env.Store)
				if err != nil {
					return pane.Nothing(), err
				}
				move.Measured = append(figures, model.Frozen{Name: "Заморожено", Value: mark})
			}
			return matter.DoNow(ctx, env, "Предложение: "+move.State.Title(), model.Ref{Noun: model.NounProposal, ID: p.ID}, move)
		})
	}))
}
