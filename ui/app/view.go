package app

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// appTitle is the window title: never anything of a case.
const appTitle = "Куратор"

// compose makes the frame that View returns until the next one.
func (m *Model) compose() {
	m.minute = m.clock()
	v := tea.View{AltScreen: true, ReportFocus: true, WindowTitle: appTitle}
	if m.rung {
		v.WindowTitle = "! " + appTitle
	}
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.KeyboardEnhancements.ReportAlternateKeys = true
	if m.screen() == tooSmall {
		v.Content = strings.Join(m.sorry(), "\n")
		m.view, m.places = v, places{}
		return
	}
	m.places = m.arrange()
	canvas := widget.NewCanvas(m.w, m.h)
	m.frame(canvas)
	v.Cursor = m.paneCursor()
	for i := range m.stack {
		v.Cursor = m.dialog(canvas, m.stack[i].overlay)
	}
	if f := m.front(); f != nil {
		if bare, ok := f.overlay.(pane.Bare); ok {
			canvas.Put(widget.Rect{W: m.w, H: m.h}, bare.View(m.env, m.w, m.h))
			v.MouseMode, v.Cursor, v.Content = tea.MouseModeNone, nil, canvas.String()
			m.view = v
			return
		}
	}
	m.tell(canvas)
	v.Content = canvas.String()
	m.view = v
}

// sorry says calmly that nothing fits.
func (m *Model) sorry() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	text := "Окно слишком мало. Нужно хотя бы " + strconv.Itoa(leastW) + "×" + strconv.Itoa(leastH) + "; набранное сохранено."
	return widget.Message(m.env.Theme, text, theme.Text, m.w, m.h)
}

// frame draws tabs, panes and status bar.
func (m *Model) frame(c *widget.Canvas) {
	p := m.places
	c.Put(p.tabs, []string{m.tabLine(p.tabs.W)})
	if p.main.W > 0 {
		c.Put(p.main, m.panes[m.tab].View(m.env, p.main.W, p.main.H, m.focus() == m.tab && len(m.stack) == 0))
	}
	if p.divider.W > 0 {
		c.Put(p.divider, m.column(p.divider.H))
	}
	if p.side.W > 0 {
		onSide := m.focus() == m.side
		c.Put(p.sideTitle, []string{m.rule(p.sideTitle.W, onSide)})
		c.Put(p.side, m.panes[m.side].View(m.env, p.side.W, p.side.H, onSide && len(m.stack) == 0))
	}
	c.Put(p.status, []string{m.statusLine(p.status.W)})
}

func (m *Model) column(h int) []string {
	th := m.env.Theme
	cell := widget.NewLine(th, 1).Put(th.Glyphs.V, th.Style(theme.Border)).End("")
	lines := make([]string, h)
	for i := range lines {
		lines[i] = cell
	}
	return lines
}

// rule is the row over the side pane: its title, and a mark when it has the keys.
func (m *Model) rule(w int, focused bool) string {
	th := m.env.Theme
	border := th.Style(theme.Border)
	lead := th.Glyphs.H + " "
	if focused {
		border, lead = th.Style(theme.BorderFocus), th.Glyphs.H+th.Glyphs.Cursor
	}
	title, _ := m.panes[m.side].Title(m.env)
	l := widget.NewLine(th, w).Put(lead, border).Put(clean.Line(title), th.Style(theme.Title)).Put(" ", border)
	return l.Repeat(th.Glyphs.H, l.Room(), border).End("")
}

// tabLine is the tab row with the clock at its end, and the age of the data before it where there is room.
func (m *Model) tabLine(w int) string {
	th := m.env.Theme
	m.tabRow.Items, m.tabRow.Current = m.tabRow.Items[:0], m.tab
	used := 0
	for i, p := range m.panes[:m.tabs] {
		title, count := p.Title(m.env)
		if i < action.Digits { // the others have keys of their own
			title = strconv.Itoa(i+1) + " " + title
		}
		m.tabRow.Items = append(m.tabRow.Items, widget.Tab{Title: title, Count: count})
		used += widget.Width(title) + 2
		if count >= 0 {
			used += 1 + len(strconv.Itoa(count))
		}
	}
	right := m.minute
	if m.opt.Note != nil {
		if note := clean.Line(m.opt.Note(m.env)); note != "" && used+widget.Width(note)+widget.Width(right)+6 <= w {
			right = note + " " + th.Glyphs.Dot + " " + right
		}
	}
	room := widget.Width(right) + 2
	if used+room > w {
		room = 0
	}
	l := widget.NewLine(th, w).Raw(m.tabRow.View(th, w-room), w-room)
	if room > 0 {
		l.Space(1, "").Cell(right, room-2, widget.Right, th.Style(theme.Muted))
	}
	return l.End("")
}

// statusLine shows what the keys do here; after the first key of a sequence, how it may go on.
func (m *Model) statusLine(w int) string {
	if len(m.stack) > 0 {
		return widget.StatusBar(m.env.Theme, w, nil, "")
	}
	keys := m.env.Keys
	scope := m.panes[m.focus()].Layer()
	var hints []widget.Hint
	if len(m.pending) > 0 {
		for _, c := range keys.Lookup(scope, m.pending...).Next {
			hints = append(hints, widget.Hint{Key: action.Label(c.Key), Label: c.Command.Name})
		}
		return widget.StatusBar(m.env.Theme, w, hints, action.Label(strings.Join(m.pending, " "))+" "+m.env.Theme.Glyphs.Ellipsis)
	}
	room := w
	for _, c := range keys.In(scope) {
		if c.Hint == "" || len(c.Keys) == 0 || c.ID == action.Help || room <= 0 {
			continue
		}
		if found := keys.Lookup(scope, strings.Fields(c.Keys[0])...); found.ID != c.ID {
			continue // an inner command has taken the key
		}
		if _, err := m.ask(c.ID); err == nil {
			hints = append(hints, widget.Hint{Key: action.Label(c.Keys[0]), Label: c.Hint})
			room -= widget.Width(c.Hint) + 4
		}
	}
	note := ""
	if k := m.helpKey(); k != "" {
		note = k + " помощь"
	}
	return widget.StatusBar(m.env.Theme, w, hints, note)
}

// helpKey is a key that opens help here: where a text is written, a letter does not.
func (m *Model) helpKey() string {
	c, _ := m.env.Keys.Command(action.Help)
	for _, k := range c.Keys {
		if !m.panes[m.focus()].Typing() || len(k) > 1 {
			return action.Label(k)
		}
	}
	return ""
}

// dialog draws an overlay in the middle and returns its cursor.
func (m *Model) dialog(c *widget.Canvas, o pane.Overlay) *tea.Cursor {
	room := widget.Rect{Y: 1, W: m.w, H: m.h - 2}
	if m.w >= 60 {
		room = widget.Rect{X: 2, Y: 2, W: m.w - 4, H: m.h - 4}
	}
	w, h := o.Size(m.env, room.W-4, room.H-2)
	w, h = max(min(w, room.W-4), 1), max(min(h, room.H-2), 1)
	w = max(w, min(room.W-4, max(widget.Width(o.Foot(m.env)), widget.Width(o.Title()))+2))
	r := room.Center(w+4, h+2)
	inside := m.inside(r)
	lines := o.View(m.env, inside.W, inside.H)
	th := m.env.Theme
	l := widget.NewLine(th, r.W-2)
	for i, line := range lines {
		l.Reset(r.W - 2)
		lines[i] = l.Space(1, "").Raw(line, inside.W).End("")
	}
	c.Put(r, widget.Box(th, o.Title(), o.Foot(m.env), r.W, r.H, true, lines))
	m.places.main = widget.Rect{} // clicks beside the dialog are nobody's
	m.places.side = inside
	x, y, ok := o.Cursor()
	if !ok {
		return nil
	}
	return cursor(inside, x, y, o.Typing())
}

func (m *Model) inside(r widget.Rect) widget.Rect {
	return widget.Rect{X: r.X + 2, Y: r.Y + 1, W: max(r.W-4, 1), H: max(r.H-2, 1)}
}

func (m *Model) paneCursor() *tea.Cursor {
	r := m.places.main
	if m.focus() == m.side {
		r = m.places.side
	}
	p := m.panes[m.focus()]
	x, y, ok := p.Cursor()
	if !ok {
		return nil
	}
	return cursor(r, x, y, p.Typing())
}

// cursor is a real cursor: screen readers and magnifiers follow it. A bar says that text is taken, a block that a row is chosen.
func cursor(r widget.Rect, x, y int, typing bool) *tea.Cursor {
	if !r.Contains(r.X+x, r.Y+y) {
		return nil
	}
	c := tea.NewCursor(r.X+x, r.Y+y)
	c.Blink = false
	if typing {
		c.Shape = tea.CursorBar
	}
	return c
}

// errorRows is how much of the screen an error may take; the history has it whole.
const errorRows = 3

// tell draws the notices over the lowest rows.
func (m *Model) tell(c *widget.Canvas) {
	th := m.env.Theme
	var lines []string
	if m.notices.sticky != "" {
		hint := "Esc — скрыть"
		rows := widget.WrapWords(m.notices.sticky, max(m.w-5, 1))
		if len(rows) == 1 && widget.Width(rows[0])+widget.Width(hint)+8 <= m.w {
			lines = append(lines, widget.Toast{Text: rows[0], Hint: hint, Role: theme.Bad}.View(th, m.w))
		} else {
			if len(rows) >= errorRows {
				rows = append(rows[:errorRows-1:errorRows-1], hint+", ! — прочитать целиком")
			} else {
				rows = append(rows, hint)
			}
			lines = m.block(rows)
		}
	}
	if m.notices.toast != nil {
		toast := *m.notices.toast
		if m.typing() {
			toast.Hint = "" // the key would be a letter
		}
		lines = append(lines, toast.View(th, m.w))
	}
	c.Put(widget.Rect{Y: m.h - len(lines), W: m.w, H: len(lines)}, lines)
}

// block is an error of several rows; its sign stands before the first.
func (m *Model) block(rows []string) []string {
	th := m.env.Theme
	fill := th.Style(theme.Toast)
	l := widget.NewLine(th, m.w)
	lines := make([]string, len(rows))
	for i, row := range rows {
		l.Reset(m.w)
		sign := " "
		if i == 0 {
			sign = "!"
		}
		lines[i] = l.Put(" "+sign+" ", th.On(theme.Toast, theme.Bad)).Put(row, fill).End(fill)
	}
	return lines
}
