package widget

import (
	"kurator/ui/theme"
)

// rowLead is the cells before the first column: the glyph of the cursor and the glyph of the mark.
const rowLead = 2

// View draws the header and h-1 rows. It moves the window so that the cursor is visible and remembers the height for paging.
func (t *Table) View(th *theme.Theme, w, h int, focused bool) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	t.height = max(h-1, 1)
	t.scroll()
	l := NewLine(th, w)
	widths := layout(t.Columns, max(w-rowLead-1, 1))
	lines := make([]string, 0, h)
	lines = append(lines, t.header(l, th, widths))
	if len(t.rows) == 0 {
		return pad(append(lines, t.state(th, w, h-1)...), w, h)
	}
	rangeFrom, rangeTo := t.rangeBounds()
	thumbFrom, thumbTo := t.thumb()
	for i := t.top; i < len(t.rows) && len(lines) < h; i++ {
		if t.headed(i) {
			lines = append(lines, t.heading(l, th, w, t.rows[i].Group))
			if len(lines) == h {
				break
			}
		}
		_, marked := t.marks[t.rows[i].ID]
		marked = marked || i >= rangeFrom && i < rangeTo
		l.Reset(w)
		base := t.row(l, th, widths, i, marked, focused)
		y := len(lines) - 1
		bar := ""
		if thumbTo > 0 {
			bar = th.Glyphs.Track
			if y >= thumbFrom && y < thumbTo {
				bar = th.Glyphs.Thumb
			}
		}
		l.Space(l.Room()-1, base).Put(bar, th.Style(theme.Border))
		lines = append(lines, l.End(base))
	}
	lines = pad(lines, w, h)
	if t.failure != "" && h > 1 {
		lines[h-1] = l.notice(th, w, t.failure, theme.Bad)
	}
	return lines
}

func (l *Line) notice(th *theme.Theme, w int, s string, role theme.Role) string {
	l.Reset(w)
	return l.Put("! ", th.Style(role)).Put(s, th.Style(role)).End("")
}

// CursorLine is the line of the last View that shows the cursor; false when there is no row.
func (t *Table) CursorLine() (y int, ok bool) {
	if len(t.rows) == 0 {
		return 0, false
	}
	return t.linesTo(t.cursor), true
}

func (t *Table) scroll() {
	t.top = min(t.top, t.cursor)
	t.top = max(t.top, t.cursor-t.height+1)
	t.top = max(min(t.top, len(t.rows)-t.height), 0)
	for t.top < t.cursor && t.linesTo(t.cursor) > t.height { // headings take lines too
		t.top++
	}
	for t.grouped() && t.top > 0 && t.top < t.cursor && t.linesBefore(len(t.rows)) < t.height {
		t.top--
		if t.linesTo(t.cursor) > t.height {
			t.top++
			break
		}
	}
}

func (t *Table) header(l *Line, th *theme.Theme, widths []int) string {
	st := th.Style(theme.Header)
	l.Space(rowLead, st)
	first := true
	for i, c := range t.Columns {
		if widths[i] == 0 {
			continue
		}
		if !first {
			l.Space(gap, st)
		}
		first = false
		l.Cell(c.Title, widths[i], c.Align, st)
	}
	return l.End(st)
}

// row writes the cells of a row and returns the style its rest is filled with.
func (t *Table) row(l *Line, th *theme.Theme, widths []int, i int, marked, focused bool) theme.Style {
	lead, base := " ", theme.Text
	if i == t.cursor {
		lead, base = th.Glyphs.Cursor, theme.SelectedDim
		if focused {
			base = theme.Selected
		}
	}
	fill := th.On(base, theme.Text)
	l.Put(lead, fill)
	if marked {
		l.Put(th.Glyphs.Mark, th.On(base, theme.Marked))
	} else {
		l.Space(1, fill)
	}
	first := true
	for j, c := range t.Columns {
		if widths[j] == 0 {
			continue
		}
		if !first {
			l.Space(gap, fill)
		}
		first = false
		var cell Cell
		if j < len(t.rows[i].Cells) {
			cell = t.rows[i].Cells[j]
		}
		if len(cell.Hits) > 0 && c.Align == Left {
			l.found(cell, widths[j], th.On(base, cell.Role), th.On(base, theme.Match), fill)
			continue
		}
		l.Field(cell.Text, widths[j], c.Align, th.On(base, cell.Role), fill)
	}
	return fill
}

// thumb is the part of the body lines that the position bar fills; 0, 0 when everything is visible or nothing is counted.
func (t *Table) thumb() (from, to int) {
	if !t.counted || t.total <= t.height {
		return 0, 0
	}
	size := max(t.height*t.height/t.total, 1)
	room, hidden := t.height-size, t.total-t.height
	from = (t.offset + t.top) * room / hidden
	return min(from, room), min(from, room) + size
}

// state says why there are no rows: not loaded yet, failed, or none.
func (t *Table) state(th *theme.Theme, w, h int) []string {
	text, role := t.Empty, theme.Muted
	switch {
	case t.failure != "":
		text, role = "! "+t.failure, theme.Bad
	case !t.known:
		text = t.Loading
	}
	return Message(th, text, role, w, h)
}

// Message is a sentence in the middle of an empty place.
func Message(th *theme.Theme, text string, role theme.Role, w, h int) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	rows := WrapWords(text, max(w-4, 1))
	lines := pad(nil, w, max((h-len(rows))/2, 0))
	l := NewLine(th, w)
	for _, r := range rows {
		l.Reset(w)
		lines = append(lines, l.Cell(r, w, Center, th.Style(role)).End(""))
	}
	return pad(lines, w, h)
}
