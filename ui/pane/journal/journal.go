// Package journal shows who did what and when, newest first.
package journal

import (
	"context"
	"maps"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// Journal is the pane.
type Journal struct {
	table  *widget.Table
	rows   map[int64]store.JournalRow
	opened bool
	page   pane.Load[loaded]
	check  pane.Load[store.ChainReport]
}

type loaded struct {
	page widget.Page
	rows map[int64]store.JournalRow
}

// New makes an empty pane.
func New() *Journal {
	j := &Journal{rows: map[int64]store.JournalRow{}}
	j.table = widget.NewTable([]widget.Column{{Title: "Запись", Min: 7, Align: widget.Right, Hide: 2}, {Title: "Когда", Min: 16},
		{Title: "Кто", Min: 14, Max: 34, Flex: 2, Hide: 1}, {Title: "О чём", Min: 9}, {Title: "Что сделано", Min: 20, Flex: 4}})
	j.table.Empty = "Журнал пуст"
	return j
}

// ID of the pane.
func (j *Journal) ID() string { return "journal" }

// Title of the tab.
func (j *Journal) Title(*pane.Env) (string, int) { return "Журнал", -1 }

// Layer is its own scope.
func (j *Journal) Layer() action.Scope { return action.Journal }

// Typing is false.
func (j *Journal) Typing() bool { return false }

// Flush has nothing to save.
func (j *Journal) Flush(context.Context) error { return nil }

// Open loads the newest rows.
func (j *Journal) Open(env *pane.Env, _ any) pane.Outcome {
	if j.opened {
		return pane.Nothing()
	}
	j.opened = true
	return j.fetch(env, j.table.Load())
}

// Changed loads the rows again.
func (j *Journal) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	if !j.opened {
		return pane.Nothing()
	}
	return j.fetch(env, j.table.Reload())
}

// Subject is the appeal a row is about.
func (j *Journal) Subject() (model.Ref, bool) {
	row, ok := j.table.Current()
	if !ok {
		return model.Ref{}, true
	}
	ref := j.rows[row.ID].Ref
	if ref.Noun == model.NounRecord && ref.ID != 0 {
		ref.Noun = model.NounAppeal
	}
	if ref.Noun != model.NounAppeal {
		return model.Ref{}, true
	}
	return ref, true
}

// fetch loads the part of the journal a request asks for. Its keys are the numbers of the rows, counted down.
func (j *Journal) fetch(env *pane.Env, ask *widget.Request) pane.Outcome {
	if ask == nil {
		return pane.Nothing()
	}
	r, work := *ask, env
	return pane.Work(j.page.Start(env.Ctx, func(ctx context.Context) (loaded, error) {
		l, err := pageOf(ctx, work, r)
		if err != nil {
			l.page = widget.Page{Gen: r.Gen, Err: err}
		}
		return l, err
	}))
}

func pageOf(ctx context.Context, env *pane.Env, r widget.Request) (loaded, error) {
	at, _ := strconv.ParseInt(r.Key, 10, 64)
	var rows []store.JournalRow
	var err error
	page := widget.Page{Gen: r.Gen}
	older := func(before int64, limit int) (list []store.JournalRow) {
		if err == nil {
			list, err = env.Store.Journal(ctx, env.Me.Actor, store.JournalRequest{Before: before, Limit: limit})
			page.AtEnd = len(list) < limit
		}
		return list
	}
	newer := func(after int64, limit int) (list []store.JournalRow) {
		if err == nil {
			var up []store.JournalRow
			up, err = env.Store.Journal(ctx, env.Me.Actor, store.JournalRequest{After: after, Limit: limit})
			page.AtStart = len(up) < limit
			for i := len(up) - 1; i >= 0; i-- {
				list = append(list, up[i])
			}
		}
		return list
	}
	switch r.Where {
	case widget.FromStart:
		rows = older(0, r.Limit)
		page.AtStart = true
	case widget.FromEnd: // the oldest rows
		rows = newer(0, r.Limit)
		page.AtEnd = true
	case widget.After:
		rows = older(at, r.Limit)
	case widget.Before:
		rows = newer(at, r.Limit)
	case widget.Around:
		rows = append(newer(at, r.Limit/2), older(at+1, r.Limit-r.Limit/2)...)
	}
	l := loaded{page: page, rows: map[int64]store.JournalRow{}}
	for _, row := range rows {
		kept := row
		if row.Ref.Noun != model.NounRecord {
			kept.Payload = nil // long, and shown whole is only what is no change of an appeal
		}
		l.rows[row.Seq] = kept
		l.page.Rows = append(l.page.Rows, rowOf(env, row))
	}
	return l, err
}

func rowOf(env *pane.Env, row store.JournalRow) widget.Row {
	about := ""
	if isOfAppeal(row.Ref) {
		about = "№ " + strconv.FormatInt(row.Ref.ID, 10)
	}
	what := widget.Cell{Text: said(env, row)}
	if row.Undone {
		what = widget.Cell{Text: what.Text + " (отменено)", Role: theme.Muted}
	}
	return widget.Row{ID: row.Seq, Key: strconv.FormatInt(row.Seq, 10), Cells: []widget.Cell{
		{Text: strconv.FormatInt(row.Seq, 10), Role: theme.Muted}, {Text: russian.DateTime(row.Recorded.In(env.Zone))},
		{Text: verb.Who(env.Snap, row.Actor), Role: theme.Muted}, {Text: about, Role: theme.Accent}, what}}
}

func isOfAppeal(ref model.Ref) bool {
	return (ref.Noun == model.NounAppeal || ref.Noun == model.NounRecord) && ref.ID != 0
}

// said is what a row did; of the office the words of the operation say more than the kind of the action: which setting, whose role.
func said(env *pane.Env, row store.JournalRow) string {
	if row.Title != "" && !isOfAppeal(row.Ref) && row.Ref.Noun != model.NounRecord {
		return clean.Line(row.Title)
	}
	return verb.JournalWords(env.Snap, row)
}

// whole shows a row with all it says: the list cuts what is long.
func whole(env *pane.Env, row store.JournalRow) pane.Outcome {
	var text []widget.Paragraph
	pair := func(label, value string) {
		if value != "" {
			text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: label + ": ", Role: theme.Muted}, {Text: clean.Line(value)}}})
		}
	}
	pair("Что сделано", said(env, row))
	if row.Undone {
		pair("Отменено", "да")
	}
	pair("Кто", verb.Who(env.Snap, row.Actor))
	if row.Ref.ID != 0 && row.Ref.Noun != model.NounRecord {
		pair("О чём", row.Ref.Noun.Title()+" № "+strconv.FormatInt(row.Ref.ID, 10))
	}
	pair("Записано", russian.DateTime(row.Recorded.In(env.Zone)))
	if row.Happened != row.Recorded {
		pair("Случилось", russian.DateTime(row.Happened.In(env.Zone)))
	}
	return pane.Push(overlay.NewViewer("Запись журнала "+strconv.FormatInt(row.Seq, 10), text))
}

// Can says what can be done now.
func (j *Journal) Can(env *pane.Env, id action.ID) error {
	switch id {
	case "journal.verify":
		return env.Me.May(access.RightJournal)
	case action.Open:
		if _, ok := j.table.Current(); !ok {
			return model.Faultf(model.NotFound, "Журнал пуст.")
		}
		return nil
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (j *Journal) Do(env *pane.Env, id action.ID) pane.Outcome {
	if ask, mine := pane.Steer(j.table, id); mine {
		return j.fetch(env, ask)
	}
	switch id {
	case action.Open:
		ref, _ := j.Subject()
		if ref.ID == 0 {
			row, _ := j.table.Current()
			return whole(env, j.rows[row.ID])
		}
		return pane.Show("card", verb.Show{ID: model.AppealID(ref.ID)})
	case "journal.verify":
		s := env.Store
		return pane.Say("Проверяется цепочка журнала…").And(pane.Work(j.check.Start(env.Ctx, func(ctx context.Context) (store.ChainReport, error) {
			return s.VerifyJournal(ctx, nil)
		})))
	}
	return pane.Nothing()
}

// Update takes answers and the wheel.
func (j *Journal) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if l, fresh, err := j.page.Take(msg); fresh {
		maps.Copy(j.rows, l.rows)
		more := j.fetch(env, j.table.Receive(l.page))
		if err != nil {
			return pane.Fail(err).And(more)
		}
		return more
	}
	if r, fresh, err := j.check.Take(msg); fresh {
		return verified(r, err)
	}
	if click, ok := msg.(tea.MouseClickMsg); ok {
		_, ask := j.table.Click(click.Y)
		return j.fetch(env, ask)
	}
	_, ask := j.table.Update(msg)
	return j.fetch(env, ask)
}

func verified(r store.ChainReport, err error) pane.Outcome {
	if err != nil {
		return pane.Fail(err)
	}
	if len(r.Faults) == 0 {
		return pane.Say("Журнал цел: " + russian.Count(int(r.Rows), "запись", "записи", "записей") + ", каждая на своём месте")
	}
	text := []widget.Paragraph{widget.Par("В журнале или данных найдены чужие изменения. Сохраните файл базы, сообщите администратору и сверьте её с резервной копией.", theme.Bad),
		widget.Par("", theme.Text)}
	if r.More > 0 {
		r.Faults = append(r.Faults, "… и ещё "+russian.Number(int64(r.More)))
	}
	for _, f := range r.Faults {
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: "! " + clean.Line(f)}}, Indent: 2})
	}
	return pane.Push(overlay.NewViewer("Проверка журнала", text))
}

// View draws the rows.
func (j *Journal) View(env *pane.Env, w, h int, focused bool) []string {
	return j.table.View(env.Theme, w, h, focused)
}

// Cursor is the row of the cursor.
func (j *Journal) Cursor() (x, y int, ok bool) {
	y, ok = j.table.CursorLine()
	return 0, y, ok
}
