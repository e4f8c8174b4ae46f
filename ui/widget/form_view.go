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
	label := f.labels(w)
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

// labels is how wide the column of the labels is; longer ones are broken.
func (f *Form) labels(w int) int {
	label := 0
	for i := range f.fields {
		label = max(label, Width(f.fields[i].Label))
	}
	return max(min(label, w/3), 1)
}

// Height is how many rows the fields take on a screen of that width, without what is wrong with them.
func (f *Form) Height(w int) int {
	label, n := f.labels(w), 0
	for i := range f.fields {
		rows := 1
		if f.fields[i].Kind == FieldText {
			rows = f.fields[i].Lines
		}
		n += max(rows, len(WrapWords(clean.Line(f.fields[i].Label), label)))
	}
	return n
}

// draw is the rows of a field: label and contents, then what is wrong with it. A long label goes on below, and the field with it.
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
	names := WrapWords(clean.Line(c.Label), label)
	for len(contents) < len(names) {
		contents = append(contents, Blank(room))
	}
	lines := make([]string, 0, len(contents)+1)
	for n, part := range contents {
		l.Reset(w)
		text := ""
		if n < len(names) {
			text = names[n]
		}
		if n > 0 {
			lead = " "
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
