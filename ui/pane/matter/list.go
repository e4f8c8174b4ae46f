// Package matter is what the panes of problems, polls, requests and the whole picture have in common: a pane of a few lists
// that is loaded whole, narrowed by words, and shows beside it the object under the cursor.
package matter

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Part is one list of a pane.
type Part struct {
	Title   string
	Empty   string
	Columns []widget.Column
}

// Row is one line. Ref is what stands beside it; Data is what the commands of the pane work on.
type Row struct {
	Ref   model.Ref
	Cells []widget.Cell
	Data  any
}

// Content is everything a pane shows.
type Content struct {
	Rows  [][]Row  // a list for each part
	Count int      // behind the title of the tab; -1 for none
	Note  string   // a line below the lists
	Hints []string // what a part has to say besides, a place for each part; may be shorter
}

// Verb is a command of a pane. Can says why not; a nil Can is always possible.
type Verb struct {
	Can func(env *pane.Env, l *List) error
	Do  func(env *pane.Env, l *List) pane.Outcome
}

// Config says what a pane is.
type Config struct {
	ID, Title string
	Scope     action.Scope
	Beside    bool         // the object under the cursor is shown beside the list
	Changes   []model.Noun // loaded again when one of these changes; none: when anything does
	Parts     []Part
	Load      func(ctx context.Context, env *pane.Env) (Content, error)
	Heard     func(refs []model.Ref) // may be nil: is told of every change before the lists are loaded again
	Verbs     map[action.ID]Verb
	Open      func(env *pane.Env, l *List) pane.Outcome // nil: crosses over to what is beside
}

// List is the pane.
type List struct {
	c       Config
	tables  []*widget.Table
	rows    [][]Row
	part    int
	words   string // narrows the rows
	opened  bool
	count   int
	note    string
	hints   []string
	goal    model.Ref // the cursor goes to it when it is loaded: what was asked for, or made just now
	failure error
	load    pane.Load[Content]
}

// New makes an empty pane.
func New(c Config) *List {
	l := &List{c: c, count: -1, rows: make([][]Row, len(c.Parts))}
	for _, p := range c.Parts {
		t := widget.NewTable(p.Columns)
		t.Empty = p.Empty
		l.tables = append(l.tables, t)
	}
	return l
}

// ID of the pane.
func (l *List) ID() string { return l.c.ID }

// Title of the tab.
func (l *List) Title(*pane.Env) (string, int) { return l.c.Title, l.count }

// Layer is the scope of the pane.
func (l *List) Layer() action.Scope { return l.c.Scope }

// Typing is false.
func (l *List) Typing() bool { return false }

// Flush has nothing to save.
func (l *List) Flush(context.Context) error { return nil }

// Goto asks for a part of the pane, and for a row of it when its object is known.
type Goto struct {
	Part int
	Ref  model.Ref
}

// Open loads the lists the first time, and goes where it is asked to.
func (l *List) Open(env *pane.Env, arg any) pane.Outcome {
	if to, ok := arg.(Goto); ok && to.Part < len(l.tables) {
		l.part, l.goal = to.Part, to.Ref
		return l.fetch(env)
	}
	if l.opened {
		return pane.Nothing()
	}
	return l.fetch(env)
}

// Changed loads again when it matters here.
func (l *List) Changed(env *pane.Env, refs []model.Ref) pane.Outcome {
	if l.opened && l.c.Heard != nil {
		l.c.Heard(refs)
	}
	if !l.opened || len(refs) > 0 && len(l.c.Changes) > 0 &&
		!slices.ContainsFunc(refs, func(r model.Ref) bool { return slices.Contains(l.c.Changes, r.Noun) }) {
		return pane.Nothing()
	}
	return l.fetch(env)
}

func (l *List) fetch(env *pane.Env) pane.Outcome {
	l.opened = true
	work, load := env, l.c.Load
	return pane.Work(l.load.Start(env.Ctx, func(ctx context.Context) (Content, error) { return load(ctx, work) }))
}

// Subject is the object under the cursor.
func (l *List) Subject() (model.Ref, bool) {
	if !l.c.Beside {
		return model.Ref{}, false
	}
	row, _ := l.Current()
	return row.Ref, true
}

// Part is the list that is shown.
func (l *List) Part() int { return l.part }

// Rows are the lines of a part, narrowed or not.
func (l *List) Rows(part int) []Row { return l.rows[part] }

// Current is the row under the cursor.
func (l *List) Current() (Row, bool) {
	row, ok := l.tables[l.part].Current()
	if !ok {
		return Row{}, false
	}
	i := int(row.Key[0])<<16 | int(row.Key[1])<<8 | int(row.Key[2])
	if i >= len(l.rows[l.part]) {
		return Row{}, false
	}
	return l.rows[l.part][i], true
}

// At gives the data of the row under the cursor; ok is false when it is of another kind or there is none.
func At[T any](l *List) (data T, ok bool) {
	row, found := l.Current()
	if !found {
		return data, false
	}
	data, ok = row.Data.(T)
	return data, ok
}

// Can says what can be done now.
func (l *List) Can(env *pane.Env, id action.ID) error {
	if v, ok := l.c.Verbs[id]; ok {
		if v.Can == nil {
			return nil
		}
		return v.Can(env, l)
	}
	switch id {
	case action.Open:
		if _, ok := l.Current(); !ok {
			return model.Faultf(model.NotFound, "Здесь ничего нет.")
		}
		return nil
	case action.Filter, "matter.next", "matter.previous":
		return nil
	case action.Back:
		if l.words != "" {
			return nil
		}
		return pane.NotMine
	}
	if pane.Steers(id) && id != action.Mark && id != action.Range {
		return nil
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (l *List) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(l.tables[l.part], id); mine {
		return pane.Nothing()
	}
	if v, ok := l.c.Verbs[id]; ok {
		return v.Do(env, l)
	}
	switch id {
	case action.Open:
		if l.c.Open != nil {
			return l.c.Open(env, l)
		}
		return pane.Outcome{Run: action.NextFocus}
	case action.Filter:
		return l.narrow()
	case action.Back:
		l.words = ""
		l.fill()
	case "matter.next":
		l.part = (l.part + 1) % len(l.tables)
	case "matter.previous":
		l.part = (l.part + len(l.tables) - 1) % len(l.tables)
	}
	return pane.Nothing()
}

// narrow shows only rows that hold the words, while they are typed.
func (l *List) narrow() pane.Outcome {
	set := func(_ *pane.Env, text string) pane.Outcome {
		l.words = russian.Fold(strings.TrimSpace(text))
		l.fill()
		return pane.Nothing()
	}
	before := l.words
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Отобрать строки", Value: l.words, Hint: "слова из строки", Change: set, Then: set,
		Cancel: func(env *pane.Env) pane.Outcome { return set(env, before) }}))
}

// Update takes answers and the wheel.
func (l *List) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if o, mine := told(msg); mine {
		l.expect(o.Changed)
		return o
	}
	if content, fresh, err := l.load.Take(msg); fresh {
		if l.failure = err; err != nil {
			return pane.Fail(err)
		}
		l.rows, l.count, l.note, l.hints = content.Rows, content.Count, content.Note, content.Hints
		l.fill()
		return pane.Nothing()
	}
	t := l.tables[l.part]
	if click, ok := msg.(tea.MouseClickMsg); ok {
		if len(l.tables) > 1 {
			click.Y--
		}
		t.Click(click.Y)
		return pane.Nothing()
	}
	t.Update(msg)
	return pane.Nothing()
}

// expect looks for what was made just now among what has changed: the next key is meant for it.
func (l *List) expect(changed []model.Ref) {
	if len(changed) == 0 {
		return
	}
	ref := changed[0] // what is made besides is not what the person is at
	if slices.Contains(l.c.Changes, ref.Noun) && ref.Noun != model.NounAppeal && !slices.ContainsFunc(l.rows, func(rows []Row) bool { return find(rows, ref) }) {
		l.goal = ref
	}
}

func find(rows []Row, ref model.Ref) bool {
	return slices.ContainsFunc(rows, func(r Row) bool { return r.Ref == ref })
}

// fill gives the tables their rows. The key of a row is its place, so that the cursor finds its data.
func (l *List) fill() {
	for part, t := range l.tables {
		request := t.Reload()
		if l.goal.ID != 0 && find(l.rows[part], l.goal) {
			request = t.LoadAt("", l.goal.ID)
		}
		page := widget.Page{Gen: request.Gen, AtStart: true, AtEnd: true}
		for i, r := range l.rows[part] {
			if l.words != "" && !holds(r, l.words) {
				continue
			}
			id := r.Ref.ID
			if id == 0 {
				id = int64(i + 1)
			}
			page.Rows = append(page.Rows, widget.Row{ID: id, Key: string([]byte{byte(i >> 16), byte(i >> 8), byte(i)}), Cells: r.Cells})
		}
		t.Receive(page)
	}
	l.goal = model.Ref{}
}

func holds(r Row, words string) bool {
	text := ""
	for _, c := range r.Cells {
		text += " " + c.Text
	}
	text = russian.Fold(text)
	for _, w := range strings.Fields(words) {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// View draws the names of the parts, the list, and the note.
func (l *List) View(env *pane.Env, w, h int, focused bool) []string {
	var lines []string
	line := widget.NewLine(env.Theme, w)
	if len(l.tables) > 1 && h > 2 {
		for i, p := range l.c.Parts {
			role, text := theme.Muted, " "+p.Title+" "
			if i == l.part {
				role, text = theme.Accent, "["+p.Title+"]"
			}
			line.Put(text, env.Theme.Style(role)).Put(" ", "")
		}
		lines = append(lines, line.End(""))
		h--
	}
	var foot []string
	note := l.note
	if l.words != "" {
		note = "Отобрано по словам: " + l.words + " (Esc — показать всё)"
	}
	if l.part < len(l.hints) && l.hints[l.part] != "" && h > 8 {
		for _, text := range widget.WrapWords(clean.Line(l.hints[l.part]), w) {
			line.Reset(w)
			foot = append(foot, line.Put(text, env.Theme.Style(theme.Text)).End(""))
			h--
		}
	}
	if note != "" && h > 3 {
		line.Reset(w)
		foot = append(foot, line.Put(clean.Line(note), env.Theme.Style(theme.Muted)).End(""))
		h--
	}
	if l.failure != nil {
		return append(append(lines, widget.Message(env.Theme, l.failure.Error(), theme.Text, w, h)...), foot...)
	}
	return append(append(lines, l.tables[l.part].View(env.Theme, w, h, focused)...), foot...)
}

// Cursor is the row of the cursor.
func (l *List) Cursor() (x, y int, ok bool) {
	y, ok = l.tables[l.part].CursorLine()
	if len(l.tables) > 1 {
		y++
	}
	return 0, y, ok
}
