package widget

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/theme"
)

// Editor is a text field of many lines with undo (ctrl+z, alt+z) and redo (ctrl+y, alt+y). Only lines near the screen are wrapped, so long texts
// cost no more than short ones. Pastes are cleaned; the clipboard of the machine is never read.
type Editor struct {
	Placeholder string

	buf     buffer
	wraps   []wrapped // by line, valid while the text and width are the same
	w, h    int       // of the last View
	topLine int
	topRow  int // visual row of topLine that is the first on the screen
	goal    int // the cell that up and down aim at; -1 after any other move
	cursorX int
	cursorY int
}

type wrapped struct {
	text  string
	width int
	rows  []span
}

// NewEditor is an editor with text, the cursor at its start.
func NewEditor(text string) *Editor {
	e := &Editor{w: 80, h: 24, goal: -1}
	e.SetValue(text)
	e.buf.move(0, 0)
	return e
}

// Value is the text.
func (e *Editor) Value() string { return e.buf.text() }

// SetValue replaces the text, the cursor at its end; the history starts anew.
func (e *Editor) SetValue(s string) { e.buf.set(clean.Text(s)) }

// Insert writes text at the cursor as one undo step, for templates.
func (e *Editor) Insert(s string) { e.buf.insert(clean.Text(s), false) }

// Version changes with every change of the text, for saving what was typed.
func (e *Editor) Version() uint64 { return e.buf.version }

// Undo takes the last step back; Redo does it again. They report whether there was one.
func (e *Editor) Undo() bool { return e.buf.back(&e.buf.undo, &e.buf.redo) }

// Redo is described at Undo.
func (e *Editor) Redo() bool { return e.buf.back(&e.buf.redo, &e.buf.undo) }

// MoveTo puts the cursor at a byte of the text, for jumping to a finding.
func (e *Editor) MoveTo(offset int) {
	for row, line := range e.buf.lines {
		if offset <= len(line) {
			col := 0
			for col < offset {
				size, _ := step(line[col:])
				col += size
			}
			e.buf.move(row, col)
			return
		}
		offset -= len(line) + 1
	}
	last := len(e.buf.lines) - 1
	e.buf.move(last, len(e.buf.lines[last]))
}

// Update handles typing, editing keys, pastes and the wheel. It reports whether the message was its own, and whether the text changed.
func (e *Editor) Update(msg tea.Msg) (handled, changed bool) {
	before := e.buf.version
	switch m := msg.(type) {
	case tea.PasteMsg:
		e.goal = -1
		e.buf.insert(clean.Text(m.Content), false)
		return true, e.buf.version != before
	case tea.MouseWheelMsg:
		return e.wheel(m), false
	}
	press, ok := pressOf(msg, true)
	if !ok {
		return false, false
	}
	if press.Text != "" {
		e.goal = -1
		e.buf.insert(clean.Line(press.Text), true)
		return true, true
	}
	return e.key(press.Name), e.buf.version != before
}

func (e *Editor) wheel(m tea.MouseWheelMsg) bool {
	switch m.Button {
	case tea.MouseWheelUp:
		e.vertical(-3)
	case tea.MouseWheelDown:
		e.vertical(3)
	default:
		return false
	}
	return true
}

func (e *Editor) key(name string) bool {
	switch name {
	case "up":
		e.vertical(-1)
		return true
	case "down":
		e.vertical(1)
		return true
	case "pgup":
		e.vertical(-max(e.h-1, 1))
		return true
	case "pgdown":
		e.vertical(max(e.h-1, 1))
		return true
	}
	e.goal = -1
	switch name {
	case "enter", "shift+enter":
		e.buf.insert("\n", false)
	case "home", "ctrl+a":
		e.buf.move(e.buf.row, e.rows(e.buf.row)[e.visualRow()].from)
	case "end", "ctrl+e":
		e.buf.move(e.buf.row, e.rowEnd(e.buf.row, e.visualRow()))
	case "ctrl+home":
		e.buf.move(0, 0)
	case "ctrl+end":
		last := len(e.buf.lines) - 1
		e.buf.move(last, len(e.buf.lines[last]))
	default:
		return e.buf.key(name)
	}
	return true
}

// rows are the visual rows of a line, wrapped when first needed. One cell is left free for a cursor after the last word.
func (e *Editor) rows(line int) []span {
	if len(e.wraps) != len(e.buf.lines) {
		e.wraps = slices.Grow(e.wraps[:0], len(e.buf.lines))[:len(e.buf.lines)]
	}
	c := &e.wraps[line]
	if width := max(e.w-1, 1); c.rows == nil || c.width != width || c.text != e.buf.lines[line] {
		*c = wrapped{e.buf.lines[line], width, wrap(e.buf.lines[line], width, width)}
	}
	return c.rows
}

// visualRow is the row of its line that the cursor is in.
func (e *Editor) visualRow() int {
	rows := e.rows(e.buf.row)
	for i, r := range rows {
		if e.buf.col < r.next {
			return i
		}
	}
	return len(rows) - 1
}

// rowEnd is the last place of the cursor in a visual row: after its text, before the sign that begins the next row.
func (e *Editor) rowEnd(line, row int) int {
	rows := e.rows(line)
	r := rows[row]
	if row == len(rows)-1 {
		return r.next
	}
	if r.to < r.next {
		return r.to
	}
	return previous(e.buf.lines[line], r.next)
}

// vertical moves the cursor by visual rows towards the cell where the movement began.
func (e *Editor) vertical(by int) {
	line, row := e.buf.row, e.visualRow()
	if e.goal < 0 {
		e.goal = Width(e.buf.lines[line][e.rows(line)[row].from:e.buf.col])
	}
	for ; by < 0; by++ {
		if row--; row < 0 {
			if line == 0 {
				row = 0
				break
			}
			line--
			row = len(e.rows(line)) - 1
		}
	}
	for ; by > 0; by-- {
		if row++; row >= len(e.rows(line)) {
			if line == len(e.buf.lines)-1 {
				row--
				break
			}
			line++
			row = 0
		}
	}
	text, col, end := e.buf.lines[line], e.rows(line)[row].from, e.rowEnd(line, row)
	for cells := 0; col < end && cells < e.goal; {
		size, w := step(text[col:])
		col += size
		cells += min(w, 1)
	}
	e.buf.move(line, min(col, end))
}

// View draws the text, scrolled so that the cursor is visible.
func (e *Editor) View(th *theme.Theme, w, h int) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	e.w, e.h = w, h
	e.reveal()
	l := NewLine(th, w)
	st := th.Style(theme.Input)
	if len(e.buf.lines) == 1 && e.buf.lines[0] == "" {
		return pad([]string{l.Put(e.Placeholder, th.Style(theme.Placeholder)).End("")}, w, h)
	}
	lines := make([]string, 0, h)
	for line, row := e.topLine, e.topRow; line < len(e.buf.lines) && len(lines) < h; line, row = line+1, 0 {
		for _, r := range e.rows(line)[row:] {
			if len(lines) == h {
				break
			}
			l.Reset(w)
			lines = append(lines, l.Put(e.buf.lines[line][r.from:r.to], st).End(""))
		}
	}
	return pad(lines, w, h)
}

// reveal scrolls by the least that shows the cursor and remembers its cell. It looks at no more lines than the screen has.
func (e *Editor) reveal() {
	line, row := e.buf.row, e.visualRow()
	if e.topLine >= len(e.buf.lines) {
		e.topLine, e.topRow = len(e.buf.lines)-1, 0
	}
	e.topRow = min(e.topRow, len(e.rows(e.topLine))-1)
	if line < e.topLine || line == e.topLine && row < e.topRow {
		e.topLine, e.topRow = line, row
	}
	y := e.distance(line, row)
	if y >= e.h {
		e.topLine, e.topRow = line, row
		for range e.h - 1 {
			if e.topRow--; e.topRow < 0 {
				if e.topLine == 0 {
					e.topRow = 0
					break
				}
				e.topLine--
				e.topRow = len(e.rows(e.topLine)) - 1
			}
		}
		y = e.distance(line, row)
	}
	e.cursorY = y
	r := e.rows(line)[row]
	e.cursorX = min(Width(e.buf.lines[line][r.from:e.buf.col]), e.w-1)
}

// distance is the number of visual rows from the top of the screen down to a row, at most the height.
func (e *Editor) distance(line, row int) int {
	y := -e.topRow
	for i := e.topLine; i < line; i++ {
		if y += len(e.rows(i)); y >= e.h {
			return e.h
		}
	}
	return min(y+row, e.h)
}

// Cursor is the cell of the cursor in the last View.
func (e *Editor) Cursor() (x, y int) { return e.cursorX, e.cursorY }
