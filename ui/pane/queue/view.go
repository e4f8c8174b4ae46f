package queue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// View is a named query with its columns.
type View struct {
	Name    string
	Query   query.Query
	Columns []string // ids of columns; nil = the usual ones
	Triage  bool     // it shows what is new: enter accepts
}

// Views are those every desk has; a person's own stand behind them.
func Views() []View {
	var list []View
	for _, v := range []struct{ name, text string }{
		{"Новые", "стадия:новое"}, {"Мои", "открыто:да держатель:я"}, {"На проверке", "стадия:на-проверке"},
		{"К публикации", "стадия:утверждено"}, {"Сегодня", "открыто:да срок:сегодня"}, {"Просрочено", "открыто:да просрочено:да"},
		{"В работе", "открыто:да"}, {"Все", ""},
	} {
		q, err := query.Parse(v.text)
		if err != nil {
			panic("ui/pane/queue: " + v.text + ": " + err.Error()) // the text is part of the program, and a test reads it
		}
		list = append(list, View{Name: v.name, Query: q})
	}
	list[0].Triage = true
	return list
}

// show makes a view the current one, without loading it.
func (q *Queue) show(i int) {
	q.current = i
	q.tabs.Current = i
	q.table.Columns = columnsOf(q.views[i].Columns)
	q.asked = q.views[i].Query
}

// switchTo shows another view; the filter goes with the view it was typed for.
func (q *Queue) switchTo(env *pane.Env, i int) pane.Outcome {
	n := len(q.views)
	q.filter = ""
	q.show((i%n + n) % n)
	q.table.MarkAll(nil)
	return q.load(env, q.table.Load())
}

// narrow puts a typed condition beside the view's own.
func (q *Queue) narrow(text string) error {
	typed, err := query.Parse(text)
	if err != nil {
		return err
	}
	q.filter = strings.TrimSpace(text)
	q.asked = joinQueries(q.views[q.current].Query, typed)
	return nil
}

func joinQueries(a, b query.Query) query.Query {
	out := query.Query{Expr: a.Expr, Sort: a.Sort}
	if len(b.Sort) > 0 {
		out.Sort = b.Sort
	}
	switch {
	case a.Expr == nil:
		out.Expr = b.Expr
	case b.Expr != nil:
		var all query.And
		for _, e := range []query.Expr{a.Expr, b.Expr} {
			if inner, ok := e.(query.And); ok {
				all = append(all, inner...)
			} else {
				all = append(all, e)
			}
		}
		out.Expr = all
	}
	return out
}

// back takes away marks first, then the filter.
func (q *Queue) back(env *pane.Env) pane.Outcome {
	if len(q.table.Marks()) > 0 {
		q.table.MarkAll(nil)
		return pane.Nothing()
	}
	q.filter = ""
	q.show(q.current)
	return q.load(env, q.table.Reload())
}

func (q *Queue) askFilter() pane.Outcome {
	return pane.Push(overlay.NewPrompt(overlay.Ask{
		Title: "Отбор: условия и слова", Value: q.filter, Hint: "срок:<3д место:ревда яма",
		Complete: q.complete,
		Check: func(text string) error {
			_, err := query.Parse(text)
			return err
		},
		Then: func(env *pane.Env, text string) pane.Outcome {
			if err := q.narrow(text); err != nil {
				return pane.Fail(err)
			}
			return q.load(env, q.table.Load())
		},
	}))
}

func (q *Queue) complete(before string) []overlay.Completion {
	var list []overlay.Completion
	for _, c := range query.Complete(before, len(before), q.values) {
		list = append(list, overlay.Completion{Text: c.Insert, Replace: len(before) - c.Start, Note: c.Title})
	}
	return list
}

func (q *Queue) chooseView() pane.Outcome {
	var list []widget.Choice
	for i, v := range q.views {
		hint := ""
		if n := q.tabs.Items[i].Count; n >= 0 {
			hint = strconv.Itoa(n)
		}
		list = append(list, widget.Choice{ID: strconv.Itoa(i), Label: v.Name, Hint: hint, Words: query.PrintRussian(v.Query)})
	}
	menu := overlay.NewChoose("Вид очереди", "название", list, func(env *pane.Env, c widget.Choice) pane.Outcome {
		i, err := strconv.Atoi(c.ID)
		if err != nil {
			return pane.Nothing()
		}
		return q.switchTo(env, i)
	})
	return pane.Push(menu.Select(strconv.Itoa(q.current)))
}

func (q *Queue) chooseOrder() pane.Outcome {
	list := []widget.Choice{{ID: "", Label: "Обычный: раньше те, на которые раньше отвечать"}}
	for _, f := range query.Fields() {
		if f.Sortable {
			list = append(list, widget.Choice{ID: string(f.ID), Label: f.Russian, Hint: "по возрастанию", Words: f.Title},
				widget.Choice{ID: "-" + string(f.ID), Label: f.Russian, Hint: "по убыванию", Words: f.Title})
		}
	}
	return pane.Push(overlay.NewChoose("Порядок строк", "поле", list, func(env *pane.Env, c widget.Choice) pane.Outcome {
		name, desc := strings.CutPrefix(c.ID, "-")
		q.asked.Sort = nil
		if name != "" {
			q.asked.Sort = []query.Sort{{Field: query.Field(name), Desc: desc}}
		}
		return q.load(env, q.table.Load())
	}))
}

// markAll marks every appeal of the list, or takes all marks away.
func (q *Queue) markAll(env *pane.Env) pane.Outcome {
	if len(q.table.Marks()) > 0 {
		q.table.MarkAll(nil)
		return pane.Nothing()
	}
	asked, s, actor := q.asked, env.Store, env.Me.Actor
	return pane.Work(q.all.Start(env.Ctx, func(ctx context.Context) ([]int64, error) {
		page, err := s.List(ctx, actor, store.ListRequest{Query: asked, Limit: markLimit + 1})
		if err != nil {
			return nil, err
		}
		if len(page.Rows) > markLimit {
			return nil, model.Faultf(model.Usage, "В этом виде больше %d обращений. Сузьте отбор (/) и отметьте снова.", markLimit)
		}
		ids := make([]int64, len(page.Rows))
		for i, r := range page.Rows {
			ids[i] = int64(r.ID)
		}
		return ids, nil
	}))
}

// markLimit is how many appeals may be marked at once: more is no longer a decision of a person.
const markLimit = 5000

// View draws the views, the filter and the table.
func (q *Queue) View(env *pane.Env, w, h int, focused bool) []string {
	lines := []string{q.tabs.View(env.Theme, w)}
	if q.filter != "" {
		l := widget.NewLine(env.Theme, w)
		l.Put("Отбор: ", env.Theme.Style(theme.Muted)).Put(clean.Line(q.filter), env.Theme.Style(theme.Match)).
			Put("  Esc — снять", env.Theme.Style(theme.Muted))
		lines = append(lines, l.End(env.Theme.Style(theme.Text)))
	}
	if h <= len(lines) {
		return lines[:h]
	}
	return slices.Concat(lines, q.table.View(env.Theme, w, h-len(lines), focused))
}

// Place is where a person was in the queue.
type Place struct {
	View   string `json:"view"`
	Filter string `json:"filter,omitempty"`
	ID     int64  `json:"id,omitempty"`
}

// Place of the cursor, to be remembered.
func (q *Queue) Place() Place {
	p := Place{View: q.views[q.current].Name, Filter: q.filter}
	if row, ok := q.table.Current(); ok {
		p.ID = row.ID
	}
	return p
}

// Restore goes to a remembered place; what is not there any more is left out.
func (q *Queue) Restore(p Place) {
	for i, v := range q.views {
		if v.Name == p.View {
			q.show(i)
		}
	}
	if p.Filter != "" {
		_ = q.narrow(p.Filter) // a condition of another version: the view alone is shown
	}
	q.restored = p.ID
}
