package desk

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/pane"
)

// verbs are the commands that belong to no pane.
type verbs struct {
	home   *place
	urgent pane.Load[urgent]
}

// Can says what can be done now.
func (v *verbs) Can(env *pane.Env, id action.ID) error {
	switch id {
	case action.Undo, "redo", "import.open", "source.open", "guide", "brief", "picture.open", "board.open":
		return nil
	case "case.next":
		if _, ok := env.Me.SeesList(); !ok {
			return model.Faultf(model.Forbidden, "У вас нет права смотреть обращения.")
		}
		return nil
	case "case.add":
		return canAdd(env)
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (v *verbs) Do(env *pane.Env, id action.ID) pane.Outcome {
	switch id {
	case action.Undo:
		return takeBack(env, env.Store.LastOperation, "Отменять нечего: вы ещё ничего не меняли.")
	case "redo":
		return takeBack(env, env.Store.LastUndone, "Возвращать нечего: последнее действие не отменялось.")
	case "source.open":
		return pane.Show("sources", nil)
	case "import.open":
		return pane.Show("exports", nil)
	case "case.next":
		return v.findUrgent(env)
	case "case.add":
		return add(env)
	case "brief":
		return v.brief(env)
	case "board.open":
		return pane.Show("board", nil)
	case "picture.open":
		return pane.Show("picture", nil)
	case "guide":
		return guide()
	}
	return pane.Nothing()
}

// undone is the answer to an undo.
type undone struct {
	title  string
	result store.Result
	err    error
}

// takeBack undoes the operation that last finds.
func takeBack(env *pane.Env, last func(context.Context, model.Actor) (store.Operation, bool, error), nothing string) pane.Outcome {
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	return pane.Work(func() tea.Msg {
		op, ok, err := last(ctx, actor)
		if err != nil || !ok {
			if err == nil {
				err = model.Faultf(model.NotFound, "%s", nothing)
			}
			return undone{err: err}
		}
		if op.Batch != "" {
			return batchTakenBack(ctx, s, actor, op)
		}
		r, err := s.Undo(ctx, actor, op.ID)
		if done, found, askErr := s.OperationByID(ctx, r.Operation); askErr == nil && found {
			return undone{done.Title, r, err}
		}
		return undone{"Отменено", r, err}
	}).Held()
}

// Update takes the answers.
func (v *verbs) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	switch msg := msg.(type) {
	case undone:
		if msg.err != nil {
			return pane.Fail(msg.err)
		}
		return msg.outcome()
	case added:
		return msg.outcome()
	case briefed:
		return msg.outcome()
	}
	if u, fresh, err := v.urgent.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		return u.outcome()
	}
	return pane.Nothing()
}
