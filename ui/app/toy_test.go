package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/app"
	"kurator/ui/key"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/uitest"
	"kurator/ui/widget"
)

// The two toy panes stand for all that will live in the frame: a list over pages that are loaded, and a card with an editor. Their
// world is a few numbers in memory.
type world struct {
	done      map[int64]bool
	undo      []int64
	saved     []string
	full      bool // the disk
	loads     int
	changedAt int
}

type list struct {
	w     *world
	table *widget.Table
	page  pane.Load[widget.Page]
	said  string

	trapped bool // the key B makes it panic
}

const toyRows = 500

func newList(w *world) *list {
	return &list{w: w, table: widget.NewTable([]widget.Column{
		{Title: "№", Min: 5, Align: widget.Right},
		{Title: "Суть", Min: 14, Flex: 3},
		{Title: "Место", Min: 10, Flex: 1, Hide: 2},
		{Title: "Срок", Min: 9, Hide: 1},
	})}
}

func (l *list) ID() string                    { return "queue" }
func (l *list) Title(*pane.Env) (string, int) { return "Очередь", toyRows - len(l.w.done) }
func (l *list) Layer() action.Scope           { return action.Queue }
func (l *list) Typing() bool                  { return false }
func (l *list) Flush(context.Context) error   { return nil }
func (l *list) Open(env *pane.Env, _ any) pane.Outcome {
	if l.table.Len() > 0 {
		return pane.Nothing()
	}
	return l.load(env, l.table.Load())
}

func (l *list) Subject() (model.Ref, bool) {
	row, ok := l.table.Current()
	if !ok {
		return model.Ref{}, true
	}
	return model.Ref{Noun: model.NounAppeal, ID: row.ID}, true
}

func (l *list) load(env *pane.Env, ask *widget.Request) pane.Outcome {
	if ask == nil {
		return pane.Nothing()
	}
	r := *ask
	done := make(map[int64]bool, len(l.w.done))
	for id := range l.w.done {
		done[id] = true
	}
	return pane.Work(l.page.Start(env.Ctx, func(context.Context) (widget.Page, error) { return toyPage(r, done), nil }))
}

func toyPage(r widget.Request, done map[int64]bool) widget.Page {
	from := 0
	at, _ := strconv.Atoi(r.Key)
	switch r.Where {
	case widget.FromEnd:
		from = toyRows - r.Limit
	case widget.After:
		from = at + 1
	case widget.Before:
		from = at - r.Limit
	case widget.Around:
		from = at - r.Limit/2
	}
	from = max(from, 0)
	to := min(from+r.Limit, toyRows)
	if r.Where == widget.Before {
		to = at
	}
	p := widget.Page{Gen: r.Gen, AtStart: from == 0, AtEnd: to == toyRows, Counted: true, Offset: from, Total: toyRows}
	topics := []string{"Яма на дороге у дома", "Нет тепла в подъезде", "Не вывозят мусор", "Фонарь не горит", "Собаки без привязи"}
	places := []string{"пгт Ревда", "с. Ловозеро", "с. Краснощелье"}
	for i := from; i < to; i++ {
		term := widget.Cell{Text: fmt.Sprintf("%d дн.", i%9+1)}
		switch {
		case done[int64(i+1)]:
			term = widget.Cell{Text: "закрыто", Role: theme.Good}
		case i%7 == 0:
			term = widget.Cell{Text: "просроч.", Role: theme.Late}
		}
		p.Rows = append(p.Rows, widget.Row{ID: int64(i + 1), Key: strconv.Itoa(i), Cells: []widget.Cell{
			{Text: strconv.Itoa(i + 1), Role: theme.Accent}, {Text: topics[i%len(topics)]}, {Text: places[i%len(places)], Role: theme.Muted}, term,
		}})
	}
	return p
}

func (l *list) Can(_ *pane.Env, id action.ID) error {
	switch id {
	case action.Open, "case.close", "case.assign", "case.note", "case.why", action.Filter, "case.copy", "case.sort":
		return nil
	case "case.approve":
		return model.Faultf(model.Stage, "Утверждать нечего: проекта ещё нет.")
	case action.Back:
		if len(l.table.Marks()) > 0 {
			return nil
		}
	}
	if pane.Steers(id) {
		return nil
	}
	return pane.NotMine
}

func (l *list) Do(env *pane.Env, id action.ID) pane.Outcome {
	if ask, mine := pane.Steer(l.table, id); mine {
		return l.load(env, ask)
	}
	subject, _ := l.Subject()
	switch id {
	case action.Open:
		return pane.Show("card", subject)
	case action.Back:
		l.table.MarkAll(nil)
	case "case.close":
		return pane.Push(overlay.NewConfirm(overlay.Question{
			Title: "Закрыть обращение", Effect: "Обращение уйдёт из очереди, и вернуть его будет нельзя.", Yes: "Закрыть навсегда",
			Irreversible: true, Then: func(*pane.Env) pane.Outcome { return l.finish(subject) },
		}))
	case "case.sort":
		return pane.Push(overlay.NewConfirm(overlay.Question{
			Title: "Разобрать", Effect: "Тема и место верны?", Yes: "Да",
			Then: func(*pane.Env) pane.Outcome { return l.finish(subject) },
		}))
	case "case.assign":
		return pane.Push(overlay.NewChoose("Кому назначить", "подразделение", []widget.Choice{
			{ID: "жкх", Label: "Отдел ЖКХ", Hint: "12", Group: "Администрация"},
			{ID: "шко", Label: "Отдел образования", Group: "Администрация", Disabled: "в отпуске до 30.11"},
			{ID: "дом", Label: "Дом культуры", Group: "Учреждения"},
		}, func(_ *pane.Env, c widget.Choice) pane.Outcome {
			return pane.Done("Назначено: "+c.Label, subject)
		}))
	case "case.note":
		return pane.Push(overlay.NewForm("Заметка", []widget.Field{
			{ID: "text", Label: "Текст", Kind: widget.FieldText}, {ID: "who", Label: "От кого", Hint: "фамилия"},
		}, func(_ *pane.Env, v overlay.Values) pane.Outcome { return pane.Say("Записано: " + v("text")) }).Check(
			func(_ *pane.Env, v overlay.Values) (string, string) {
				if v("text") == "" {
					return "text", "Напишите текст заметки"
				}
				return "", ""
			}))
	case "case.why":
		return pane.Push(overlay.NewViewer("Почему такой срок", []widget.Paragraph{
			widget.Par("Закон даёт 30 календарных дней со дня регистрации.", theme.Text), widget.Par("День регистрации не считается.", theme.Muted),
		}))
	case action.Filter:
		return pane.Push(overlay.NewPrompt(overlay.Ask{
			Title: "Отбор", Hint: "срок:<3д", Complete: func(before string) []overlay.Completion {
				return []overlay.Completion{{Text: "место:", Replace: len(before), Note: "населённый пункт"}, {Text: "срок:", Replace: len(before)}}
			},
			Check: func(text string) error {
				if text == "" {
					return model.Faultf(model.Usage, "Напишите условие.")
				}
				return nil
			},
			Then: func(_ *pane.Env, text string) pane.Outcome { l.said = text; return pane.Say("Отбор: " + text) },
		}))
	case "case.copy":
		o := pane.Say("Номер скопирован")
		o.Copy = strconv.FormatInt(subject.ID, 10)
		return o
	}
	return pane.Nothing()
}

func (l *list) finish(subject model.Ref) pane.Outcome {
	l.w.done[subject.ID] = true
	l.w.undo = append(l.w.undo, subject.ID)
	return pane.Done(fmt.Sprintf("Закрыто обращение %d", subject.ID), subject)
}

type oops struct{}

func (l *list) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if page, fresh, err := l.page.Take(msg); fresh {
		if err != nil {
			return pane.Fail(err)
		}
		return l.load(env, l.table.Receive(page))
	}
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		_, ask := l.table.Click(msg.Y)
		return l.load(env, ask)
	case tea.MouseWheelMsg:
		_, ask := l.table.Update(msg)
		return l.load(env, ask)
	case key.Press:
		if l.trapped && msg.Name == "D" {
			panic("Петрова Анна, 8 921 000-00-00")
		}
	case oops:
		panic("Петрова Анна, 8 921 000-00-00")
	case pane.Overlay:
		return pane.Push(msg)
	}
	return pane.Nothing()
}

func (l *list) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	l.w.changedAt++
	return l.load(env, l.table.Reload())
}

func (l *list) View(env *pane.Env, w, h int, focused bool) []string {
	return l.table.View(env.Theme, w, h, focused)
}

func (l *list) Cursor() (x, y int, ok bool) {
	y, ok = l.table.CursorLine()
	return 0, y, ok
}

type card struct {
	w      *world
	ref    model.Ref
	text   *widget.Viewport
	body   pane.Load[string]
	editor *widget.Editor
	saved  uint64
}

func newCard(w *world) *card { return &card{w: w, text: widget.NewViewport()} }

func (c *card) ID() string { return "card" }
func (c *card) Title(*pane.Env) (string, int) {
	return fmt.Sprintf("Карточка № %d", c.ref.ID), -1
}
func (c *card) Typing() bool               { return c.editor != nil }
func (c *card) Subject() (model.Ref, bool) { return model.Ref{}, false }

func (c *card) Layer() action.Scope {
	if c.editor != nil {
		return action.Editor
	}
	return action.Card
}

func (c *card) Open(env *pane.Env, arg any) pane.Outcome {
	ref, _ := arg.(model.Ref)
	if ref == c.ref {
		return pane.Nothing()
	}
	c.ref = ref
	return pane.Work(c.body.Start(env.Ctx, func(context.Context) (string, error) { return toyText(ref.ID), nil }))
}

func toyText(id int64) string {
	return fmt.Sprintf("Обращение %d.\n\nДобрый день! Во дворе дома 14 по улице Советской второй месяц яма, в ней стоит вода. Прошу засыпать до морозов и ответить, кто отвечает за этот участок.", id)
}

func (c *card) Can(_ *pane.Env, id action.ID) error {
	switch id {
	case "case.draft", "editor.leave", "editor.undo":
		return nil
	}
	if pane.Scrolls(id) {
		return nil
	}
	return pane.NotMine
}

func (c *card) Do(_ *pane.Env, id action.ID) pane.Outcome {
	switch id {
	case "case.draft":
		c.editor = widget.NewEditor("")
		return pane.Work(pane.After(2*time.Second, saveMsg{}))
	case "editor.undo":
		c.editor.Undo()
	case "editor.leave":
		text := c.editor.Value()
		c.w.saved, c.editor = append(c.w.saved, text), nil
		return pane.Done("Проект записан", c.ref)
	}
	pane.Scroll(c.text, id)
	return pane.Nothing()
}

type saveMsg struct{}

func (c *card) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if text, fresh, err := c.body.Take(msg); fresh {
		c.w.loads++
		if err != nil {
			return pane.Fail(err)
		}
		c.text.SetText(text)
		return pane.Nothing()
	}
	if _, ok := msg.(saveMsg); ok {
		if err := c.Flush(env.Ctx); err != nil {
			return pane.Fail(err)
		}
		return pane.Nothing()
	}
	if c.editor != nil {
		c.editor.Update(msg)
		return pane.Nothing()
	}
	c.text.Update(msg)
	return pane.Nothing()
}

func (c *card) Changed(*pane.Env, []model.Ref) pane.Outcome { return pane.Nothing() }

func (c *card) View(env *pane.Env, w, h int, _ bool) []string {
	if c.editor != nil {
		return c.editor.View(env.Theme, w, h)
	}
	return c.text.View(env.Theme, w, h)
}

func (c *card) Cursor() (x, y int, ok bool) {
	if c.editor != nil {
		x, y = c.editor.Cursor()
		return x, y, true
	}
	return 0, 0, false
}

func (c *card) Flush(context.Context) error {
	if c.editor == nil || c.editor.Version() == c.saved {
		return nil
	}
	if c.w.full {
		return model.Faultf(model.Failed, "На диске нет места.")
	}
	c.saved = c.editor.Version()
	c.w.saved = append(c.w.saved, c.editor.Value())
	return nil
}

// verbs are those of the toy desk.
type verbs struct{ w *world }

func (v verbs) Can(_ *pane.Env, id action.ID) error {
	switch {
	case id != action.Undo:
		return pane.NotMine
	case len(v.w.undo) == 0:
		return model.Faultf(model.Usage, "Отменять нечего.")
	}
	return nil
}

func (v verbs) Do(*pane.Env, action.ID) pane.Outcome {
	last := v.w.undo[len(v.w.undo)-1]
	v.w.undo = v.w.undo[:len(v.w.undo)-1]
	delete(v.w.done, last)
	return pane.Outcome{Toast: &pane.Toast{Text: "Отменено"}, Changed: []model.Ref{{Noun: model.NounAppeal, ID: last}}}
}

func (v verbs) Update(*pane.Env, tea.Msg) pane.Outcome { return pane.Nothing() }

// notes is a pane without anything beside it.
type notes struct{ *list }

func (n notes) ID() string                    { return "journal" }
func (n notes) Title(*pane.Env) (string, int) { return "Журнал", -1 }
func (n notes) Layer() action.Scope           { return action.Journal }
func (n notes) Subject() (model.Ref, bool)    { return model.Ref{}, false }
func (n notes) Can(_ *pane.Env, id action.ID) error {
	if pane.Steers(id) {
		return nil
	}
	return pane.NotMine
}

var morning = time.Date(2026, 11, 24, 9, 5, 0, 0, time.UTC)

func toyEnv(now func() time.Time) pane.Env {
	return pane.Env{
		Ctx: context.Background(), Now: now, Zone: time.FixedZone("MSK", 3*3600), Keys: action.Default(),
		Caps: pane.Caps{Mouse: true, Motion: true},
	}
}

func toyOptions(w *world) app.Options {
	return app.Options{
		Panes: []pane.Pane{newList(w), notes{newList(w)}},
		Sides: map[model.Noun]pane.Pane{model.NounAppeal: newCard(w)},
		Verbs: []pane.Verbs{verbs{w}},
		Note:  func(*pane.Env) string { return "данные на 24.11 09:05" },
	}
}

// desk starts the toy desk on the logical clock.
func desk(tb testing.TB, w, h int, change ...func(*world, *app.Options)) (*uitest.Driver, *world) {
	tb.Helper()
	d, world, _ := deskOf(tb, w, h, change...)
	return d, world
}

func deskOf(tb testing.TB, w, h int, change ...func(*world, *app.Options)) (*uitest.Driver, *world, *app.Model) {
	tb.Helper()
	clock := uitest.NewClock(morning)
	world := &world{done: map[int64]bool{}}
	o := toyOptions(world)
	o.Clock, o.Tick = clock.Now, uitest.Tick
	for _, c := range change {
		c(world, &o)
	}
	m, err := app.New(toyEnv(clock.Now), o)
	if err != nil {
		tb.Fatal(err)
	}
	return uitest.Drive(tb, m, clock, w, h), world, m
}

// TestMain is also the toy desk as a binary, for the pseudo-terminal.
func TestMain(m *testing.M) {
	if os.Getenv("KURATOR_TOY") == "" {
		os.Exit(m.Run())
	}
	w := &world{done: map[int64]bool{}}
	o := toyOptions(w)
	o.Panes[0].(*list).trapped = true
	err := app.Run(context.Background(), toyEnv(func() time.Time { return morning }), o, os.Stdin, os.Stdout)
	if file := os.Getenv("KURATOR_TOY_SAVED"); file != "" {
		err = errors.Join(err, os.WriteFile(file, fmt.Appendf(nil, "%q", w.saved), 0o600))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
