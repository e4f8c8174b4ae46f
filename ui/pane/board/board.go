// Package board is the coordinator's screen (order 2.3, 4.3): what is overdue and with whom, what is asked about, discipline, promises and
// targets, each figure beside the periods before, with its definition below and its cases behind enter. Nothing is counted here: figures come
// from store/figures under the definitions of model/stats.
package board

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/pane/queue"
	"kurator/ui/widget"
)

// Parts of the pane.
const (
	partOverview = iota
	partCourse
	partMap
	partTime
	partQuality
	partSplit
	parts
)

// Board is the pane.
type Board struct {
	tabs    widget.Tabs
	period  stats.Period
	content *content // as it was counted last; never changed
	live    *figures.Live
	pending store.Changes // not taken over yet
	hours   bool          // the map shows days and hours
	cut     *cut          // the figure that is shown by its parts
	opened  bool
	refused error // why nothing can be counted

	sheet  *sheet // of the content at a size
	laid   laid   // what the sheet was made for
	cursor [parts]string
	top    [parts]int
	drawn  drawn

	load  pane.Load[*content]
	cases pane.Load[found]
}

// New makes an empty pane.
func New() *Board {
	b := &Board{cut: usualCut()}
	for _, title := range []string{"Сводка", "Ход", "Карта", "Время", "Качество", "Срез"} {
		b.tabs.Items = append(b.tabs.Items, widget.Tab{Title: title, Count: -1})
	}
	return b
}

// ID of the pane.
func (b *Board) ID() string { return "board" }

// Title of the tab.
func (b *Board) Title(*pane.Env) (string, int) { return "Сводка", -1 }

// Layer is its own scope.
func (b *Board) Layer() action.Scope { return action.Board }

// Typing is false.
func (b *Board) Typing() bool { return false }

// Flush has nothing to save.
func (b *Board) Flush(context.Context) error { return nil }

// Subject has no side pane: the screen is for figures.
func (b *Board) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Open counts the week that holds today, the first time.
func (b *Board) Open(env *pane.Env, _ any) pane.Outcome {
	if b.opened && b.refused == nil {
		return pane.Nothing()
	}
	if !b.opened {
		b.period = stats.StepWeek.Around(today(env))
	}
	b.opened = true
	if b.refused = env.Me.May(access.RightReports); b.refused != nil {
		return pane.Nothing()
	}
	return b.count(env)
}

func today(env *pane.Env) model.Date { return model.DateOf(model.InstantOf(env.Now()), env.Zone) }

// Changed takes the changes over and counts again.
func (b *Board) Changed(env *pane.Env, refs []model.Ref) pane.Outcome {
	if !b.opened || b.refused != nil {
		return pane.Nothing()
	}
	b.pending.Refs = append(b.pending.Refs, refs...)
	if len(refs) == 0 {
		b.pending.Many = true
	}
	return b.count(env)
}

// Can says what can be done now.
func (b *Board) Can(env *pane.Env, id action.ID) error {
	switch id {
	case "board.target":
		return env.Me.Can(&model.PutTarget{}, nil)
	case "board.report":
		return env.Me.May(access.RightReports)
	case action.Open:
		s, ok := b.current()
		switch {
		case !ok:
			return model.Faultf(model.NotFound, "Показателей здесь нет.")
		case s.drill.figure == nil && s.drill.query == "":
			return model.Faultf(model.NotFound, "За этой строкой нет списка обращений.")
		}
		return nil
	case "board.hours":
		if b.tabs.Current != partMap {
			return pane.NotMine
		}
		return nil
	case "board.split":
		if !b.canSplit() {
			return model.Faultf(model.NotFound, "Эта строка — не показатель, среза у неё нет.")
		}
		return nil
	case "board.left", "board.right", "board.next", "board.previous", "board.earlier", "board.later", "board.own":
		return nil
	case action.Down, action.Up, action.First, action.Last, action.PageDown, action.PageUp:
		return nil
	}
	if _, ok := steps[id]; ok {
		return nil
	}
	return pane.NotMine
}

// steps are the periods with a key of their own.
var steps = map[action.ID]stats.Step{"board.day": stats.StepDay, "board.week": stats.StepWeek, "board.month": stats.StepMonth,
	"board.quarter": stats.StepQuarter, "board.year": stats.StepYear}

// Do does what Can has allowed.
func (b *Board) Do(env *pane.Env, id action.ID) pane.Outcome {
	if step, ok := steps[id]; ok {
		return b.choose(env, step.Around(min(b.period.To, today(env))))
	}
	switch id {
	case "board.own":
		return b.askPeriod(env)
	case "board.earlier":
		return b.choose(env, b.period.Previous())
	case "board.later":
		return b.choose(env, following(b.period))
	case "board.next":
		b.tabs.Move(1)
		return b.turned(env)
	case "board.previous":
		b.tabs.Move(-1)
		return b.turned(env)
	case "board.hours":
		b.hours = !b.hours
	case "board.split":
		return b.split(env)
	case "board.target":
		return b.askTarget(env)
	case "board.report":
		return b.askReport(env)
	case action.Open:
		return b.open(env)
	default:
		b.move(id)
	}
	return pane.Nothing()
}

// choose counts another period.
func (b *Board) choose(env *pane.Env, p stats.Period) pane.Outcome {
	if p.From > today(env) {
		return pane.Outcome{Toast: &pane.Toast{Text: "Этот период ещё не начался", Warn: true}}
	}
	b.period = p
	if b.refused != nil {
		return pane.Nothing()
	}
	return b.count(env)
}

// Update takes answers, clicks and the wheel.
func (b *Board) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if c, fresh, err := b.load.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		b.content, b.live, b.pending = c, c.live, store.Changes{}
		return b.turned(env)
	}
	if f, fresh, err := b.cases.Take(msg); fresh {
		return f.outcome(err)
	}
	switch msg := msg.(type) {
	case carried:
		return msg.outcome
	case tea.MouseClickMsg:
		b.click(msg)
		return b.turned(env)
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			b.move(action.Up)
		} else if msg.Button == tea.MouseWheelDown {
			b.move(action.Down)
		}
	}
	return pane.Nothing()
}

// listMost is up to how many cases of a figure are listed: the newest of more.
const listMost = 5000

// drill is the way from a figure to its cases: a query that says the same, or the rule of the figure itself.
type drill struct {
	title  string
	query  string
	figure *stats.Figure
	scope  stats.Scope
	part   stats.Part
	filter func(*stats.Case) bool
}

// found are the cases behind a figure.
type found struct {
	title string
	ids   []model.AppealID
	all   int
}

func (b *Board) open(env *pane.Env) pane.Outcome {
	s, _ := b.current()
	d, live := s.drill, b.live
	if d.query != "" {
		return pane.Show("queue", queue.Find{Text: d.query})
	}
	return pane.Work(b.cases.Start(env.Ctx, func(context.Context) (found, error) {
		ids, err := live.Cases(d.figure, d.scope, d.part, d.filter)
		return found{d.title, ids[max(0, len(ids)-listMost):], len(ids)}, err
	}))
}

func (f found) outcome(err error) pane.Outcome {
	switch {
	case err != nil:
		return pane.Fail(err)
	case len(f.ids) == 0:
		return pane.Say("За этим показателем обращений нет")
	}
	o := pane.Show("queue", queue.Find{Title: f.title, IDs: f.ids})
	if f.all > len(f.ids) {
		o = o.And(pane.Say("Показаны последние " + number(len(f.ids)) + " из " + number(f.all)))
	}
	return o
}
