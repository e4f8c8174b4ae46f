// Package queue is the list of appeals: views with counters, a filter, marks. What is done with an appeal is ui/verb's.
package queue

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/action"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Queue is the pane.
type Queue struct {
	views     []View
	own       []store.View   // that the person has saved
	config    *config.Config // the views were made of
	current   int
	filter    string // what was typed beside the view
	only      *Find  // the cases of a figure, instead of a filter
	sorted    []query.Sort
	asked     query.Query
	table     *widget.Table
	tabs      widget.Tabs
	rows      map[int64]store.Row // rows the table holds
	excerpted map[int64]bool      // rows whose words about the hits were asked for
	cases     verb.Cases
	sketch    *model.Appeal // of the row the cursor was on last
	opened    bool
	bare      bool            // the first page is awaited; what stands around it is asked for after that: two questions at once take longer than in turn (measured)
	newest    int             // so many of the newest hits are in the order asked for, see store.Page
	restored  int64           // the appeal the cursor was on when the desk was left
	values    query.Values    // words that completion offers
	returned  []model.Problem // that came back by themselves: a row above the appeals

	page   pane.Load[loaded]
	counts pane.Load[[]store.Tally]
	all    pane.Load[[]int64]
	words  pane.Load[query.Values]
	hits   pane.Load[excerpts]
	shelf  pane.Load[[]store.View]
	again  pane.Load[[]model.Problem]
}

// New makes the queue with the views of the configuration and those the person has saved.
func New(configured []config.View, own []store.View) *Queue {
	q := &Queue{table: widget.NewTable(nil), rows: map[int64]store.Row{}, excerpted: map[int64]bool{}, own: own}
	q.table.Empty = "Здесь пусто: обращений нет"
	q.setViews(configured)
	q.show(0)
	return q
}

// ID of the pane.
func (q *Queue) ID() string { return "queue" }

// Title with the number of appeals in the view.
func (q *Queue) Title(*pane.Env) (string, int) {
	return "Очередь", q.tabs.Items[q.current].Count
}

// Layer is that of triage while the view shows what is new, and one of its own while it shows what is to be published.
func (q *Queue) Layer() action.Scope {
	switch v := q.views[q.current]; {
	case v.Triage:
		return action.Triage
	case v.Publish:
		return action.Publish
	}
	return action.Queue
}

// Typing is false: the filter is asked for in a dialog.
func (q *Queue) Typing() bool { return false }

// Flush has nothing to save.
func (q *Queue) Flush(context.Context) error { return nil }

// Open loads the list; a query or the number of an appeal may come as the argument.
func (q *Queue) Open(env *pane.Env, arg any) pane.Outcome {
	switch arg := arg.(type) {
	case Find:
		return q.find(env, arg)
	case model.Ref:
		if arg.Noun == model.NounAppeal {
			q.opened = true
			return q.load(env, q.table.LoadAt("", arg.ID))
		}
	}
	if q.opened {
		return pane.Nothing()
	}
	q.opened, q.config = true, env.Config
	ask := q.table.Load()
	if q.restored != 0 {
		ask = q.table.LoadAt("", q.restored)
	}
	q.bare = true
	return q.load(env, ask)
}

// Find asks for a list among all appeals, as figures do when their cases are asked for: of a query, or of numbers under a title.
type Find struct {
	Text  string
	Title string
	IDs   []model.AppealID
}

func (q *Queue) find(env *pane.Env, f Find) pane.Outcome {
	for i, v := range q.views {
		if v.Query.Expr == nil && !v.Own {
			q.filter, q.only, q.sorted = "", nil, nil
			q.show(i)
			break
		}
	}
	q.table.MarkAll(nil)
	if len(f.IDs) > 0 {
		q.only = &f
		q.show(q.current)
	} else if err := q.narrow(f.Text); err != nil {
		return pane.Fail(err)
	}
	more := pane.Nothing()
	if !q.opened {
		more = q.recall(env)
	}
	q.opened = true
	return q.load(env, q.table.Load()).And(q.count(env)).And(q.learn(env)).And(more)
}

// numbers is the condition of a list of appeals.
func (f *Find) numbers() query.Expr {
	list := make(query.Or, len(f.IDs))
	for i, id := range f.IDs {
		list[i] = query.Term{Field: query.FieldNumber, Op: query.Eq, Value: query.Number(id)}
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// Subject is the appeal under the cursor.
func (q *Queue) Subject() (model.Ref, bool) {
	row, ok := q.table.Current()
	if !ok {
		return model.Ref{}, true
	}
	return model.Ref{Noun: model.NounAppeal, ID: row.ID}, true
}

// Changed loads the page and the counters again; the cursor stays on its appeal.
func (q *Queue) Changed(env *pane.Env, refs []model.Ref) pane.Outcome {
	if env.Config != nil && q.config != nil && env.Config != q.config { // read again
		q.setViews(env.Config.Views)
	}
	q.config = env.Config
	if !q.opened {
		return pane.Nothing()
	}
	more := pane.Nothing()
	if len(refs) == 0 || slices.ContainsFunc(refs, func(ref model.Ref) bool { return ref.Noun == model.NounProblem }) {
		more = q.recall(env)
	}
	return q.load(env, q.table.Reload()).Held().And(q.count(env)).And(more)
}

// target is what a command on appeals is about.
func (q *Queue) target() verb.Target {
	var t verb.Target
	if row, ok := q.table.Current(); ok {
		if r, held := q.rows[row.ID]; held {
			if q.sketch == nil || q.sketch.ID != r.ID || q.sketch.Rev != r.Rev {
				q.sketch = r.Sketch()
			}
			t.Appeal = q.sketch
		}
	}
	for _, id := range q.table.Marks() {
		t.Marks = append(t.Marks, model.AppealID(id))
	}
	return t
}

// Can says what can be done now.
func (q *Queue) Can(env *pane.Env, id action.ID) error {
	switch id {
	case action.Open:
		if _, ok := q.table.Current(); !ok {
			return model.Faultf(model.NotFound, "Обращений здесь нет.")
		}
		return nil
	case "view.save":
		if q.only != nil {
			return model.Faultf(model.Usage, "Это обращения одного показателя, условиями их не записать. Вернитесь к виду (Esc).")
		}
		return nil
	case action.Filter, action.MarkAll, "view.choose", "view.next", "view.previous", "view.export", "sort.choose":
		return nil
	case "view.delete":
		if !q.views[q.current].Own {
			return model.Faultf(model.Usage, "Этот вид не сохранён вами, удалить его нельзя.")
		}
		return nil
	case action.Back:
		if len(q.table.Marks()) > 0 || q.narrowed() {
			return nil
		}
		return pane.NotMine
	}
	if pane.Steers(id) {
		return nil
	}
	return q.cases.Can(env, id, q.target())
}

// Do does what Can has allowed.
func (q *Queue) Do(env *pane.Env, id action.ID) pane.Outcome {
	if ask, mine := pane.Steer(q.table, id); mine {
		return q.load(env, ask).And(q.excerpts(env))
	}
	switch id {
	case action.Open:
		ref, _ := q.Subject()
		return pane.Show("card", verb.Show{ID: model.AppealID(ref.ID)})
	case action.Filter:
		return q.askFilter()
	case action.MarkAll:
		return q.markAll(env)
	case action.Back:
		return q.back(env)
	case "view.choose":
		return q.chooseView()
	case "view.next":
		return q.switchTo(env, q.current+1)
	case "view.previous":
		return q.switchTo(env, q.current-1)
	case "view.save":
		return q.saveView()
	case "view.export":
		return verb.Export(env, q.asked, q.views[q.current].Name)
	case "view.delete":
		return q.dropView(env)
	case "sort.choose":
		return q.chooseOrder()
	}
	return q.cases.Do(env, id, q.target())
}

// Update takes answers and the wheel.
func (q *Queue) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if o, mine := q.cases.Update(env, msg); mine {
		if len(o.Changed) > 0 {
			q.table.MarkAll(nil)
		}
		return o
	}
	if l, fresh, err := q.page.Take(msg); fresh {
		return q.receive(env, l, err)
	}
	if tallies, fresh, err := q.counts.Take(msg); fresh {
		return q.counted(tallies, err)
	}
	if list, fresh, err := q.again.Take(msg); fresh {
		if err == nil { // the pane of problems says what is wrong
			q.returned = list
		}
		return pane.Nothing()
	}
	if ids, fresh, err := q.all.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		q.table.MarkAll(ids)
		return pane.Nothing()
	}
	if words, fresh, err := q.words.Take(msg); fresh {
		if err == nil {
			q.values = words
		}
		return pane.Nothing()
	}
	if found, fresh, err := q.hits.Take(msg); fresh {
		if err == nil { // the summaries stay
			q.showHits(found)
		}
		return pane.Nothing()
	}
	if list, fresh, err := q.shelf.Take(msg); fresh {
		return q.shelved(env, list, err)
	}
	if click, ok := msg.(tea.MouseClickMsg); ok {
		return q.click(env, click)
	}
	_, ask := q.table.Update(msg)
	return q.load(env, ask).And(q.excerpts(env))
}

// head is how many rows stand above the table: the views, the problems that came back, and the filter when there is one.
func (q *Queue) head() int {
	n := 1
	if len(q.returned) > 0 {
		n++
	}
	if q.narrowed() || len(q.table.Marks()) > 0 {
		n++
	}
	return n
}

func (q *Queue) click(env *pane.Env, click tea.MouseClickMsg) pane.Outcome {
	if click.Y == 0 {
		if tab, ok := q.tabs.At(click.X); ok {
			return q.switchTo(env, tab)
		}
		return pane.Nothing()
	}
	if click.Y == 1 && len(q.returned) > 0 {
		return pane.Show("problems", nil)
	}
	_, ask := q.table.Click(click.Y - q.head())
	return q.load(env, ask)
}

// Cursor is the row of the cursor.
func (q *Queue) Cursor() (x, y int, ok bool) {
	y, ok = q.table.CursorLine()
	return 0, y + q.head(), ok
}
