package widget

import "kurator/ui/theme"

// grouped reports whether headings are drawn: a narrowed list is in the order of matching, where they would repeat.
func (m *Menu) grouped() bool { return m.filter.Value() == "" }

// places is the line of the list that each shown choice stands on, headings counted.
func (m *Menu) places() []int {
	places := make([]int, len(m.shown))
	line, group := 0, ""
	for i, n := range m.shown {
		if c := m.choices[n]; m.grouped() && c.Group != group {
			group = c.Group
			line++
		}
		places[i] = line
		line++
	}
	return places
}

// View draws the filter and h-1 lines of choices.
func (m *Menu) View(th *theme.Theme, w, h int) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	m.h = max(h-1, 1)
	l := NewLine(th, w)
	lines := []string{l.Put(th.Glyphs.Cursor+" ", th.Style(theme.KeyHint)).Raw(m.filter.View(th, max(w-2, 1)), w-2).End("")}
	if len(m.shown) == 0 {
		return pad(append(lines, Message(th, m.Empty, theme.Muted, w, h-1)...), w, h)
	}
	places := m.places()
	at := places[m.cursor]
	above := at
	if m.cursor == 0 || places[m.cursor-1] < at-1 {
		above = max(at-1, 0) // its heading
	}
	m.top = max(min(m.top, above), at-m.h+1)
	group, line := "", 0
	for i, n := range m.shown {
		c := m.choices[n]
		if m.grouped() && c.Group != group {
			group = c.Group
			if line >= m.top {
				l.Reset(w)
				lines = append(lines, l.Put(c.Group, th.Style(theme.Header)).End(""))
			}
			line++
		}
		if line >= m.top {
			lines = append(lines, m.line(l, th, c, w, i == m.cursor))
		}
		if line++; len(lines) >= h {
			break
		}
	}
	return pad(lines, w, h)
}

// line draws a choice: the reason why it cannot be chosen stands beside it.
func (m *Menu) line(l *Line, th *theme.Theme, c Choice, w int, current bool) string {
	l.Reset(w)
	base, lead := theme.Text, "  "
	if current {
		base, lead = theme.Selected, th.Glyphs.Cursor+" "
	}
	role := theme.Text
	if c.Disabled != "" {
		role = theme.Muted
	}
	fill := th.On(base, theme.Text)
	hint := min(Width(c.Hint), w/3)
	room := w - 2
	if hint > 0 {
		room -= hint + 2
	}
	label := min(Width(c.Label), max(room, 0))
	l.Put(lead, fill).Cell(c.Label, label, Left, th.On(base, role))
	if rest := room - label - 3; c.Disabled != "" && rest > 0 {
		l.Put(" "+th.Glyphs.LongDash+" ", fill).Cell(c.Disabled, rest, Left, th.On(base, theme.Muted))
	}
	if hint > 0 {
		l.Space(l.Room()-hint-1, fill).Cell(c.Hint, hint, Right, th.On(base, theme.KeyHint))
	}
	return l.End(fill)
}

// Cursor is the cell of the text cursor in the filter, in the last View.
func (m *Menu) Cursor() (x, y int) { return 2 + m.filter.CursorX(), 0 }
