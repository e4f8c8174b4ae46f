package queue

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// View is a named query with its columns, its order and the headings its rows stand under.
type View struct {
	Name    string
	Query   query.Query
	Columns []string // ids of columns; nil = the usual ones
	Group   string   // a field of config.Groups; "" = no headings
	Triage  bool     // it shows what is new: enter accepts
	Publish bool     // it shows what is to be published: enter records that it went out
	Own     bool     // the person has saved it
}

// columns are the ids of what it shows.
func (v View) columns() []string {
	switch {
	case len(v.Columns) > 0:
		return v.Columns
	case v.Triage:
		return deciding
	}
	return usual
}

// query is what it asks for, in the order of its groups first.
func (v View) query() query.Query {
	q := v.Query
	if field := query.Field(v.Group); v.Group != "" && (len(q.Sort) == 0 || q.Sort[0].Field != field) {
		order := []query.Sort{{Field: field}}
		for _, s := range q.Sort {
			if s.Field != field {
				order = append(order, s)
			}
		}
		if len(order) == 1 {
			order = append(order, query.Sort{Field: query.FieldAnswerBy})
		}
		q.Sort = order
	}
	return q
}

const toPublish = "К публикации"

// Views are those every desk has; those of the configuration and a person's own stand behind them.
func Views() []View {
	var list []View
	for _, v := range []struct{ name, text string }{
		{"Новые", "стадия:новое"}, {"Мои", "открыто:да держатель:я"}, {"На проверке", "стадия:на-проверке"},
		{toPublish, "стадия:утверждено"}, {"Сегодня", "открыто:да срок:сегодня"}, {"Просрочено", "открыто:да просрочено:да"},
		{"Обещания", "есть:обещание порядок:обещание"}, {"Не подтверждено", "есть:неподтверждённое"}, {"В работе", "открыто:да"},
		{"Плохие оценки", "есть:плохая-оценка"}, {"Оценка качества", "есть:выборка отвечено:<31д"}, {"Все", ""},
	} {
		q, err := query.Parse(v.text)
		if err != nil {
			panic("ui/pane/queue: " + v.text + ": " + err.Error()) // the text is part of the program, and a test reads it
		}
		view := View{Name: v.name, Query: q, Publish: v.name == toPublish}
		if v.name == "Обещания" {
			view.Columns = []string{"number", "channel", "promise", "stage", "summary", "place", "unit"}
		}
		list = append(list, view)
	}
	list[0].Triage = true
	return list
}

// setViews makes the list of views anew and stays on the one that was shown, if it is still there. A query that cannot be read is left out: the
// check of the configuration has said so, and a person's own was read when it was saved.
func (q *Queue) setViews(configured []config.View) {
	shown := ""
	if len(q.views) > 0 {
		shown = q.views[q.current].Name
	}
	q.views = Views()
	for _, v := range configured {
		text := v.Query
		if v.Sort != "" {
			text += " порядок:" + v.Sort
		}
		if parsed, err := query.Parse(text); err == nil {
			q.views = append(q.views, View{Name: v.Name, Query: parsed, Columns: v.Columns, Group: v.Group})
		}
	}
	for _, v := range q.own {
		if parsed, err := query.Parse(v.Query); err == nil {
			q.views = append(q.views, View{Name: v.Name, Query: parsed, Columns: v.Columns, Group: v.Group, Own: true})
		}
	}
	counts := map[string]widget.Tab{}
	for _, t := range q.tabs.Items {
		counts[t.Title] = t
	}
	q.tabs.Items = nil
	at := 0
	for i, v := range q.views {
		tab, known := counts[v.Name]
		if !known {
			tab = widget.Tab{Title: v.Name, Count: -1}
		}
		q.tabs.Items = append(q.tabs.Items, tab)
		if v.Name == shown {
			at = i
		}
	}
	if shown != "" {
		if at == 0 && shown != q.views[0].Name {
			q.filter, q.only = "", nil // they were for a view that is gone
		}
		q.show(at)
	}
}

// show makes a view the current one with what was typed beside it, without loading it.
func (q *Queue) show(i int) {
	q.current = i
	q.tabs.Current = i
	v := q.views[i]
	q.table.Columns = columnsOf(v)
	q.asked = v.query()
	if typed, err := query.Parse(q.filter); err == nil && q.filter != "" {
		q.asked = joinQueries(q.asked, typed)
	}
	if q.only != nil {
		q.asked = joinQueries(q.asked, query.Query{Expr: q.only.numbers()})
	}
	if len(q.sorted) > 0 {
		q.asked.Sort = q.sorted
	}
	clear(q.excerpted)
}

// switchTo shows another view; the filter and the order go with the view they were made for.
func (q *Queue) switchTo(env *pane.Env, i int) pane.Outcome {
	n := len(q.views)
	q.filter, q.only, q.sorted = "", nil, nil
	q.show((i%n + n) % n)
	q.table.MarkAll(nil)
	return q.load(env, q.table.Load())
}

// narrow puts a typed condition beside the view's own.
func (q *Queue) narrow(text string) error {
	if _, err := query.Parse(text); err != nil {
		return err
	}
	q.filter, q.only = strings.TrimSpace(text), nil
	q.show(q.current)
	return nil
}

// narrowed tells whether less than the view is shown.
func (q *Queue) narrowed() bool { return q.filter != "" || q.only != nil }

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
	if q.table.Ranging() {
		q.table.EndRange(false)
		return pane.Nothing()
	}
	if len(q.table.Marks()) > 0 {
		q.table.MarkAll(nil)
		return pane.Nothing()
	}
	q.filter, q.only = "", nil
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
		if t := q.tabs.Items[i]; t.Count >= 0 {
			if hint = strconv.Itoa(t.Count); t.More {
				hint += "+"
			}
		}
		group := "Виды"
		if v.Own {
			group = "Мои виды"
		}
		list = append(list, widget.Choice{ID: strconv.Itoa(i), Label: v.Name, Hint: hint, Group: group, Words: query.PrintRussian(v.Query)})
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
	list := []widget.Choice{{ID: "", Label: "Обычный порядок вида"}}
	for _, f := range query.Fields() {
		if f.Sortable {
			list = append(list, widget.Choice{ID: string(f.ID), Label: f.Russian, Hint: "по возрастанию", Words: f.Title},
				widget.Choice{ID: "-" + string(f.ID), Label: f.Russian, Hint: "по убыванию", Words: f.Title})
		}
	}
	return pane.Push(overlay.NewChoose("Порядок строк", "поле", list, func(env *pane.Env, c widget.Choice) pane.Outcome {
		name, desc := strings.CutPrefix(c.ID, "-")
		q.sorted = nil
		if name != "" {
			q.sorted = []query.Sort{{Field: query.Field(name), Desc: desc}}
		}
		q.show(q.current)
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
	if row := q.returnedRow(env, w); row != "" {
		lines = append(lines, row)
	}
	if note := q.note(env, w); note != "" {
		lines = append(lines, note)
	}
	if h <= len(lines) {
		return lines[:h]
	}
	return slices.Concat(lines, q.table.View(env.Theme, w, h-len(lines), focused))
}

// returnedRow is the row of the problems that came back by themselves, the latest of them by name.
func (q *Queue) returnedRow(env *pane.Env, w int) string {
	if len(q.returned) == 0 {
		return ""
	}
	last := q.returned[0]
	text := "! Вернулась проблема № " + strconv.FormatInt(last.ID, 10) + ": " + clean.Line(last.Title)
	if more := len(q.returned) - 1; more > 0 {
		text += " и ещё " + russian.Number(int64(more))
	}
	l := widget.NewLine(env.Theme, w)
	return l.Put(text, env.Theme.Style(theme.Bad)).Put("  раздел «Проблемы»", env.Theme.Style(theme.Muted)).End(env.Theme.Style(theme.Text))
}

// note is the line under the views: what was typed beside the view, and how many are marked.
func (q *Queue) note(env *pane.Env, w int) string {
	marks := len(q.table.Marks())
	if !q.narrowed() && marks == 0 {
		return ""
	}
	th := env.Theme
	l := widget.NewLine(th, w)
	muted := th.Style(theme.Muted)
	if marks > 0 {
		l.Put("Отмечено: "+strconv.Itoa(marks), th.Style(theme.Marked)).Put("  Esc — снять  ", muted)
	}
	if q.narrowed() {
		text := clean.Line(q.filter)
		if q.only != nil {
			text = clean.Line(q.only.Title) + ": " + russian.Count(len(q.only.IDs), "обращение", "обращения", "обращений")
		}
		l.Put("Отбор: ", muted).Put(text, th.Style(theme.Match))
		if q.newest > 0 {
			l.Put(" · по порядку только "+russian.Count(q.newest, "новое", "новых", "новых")+" из найденных", th.Style(theme.Soon))
		}
		if marks == 0 {
			l.Put("  Esc — снять", muted)
		}
	}
	return l.End(th.Style(theme.Text))
}
