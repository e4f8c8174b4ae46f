package widget

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
)

const (
	pageLimit  = 100 // rows asked for at once: more than any screen shows
	windowRows = 800 // rows held; with 20 columns of text well under a megabyte
	loadMargin = 40  // rows left to the edge of the window when more are asked for
)

// Table shows a window of rows of a source of any length. It loads nothing itself: methods that move return a request for
// its owner to answer with Receive, or nil. The cursor stays on the same id when the rows are loaded again, or goes to the nearest
// neighbour that is still there. Marks are a set of ids and survive reloading.
type Table struct {
	Columns []Column
	Empty   string // said when the source has no rows
	Loading string // said before the first answer

	rows           []Row
	top, cursor    int
	atStart, atEnd bool
	counted        bool
	offset, total  int
	height         int // body rows of the last View, for paging

	gen     uint64
	pending *Request
	want    int64 // the id the next answer should put the cursor on, when hasWant
	hasWant bool
	known   bool // at least one answer has come
	failure string

	marks  map[int64]struct{}
	anchor int64
	ranged bool
}

// NewTable is an empty table; Load makes the first request.
func NewTable(columns []Column) *Table {
	return &Table{Columns: columns, Empty: "Здесь пусто", Loading: "Загрузка…", height: 1, marks: map[int64]struct{}{}}
}

// Load asks for the source from its start, for a new query or order. The rows shown stay until the answer comes; a range is ended.
func (t *Table) Load() *Request {
	t.ranged, t.hasWant = false, false
	return t.ask(Request{Where: FromStart})
}

// LoadAt asks for the rows around a remembered place and puts the cursor on id.
func (t *Table) LoadAt(rowKey string, id int64) *Request {
	t.ranged, t.want, t.hasWant = false, id, true
	return t.ask(Request{Where: Around, Key: rowKey, ID: id})
}

// Reload asks for the rows around the cursor again, after something changed.
func (t *Table) Reload() *Request {
	row, ok := t.Current()
	if !ok {
		return t.Load()
	}
	return t.ask(Request{Where: Around, Key: row.Key, ID: row.ID})
}

func (t *Table) ask(r Request) *Request {
	t.gen++
	r.Gen, r.Limit = t.gen, pageLimit
	t.pending = &r
	return &r
}

// Waiting reports whether an answer is outstanding.
func (t *Table) Waiting() bool { return t.pending != nil }

// Current is the row of the cursor; false when there is none.
func (t *Table) Current() (Row, bool) {
	if t.cursor < 0 || t.cursor >= len(t.rows) {
		return Row{}, false
	}
	return t.rows[t.cursor], true
}

// Len is the number of rows held now.
func (t *Table) Len() int { return len(t.rows) }

// Visible lists the ids on the screen, for loading what only they need.
func (t *Table) Visible() []int64 {
	var ids []int64
	for i := t.top; i < min(t.top+t.height, len(t.rows)); i++ {
		ids = append(ids, t.rows[i].ID)
	}
	return ids
}

// Near lists the ids on the screen and so many above and below it.
func (t *Table) Near(margin int) []int64 {
	var ids []int64
	for i := max(min(t.top, t.cursor)-margin, 0); i < min(max(t.top+t.height, t.cursor)+margin, len(t.rows)); i++ {
		ids = append(ids, t.rows[i].ID)
	}
	return ids
}

// Position is the place of the cursor counted from one, and the number of rows; false when the source has not counted them.
func (t *Table) Position() (at, total int, ok bool) {
	if !t.counted {
		return 0, 0, false
	}
	if len(t.rows) == 0 {
		return 0, t.total, true
	}
	return t.offset + t.cursor + 1, t.total, true
}

// Update moves the cursor by the keys up, down, pgup, pgdown, home and end and by the wheel. It reports whether the message was its own.
func (t *Table) Update(msg tea.Msg) (handled bool, ask *Request) {
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		switch wheel.Button {
		case tea.MouseWheelUp:
			return true, t.Move(-3)
		case tea.MouseWheelDown:
			return true, t.Move(3)
		}
		return false, nil
	}
	press, ok := pressOf(msg, false)
	if !ok {
		return false, nil
	}
	switch press.Name {
	case "up":
		return true, t.Move(-1)
	case "down":
		return true, t.Move(1)
	case "pgup":
		return true, t.Move(-t.pageStep())
	case "pgdown":
		return true, t.Move(t.pageStep())
	case "home":
		return true, t.Home()
	case "end":
		return true, t.End()
	}
	return false, nil
}

// pageStep keeps one row of the page before in sight.
func (t *Table) pageStep() int { return max(t.height-1, 1) }

// Move moves the cursor by rows, as far as rows are held.
func (t *Table) Move(by int) *Request {
	return t.moveTo(t.cursor + by)
}

func (t *Table) moveTo(at int) *Request {
	t.cursor = max(min(at, len(t.rows)-1), 0)
	return t.extend()
}

// Home goes to the first row of the source.
func (t *Table) Home() *Request {
	if t.atStart || len(t.rows) == 0 {
		return t.moveTo(0)
	}
	t.ranged = false
	return t.ask(Request{Where: FromStart})
}

// End goes to the last row of the source.
func (t *Table) End() *Request {
	if t.atEnd || len(t.rows) == 0 {
		return t.moveTo(len(t.rows) - 1)
	}
	t.ranged = false
	return t.ask(Request{Where: FromEnd})
}

// Click puts the cursor on the row at line y of the last View; false when there is no row.
func (t *Table) Click(y int) (ok bool, ask *Request) {
	at, ok := t.rowAt(y)
	if !ok {
		return false, nil
	}
	return true, t.moveTo(at)
}

// extend asks for more rows when the cursor comes near an edge of the window.
func (t *Table) extend() *Request {
	if t.pending != nil || len(t.rows) == 0 {
		return nil
	}
	first, last := t.rows[0], t.rows[len(t.rows)-1]
	switch {
	case !t.atEnd && t.cursor+loadMargin+t.height >= len(t.rows):
		return t.ask(Request{Where: After, Key: last.Key, ID: last.ID})
	case !t.atStart && t.cursor < loadMargin:
		return t.ask(Request{Where: Before, Key: first.Key, ID: first.ID})
	}
	return nil
}

// Mark marks or unmarks a row by its id.
func (t *Table) Mark(id int64, on bool) {
	if on {
		t.marks[id] = struct{}{}
	} else {
		delete(t.marks, id)
	}
}

// MarkAll replaces the marks by a set of ids; none when it is empty.
func (t *Table) MarkAll(ids []int64) {
	clear(t.marks)
	t.ranged = false
	for _, id := range ids {
		t.Mark(id, true)
	}
}

// Toggle marks or unmarks the row of the cursor and moves down; a range in progress is marked whole instead and ended.
func (t *Table) Toggle() *Request {
	if t.ranged {
		t.EndRange(true)
		return nil
	}
	row, ok := t.Current()
	if !ok {
		return nil
	}
	_, on := t.marks[row.ID]
	t.Mark(row.ID, !on)
	return t.Move(1)
}

// StartRange begins a range at the cursor; rows up to the cursor are taken until EndRange.
func (t *Table) StartRange() {
	if row, ok := t.Current(); ok {
		t.anchor, t.ranged = row.ID, true
	}
}

// Ranging reports whether a range is in progress.
func (t *Table) Ranging() bool { return t.ranged }

// EndRange ends the range; keep marks its rows.
func (t *Table) EndRange(keep bool) {
	if keep {
		from, to := t.rangeBounds()
		for i := from; i < to; i++ {
			t.Mark(t.rows[i].ID, true)
		}
	}
	t.ranged = false
}

// Marks lists the marked ids and those of a range in progress, in ascending order.
func (t *Table) Marks() []int64 {
	ids := maps.Clone(t.marks)
	from, to := t.rangeBounds()
	for i := from; i < to; i++ {
		ids[t.rows[i].ID] = struct{}{}
	}
	return slices.Sorted(maps.Keys(ids))
}

// rangeBounds are the rows from ≤ i < to of a range in progress.
func (t *Table) rangeBounds() (from, to int) {
	if !t.ranged || len(t.rows) == 0 {
		return 0, 0
	}
	at := slices.IndexFunc(t.rows, func(r Row) bool { return r.ID == t.anchor })
	if at < 0 {
		at = t.cursor
	}
	return min(at, t.cursor), max(at, t.cursor) + 1
}

func cleanRows(rows []Row) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		cells := make([]Cell, len(r.Cells))
		for j, c := range r.Cells {
			cells[j] = cleanCell(c)
		}
		out[i] = Row{ID: r.ID, Key: r.Key, Group: clean.Line(r.Group), Cells: cells}
	}
	return out
}

// cleanCell forgets the hits of a text that had to be cleaned: their places are not the same any more.
func cleanCell(c Cell) Cell {
	text := clean.Line(c.Text)
	if text != c.Text {
		c.Hits = nil
	}
	return Cell{Text: text, Role: c.Role, Hits: c.Hits}
}

// Put replaces one cell of a row that is held: what was loaded later than the row itself.
func (t *Table) Put(id int64, column int, c Cell) {
	for i := range t.rows {
		if t.rows[i].ID == id && column >= 0 && column < len(t.rows[i].Cells) {
			t.rows[i].Cells[column] = cleanCell(c)
		}
	}
}
