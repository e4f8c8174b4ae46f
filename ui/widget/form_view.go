package widget

import (
	"kurator/ui/clean"
	"kurator/ui/theme"
)

// View draws the fields, scrolled so that the current one is visible.
func (f *Form) View(th *theme.Theme, w, h int) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	label := 0
	for i := range f.fields {
		label = max(label, Width(f.fields[i].Label))
	}
	label = min(label, w/3)
	var lines []string
	from, to := 0, 0
	f.typing, f.places = false, f.places[:0]
	for i := range f.fields {
		start := len(lines)
		lines = append(lines, f.draw(th, i, label, w, start)...)
		for range len(lines) - start {
			f.places = append(f.places, i)
		}
		if i == f.current {
			from, to = start, len(lines)
		}
	}
	if f.typing { // the line of the cursor matters more than the whole of a long field
		from, to = min(from, f.cursorY), max(min(to, from+h), f.cursorY+1)
	}
	f.top = max(min(f.top, from), to-h, 0)
	f.top = min(f.top, max(len(lines)-h, 0))
	f.cursorY -= f.top
	return pad(lines[min(f.top, len(lines)):], w, h)
}

// draw is the rows of a field: label and contents, then what is wrong with it.
func (f *Form) draw(th *theme.Theme, i, label, w, y int) []string {
	c := &f.fields[i]
	current := i == f.current
	lead := " "
	labelStyle := th.Style(theme.Muted)
	if current {
		lead, labelStyle = th.Glyphs.Cursor, th.Style(theme.Title)
	}
	left := label + 4
	room := max(w-left, 1)
	contents := f.contents(th, c, current, room)
	if current && c.Kind <= FieldText {
		f.typing = true
		f.cursorX, f.cursorY = left, y
		if c.Kind == FieldInput {
			f.cursorX += c.input.CursorX()
		} else {
			x, dy := c.editor.Cursor()
			f.cursorX, f.cursorY = left+x, y+dy
		}
	}
	l := NewLine(th, w)
	lines := make([]string, 0, len(contents)+1)
	for n, part := range contents {
		l.Reset(w)
		text := clean.Line(c.Label)
		if n > 0 {
			lead, text = " ", ""
		}
		l.Put(lead+" ", th.Style(theme.KeyHint)).Cell(text, label, Left, labelStyle).Space(2, "")
		lines = append(lines, l.Raw(part, room).End(""))
	}
	if c.fault != "" {
		for _, row := range WrapWords("! "+c.fault, room) {
			l.Reset(w)
			lines = append(lines, l.Space(left, "").Put(row, th.Style(theme.Bad)).End(""))
		}
	}
	return lines
}

func (f *Form) contents(th *theme.Theme, c *field, current bool, room int) []string {
	l := NewLine(th, room)
	switch c.Kind {
	case FieldInput:
		return []string{c.input.View(th, room)}
	case FieldText:
		return c.editor.View(th, room, c.Lines)
	case FieldFlag:
		sign := th.Glyphs.Unchecked
		if c.Value != "" {
			sign = th.Glyphs.Checked
		}
		return []string{l.Put("["+sign+"] ", th.Style(theme.Input)).Put(clean.Line(c.Hint), th.Style(theme.Muted)).End("")}
	}
	text := ""
	if c.option < len(c.Options) {
		text = clean.Line(c.Options[c.option].Label)
	}
	if current {
		text = "< " + text + " >"
	}
	return []string{l.Put(text, th.Style(theme.Input)).End("")}
}

// Cursor is the cell of the text cursor in the last View; false when the current field takes no text.
func (f *Form) Cursor() (x, y int, ok bool) { return f.cursorX, f.cursorY, f.typing }
