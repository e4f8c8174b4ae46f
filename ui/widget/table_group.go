package widget

import "kurator/ui/theme"

// grouped reports whether rows stand under names.
func (t *Table) grouped() bool { return len(t.rows) > 0 && t.rows[len(t.rows)-1].Group != "" }

// headed reports whether the name of its group stands above a row: above the first of a group, and above the first on the screen.
func (t *Table) headed(i int) bool {
	group := t.rows[i].Group
	return group != "" && (i == t.top || i == 0 || t.rows[i-1].Group != group)
}

// linesTo is the line below the header on which a row at or below the top stands, counted from one.
func (t *Table) linesTo(row int) int {
	if !t.grouped() {
		return row - t.top + 1
	}
	lines := 0
	for i := t.top; i <= row && i < len(t.rows); i++ {
		if lines++; t.headed(i) {
			lines++
		}
	}
	return lines
}

// linesBefore is how many lines the rows from the top up to a row take.
func (t *Table) linesBefore(row int) int {
	if row <= t.top {
		return 0
	}
	return t.linesTo(row - 1)
}

// rowAt is the row that stands on a line of the last View; false on headings and beside rows.
func (t *Table) rowAt(y int) (row int, ok bool) {
	if y < 1 || y > t.height {
		return 0, false
	}
	for i, line := t.top, 0; i < len(t.rows); i++ {
		if line++; t.headed(i) {
			if line == y {
				return 0, false
			}
			line++
		}
		if line == y {
			return i, true
		}
		if line > y {
			break
		}
	}
	return 0, false
}

// heading is the line with the name of a group.
func (t *Table) heading(l *Line, th *theme.Theme, w int, group string) string {
	l.Reset(w)
	border := th.Style(theme.Border)
	return l.Put(th.Glyphs.H+" ", border).Put(group, th.Style(theme.Title)).Put(" ", border).Repeat(th.Glyphs.H, l.Room(), border).End("")
}

// found writes a cell with its hits set apart.
func (l *Line) found(c Cell, width int, st, hit, fill theme.Style) {
	width = min(width, l.Room())
	used, at := 0, 0
	put := func(s string, st theme.Style) {
		if s != "" && used < width {
			l.style(st)
			used += l.fit(s, width-used)
		}
	}
	for _, h := range c.Hits {
		if h[0] < at || h[1] > len(c.Text) || h[0] > h[1] {
			continue
		}
		put(c.Text[at:h[0]], st)
		put(c.Text[h[0]:h[1]], hit)
		at = h[1]
	}
	put(c.Text[at:], st)
	l.blank(width-used, fill)
	l.at += max(width, 0)
}
