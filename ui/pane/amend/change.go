package amend

import (
	"context"
	"errors"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/upkeep"
	"kurator/ui/overlay"
	"kurator/ui/pane"
)

// tried is a prepared change with the cases it would move.
type tried struct {
	change upkeep.Change
	moved  []store.Moved
	told   []string // by Foresee
	err    error
	from   *asking         // the form it was typed into, when there is one
	now    *store.Snapshot // the office as somebody else has left it, when he was first
}

// made is a change that was made.
type made struct {
	title string
	refs  []model.Ref
	moved int
	err   error
	from  *asking
	now   *store.Snapshot
}

// Propose finds out beside the loop what a change moves, and makes it; before it moves terms it asks.
func Propose(env *pane.Env, change upkeep.Change, err error) pane.Outcome {
	return (*asking)(nil).propose(env, change, nil, err)
}

// Told goes on when a change was tried or made; ok is false for other messages. The pane that asked passes its messages here.
func Told(env *pane.Env, msg tea.Msg) (o pane.Outcome, ok bool) {
	switch msg := msg.(type) {
	case tried:
		return msg.outcome(env), true
	case made:
		return msg.outcome(env), true
	}
	return pane.Nothing(), false
}

func (a *asking) propose(env *pane.Env, change upkeep.Change, v overlay.Values, err error) pane.Outcome {
	switch {
	case err != nil:
		return pane.Fail(err)
	case change.Empty():
		return pane.Say("Ничего не изменилось")
	}
	work, ctx, s, actor := *env, env.Ctx, env.Store, env.Me.Actor
	foresees := a != nil && a.spec.Foresee != nil
	try := func() tea.Msg {
		moved, err := change.Try(ctx, s, actor)
		var told []string
		if err == nil && foresees {
			told, err = a.spec.Foresee(ctx, &work, v)
		}
		return tried{change, moved, told, err, a, a.met(ctx, s, err)}
	}
	if foresees {
		return pane.Await(try) // a question follows: keys are meant for it
	}
	return pane.Work(try)
}

// met is the office as it is after somebody else was first; nil when nobody was, or nothing can be done about it in a form.
func (a *asking) met(ctx context.Context, s *store.Store, err error) *store.Snapshot {
	if a == nil || model.CodeOf(err) != model.Conflict {
		return nil
	}
	now, err := s.Reload(ctx)
	if err != nil || now.Office.Version <= a.seen {
		return nil // the conflict is said as it is
	}
	return now
}

// failed says what went wrong, in the form where there is one: what was typed is not lost.
func (a *asking) failed(env *pane.Env, now *store.Snapshot, err error) pane.Outcome {
	var fault *model.Fault
	switch {
	case a == nil || !errors.As(err, &fault):
		return pane.Fail(err)
	case now != nil:
		return a.back(env, now, fault)
	}
	return pane.Push(a.form.Refused(fault.Say))
}

// movesShown is how many moves the question names.
const movesShown = 4

// outcome asks before terms are moved; what moves none is made at once and can be undone.
func (t tried) outcome(env *pane.Env) pane.Outcome {
	if t.err != nil {
		return t.from.failed(env, t.now, t.err)
	}
	question := overlay.Question{Title: t.change.Title, Then: t.make}
	switch {
	case len(t.told) > 0:
		question.Title, question.Effect, question.Yes = t.from.spec.Title, strings.Join(t.told, "\n"), t.from.spec.Yes
	case len(t.moved) > 0:
		question.Effect, question.Yes = strings.Join(t.moves(env), "\n"), "Изменить и пересчитать сроки"
	default:
		return t.make(env)
	}
	return pane.Push(overlay.NewConfirm(question))
}

// moves says what changes and which terms it moves.
func (t tried) moves(env *pane.Env) []string {
	lines := append(append([]string{}, t.change.Lines...), "", upkeep.MovedWords(len(t.moved)))
	for _, m := range t.moved[:min(len(t.moved), movesShown)] {
		lines = append(lines, "  "+upkeep.MoveLine(env.Snap, m))
	}
	if rest := len(t.moved) - movesShown; rest > 0 {
		lines = append(lines, "  … и ещё "+strconv.Itoa(rest))
	}
	return append(lines, "Всё вместе можно отменить одним действием (u).")
}

func (t tried) make(env *pane.Env) pane.Outcome {
	ctx, s, actor, change, from := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor, t.change, t.from
	return pane.Work(func() tea.Msg {
		r, err := change.Make(ctx, s, actor)
		return made{change.Title, r.Changed, len(r.Moved), err, from, from.met(ctx, s, err)}
	})
}

func (m made) outcome(env *pane.Env) pane.Outcome {
	if m.err != nil {
		return m.from.failed(env, m.now, m.err)
	}
	text := m.title
	if m.moved > 0 {
		text += ". Пересчитано сроков: " + strconv.Itoa(m.moved)
	}
	return pane.Done(text, m.refs...)
}
