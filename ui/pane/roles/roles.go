// Package roles shows who is what and since when, as Appendix 2 of the order lists it, and lets the administrator change it.
package roles

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/store/job/upkeep"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Roles is the pane.
type Roles struct {
	table   *widget.Table
	past    bool // roles that have ended are shown too
	opened  bool
	entered int64 // the absence that was just entered here: it stands above what was seen last, and is shown
}

// New makes an empty pane.
func New() *Roles {
	r := &Roles{}
	r.table = widget.NewTable([]widget.Column{{Title: "П.", Min: 2, Align: widget.Right, Hide: 1}, {Title: "Роль", Min: 23, Max: 24, Flex: 1},
		{Title: "Где", Min: 17, Max: 18, Flex: 1, Hide: 2}, {Title: "Кто", Min: 26, Flex: 4}, {Title: "Вход", Min: 8, Max: 14, Flex: 1, Hide: 3},
		{Title: "Когда", Min: 21, Max: 23, Flex: 1, Hide: 4}, {Title: "Основание", Min: 30, Flex: 4, Hide: 5}})
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

// absenceRows is what the ids of absences begin after, in the list they share with the roles.
const absenceRows = 1 << 40

// fill lists absences, then the grants in the order of the appendix.
func (r *Roles) fill(env *pane.Env) {
	o := env.Snap.Office
	today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
	page := widget.Page{Gen: r.table.Reload().Gen, AtStart: true, AtEnd: true}
	for _, a := range o.AbsenceList() {
		if r.past || a.To == "" || a.To >= max(today, a.From) {
			page.Rows = append(page.Rows, widget.Row{ID: absenceRows + int64(a.ID), Key: "r", Cells: absenceCells(env, o, a, today)})
		}
	}
	grants := slices.DeleteFunc(o.GrantList(), func(g model.Grant) bool { return !r.past && g.To != "" && g.To < today })
	slices.SortStableFunc(grants, func(a, b model.Grant) int { return row(a) - row(b) })
	for _, g := range grants {
		page.Rows = append(page.Rows, widget.Row{ID: int64(g.ID), Key: "r", Cells: cells(env, o, g, today)})
	}
	r.table.Receive(page)
	if slices.ContainsFunc(page.Rows, func(row widget.Row) bool { return row.ID == absenceRows+r.entered }) {
		r.entered = 0
		r.table.Home()
	}
}

// row is the place of a grant: rows of the appendix first.
func row(g model.Grant) int {
	if g.Row == 0 {
		return 1000 + int(g.ID)
	}
	return g.Row
}

func absenceCells(env *pane.Env, o *model.Office, a model.Absence, today model.Date) []widget.Cell {
	role := theme.Muted
	if today.Within(a.From, a.To) {
		role = theme.Warn
	}
	what := "все роли"
	if len(a.Roles) > 0 {
		what = roleTitles(a.Roles)
	}
	return []widget.Cell{{}, {Text: "Отсутствует", Role: role}, {Text: what, Role: theme.Muted},
		{Text: clean.Line(o.Officials[a.Official].Title()) + " — и.о.: " + clean.Line(o.Officials[a.Deputy].Title()), Role: role}, {},
		{Text: absenceDays(env, a)}, {Text: clean.Line(a.Basis), Role: theme.Muted}}
}

// absenceDays says when, or that it did not come to it.
func absenceDays(env *pane.Env, a model.Absence) string {
	if a.To != "" && a.To < a.From {
		return "отменено"
	}
	return days(env, a.From, a.To)
}

// days is a stretch of days as people write it.
func days(env *pane.Env, from, to model.Date) string {
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return "с " + verb.DateText(env, string(from))
	case from == "":
		return "по " + verb.DateText(env, string(to))
	}
	return verb.DateText(env, string(from)) + "–" + verb.DateText(env, string(to))
}

func cells(env *pane.Env, o *model.Office, g model.Grant, today model.Date) []widget.Cell {
	who := o.Officials[g.Official]
	name := who.Position
	if who.Name != "" {
		name = who.Name + ", " + who.Position
	}
	for _, a := range o.AbsenceList() {
		if a.Official == g.Official && today.Within(a.From, a.To) && a.Covers(g.Role) {
			name = "и.о.: " + o.Officials[a.Deputy].Title() + " за " + name
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
	return []widget.Cell{{Text: number, Role: theme.Muted}, {Text: clean.Line(g.Title()), Role: role}, {Text: clean.Line(o.UnitTitle(g.Unit)), Role: role},
		{Text: clean.Line(name), Role: role}, {Text: clean.Line(who.Login), Role: theme.Muted}, {Text: days(env, g.From, g.To)},
		{Text: clean.Line(g.Basis), Role: theme.Muted}}
}

// current is what stands under the cursor: a grant or an absence, and whose it is.
func (r *Roles) current(env *pane.Env) (g model.Grant, a model.Absence, who model.OfficialID) {
	row, ok := r.table.Current()
	switch {
	case !ok:
	case row.ID > absenceRows:
		a = env.Snap.Office.Absences[model.AbsenceID(row.ID-absenceRows)]
		return g, a, a.Official
	default:
		g = env.Snap.Office.Grants[model.GrantID(row.ID)]
	}
	return g, a, g.Official
}

// Can says what can be done now.
func (r *Roles) Can(env *pane.Env, id action.ID) error {
	g, a, who := r.current(env)
	switch id {
	case "roles.official":
		if a.ID != 0 {
			return env.Me.Can(&model.PutAbsence{Absence: a}, nil)
		}
		return env.Me.Can(&model.PutOfficial{Official: model.Official{ID: who}}, nil)
	case "roles.grant", "roles.new":
		return env.Me.Can(&model.PutOfficial{}, nil)
	case "roles.absence":
		return env.Me.Can(&model.PutAbsence{Absence: model.Absence{Official: absentee(env, who)}}, nil)
	case "roles.revoke":
		switch {
		case a.ID != 0:
			return env.Me.Can(upkeep.BackToWork(env.Me.Person, a, a.From, ""), nil)
		case g.ID == 0:
			return model.Faultf(model.NotFound, "Ролей здесь нет.")
		}
		return env.Me.Can(&model.RevokeRole{}, nil)
	case "roles.past":
		return nil
	case action.Open:
		if who == 0 {
			return model.Faultf(model.NotFound, "Ролей здесь нет.")
		}
		return nil
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// absentee is who is offered first as absent: whoever stands under the cursor, for those who name deputies of others; oneself for the rest.
func absentee(env *pane.Env, who model.OfficialID) model.OfficialID {
	others := &model.PutAbsence{Absence: model.Absence{Official: who, Roles: []model.Role{model.RoleCurator}}}
	if who != 0 && env.Me.Can(others, nil) == nil {
		return who
	}
	return env.Me.Official.ID
}

// Do does what Can has allowed.
func (r *Roles) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(r.table, id); mine {
		return pane.Nothing()
	}
	g, a, who := r.current(env)
	office := env.Snap.Office
	switch {
	case id == "roles.grant":
		return amend.Ask(env, func(env *pane.Env) amend.Form { return grantForm(env, who) })
	case id == "roles.revoke" && a.ID != 0:
		return amend.Ask(env, func(env *pane.Env) amend.Form {
			return returnForm(env, amend.Current(env.Snap.Office.Absences, a.ID, a))
		})
	case id == "roles.revoke":
		return amend.Ask(env, func(env *pane.Env) amend.Form { return revokeForm(env, amend.Current(env.Snap.Office.Grants, g.ID, g)) })
	case id == "roles.official" && a.ID != 0:
		return amend.Ask(env, func(env *pane.Env) amend.Form {
			return absenceForm(env, amend.Current(env.Snap.Office.Absences, a.ID, a))
		})
	case id == "roles.official":
		return amend.Ask(env, func(env *pane.Env) amend.Form {
			return officialForm(env, amend.Current(env.Snap.Office.Officials, who, office.Officials[who]))
		})
	case id == "roles.new":
		return amend.Ask(env, func(env *pane.Env) amend.Form { return officialForm(env, model.Official{}) })
	case id == "roles.absence":
		today := model.DateOf(model.InstantOf(env.Now()), env.Zone)
		return amend.Ask(env, func(env *pane.Env) amend.Form {
			return absenceForm(env, model.Absence{Official: absentee(env, who), From: today})
		})
	case id == "roles.past":
		r.past = !r.past
		r.fill(env)
	case id == action.Open:
		return describe(env, who)
	}
	return pane.Nothing()
}

// Update takes answers and the wheel.
func (r *Roles) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if o, ok := amend.Told(env, msg); ok {
		for _, ref := range o.Changed {
			if ref.Noun == model.NounAbsence {
				r.entered = ref.ID
			}
		}
		return o
	}
	switch msg := msg.(type) {
	case foreseen:
		return msg.handover(env)
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
