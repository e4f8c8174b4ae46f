// Package settings shows what the office runs by and lets the head and the administrator change it: the office's own values, terms and
// working hours, the calendar, units, settlements, topics and reply templates. Before a change moves the terms of open cases it shows which; every change
// is in the journal and can be undone.
package settings

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// section is one list of the pane.
type section struct {
	title   string
	columns []widget.Column
	entries func(env *pane.Env) []entry
	add     func(env *pane.Env) pane.Outcome // nil: nothing can be added
}

// entry is one row: what it shows and how it is changed.
type entry struct {
	cells  []widget.Cell
	edit   func(env *pane.Env) pane.Outcome
	remove func(env *pane.Env) pane.Outcome // nil: it cannot be taken away
	read   func(env *pane.Env) pane.Outcome // nil: the row is shown whole
}

// Settings is the pane.
type Settings struct {
	sections []section
	tabs     widget.Tabs
	table    *widget.Table
	entries  []entry
	opened   bool
}

// New makes an empty pane.
func New() *Settings {
	s := &Settings{sections: sections()}
	for _, x := range s.sections {
		s.tabs.Items = append(s.tabs.Items, widget.Tab{Title: x.title, Count: -1})
	}
	s.table = widget.NewTable(s.sections[0].columns)
	s.table.Empty = "Здесь пока ничего нет. N — добавить"
	return s
}

// ID of the pane.
func (s *Settings) ID() string { return "settings" }

// Title of the tab.
func (s *Settings) Title(*pane.Env) (string, int) { return "Настройки", -1 }

// Layer is its own scope.
func (s *Settings) Layer() action.Scope { return action.Settings }

// Typing is false.
func (s *Settings) Typing() bool { return false }

// Flush has nothing to save.
func (s *Settings) Flush(context.Context) error { return nil }

// Subject has no side pane.
func (s *Settings) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Open fills the list from the office at hand.
func (s *Settings) Open(env *pane.Env, _ any) pane.Outcome {
	s.opened = true
	s.fill(env)
	return pane.Nothing()
}

// Changed fills it again.
func (s *Settings) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	if s.opened {
		s.fill(env)
	}
	return pane.Nothing()
}

func (s *Settings) fill(env *pane.Env) {
	at := s.sections[s.tabs.Current]
	s.table.Columns = at.columns
	s.entries = at.entries(env)
	page := widget.Page{Gen: s.table.Reload().Gen, AtStart: true, AtEnd: true}
	for i, e := range s.entries {
		page.Rows = append(page.Rows, widget.Row{ID: int64(i + 1), Key: "r", Cells: e.cells})
	}
	s.table.Receive(page)
}

// show goes to another list.
func (s *Settings) show(env *pane.Env, by int) {
	s.tabs.Move(by)
	s.fill(env)
	s.table.Home()
}

// current is the entry under the cursor.
func (s *Settings) current() (entry, bool) {
	row, ok := s.table.Current()
	if !ok || row.ID < 1 || int(row.ID) > len(s.entries) {
		return entry{}, false
	}
	return s.entries[row.ID-1], true
}

// Can says what can be done now.
func (s *Settings) Can(env *pane.Env, id action.ID) error {
	e, ok := s.current()
	switch id {
	case "settings.next", "settings.previous":
		return nil
	case action.Open:
		if !ok {
			return model.Faultf(model.NotFound, "Здесь пока ничего нет.")
		}
		return nil
	case "settings.edit":
		if !ok || e.edit == nil {
			return model.Faultf(model.NotFound, "Здесь менять нечего.")
		}
		return s.may(env)
	case "settings.new":
		if s.sections[s.tabs.Current].add == nil {
			return model.Faultf(model.Usage, "В этот список ничего не добавляют: меняйте его строки.")
		}
		return s.may(env)
	case "settings.remove":
		if !ok || e.remove == nil {
			return model.Faultf(model.Usage, "Эту строку не удаляют: её меняют.")
		}
		return s.may(env)
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// may asks the rights about the list that is shown: curators keep the reference lists too.
func (s *Settings) may(env *pane.Env) error {
	if slices.Contains([]string{titleUnits, titlePlaces, titleTopics}, s.sections[s.tabs.Current].title) {
		return env.Me.Can(&model.PutUnit{}, nil)
	}
	switch s.sections[s.tabs.Current].title {
	case titleTargets:
		return env.Me.Can(&model.PutTarget{}, nil)
	case titleTemplates:
		return env.Me.Can(&model.PutTemplate{}, nil)
	}
	return env.Me.Can(&model.PutSettings{}, nil)
}

// Do does what Can has allowed.
func (s *Settings) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(s.table, id); mine {
		return pane.Nothing()
	}
	e, ok := s.current()
	switch {
	case id == "settings.next":
		s.show(env, 1)
	case id == "settings.previous":
		s.show(env, -1)
	case id == "settings.new":
		return s.sections[s.tabs.Current].add(env)
	case id == "settings.edit" && ok:
		return e.edit(env)
	case id == action.Open && ok:
		if e.read != nil {
			return e.read(env)
		}
		return s.read(e)
	case id == "settings.remove" && ok && e.remove != nil:
		return e.remove(env)
	}
	return pane.Nothing()
}

// read shows a row whole: the list cuts what is long.
func (s *Settings) read(e entry) pane.Outcome {
	at := s.sections[s.tabs.Current]
	var text []widget.Paragraph
	for i, c := range at.columns {
		if i < len(e.cells) && e.cells[i].Text != "" {
			text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: c.Title + ": ", Role: theme.Muted}, {Text: e.cells[i].Text, Role: e.cells[i].Role}}})
		}
	}
	return pane.Push(overlay.NewViewer(at.title, text))
}

// Update takes answers and the mouse.
func (s *Settings) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if o, ok := amend.Told(env, msg); ok {
		return o
	}
	if click, ok := msg.(tea.MouseClickMsg); ok {
		if click.Y == 0 {
			if at, ok := s.tabs.At(click.X); ok {
				s.show(env, at-s.tabs.Current)
			}
			return pane.Nothing()
		}
		s.table.Click(click.Y - 1)
		return pane.Nothing()
	}
	s.table.Update(msg)
	return pane.Nothing()
}

// View draws the names of the lists and the one that is shown.
func (s *Settings) View(env *pane.Env, w, h int, focused bool) []string {
	if h < 2 {
		return s.table.View(env.Theme, w, h, focused)
	}
	return slices.Concat([]string{s.tabs.View(env.Theme, w)}, s.table.View(env.Theme, w, h-1, focused))
}

// Cursor is the row of the cursor.
func (s *Settings) Cursor() (x, y int, ok bool) {
	y, ok = s.table.CursorLine()
	return 0, y + 1, ok
}
