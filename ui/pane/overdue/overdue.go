// Package overdue shows what is late, under whoever holds it, with how long each has held it: executive discipline at a glance.
package overdue

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// most is up to how many late cases are shown: more is no list that anybody works through.
const most = 2000

// Overdue is the pane.
type Overdue struct {
	table  *widget.Table
	rows   []store.Row
	byID   map[int64]*store.Row
	groups []group
	folded map[string]bool // by the key of the holder
	cut    bool
	opened bool
	cases  verb.Cases
	load   pane.Load[store.Page]
}

// group is one holder with what is late with them.
type group struct {
	holder model.Holder
	rows   []*store.Row
}

// New makes an empty pane.
func New() *Overdue {
	o := &Overdue{folded: map[string]bool{}, byID: map[int64]*store.Row{}}
	o.table = widget.NewTable([]widget.Column{
		{Title: "№", Min: 6, Align: widget.Right}, {Title: "Канал", Min: 7, Hide: 3}, {Title: "Срок", Min: 12}, {Title: "Держит", Min: 10},
		{Title: "О чём", Min: 16, Flex: 4}, {Title: "Место", Min: 12, Max: 18, Hide: 2},
	})
	o.table.Empty = "Просроченных обращений нет"
	return o
}

// ID of the pane.
func (o *Overdue) ID() string { return "overdue" }

// Title with the number of late cases.
func (o *Overdue) Title(*pane.Env) (string, int) {
	if !o.opened {
		return "Просрочено", -1
	}
	return "Просрочено", len(o.rows)
}

// Layer is its own scope.
func (o *Overdue) Layer() action.Scope { return action.Overdue }

// Typing is false.
func (o *Overdue) Typing() bool { return false }

// Flush has nothing to save.
func (o *Overdue) Flush(context.Context) error { return nil }

// Open loads the list.
func (o *Overdue) Open(env *pane.Env, _ any) pane.Outcome {
	if o.opened {
		return pane.Nothing()
	}
	o.opened = true
	return o.fetch(env)
}

// Changed loads it again.
func (o *Overdue) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	if !o.opened {
		return pane.Nothing()
	}
	return o.fetch(env).Held()
}

func (o *Overdue) fetch(env *pane.Env) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	late := query.Query{Expr: query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)},
		query.Term{Field: query.FieldOverdue, Value: query.Flag(true)}}}
	return pane.Work(o.load.Start(env.Ctx, func(ctx context.Context) (store.Page, error) {
		return s.List(ctx, actor, store.ListRequest{Query: late, Limit: most})
	}))
}

// Subject is the appeal under the cursor; a holder's row has none.
func (o *Overdue) Subject() (model.Ref, bool) {
	row, ok := o.table.Current()
	if !ok || row.ID < 0 {
		return model.Ref{}, true
	}
	return model.AppealRef(model.AppealID(row.ID)), true
}

func (o *Overdue) target() verb.Target {
	var t verb.Target
	if row, ok := o.table.Current(); ok && o.byID[row.ID] != nil {
		t.Appeal = o.byID[row.ID].Sketch()
	}
	for _, id := range o.table.Marks() {
		if id > 0 {
			t.Marks = append(t.Marks, model.AppealID(id))
		}
	}
	return t
}

// Can says what can be done now.
func (o *Overdue) Can(env *pane.Env, id action.ID) error {
	switch id {
	case "overdue.fold", action.Open:
		if _, ok := o.table.Current(); !ok {
			return model.Faultf(model.NotFound, "Просроченных обращений нет.")
		}
		return nil
	case action.Back:
		if len(o.table.Marks()) > 0 {
			return nil
		}
		return pane.NotMine
	case action.MarkAll:
		return nil
	}
	if pane.Steers(id) {
		return nil
	}
	return o.cases.Can(env, id, o.target())
}

// Do does what Can has allowed.
func (o *Overdue) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(o.table, id); mine { // everything is loaded: there is nothing more to ask for
		return pane.Nothing()
	}
	switch id {
	case "overdue.fold":
		o.fold(env)
		return pane.Nothing()
	case action.Open:
		if row, ok := o.table.Current(); ok && row.ID > 0 {
			return pane.Show("card", verb.Show{ID: model.AppealID(row.ID)})
		}
		o.fold(env)
		return pane.Nothing()
	case action.Back:
		o.table.MarkAll(nil)
		return pane.Nothing()
	case action.MarkAll:
		o.markAll()
		return pane.Nothing()
	}
	return o.cases.Do(env, id, o.target())
}

func (o *Overdue) markAll() {
	if len(o.table.Marks()) > 0 {
		o.table.MarkAll(nil)
		return
	}
	var ids []int64
	for _, r := range o.rows {
		ids = append(ids, int64(r.ID))
	}
	o.table.MarkAll(ids)
}

// Update takes answers and the wheel.
func (o *Overdue) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if out, mine := o.cases.Update(env, msg); mine {
		if len(out.Changed) > 0 {
			o.table.MarkAll(nil)
		}
		return out
	}
	if page, fresh, err := o.load.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		o.receive(env, page)
		return pane.Nothing()
	}
	if click, ok := msg.(tea.MouseClickMsg); ok {
		o.table.Click(click.Y)
		return pane.Nothing()
	}
	o.table.Update(msg)
	return pane.Nothing()
}

func (o *Overdue) receive(env *pane.Env, page store.Page) {
	o.rows, o.cut = page.Rows, !page.AtEnd
	o.byID = map[int64]*store.Row{}
	o.groups = nil
	at := map[string]int{}
	for i := range o.rows {
		r := &o.rows[i]
		o.byID[int64(r.ID)] = r
		key := r.Holder.Key()
		if _, met := at[key]; !met {
			at[key] = len(o.groups)
			o.groups = append(o.groups, group{holder: r.Holder})
		}
		g := &o.groups[at[key]]
		g.rows = append(g.rows, r)
	}
	slices.SortStableFunc(o.groups, func(a, b group) int { return len(b.rows) - len(a.rows) })
	o.fill(env)
}

// fold hides or shows the cases of the holder under the cursor.
func (o *Overdue) fold(env *pane.Env) {
	row, ok := o.table.Current()
	if !ok {
		return
	}
	for i, g := range o.groups {
		mine := row.ID == int64(-i-1) || slices.ContainsFunc(g.rows, func(r *store.Row) bool { return int64(r.ID) == row.ID })
		if mine {
			o.folded[g.holder.Key()] = !o.folded[g.holder.Key()]
			o.table.LoadAt("", int64(-i-1))
			o.fill(env)
			return
		}
	}
}

// fill gives the table its rows: each holder, and below it what is late.
func (o *Overdue) fill(env *pane.Env) {
	ask := o.table.Reload()
	page := widget.Page{Gen: ask.Gen, AtStart: true, AtEnd: true}
	now := env.Now()
	for i, g := range o.groups {
		folded := o.folded[g.holder.Key()]
		page.Rows = append(page.Rows, widget.Row{ID: int64(-i - 1), Key: "g", Cells: o.headCells(env, g, folded)})
		if folded {
			continue
		}
		for _, r := range g.rows {
			held := ""
			if r.HeldSince != 0 {
				held = russian.DurationShort(now.Sub(r.HeldSince.In(env.Zone)))
			}
			about := r.Summary
			if about == "" {
				about = r.Topic
			}
			page.Rows = append(page.Rows, widget.Row{ID: int64(r.ID), Key: "r", Cells: []widget.Cell{
				{Text: r.ID.String(), Role: theme.Accent}, {Text: r.Channel.Title()}, verb.DueCell(env, r), {Text: held},
				{Text: clean.Line(about)}, {Text: clean.Line(r.Place), Role: theme.Muted}}})
		}
	}
	o.table.Receive(page)
}

// headCells name the holder, how many cases are late there, and the longest of them. Without a colour the sign before the name tells
// a folded group from an open one.
func (o *Overdue) headCells(env *pane.Env, g group, folded bool) []widget.Cell {
	sign := "-"
	if folded {
		sign = "+"
	}
	name := clean.Line(env.Snap.Office.HolderTitle(g.holder))
	if name == "" {
		name = "Ни у кого"
	}
	if g.holder.Kind == model.HolderOutside {
		name += " (вне администрации)"
	}
	title := strings.Join([]string{name, russian.Count(len(g.rows), "обращение", "обращения", "обращений")}, ": ")
	return []widget.Cell{{Text: sign, Role: theme.Title}, {}, {}, {}, {Text: title, Role: theme.Title}, {}}
}

// View draws the list.
func (o *Overdue) View(env *pane.Env, w, h int, focused bool) []string {
	if o.cut && h > 1 {
		l := widget.NewLine(env.Theme, w)
		l.Put("Показаны первые "+russian.Number(most)+": остальные — в очереди, вид «Просрочено».", env.Theme.Style(theme.Warn))
		return append(o.table.View(env.Theme, w, h-1, focused), l.End(env.Theme.Style(theme.Text)))
	}
	return o.table.View(env.Theme, w, h, focused)
}

// Cursor is the row of the cursor.
func (o *Overdue) Cursor() (x, y int, ok bool) {
	y, ok = o.table.CursorLine()
	return 0, y, ok
}
