// Package widget draws the parts of a terminal screen: lines composed cell by cell from rendered styles, frames, a virtual table,
// text fields, lists. It knows nothing of appeals, and keeps no state outside its values.
//
// Every View returns exactly h lines of exactly w cells. Foreign text is cleaned where it enters a widget; a Line drops control
// characters on its own, so no text can break a frame.
package widget

import (
	"strings"

	"kurator/ui/theme"
)

// Align says where text stands in a cell wider than it.
type Align uint8

// Sides of a cell.
const (
	Left Align = iota
	Right
	Center
)

// Line composes one row of the screen, exactly width cells. Text that does not fit is cut with an ellipsis; signs of double width
// are shown as a one-cell mark, because terminals disagree about their width and resend their whole line on every frame.
type Line struct {
	buf       []byte
	width, at int
	open      theme.Style
	ellipsis  string
	wide      string
}

// NewLine starts a row of that many cells.
func NewLine(th *theme.Theme, width int) *Line {
	l := &Line{buf: make([]byte, 0, 4*width+32), ellipsis: th.Glyphs.Ellipsis, wide: th.Glyphs.Wide}
	l.Reset(width)
	return l
}

// Reset starts the next row in the same memory.
func (l *Line) Reset(width int) {
	l.buf, l.width, l.at, l.open = l.buf[:0], max(width, 0), 0, ""
}

// Room is how many cells are left.
func (l *Line) Room() int { return l.width - l.at }

// Put writes text, cut at the end of the row.
func (l *Line) Put(s string, st theme.Style) *Line {
	if l.Room() > 0 && s != "" {
		l.style(st)
		l.at += l.fit(s, l.Room())
	}
	return l
}

// link writes text between the sequence that opens a link and the one that ends it; neither takes a cell.
func (l *Line) link(s string, st theme.Style, open string) {
	if l.Room() <= 0 {
		return
	}
	l.style(st)
	l.buf = append(l.buf, open...)
	l.at += l.fit(s, l.Room())
	l.buf = append(l.buf, linkEnd...)
}

// Cell writes text into a cell of exactly width cells (fewer at the end of the row).
func (l *Line) Cell(s string, width int, align Align, st theme.Style) *Line {
	return l.Field(s, width, align, st, st)
}

// Field is a Cell whose empty part has a look of its own: underlined text does not underline the column, and a step of the cursor sends
// fewer sequences to the terminal.
func (l *Line) Field(s string, width int, align Align, st, fill theme.Style) *Line {
	width = min(width, l.Room())
	if width <= 0 {
		return l
	}
	before := 0
	if align != Left {
		before = width - min(Width(s), width)
		if align == Center {
			before /= 2
		}
	}
	used := before
	l.blank(before, fill)
	if s != "" {
		l.style(st)
		used += l.fit(s, width-before)
	}
	l.blank(width-used, fill)
	l.at += width
	return l
}

// Space writes n empty cells.
func (l *Line) Space(n int, st theme.Style) *Line { return l.Cell("", n, Left, st) }

// Repeat writes a one-cell glyph n times.
func (l *Line) Repeat(glyph string, n int, st theme.Style) *Line {
	n = min(n, l.Room())
	if n > 0 {
		l.style(st)
		for range n {
			l.buf = append(l.buf, glyph...)
		}
		l.at += n
	}
	return l
}

// Raw writes a part that was composed before and takes that many cells; it is cut when it does not fit.
func (l *Line) Raw(part string, cells int) *Line {
	l.style("")
	if cells > l.Room() {
		part, cells = cut(part, 0, l.Room()), l.Room()
	}
	l.buf = append(l.buf, part...)
	l.at += cells
	return l
}

// End fills the row to its width, closes its styles and returns it.
func (l *Line) End(st theme.Style) string {
	l.Space(l.Room(), st)
	l.style("")
	return string(l.buf)
}

func (l *Line) style(st theme.Style) {
	if st == l.open {
		return
	}
	if l.open != "" {
		l.buf = append(l.buf, theme.Reset...)
	}
	l.buf = append(l.buf, st...)
	l.open = st
}

func (l *Line) blank(n int, st theme.Style) {
	if n > 0 {
		l.style(st)
	}
	for range n {
		l.buf = append(l.buf, ' ')
	}
}

// fit appends s in at most limit cells and returns how many it took.
func (l *Line) fit(s string, limit int) int {
	used, shorter := 0, len(l.buf) // shorter is where the text ends when an ellipsis must follow
	for s != "" {
		size, cells := step(s)
		if cells == 0 {
			s = s[size:]
			continue
		}
		if used == limit {
			l.buf = append(l.buf[:shorter], l.ellipsis...)
			return limit
		}
		if used == limit-1 {
			shorter = len(l.buf)
		}
		if cells == 1 {
			l.buf = append(l.buf, s[:size]...)
		} else {
			l.buf = append(l.buf, l.wide...)
		}
		used++
		s = s[size:]
	}
	return used
}

// Fit is text as a plain string of exactly width cells, without styles.
func Fit(th *theme.Theme, s string, width int, align Align) string {
	return NewLine(th, width).Cell(s, width, align, "").End("")
}

// Blank is a row of spaces.
func Blank(width int) string { return strings.Repeat(" ", max(width, 0)) }

// pad makes exactly h lines of w cells: the rest is empty, what is too much is left out.
func pad(lines []string, w, h int) []string {
	h = max(h, 0)
	for len(lines) < h {
		lines = append(lines, Blank(w))
	}
	return lines[:h]
}
