package settings

import (
	"context"
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
	err    error
}

// made is a change that was made.
type made struct {
	title string
	refs  []model.Ref
	moved int
	err   error
}

// propose finds out beside the loop what a change moves.
func propose(env *pane.Env, change upkeep.Change, err error) pane.Outcome {
	switch {
	case err != nil:
		return pane.Fail(err)
	case change.Empty():
		return pane.Say("Ничего не изменилось")
	}
	ctx, s, actor := env.Ctx, env.Store, env.Me.Actor
	return pane.Work(func() tea.Msg {
		moved, err := change.Try(ctx, s, actor)
		return tried{change, moved, err}
	})
}

// movesShown is how many moves the question names.
const movesShown = 4

// outcome asks before terms are moved; what moves none is made at once and can be undone.
func (t tried) outcome(env *pane.Env) pane.Outcome {
	if t.err != nil {
		return pane.Fail(t.err)
	}
	if len(t.moved) == 0 {
		return t.make(env)
	}
	lines := append(append([]string{}, t.change.Lines...), "", upkeep.MovedWords(len(t.moved)))
	for _, m := range t.moved[:min(len(t.moved), movesShown)] {
		lines = append(lines, "  "+upkeep.MoveLine(env.Snap, m))
	}
	if rest := len(t.moved) - movesShown; rest > 0 {
		lines = append(lines, "  … и ещё "+strconv.Itoa(rest))
	}
	lines = append(lines, "Всё вместе можно отменить одним действием (u).")
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: t.change.Title, Effect: strings.Join(lines, "\n"), Yes: "Изменить и пересчитать сроки",
		Then: t.make}))
}

func (t tried) make(env *pane.Env) pane.Outcome {
	ctx, s, actor, change := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor, t.change
	return pane.Work(func() tea.Msg {
		r, err := change.Make(ctx, s, actor)
		return made{change.Title, r.Changed, len(r.Moved), err}
	})
}

func (m made) outcome() pane.Outcome {
	if m.err != nil {
		return pane.Fail(m.err)
	}
	text := m.title
	if m.moved > 0 {
		text += ". Пересчитано сроков: " + strconv.Itoa(m.moved)
	}
	return pane.Done(text, m.refs...)
}
