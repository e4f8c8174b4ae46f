// Package verb holds what can be done with appeals at the desk: each command of the table becomes a typed action, with the questions
// that it needs asked first. Panes with appeals at hand (queue, card, overdue) share it, so that a key means the same everywhere.
package verb

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/pane"
)

// Target is what a command is about: the appeal under the cursor, and the marked ones when there are any.
type Target struct {
	Appeal *model.Appeal // whole, or the sketch of a row; nil when there is none
	Marks  []model.AppealID
	Whole  bool // the texts are loaded
}

// IDs are the appeals a bulk command works on.
func (t Target) IDs() []model.AppealID {
	if len(t.Marks) > 0 {
		return t.Marks
	}
	if t.Appeal == nil {
		return nil
	}
	return []model.AppealID{t.Appeal.ID}
}

// many tells whether more than the appeal under the cursor is meant.
func (t Target) many() bool {
	return len(t.Marks) > 1 || (len(t.Marks) == 1 && (t.Appeal == nil || t.Marks[0] != t.Appeal.ID))
}

// Cases carries the commands on appeals out. It is touched on the loop of the program only. The zero value is ready.
type Cases struct {
	taken accepted // what triage has accepted last: a key held down must not accept it again
	memo  memo
}

// handlers maps commands to what they do; those that are not here belong to others.
var handlers = map[action.ID]func(*Cases, *pane.Env, Target) pane.Outcome{
	"triage.accept":    (*Cases).accept,
	"case.sort":        (*Cases).sort,
	"case.assign":      (*Cases).assign,
	"case.submit":      (*Cases).submit,
	"case.submit_told": (*Cases).submitTold,
	"case.keep":        (*Cases).keep,
	"case.approve":     (*Cases).approve,
	"case.return":      (*Cases).sendBack,
	"case.answer":      (*Cases).answer,
	"publish.record":   (*Cases).answer,
	"case.close":       (*Cases).close,
	"case.reopen":      (*Cases).reopen,
	"case.extend":      (*Cases).extend,
	"case.redirect":    (*Cases).redirect,
	"case.promise":     (*Cases).promise,
	"case.wait":        (*Cases).wait,
	"case.note":        (*Cases).note,
	"case.sheet":       (*Cases).sheet,
	"case.attach":      (*Cases).attach,
	"case.files":       (*Cases).files,
	"case.draft":       (*Cases).draft,
	"case.why":         (*Cases).why,
	"case.history":     (*Cases).history,
	"case.copy":        (*Cases).copyNumber,
	"case.copy_text":   (*Cases).copyText,
	"case.link":        (*Cases).link,
	"case.problem":     (*Cases).toProblem,
	"case.twins":       (*Cases).twins,
	"case.plain":       (*Cases).plain,
	"case.waterfall":   (*Cases).waterfall,
	"case.score":       (*Cases).score,
	"case.rate":        (*Cases).rate,
}

// Can says whether a command can be done with the target now, from memory.
func (c *Cases) Can(env *pane.Env, id action.ID, t Target) error {
	if _, mine := handlers[id]; !mine {
		return pane.NotMine
	}
	if t.Appeal == nil && len(t.Marks) == 0 {
		return model.Faultf(model.NotFound, "Обращений здесь нет.")
	}
	if t.many() {
		return c.canMany(env, id)
	}
	return c.memo.can(env, id, t)
}

// canMany refuses what the person may do with no appeal at all, before anything is asked; what may be done with each is told by the preview.
func (c *Cases) canMany(env *pane.Env, id action.ID) error {
	command, _ := env.Keys.Command(id)
	if !command.Bulk {
		return model.Faultf(model.Usage, "Это делается с одним обращением. Снимите отметки (Esc).")
	}
	return c.memo.canSome(env, id)
}

// Do does what Can has allowed.
func (c *Cases) Do(env *pane.Env, id action.ID, t Target) pane.Outcome {
	if handle, ok := handlers[id]; ok {
		return handle(c, env, t)
	}
	return pane.Nothing()
}

// accepted is one appeal as it was when triage accepted it.
type accepted struct {
	id  model.AppealID
	rev int64
}

// answer of an operation.
type carriedOut struct {
	title  string
	result store.Result
	err    error
}

// Update takes the answers of operations started here; mine tells whether the message was one.
func (c *Cases) Update(env *pane.Env, msg tea.Msg) (o pane.Outcome, mine bool) {
	switch msg := msg.(type) {
	case carriedOut:
		return c.told(msg), true
	case previewed:
		return c.confirm(env, msg), true
	case looked:
		return msg.outcome, true
	}
	return pane.Nothing(), false
}

func (c *Cases) told(m carriedOut) pane.Outcome {
	c.memo = memo{}
	if m.err != nil {
		c.taken = accepted{}
		return pane.Fail(m.err)
	}
	text := m.title
	if n := len(m.result.Skipped); n > 0 {
		text += ". " + skippedWords(m.result.Skipped)
	}
	return pane.Done(text, m.result.Changed...)
}

// Run starts an operation beside the loop. The keys typed after it are meant for what it leaves; many at once may take their time, and nobody
// is made to wait for that.
func Run(env *pane.Env, op store.Op) pane.Outcome {
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	work := pane.Work(func() tea.Msg {
		result, err := s.Do(ctx, actor, op)
		return carriedOut{op.Title, result, err}
	})
	if op.Partial {
		return work
	}
	return work.Held()
}

// one makes an operation of several actions on one appeal, checked against the revision that was seen.
func one(title string, a *model.Appeal, actions ...model.Action) store.Op {
	op := store.Op{Title: title + ": № " + a.ID.String()}
	for i, x := range actions {
		step := store.Step{Ref: model.AppealRef(a.ID), Action: x}
		if i == 0 {
			step.Rev = a.Rev
		}
		op.Steps = append(op.Steps, step)
	}
	return op
}

// do does one kind of action with the target: at once with one appeal, with a preview of what will change with several.
func (c *Cases) do(env *pane.Env, t Target, title string, action func() model.Action) pane.Outcome {
	if !t.many() {
		return Run(env, one(title, t.Appeal, action()))
	}
	op := store.Op{Title: title, Partial: true}
	for _, id := range t.Marks {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: action()})
	}
	return c.preview(env, op)
}
