package widget

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/theme"
)

// Input is a text field of one line. Pastes are cleaned, and their line breaks become spaces; the clipboard of the machine is never read.
type Input struct {
	Placeholder string
	Limit       int // runes it accepts; 0 means any number

	buf    buffer
	scroll int // bytes hidden at the left
	x      int // the cell of the cursor in the last View
}

// NewInput is a field with text, the cursor after it.
func NewInput(text string) *Input {
	return &Input{buf: newBuffer(oneLine(text), true)}
}

func oneLine(s string) string {
	return clean.Line(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), " "))
}

// Value is the text.
func (i *Input) Value() string { return i.buf.text() }

// SetValue replaces the text, the cursor after it; this cannot be undone by keys.
func (i *Input) SetValue(s string) { i.buf.set(oneLine(s)) }

// Before is the text to the left of the cursor, for completion.
func (i *Input) Before() string { return i.buf.lines[0][:i.buf.col] }

// Replace puts s in place of the n bytes before the cursor, as one undo step: a completion.
func (i *Input) Replace(n int, s string) {
	line, col := i.buf.lines[0], i.buf.col
	n = min(max(n, 0), col)
	i.buf.change(editOther)
	s = oneLine(s)
	i.buf.lines[0] = line[:col-n] + s + line[col:]
	i.buf.col = col - n + len(s)
}

// Update handles typing, editing keys and pastes. It reports whether the message was its own, and whether the text changed.
func (i *Input) Update(msg tea.Msg) (handled, changed bool) {
	before := i.buf.version
	if paste, ok := msg.(tea.PasteMsg); ok {
		i.insert(oneLine(paste.Content), false)
		return true, i.buf.version != before
	}
	press, ok := pressOf(msg, true)
	if !ok {
		return false, false
	}
	if press.Text != "" {
		i.insert(clean.Line(press.Text), true)
		return true, i.buf.version != before
	}
	return i.buf.key(press.Name), i.buf.version != before
}

func (i *Input) insert(s string, typed bool) {
	if i.Limit > 0 {
		room := max(i.Limit-utf8.RuneCountInString(i.buf.lines[0]), 0)
		if r := []rune(s); len(r) > room {
			s = string(r[:room])
		}
	}
	i.buf.insert(s, typed)
}

// View draws the field in one row of w cells, scrolled so that the cursor is visible.
func (i *Input) View(th *theme.Theme, w int) string {
	l := NewLine(th, w)
	line := i.buf.lines[0]
	if line == "" {
		i.scroll, i.x = 0, 0
		return l.Put(i.Placeholder, th.Style(theme.Placeholder)).End(th.Style(theme.Input))
	}
	i.follow(line, w)
	return l.Put(line[i.scroll:], th.Style(theme.Input)).End(th.Style(theme.Input))
}

// follow scrolls by the least that keeps the cursor inside, with a cell for it after the text.
func (i *Input) follow(line string, w int) {
	if i.scroll > len(line) || i.buf.col < i.scroll {
		i.scroll = i.buf.col
	}
	for i.x = Width(line[i.scroll:i.buf.col]); i.x >= max(w, 1) && i.scroll < i.buf.col; {
		size, cells := step(line[i.scroll:])
		i.scroll += size
		i.x -= min(cells, 1)
	}
}

// MoveTo puts the cursor at a byte of the text, to the start of the sign there.
func (i *Input) MoveTo(offset int) {
	line, col := i.buf.lines[0], 0
	for col < min(offset, len(line)) {
		size, _ := step(line[col:])
		col += size
	}
	i.buf.move(0, col)
}

// Cells are where bytes of the text stand in the last View; false when their beginning is out of sight.
func (i *Input) Cells(offset, length int) (x, w int, ok bool) {
	line := i.buf.lines[0]
	start, end := min(offset, len(line)), min(offset+length, len(line))
	if start < i.scroll {
		return 0, 0, false
	}
	return Width(line[i.scroll:start]), max(Width(line[start:end]), 1), true
}

// CursorX is the cell of the cursor in the last View.
func (i *Input) CursorX() int { return i.x }
