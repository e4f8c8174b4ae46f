package widget_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"kurator/ui/theme"
	"kurator/ui/widget"
)

func mono(t testing.TB) *theme.Theme {
	t.Helper()
	th, err := theme.New("mono", "", theme.Terminal{})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func colourful(t testing.TB) *theme.Theme {
	t.Helper()
	th, err := theme.New("dark", "", theme.Terminal{Dark: true})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// checkFrame is the promise of every View.
func checkFrame(t interface {
	Helper()
	Fatalf(string, ...any)
}, lines []string, w, h int) {
	t.Helper()
	if len(lines) != h {
		t.Fatalf("%d lines, want %d", len(lines), h)
	}
	for i, l := range lines {
		if got := ansi.StringWidth(l); got != w {
			t.Fatalf("line %d takes %d cells, want %d: %q", i, got, w, l)
		}
	}
}

func plain(lines []string) string { return ansi.Strip(strings.Join(lines, "\n")) }

// source answers requests as a store would: ordered by id, keyset by id.
type source struct {
	ids []int64
}

func numbered(n int) *source {
	s := &source{}
	for i := range n {
		s.ids = append(s.ids, int64(i+1))
	}
	return s
}

func (s *source) answer(r widget.Request) widget.Page {
	at := 0
	if r.Key != "" {
		k, err := strconv.ParseInt(r.Key, 10, 64)
		if err != nil {
			return widget.Page{Gen: r.Gen, Err: err}
		}
		at, _ = slices.BinarySearch(s.ids, k)
		if r.Where == widget.After && at < len(s.ids) && s.ids[at] == k {
			at++
		}
	}
	from, to := 0, len(s.ids)
	switch r.Where {
	case widget.FromStart:
		to = min(r.Limit, to)
	case widget.FromEnd:
		from = max(to-r.Limit, 0)
	case widget.After:
		from, to = at, min(at+r.Limit, to)
	case widget.Before:
		from, to = max(at-r.Limit, 0), at
	case widget.Around:
		from, to = max(at-r.Limit/2, 0), min(at+r.Limit/2, to)
	}
	p := widget.Page{Gen: r.Gen, AtStart: from == 0, AtEnd: to == len(s.ids), Counted: true, Offset: from, Total: len(s.ids)}
	for _, id := range s.ids[from:to] {
		p.Rows = append(p.Rows, widget.Row{ID: id, Key: strconv.FormatInt(id, 10), Cells: []widget.Cell{
			{Text: fmt.Sprintf("ПОС-%d", id)}, {Text: "Яма на дороге у дома " + strconv.FormatInt(id, 10)}, {Text: "сегодня", Role: theme.Soon},
		}})
	}
	return p
}

// settle answers until the table asks for nothing more.
func (s *source) settle(t *widget.Table, r *widget.Request) {
	for r != nil {
		r = t.Receive(s.answer(*r))
	}
}

func newTable() *widget.Table {
	return widget.NewTable([]widget.Column{
		{Title: "Номер", Min: 9}, {Title: "Суть", Min: 10, Flex: 1}, {Title: "Срок", Min: 9, Align: widget.Right, Hide: 1},
	})
}

func currentID(t testing.TB, table *widget.Table) int64 {
	t.Helper()
	row, ok := table.Current()
	if !ok {
		t.Fatal("the table has no row")
	}
	return row.ID
}

func press(names ...string) []tea.Msg {
	var msgs []tea.Msg
	for _, n := range names {
		switch n {
		case "up":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyUp})
		case "down":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyDown})
		case "pgup":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyPgUp})
		case "pgdown":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyPgDown})
		case "home":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyHome})
		case "end":
			msgs = append(msgs, tea.KeyPressMsg{Code: tea.KeyEnd})
		}
	}
	return msgs
}

func TestTableStates(t *testing.T) {
	th := mono(t)
	table := newTable()
	r := table.Load()
	if got := plain(table.View(th, 40, 6, true)); !strings.Contains(got, "Загрузка…") {
		t.Errorf("before the answer:\n%s", got)
	}
	table.Receive(widget.Page{Gen: r.Gen, Err: errors.New("Файл занят.\x1b[2J Повторите")})
	got := table.View(th, 40, 6, true)
	checkFrame(t, got, 40, 6)
	if !strings.Contains(plain(got), "! Файл занят. Повторите") {
		t.Errorf("after a failure:\n%s", plain(got))
	}
	numbered(0).settle(table, table.Load())
	if got := plain(table.View(th, 40, 6, true)); !strings.Contains(got, "Здесь пусто") {
		t.Errorf("an empty source:\n%s", got)
	}
	numbered(3).settle(table, table.Load())
	r = table.Reload()
	table.Receive(widget.Page{Gen: r.Gen, Err: errors.New("Файл занят")})
	if got := plain(table.View(th, 40, 6, true)); !strings.Contains(got, "ПОС-3") || !strings.Contains(got, "! Файл занят") {
		t.Errorf("rows stay when a reload fails:\n%s", got)
	}
}

func TestTableWalksAMillionRowsInAWindow(t *testing.T) {
	s, table, th := numbered(100_000), newTable(), mono(t)
	s.settle(table, table.Load())
	table.View(th, 80, 24, true)
	for want := int64(2); want <= 3000; want++ {
		_, r := table.Update(press("down")[0])
		s.settle(table, r)
		if got := currentID(t, table); got != want {
			t.Fatalf("after down the cursor is on %d, want %d", got, want)
		}
	}
	if table.Len() > 1000 {
		t.Errorf("holds %d rows", table.Len())
	}
	at, total, ok := table.Position()
	if at != 3000 || total != 100_000 || !ok {
		t.Errorf("position is %d of %d, %v", at, total, ok)
	}
	for want := int64(2999); want >= 1; want-- {
		_, r := table.Update(press("up")[0])
		s.settle(table, r)
		if got := currentID(t, table); got != want {
			t.Fatalf("after up the cursor is on %d, want %d", got, want)
		}
	}
	_, r := table.Update(press("end")[0])
	s.settle(table, r)
	checkFrame(t, table.View(th, 80, 24, true), 80, 24)
	if at, _, _ := table.Position(); currentID(t, table) != 100_000 || at != 100_000 {
		t.Errorf("End leads to %d at %d", currentID(t, table), at)
	}
	_, r = table.Update(press("home")[0])
	s.settle(table, r)
	if got := currentID(t, table); got != 1 {
		t.Errorf("Home leads to %d", got)
	}
}

func TestTableCursorStaysOnItsID(t *testing.T) {
	s, table, th := numbered(1000), newTable(), mono(t)
	s.settle(table, table.Load())
	table.View(th, 80, 10, true)
	s.settle(table, table.Move(50))
	table.View(th, 80, 10, true)
	line, _ := table.CursorLine()

	s.ids = slices.Delete(s.ids, 3, 9)
	s.settle(table, table.Reload())
	table.View(th, 80, 10, true)
	if got := currentID(t, table); got != 51 {
		t.Errorf("the cursor went to %d", got)
	}
	if got, _ := table.CursorLine(); got != line {
		t.Errorf("the row moved on the screen from line %d to %d", line, got)
	}
	gone := func(ids ...int64) {
		s.ids = slices.DeleteFunc(s.ids, func(id int64) bool { return slices.Contains(ids, id) })
		s.settle(table, table.Reload())
	}
	gone(51, 52)
	if got := currentID(t, table); got != 53 {
		t.Errorf("the neighbour below is 53, the cursor is on %d", got)
	}
	s.settle(table, table.End())
	gone(999, 1000)
	if got := currentID(t, table); got != 998 {
		t.Errorf("the last row is 998, the cursor is on %d", got)
	}
	gone(s.ids...)
	if _, ok := table.Current(); ok {
		t.Error("an empty source still has a current row")
	}
}

// TestTableShowsWhatComesBeforeItsBeginning: at the beginning of a list what an undo brings back is seen; further down the row stays.
func TestTableShowsWhatComesBeforeItsBeginning(t *testing.T) {
	for moved, want := range map[int]int{0: 3, 50: 0} {
		s, table, th := numbered(1000), newTable(), mono(t)
		s.ids = slices.Delete(s.ids, 0, 3)
		s.settle(table, table.Load())
		table.View(th, 80, 10, true)
		s.settle(table, table.Move(moved))
		table.View(th, 80, 10, true)
		id := currentID(t, table)
		line, _ := table.CursorLine()
		s.ids = append([]int64{1, 2, 3}, s.ids...)
		s.settle(table, table.Reload())
		shown := plain(table.View(th, 80, 10, true))
		if got, _ := table.CursorLine(); currentID(t, table) != id || got != line+want {
			t.Errorf("%d rows down: from line %d to %d, want %d more", moved, line, got, want)
		}
		if strings.Contains(shown, "ПОС-1 ") != (want > 0) {
			t.Errorf("%d rows down:\n%s", moved, shown)
		}
	}
}

func TestTableDropsLateAnswers(t *testing.T) {
	s, table := numbered(500), newTable()
	old := table.Load()
	fresh := table.Load()
	table.Receive(s.answer(*old))
	if table.Len() != 0 {
		t.Error("an answer to a superseded request was taken")
	}
	table.Receive(s.answer(*fresh))
	if table.Len() == 0 {
		t.Error("the answer to the last request was dropped")
	}
}

func TestTableLoadAt(t *testing.T) {
	s, table := numbered(5000), newTable()
	s.settle(table, table.LoadAt("2500", 2500))
	if at, _, _ := table.Position(); currentID(t, table) != 2500 || at != 2500 {
		t.Errorf("came to %d at %d", currentID(t, table), at)
	}
}

func TestTableMarks(t *testing.T) {
	s, table, th := numbered(50), newTable(), mono(t)
	s.settle(table, table.Load())
	table.View(th, 60, 10, true)
	table.Toggle()
	table.Move(2)
	table.StartRange()
	table.Move(3)
	if got := table.Marks(); !slices.Equal(got, []int64{1, 4, 5, 6, 7}) {
		t.Errorf("marks with a range in progress: %v", got)
	}
	if got := plain(table.View(th, 60, 10, true)); strings.Count(got, "■") != 5 {
		t.Errorf("marks on the screen:\n%s", got)
	}
	table.EndRange(true)
	s.ids = slices.Delete(s.ids, 3, 5)
	s.settle(table, table.Reload())
	if got := table.Marks(); !slices.Equal(got, []int64{1, 4, 5, 6, 7}) {
		t.Errorf("marks are a fixed set, got %v", got)
	}
	table.MarkAll(nil)
	if got := table.Marks(); len(got) != 0 {
		t.Errorf("left over: %v", got)
	}
}

func TestTableClick(t *testing.T) {
	s, table, th := numbered(50), newTable(), mono(t)
	s.settle(table, table.Load())
	table.View(th, 60, 10, true)
	if ok, _ := table.Click(4); !ok || currentID(t, table) != 4 {
		t.Errorf("a click on line 4 leads to %d", currentID(t, table))
	}
	if ok, _ := table.Click(0); ok {
		t.Error("the header was clicked")
	}
}

func TestTableColumnsDisappearOnNarrowScreens(t *testing.T) {
	s, table, th := numbered(5), newTable(), mono(t)
	s.settle(table, table.Load())
	if got := plain(table.View(th, 60, 4, true)); !strings.Contains(got, "Срок") {
		t.Errorf("at 60:\n%s", got)
	}
	if got := plain(table.View(th, 26, 4, true)); strings.Contains(got, "Срок") || !strings.Contains(got, "Номер") {
		t.Errorf("at 26:\n%s", got)
	}
}

// Whatever rows, sizes and moves come, the frame has its size, the cursor is on the screen and agrees with a plain list.
func TestTableProperty(t *testing.T) {
	th := mono(t)
	rapid.Check(t, func(t *rapid.T) {
		s := numbered(rapid.IntRange(0, 2000).Draw(t, "rows"))
		table := newTable()
		s.settle(table, table.Load())
		at := 0
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			w, h := rapid.IntRange(0, 130).Draw(t, "w"), rapid.IntRange(0, 60).Draw(t, "h")
			checkFrame(t, table.View(th, w, h, true), w, h)
			page := max(h-2, 1)
			if w <= 0 || h <= 0 {
				continue // nothing was drawn, so nothing was remembered
			}
			step := rapid.SampledFrom([]string{"up", "down", "pgup", "pgdown", "home", "end"}).Draw(t, "key")
			switch step {
			case "up":
				at--
			case "down":
				at++
			case "pgup":
				at -= page
			case "pgdown":
				at += page
			case "home":
				at = 0
			case "end":
				at = len(s.ids)
			}
			at = max(min(at, len(s.ids)-1), 0)
			_, r := table.Update(press(step)[0])
			s.settle(table, r)
			row, ok := table.Current()
			if ok != (len(s.ids) > 0) || ok && row.ID != s.ids[at] {
				t.Fatalf("after %s the cursor is on %d (%v), want place %d", step, row.ID, ok, at)
			}
			table.View(th, w, h, true)
			if y, ok := table.CursorLine(); ok && h > 1 && (y < 1 || y >= h) {
				t.Fatalf("the cursor is on line %d of %d", y, h)
			}
		}
	})
}
