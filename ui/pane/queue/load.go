package queue

import (
	"context"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// loaded is a page of the table with the rows behind it.
type loaded struct {
	page   widget.Page
	rows   []store.Row
	newest int // see store.Page
}

func (q *Queue) load(env *pane.Env, ask *widget.Request) pane.Outcome {
	if ask == nil {
		return pane.Nothing()
	}
	r, asked, view := *ask, q.asked, q.views[q.current]
	work := env // the surroundings are never changed, so the worker may read them
	return pane.Work(q.page.Start(env.Ctx, func(ctx context.Context) (loaded, error) {
		page, err := work.Store.List(ctx, work.Me.Actor, store.ListRequest{Query: asked, Where: store.Where(r.Where), Key: r.Key,
			ID: model.AppealID(r.ID), Limit: r.Limit, Quick: true})
		if err != nil {
			return loaded{page: widget.Page{Gen: r.Gen, Err: err}}, err
		}
		l := loaded{rows: page.Rows, newest: page.Newest, page: widget.Page{Gen: r.Gen, AtStart: page.AtStart, AtEnd: page.AtEnd}}
		for i := range page.Rows {
			row := &page.Rows[i]
			l.page.Rows = append(l.page.Rows, widget.Row{ID: int64(row.ID), Key: row.Key, Group: groupOf(work, view.Group, row),
				Cells: cells(work, view.columns(), row)})
		}
		return l, nil
	}))
}

// rowsHeld is up to how many rows are remembered beside those of the newest page: some windows of the table.
const rowsHeld = 4000

func (q *Queue) receive(env *pane.Env, l loaded, err error) pane.Outcome {
	if len(q.rows) > rowsHeld {
		kept := map[int64]store.Row{}
		if row, ok := q.table.Current(); ok {
			kept[row.ID] = q.rows[row.ID]
		}
		q.rows = kept
	}
	for _, r := range l.rows {
		q.rows[int64(r.ID)] = r
		delete(q.excerpted, int64(r.ID)) // its cells are new
	}
	q.newest = l.newest
	more := q.load(env, q.table.Receive(l.page))
	if q.bare {
		q.bare = false
		more = more.And(q.count(env)).And(q.recall(env)).And(q.learn(env))
	}
	if !q.page.Waiting() {
		more = more.And(q.excerpts(env))
	}
	if err != nil {
		return pane.Fail(err).And(more)
	}
	return more
}

// count counts every view in one question.
func (q *Queue) count(env *pane.Env) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	var filters []query.Query
	for _, v := range q.views {
		filters = append(filters, v.Query)
	}
	return pane.Work(q.counts.Start(env.Ctx, func(ctx context.Context) ([]store.Tally, error) { return s.Count(ctx, actor, filters) }))
}

// recall asks which problems came back. It reads every card, so it is asked at first and when a card has changed.
func (q *Queue) recall(env *pane.Env) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	return pane.Work(q.again.Start(env.Ctx, func(ctx context.Context) ([]model.Problem, error) { return s.ReturnedProblems(ctx, actor) }))
}

func (q *Queue) counted(tallies []store.Tally, err error) pane.Outcome {
	if err != nil {
		return pane.Fail(err)
	}
	for i, t := range tallies {
		if i < len(q.tabs.Items) { // views may have come or gone meanwhile; they are counted again then
			q.tabs.Items[i].Count, q.tabs.Items[i].More = t.N, t.More
		}
	}
	return pane.Nothing()
}

// learn loads the words that completion offers.
func (q *Queue) learn(env *pane.Env) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	return pane.Work(q.words.Start(env.Ctx, func(ctx context.Context) (query.Values, error) { return s.Values(ctx, actor) }))
}

// column is one thing a list can show.
type column struct {
	widget.Column
	cell func(env *pane.Env, r *store.Row) widget.Cell
}

// usual are the columns of a view that names none.
var usual = []string{"number", "channel", "due", "used", "stage", "summary", "place", "holder"}

// deciding are the columns of what is new: so much that enter is a decision.
var deciding = []string{"number", "channel", "due", "gist", "matter", "place", "proposal"}

var columns = map[string]column{
	"number": {widget.Column{Title: "№", Min: 6, Align: widget.Right}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: r.ID.String(), Role: theme.Accent}
	}},
	"external_id": {widget.Column{Title: "Номер там", Min: 12, Hide: 4}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(r.ExternalID), Role: theme.Muted}
	}},
	"channel": {widget.Column{Title: "Канал", Min: 7}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: r.Channel.Title()}
	}},
	"due":  {widget.Column{Title: "Срок", Min: 12}, func(env *pane.Env, r *store.Row) widget.Cell { return verb.DueCell(env, r) }},
	"used": {widget.Column{Title: "Прошло", Min: 6, Align: widget.Right, Hide: 9}, func(env *pane.Env, r *store.Row) widget.Cell { return verb.UsedCell(env, r) }},
	"promise": {widget.Column{Title: "Обещано", Min: 10}, func(env *pane.Env, r *store.Row) widget.Cell {
		cell := widget.Cell{Text: verb.DateText(env, string(r.Promise))}
		if r.Promise != "" && r.Promise < model.DateOf(model.InstantOf(env.Now()), env.Zone) {
			cell = widget.Cell{Text: "!" + cell.Text, Role: theme.Late}
		}
		return cell
	}},
	"answer_by": {widget.Column{Title: "Ответить до", Min: 12, Hide: 4}, func(env *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: verb.DateText(env, r.AnswerBy)}
	}},
	"stage": {widget.Column{Title: "Стадия", Min: 11, Max: 16, Flex: 1, Hide: 3}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: r.Stage.Title()}
	}},
	"summary": {widget.Column{Title: "О чём", Min: 20, Flex: 6}, summaryCell},
	"topic": {widget.Column{Title: "Тема", Min: 14, Flex: 2, Hide: 3}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(r.Topic)}
	}},
	"place": {widget.Column{Title: "Место", Min: 11, Max: 18, Flex: 1, Hide: 2}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(r.Place), Role: theme.Muted}
	}},
	"holder": {widget.Column{Title: "У кого", Min: 12, Max: 24, Flex: 1, Hide: 1}, func(env *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(env.Snap.Office.HolderTitle(r.Holder))}
	}},
	"unit": {widget.Column{Title: "Исполнитель", Min: 12, Max: 24, Flex: 1, Hide: 2}, func(env *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(env.Snap.Office.UnitTitle(r.Unit))}
	}},
	// gist and matter are summary and topic of triage: the marks stand with the topic, which never gives way to the card.
	"gist": {widget.Column{Title: "О чём", Min: 20, Flex: 6}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: clean.Line(r.Summary)}
	}},
	"matter": {widget.Column{Title: "Тема", Min: 14, Flex: 2}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: marksOf(r) + clean.Line(r.Topic)}
	}},
	"proposal": {widget.Column{Title: "Кому", Min: 11, Max: 24, Flex: 1}, func(env *pane.Env, r *store.Row) widget.Cell {
		if unit := verb.Proposal(env, r.Sketch()); unit != 0 {
			return widget.Cell{Text: clean.Line(env.Snap.Office.UnitTitle(unit))}
		}
		return widget.Cell{Text: "выбрать…", Role: theme.Muted}
	}},
	"received": {widget.Column{Title: "Получено", Min: 10, Hide: 3}, func(env *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: verb.DateText(env, string(model.DateOf(r.Received, env.Zone)))}
	}},
	"kind": {widget.Column{Title: "Вид", Min: 10, Max: 22, Flex: 1, Hide: 3}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: r.Kind.Title()}
	}},
	"mark": {widget.Column{Title: "Оценка", Min: 6, Align: widget.Right, Hide: 3}, func(_ *pane.Env, r *store.Row) widget.Cell {
		return widget.Cell{Text: verb.MarkText(r.Mark)}
	}},
}

// summaryCell is what the appeal is about, behind marks for what must not be overlooked.
func summaryCell(_ *pane.Env, r *store.Row) widget.Cell {
	text := r.Summary
	if text == "" {
		text = r.Topic
	}
	return widget.Cell{Text: marksOf(r) + clean.Line(text)}
}

func marksOf(r *store.Row) string {
	mark := ""
	if r.WroteAgain > 0 {
		mark += "[снова] "
	}
	if r.Priority == model.PriorityHigh {
		mark += "[важно] "
	}
	if r.Waiting {
		mark += "[ждём] "
	}
	return mark
}

// groupOf is the heading a row stands under.
func groupOf(env *pane.Env, field string, r *store.Row) string {
	title := ""
	switch field {
	case "":
		return ""
	case "stage":
		title = r.Stage.Title()
	case "channel":
		title = r.Channel.Title()
	case "holder":
		title = env.Snap.Office.HolderTitle(r.Holder)
	case "unit":
		title = env.Snap.Office.UnitTitle(r.Unit)
	case "place":
		title = r.Place
	case "topic":
		title = r.Topic
	}
	if title == "" {
		return "Не указано"
	}
	return clean.Line(title)
}

func columnsOf(v View) []widget.Column {
	var list []widget.Column
	for _, id := range v.columns() {
		c, ok := columns[id]
		if !ok {
			continue
		}
		if narrow, tighter := narrows[id]; tighter && v.Triage && len(v.Columns) == 0 {
			c.Min, c.Hide = narrow.min, narrow.hide
		}
		list = append(list, c.Column)
	}
	return list
}

// narrows are the columns of triage where they are narrower than elsewhere: topic, place and unit must stand side by side beside a card.
var narrows = map[string]struct{ min, hide int }{
	"number": {5, 0}, "channel": {7, 5}, "due": {12, 0}, "gist": {10, 4}, "matter": {12, 2}, "place": {9, 3}, "proposal": {11, 0},
}

func cells(env *pane.Env, ids []string, r *store.Row) []widget.Cell {
	list := make([]widget.Cell, 0, len(ids))
	for _, id := range ids {
		if c, ok := columns[id]; ok {
			list = append(list, c.cell(env, r))
		}
	}
	return list
}
