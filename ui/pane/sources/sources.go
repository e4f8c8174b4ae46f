// Package sources shows the public pages, groups and chats that the centre looks through: who does, how often, when last, and how
// many appeals came of them (order 1.2).
package sources

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Sources is the pane.
type Sources struct {
	table  *widget.Table
	lines  map[int64]exchange.SourceLine
	late   int
	opened bool
	load   pane.Load[[]exchange.SourceLine]
}

// New makes an empty pane.
func New() *Sources {
	s := &Sources{lines: map[int64]exchange.SourceLine{}}
	s.table = widget.NewTable([]widget.Column{{Title: "Источник", Min: 16, Flex: 4}, {Title: "Вид", Min: 8, Hide: 4}, {Title: "Просмотреть", Min: 13},
		{Title: "Последний раз", Min: 13, Hide: 1}, {Title: "Как часто", Min: 12, Hide: 3}, {Title: "Кто", Min: 14, Flex: 2, Hide: 2},
		{Title: "Сами", Min: 5, Align: widget.Right, Hide: 2}, {Title: "ИМ", Min: 4, Align: widget.Right, Hide: 2}})
	s.table.Empty = "Источников нет. N — добавить страницу, группу или чат"
	return s
}

// ID of the pane.
func (s *Sources) ID() string { return "sources" }

// Title of the tab; the count is of what must be looked through.
func (s *Sources) Title(*pane.Env) (string, int) {
	if s.late == 0 {
		return "Источники", -1
	}
	return "Источники", s.late
}

// Layer is its own scope.
func (s *Sources) Layer() action.Scope { return action.Sources }

// Typing is false.
func (s *Sources) Typing() bool { return false }

// Flush has nothing to save.
func (s *Sources) Flush(context.Context) error { return nil }

// Subject has no side pane.
func (s *Sources) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Open loads the list.
func (s *Sources) Open(env *pane.Env, _ any) pane.Outcome {
	s.opened = true
	return s.fetch(env)
}

// Changed loads it again.
func (s *Sources) Changed(env *pane.Env, refs []model.Ref) pane.Outcome {
	if !s.opened {
		return pane.Nothing()
	}
	return s.fetch(env)
}

func (s *Sources) fetch(env *pane.Env) pane.Outcome {
	st := env.Store
	return pane.Work(s.load.Start(env.Ctx, func(ctx context.Context) ([]exchange.SourceLine, error) { return exchange.Sources(ctx, st) }))
}

func (s *Sources) receive(env *pane.Env, lines []exchange.SourceLine) {
	clear(s.lines)
	s.late = 0
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	page := widget.Page{Gen: s.table.Reload().Gen, AtStart: true, AtEnd: true}
	for _, l := range lines {
		s.lines[l.ID] = l
		if l.Next <= today {
			s.late++
		}
		page.Rows = append(page.Rows, widget.Row{ID: l.ID, Key: "s", Cells: cells(env, l, today)})
	}
	s.table.Receive(page)
}

func cells(env *pane.Env, l exchange.SourceLine, today model.Date) []widget.Cell {
	due := widget.Cell{Text: verb.DateText(env, string(l.Next))}
	switch {
	case l.Late > 0:
		due = widget.Cell{Text: "! " + russian.Number(int64(l.Late)) + " дн", Role: theme.Late}
	case l.Next == today:
		due = widget.Cell{Text: "сегодня", Role: theme.Soon}
	}
	last := widget.Cell{Text: verb.DateText(env, string(l.Last))}
	if l.Last == "" {
		last = widget.Cell{Text: "ни разу", Role: theme.Muted}
	}
	often := "каждый день"
	if l.Every > 1 {
		often = "раз в " + russian.Days(l.Every)
	}
	who := ""
	if o, ok := env.Snap.Office.Officials[l.Who]; ok {
		who = o.Title()
	}
	return []widget.Cell{{Text: clean.Line(l.Name)}, {Text: l.Kind.Title(), Role: theme.Muted}, due, last, {Text: often, Role: theme.Muted}, {Text: clean.Line(who)},
		{Text: russian.Number(int64(l.Ours))}, {Text: russian.Number(int64(l.ThroughIM))}}
}

func (s *Sources) current() (exchange.SourceLine, bool) {
	row, ok := s.table.Current()
	if !ok {
		return exchange.SourceLine{}, false
	}
	l, ok := s.lines[row.ID]
	return l, ok
}

// Can says what can be done now.
func (s *Sources) Can(env *pane.Env, id action.ID) error {
	_, some := s.current()
	switch id {
	case "source.new":
		return env.Me.Can(&model.PutSource{}, nil)
	case "source.done", "source.edit", "source.end", action.Open:
		if !some {
			return model.Faultf(model.NotFound, "Источников здесь нет.")
		}
		switch id {
		case "source.done":
			return env.Me.Can(&model.LookThrough{}, nil)
		case action.Open:
			return nil
		}
		return env.Me.Can(&model.PutSource{}, nil)
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (s *Sources) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(s.table, id); mine {
		return pane.Nothing()
	}
	l, _ := s.current()
	switch id {
	case "source.new":
		return ask(env, model.Source{Kind: model.SourceGroup, Every: 1, Who: env.Me.Actor.Official})
	case "source.edit":
		return ask(env, l.Source)
	case "source.done":
		return do(env, "Просмотрено: "+l.Name, l.ID, &model.LookThrough{})
	case "source.end":
		return end(env, l.Source)
	case action.Open:
		return describe(env, l)
	}
	return pane.Nothing()
}

// Update takes answers and the wheel.
func (s *Sources) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if lines, fresh, err := s.load.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		s.receive(env, lines)
		return pane.Nothing()
	}
	switch msg := msg.(type) {
	case changed:
		if msg.err != nil {
			return pane.Fail(msg.err)
		}
		return pane.Done(msg.title, msg.refs...)
	case tea.MouseClickMsg:
		s.table.Click(msg.Y)
		return pane.Nothing()
	}
	s.table.Update(msg)
	return pane.Nothing()
}

// View draws the list.
func (s *Sources) View(env *pane.Env, w, h int, focused bool) []string {
	return s.table.View(env.Theme, w, h, focused)
}

// Cursor is the row of the cursor.
func (s *Sources) Cursor() (x, y int, ok bool) {
	y, ok = s.table.CursorLine()
	return 0, y, ok
}
