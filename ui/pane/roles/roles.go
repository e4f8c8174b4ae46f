// Package roles shows who is what and since when, as Appendix 2 of the order lists it, and lets the administrator change it.
package roles

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Roles is the pane.
type Roles struct {
	table  *widget.Table
	past   bool // roles that have ended are shown too
	opened bool
}

// New makes an empty pane.
func New() *Roles {
	r := &Roles{}
	r.table = widget.NewTable([]widget.Column{{Title: "П.", Min: 2, Align: widget.Right, Hide: 3}, {Title: "Роль", Min: 18, Max: 30, Flex: 2},
		{Title: "Кто", Min: 18, Flex: 4}, {Title: "Вход", Min: 8, Hide: 1}, {Title: "С какого дня", Min: 12, Hide: 2}, {Title: "По", Min: 10, Hide: 2},
		{Title: "Основание", Min: 14, Flex: 2, Hide: 4}})
	r.table.Empty = "Ролей нет"
	return r
}

// ID of the pane.
func (r *Roles) ID() string { return "roles" }

// Title of the tab.
func (r *Roles) Title(*pane.Env) (string, int) { return "Роли", -1 }

// Layer is its own scope.
func (r *Roles) Layer() action.Scope { return action.Roles }

// Typing is false.
func (r *Roles) Typing() bool { return false }

// Flush has nothing to save.
func (r *Roles) Flush(context.Context) error { return nil }

// Subject has no side pane.
func (r *Roles) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Open fills the list from the office at hand.
func (r *Roles) Open(env *pane.Env, _ any) pane.Outcome {
	r.opened = true
	r.fill(env)
	return pane.Nothing()
}

// Changed fills it again.
func (r *Roles) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	if r.opened {
		r.fill(env)
	}
	return pane.Nothing()
}

// fill lists the grants in the order of the appendix, then absences.
func (r *Roles) fill(env *pane.Env) {
	o := env.Snap.Office
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	grants := slices.DeleteFunc(o.GrantList(), func(g model.Grant) bool { return !r.past && g.To != "" && g.To < today })
	slices.SortStableFunc(grants, func(a, b model.Grant) int { return row(a) - row(b) })
	page := widget.Page{Gen: r.table.Reload().Gen, AtStart: true, AtEnd: true}
	for _, g := range grants {
		page.Rows = append(page.Rows, widget.Row{ID: int64(g.ID), Key: "r", Cells: cells(env, o, g, today)})
	}
	r.table.Receive(page)
}

// row is the place of a grant: rows of the appendix first.
func row(g model.Grant) int {
	if g.Row == 0 {
		return 1000 + int(g.ID)
	}
	return g.Row
}

func cells(env *pane.Env, o *model.Office, g model.Grant, today model.Date) []widget.Cell {
	who := o.Officials[g.Official]
	title := g.Title()
	if g.Unit != 0 {
		title += ": " + o.UnitTitle(g.Unit)
	}
	name := who.Position
	if who.Name != "" {
		name = who.Name + ", " + who.Position
	}
	for _, a := range o.AbsenceList() {
		if a.Official == g.Official && today.Within(a.From, a.To) && a.Covers(g.Role) {
			name += " (отсутствует, и.о.: " + o.Officials[a.Deputy].Title() + ")"
		}
	}
	role := theme.Text
	if !today.Within(g.From, g.To) {
		role = theme.Muted
	}
	number := ""
	if g.Row != 0 {
		number = verb.MarkText(g.Row)
	}
	return []widget.Cell{{Text: number, Role: theme.Muted}, {Text: clean.Line(title), Role: role}, {Text: clean.Line(name), Role: role},
		{Text: clean.Line(who.Login), Role: theme.Muted}, {Text: verb.DateText(env, string(g.From))}, {Text: verb.DateText(env, string(g.To))},
		{Text: clean.Line(g.Basis), Role: theme.Muted}}
}

// current is the grant under the cursor.
func (r *Roles) current(env *pane.Env) (model.Grant, bool) {
	row, ok := r.table.Current()
	if !ok {
		return model.Grant{}, false
	}
	g, ok := env.Snap.Office.Grants[model.GrantID(row.ID)]
	return g, ok
}

// Can says what can be done now.
func (r *Roles) Can(env *pane.Env, id action.ID) error {
	g, ok := r.current(env)
	switch id {
	case "roles.grant", "roles.official", "roles.new", "roles.absence":
		return env.Me.Can(&model.PutOfficial{Official: model.Official{ID: g.Official}}, nil)
	case "roles.revoke":
		if !ok {
			return model.Faultf(model.NotFound, "Ролей здесь нет.")
		}
		return env.Me.Can(&model.RevokeRole{}, nil)
	case "roles.past":
		return nil
	case action.Open:
		if !ok {
			return model.Faultf(model.NotFound, "Ролей здесь нет.")
		}
		return nil
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (r *Roles) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(r.table, id); mine {
		return pane.Nothing()
	}
	g, _ := r.current(env)
	switch id {
	case "roles.grant":
		return askGrant(env, g.Official)
	case "roles.revoke":
		return askRevoke(env, g)
	case "roles.official":
		return askOfficial(env, env.Snap.Office.Officials[g.Official])
	case "roles.new":
		return askOfficial(env, model.Official{})
	case "roles.absence":
		return askAbsence(env, g.Official)
	case "roles.past":
		r.past = !r.past
		r.fill(env)
	case action.Open:
		return describe(env, g.Official)
	}
	return pane.Nothing()
}

// Update takes answers and the wheel.
func (r *Roles) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	switch msg := msg.(type) {
	case changed:
		if msg.err != nil {
			return pane.Fail(msg.err)
		}
		return pane.Done(msg.title, msg.refs...)
	case foreseen:
		if msg.about != nil {
			return msg.handover(env)
		}
		return msg.ask(env)
	case tea.MouseClickMsg:
		r.table.Click(msg.Y)
		return pane.Nothing()
	}
	r.table.Update(msg)
	return pane.Nothing()
}

// View draws the list.
func (r *Roles) View(env *pane.Env, w, h int, focused bool) []string {
	return r.table.View(env.Theme, w, h, focused)
}

// Cursor is the row of the cursor.
func (r *Roles) Cursor() (x, y int, ok bool) {
	y, ok = r.table.CursorLine()
	return 0, y, ok
}

func words(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}
