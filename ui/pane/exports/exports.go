// Package exports lists the exports of foreign systems that lie in a folder, newest first, and takes the marked ones in.
package exports

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/intake"
	"kurator/store/job/exchange"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Exports is the pane.
type Exports struct {
	folder   string
	profiles string // folder of layouts made by hand
	table    *widget.Table
	found    []exchange.Export
	opened   bool
	load     pane.Load[[]exchange.Export]
	run      *running // an import under way
}

// running is an import beside the loop.
type running struct {
	stop context.CancelFunc
	done atomic.Int64 // bytes or rows
	all  atomic.Int64
	name atomic.Value
	turn int // of the sign that shows that work goes on
}

// finished is the answer of an import.
type finished struct {
	dry     bool
	sum     exchange.ImportSummary
	reports []exchange.FileReport
	twins   []exchange.LikelyTwin
	err     error
}

// tick redraws the progress bar.
type tick struct{}

// New makes a pane over a folder.
func New(folder, profiles string) *Exports {
	e := &Exports{folder: folder, profiles: profiles}
	e.table = widget.NewTable([]widget.Column{{Title: "Файл", Min: 20, Flex: 3}, {Title: "Что это", Min: 20, Flex: 2}, {Title: "Данные на", Min: 16},
		{Title: "Размер", Min: 9, Align: widget.Right, Hide: 1}, {Title: "Загружен", Min: 16, Hide: 2}})
	e.table.Empty = "Выгрузок в папке нет"
	return e
}

// ID of the pane.
func (e *Exports) ID() string { return "exports" }

// Title of the tab.
func (e *Exports) Title(*pane.Env) (string, int) { return "Загрузка", -1 }

// Layer is its own scope.
func (e *Exports) Layer() action.Scope { return action.Import }

// Typing is false.
func (e *Exports) Typing() bool { return false }

// Flush stops an import at a whole slice: what was read is kept.
func (e *Exports) Flush(context.Context) error {
	if e.run != nil {
		e.run.stop()
	}
	return nil
}

// Subject has no side pane.
func (e *Exports) Subject() (model.Ref, bool) { return model.Ref{}, false }

// Open looks into the folder anew each time.
func (e *Exports) Open(env *pane.Env, _ any) pane.Outcome {
	e.opened = true
	return e.look(env)
}

// Changed shows what was taken in meanwhile.
func (e *Exports) Changed(env *pane.Env, _ []model.Ref) pane.Outcome {
	if !e.opened || e.run != nil {
		return pane.Nothing()
	}
	e.fill(env)
	return pane.Nothing()
}

func (e *Exports) look(env *pane.Env) pane.Outcome {
	folder, profiles, s, zone, now := e.folder, e.profiles, env.Store, env.Zone, model.InstantOf(env.Now())
	return pane.Work(e.load.Start(env.Ctx, func(ctx context.Context) ([]exchange.Export, error) {
		own, err := exchange.Profiles(profiles)
		if err != nil {
			return nil, err
		}
		return exchange.FindExports(ctx, s, folder, intake.Options{Profiles: own, Zone: zone, Now: now})
	}))
}

func (e *Exports) fill(env *pane.Env) {
	page := widget.Page{Gen: e.table.Reload().Gen, AtStart: true, AtEnd: true}
	for i, x := range e.found {
		what := widget.Cell{Text: clean.Line(x.Title)}
		if x.Fault != "" {
			what = widget.Cell{Text: clean.Line(x.Fault), Role: theme.Warn}
		}
		taken := ""
		if x.TakenAt != 0 {
			taken = russian.DateTime(x.TakenAt.In(env.Zone))
		}
		asOf := ""
		if x.AsOf != 0 {
			asOf = russian.DateTime(x.AsOf.In(env.Zone))
		}
		page.Rows = append(page.Rows, widget.Row{ID: int64(i + 1), Key: strconv.Itoa(i), Cells: []widget.Cell{{Text: clean.Line(filepath.Base(x.Path))},
			what, {Text: asOf}, {Text: size(x.Size), Role: theme.Muted}, {Text: taken, Role: theme.Muted}}})
	}
	e.table.Receive(page)
}

func size(n int64) string {
	switch {
	case n < 1<<10:
		return russian.Number(n) + " Б"
	case n < 1<<20:
		return russian.Number(n>>10) + " КБ"
	}
	return russian.Number(n>>20) + " МБ"
}

// chosen are the marked files, or the one under the cursor.
func (e *Exports) chosen() []string {
	ids := e.table.Marks()
	if len(ids) == 0 {
		if row, ok := e.table.Current(); ok {
			ids = []int64{row.ID}
		}
	}
	var paths []string
	for _, id := range ids {
		if x := e.found[id-1]; x.Fault == "" {
			paths = append(paths, x.Path)
		}
	}
	return paths
}

// Can says what can be done now.
func (e *Exports) Can(env *pane.Env, id action.ID) error {
	switch id {
	case "import.run", "import.preview":
		switch {
		case e.run != nil:
			return model.Faultf(model.Usage, "Загрузка уже идёт.")
		case len(e.chosen()) == 0:
			return model.Faultf(model.NotFound, "Отметьте выгрузки, которые нужно загрузить.")
		}
		return nil
	case "import.reconcile":
		switch {
		case e.run != nil:
			return model.Faultf(model.Usage, "Идёт загрузка. Сверьте после неё.")
		case len(e.chosen()) != 1:
			return model.Faultf(model.Usage, "Сверяется одна выгрузка: поставьте на неё курсор и снимите отметки.")
		}
		return nil
	case "import.drafts":
		return env.Me.Can(&model.Settle{}, nil)
	case action.Back:
		if e.run != nil || len(e.table.Marks()) > 0 {
			return nil
		}
		return pane.NotMine
	case action.MarkAll:
		return nil
	}
	if pane.Steers(id) {
		return nil
	}
	return pane.NotMine
}

// Do does what Can has allowed.
func (e *Exports) Do(env *pane.Env, id action.ID) pane.Outcome {
	if _, mine := pane.Steer(e.table, id); mine {
		return pane.Nothing()
	}
	switch id {
	case "import.run":
		return e.start(env, false)
	case "import.preview":
		return e.start(env, true)
	case "import.reconcile":
		return e.reconcile(env)
	case "import.drafts":
		return e.looseDrafts(env)
	case action.MarkAll:
		e.markAll()
	case action.Back:
		if e.run != nil {
			e.run.stop()
			return pane.Say("Загрузка останавливается: прочитанное сохранится")
		}
		e.table.MarkAll(nil)
	}
	return pane.Nothing()
}

func (e *Exports) markAll() {
	if len(e.table.Marks()) > 0 {
		e.table.MarkAll(nil)
		return
	}
	var ids []int64
	for i, x := range e.found {
		if x.Fault == "" {
			ids = append(ids, int64(i+1))
		}
	}
	e.table.MarkAll(ids)
}

// start takes the chosen files in beside the loop, and redraws the progress meanwhile.
func (e *Exports) start(env *pane.Env, dry bool) pane.Outcome {
	ctx, stop := context.WithCancel(env.Ctx)
	r := &running{stop: stop}
	r.name.Store("")
	e.run = r
	paths, s, actor, profiles := e.chosen(), env.Store, env.Me.Actor, e.profiles
	work := func() tea.Msg {
		defer stop()
		own, err := exchange.Profiles(profiles)
		if err != nil {
			return finished{dry: dry, err: err}
		}
		sum, reports, err := exchange.Import(ctx, s, actor, paths, exchange.ImportOptions{DryRun: dry, Intake: intake.Options{Profiles: own},
			Progress: func(file string, done, total int64) {
				r.name.Store(file)
				r.done.Store(done)
				r.all.Store(total)
			}})
		var twins []exchange.LikelyTwin
		if !dry && ctx.Err() == nil {
			var wrong error
			twins, wrong = exchange.ArrivedTwins(ctx, s, actor, reports)
			err = errors.Join(err, wrong)
		}
		return finished{dry, sum, reports, twins, err}
	}
	return pane.Work(work, pane.After(redraw, tick{}))
}

// redraw is how often the progress bar moves.
const redraw = 200 * time.Millisecond

// Update takes answers and the wheel.
func (e *Exports) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	switch msg := msg.(type) {
	case tick:
		if e.run == nil {
			return pane.Nothing()
		}
		if env.Caps.Motion {
			e.run.turn++
		}
		return pane.Work(pane.After(redraw, tick{}))
	case finished:
		e.run = nil
		return e.told(env, msg)
	case answered:
		return msg.outcome
	case tea.MouseClickMsg:
		e.table.Click(msg.Y)
		return pane.Nothing()
	}
	if found, fresh, err := e.load.Take(msg); fresh {
		if err != nil {
			e.found = nil
			e.fill(env)
			return pane.Fail(err)
		}
		e.found = found
		e.fill(env)
		return pane.Nothing()
	}
	e.table.Update(msg)
	return pane.Nothing()
}

// told shows what an import did.
func (e *Exports) told(env *pane.Env, f finished) pane.Outcome {
	var o pane.Outcome
	if f.err != nil {
		o = pane.Fail(f.err)
	}
	e.table.MarkAll(nil)
	o = o.And(e.look(env))
	if len(f.reports) == 0 {
		return o
	}
	o = o.And(pane.Push(overlay.NewViewer(titleOf(f), reportText(env, f))))
	if !f.dry {
		o.Changed = append(o.Changed, model.Ref{Noun: model.NounBatch})
	}
	return o
}

func titleOf(f finished) string {
	if f.dry {
		return "Что изменит загрузка"
	}
	return "Загрузка закончена"
}

// View draws the list, and the progress while files are taken in.
func (e *Exports) View(env *pane.Env, w, h int, focused bool) []string {
	l := widget.NewLine(env.Theme, w)
	if e.run != nil {
		name, _ := e.run.name.Load().(string)
		turning := spinner.Line.Frames // plain signs, which every console has
		l.Put(turning[e.run.turn%len(turning)]+" Загружается "+clean.Line(name)+" ", env.Theme.Style(theme.Text))
		if room := l.Room(); room > 10 {
			l.Raw(widget.Progress(env.Theme, room, int(e.run.done.Load()), int(e.run.all.Load())), room)
		}
	} else {
		l.Put("Папка: "+clean.Line(shorten(e.folder)), env.Theme.Style(theme.Muted))
	}
	lines := []string{l.End(env.Theme.Style(theme.Text))}
	if h < 2 {
		return lines[:h]
	}
	return append(lines, e.table.View(env.Theme, w, h-1, focused)...)
}

// shorten leaves the last parts of a path.
func shorten(path string) string {
	parts := strings.Split(filepath.ToSlash(path), "/")
	if len(parts) > 3 {
		return "…/" + strings.Join(parts[len(parts)-2:], "/")
	}
	return path
}

// Cursor is the row of the cursor.
func (e *Exports) Cursor() (x, y int, ok bool) {
	y, ok = e.table.CursorLine()
	return 0, y + 1, ok
}
