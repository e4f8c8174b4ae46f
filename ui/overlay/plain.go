package overlay

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Plain shows a text over the whole screen with nothing around it, for selecting it with the mouse of the terminal.
type Plain struct {
	text string
	rows []string
	top  int
	w, h int
}

// NewPlain makes the screen.
func NewPlain(text string) *Plain { return &Plain{text: clean.Text(text)} }

// Bare says that there is no frame.
func (p *Plain) Bare() {}

// Title is not shown.
func (p *Plain) Title() string { return "" }

// Foot is not shown.
func (p *Plain) Foot(*pane.Env) string { return "" }

// Size is all there is.
func (p *Plain) Size(_ *pane.Env, w, h int) (int, int) { return w, h }

// Typing is false.
func (p *Plain) Typing() bool { return false }

// Update scrolls; any key that does not scroll closes, because nothing on the screen says which one would.
func (p *Plain) Update(_ *pane.Env, msg tea.Msg) pane.Outcome {
	press, ok := pressed(msg)
	if !ok {
		return pane.Nothing()
	}
	step := map[string]int{"down": 1, "j": 1, "up": -1, "k": -1, "pgdown": p.h - 1, "space": p.h - 1, "pgup": 1 - p.h}[press.Name]
	if step == 0 {
		return closed()
	}
	p.top = max(min(p.top+step, len(p.rows)-p.h), 0)
	return pane.Nothing()
}

// View draws the words and nothing else.
func (p *Plain) View(env *pane.Env, w, h int) []string {
	if p.rows == nil || p.w != w {
		p.rows, p.w = widget.WrapWords(p.text, w), w
	}
	p.h = h
	p.top = max(min(p.top, len(p.rows)-h), 0)
	l := widget.NewLine(env.Theme, w)
	var lines []string
	for _, row := range p.rows[p.top:min(p.top+h, len(p.rows))] {
		l.Reset(w)
		lines = append(lines, l.Put(row, env.Theme.Style(theme.Text)).End(""))
	}
	return fill(lines, w, h)
}

// Cursor is not shown: it would stand in the way of the selection.
func (p *Plain) Cursor() (x, y int, ok bool) { return 0, 0, false }
