package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/key"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Question is what a Confirm asks. Effect says what will happen and what cannot be taken back; Yes is the answer as an order: «Уничтожить
// 12 записей».
type Question struct {
	Title, Effect, Yes string
	Irreversible       bool // a single letter is not enough
	Undoable           bool // one key takes it back: «yes» is the default answer
	Then               func(env *pane.Env) pane.Outcome
}

// Confirm asks a question whose default answer is «Нет», unless what it asks is undoable.
type Confirm struct {
	q   Question
	yes bool // the cursor is on the answer yes
	row int  // of the answers in the last View
	top int  // first row of the text that is shown
	out int  // rows of the text the last View had no room for
	at  [2]widget.Rect
}

// NewConfirm makes the dialog.
func NewConfirm(q Question) *Confirm {
	q.Title, q.Effect, q.Yes = clean.Line(q.Title), clean.Text(q.Effect), clean.Line(q.Yes)
	return &Confirm{q: q, yes: q.Undoable && !q.Irreversible}
}

// Title of the frame.
func (c *Confirm) Title() string { return c.q.Title }

// Foot of the frame.
func (c *Confirm) Foot(*pane.Env) string {
	foot := "д или н, Enter — ответить"
	if c.q.Irreversible {
		foot = "Tab — выбрать, Enter — ответить"
	}
	if c.out > 0 {
		return "↑↓ — весь текст · " + foot
	}
	return foot
}

// Size is the text with the answers below.
func (c *Confirm) Size(_ *pane.Env, w, _ int) (int, int) {
	most := w
	w = min(most, max(48, widget.Width(c.q.Yes)+20))
	if strings.Count(c.q.Effect, "\n") > 8 { // a list is read better without a second row for each
		w = min(most, 76)
	}
	return w, len(widget.WrapWords(c.q.Effect, w-2)) + 3
}

// Typing is true: д and н are read as they are typed.
func (c *Confirm) Typing() bool { return true }

// Update moves between the answers and answers.
func (c *Confirm) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		for i, r := range c.at {
			if r.Contains(click.X, click.Y) {
				c.yes = i == 1 // a click chooses, the next one or Enter answers
			}
		}
		return pane.Nothing()
	}
	press, ok := pressed(msg)
	if !ok {
		return pane.Nothing()
	}
	switch key.AnswerOf(press.Raw) {
	case key.No:
		return closed()
	case key.Yes:
		if c.q.Irreversible {
			c.yes = true
			return pane.Nothing()
		}
		return answered(c.q.Then(env))
	}
	switch press.Name {
	case "enter":
		if c.yes {
			return answered(c.q.Then(env))
		}
		return closed()
	case "tab", "shift+tab", "left", "right":
		c.yes = !c.yes
	default:
		c.steer(press.Name)
	}
	return pane.Nothing()
}

// steer reads a text that is longer than the window; in a short one up and down choose the answer.
func (c *Confirm) steer(name string) {
	page := max(c.row-2, 1)
	by, ok := map[string]int{"up": -1, "down": 1, "pgup": -page, "pgdown": page, "home": -c.top, "end": c.out}[name]
	switch {
	case !ok:
	case c.out > 0:
		c.top = min(max(c.top+by, 0), c.out)
	case name == "up" || name == "down":
		c.yes = !c.yes
	}
}

// View draws the text and the answers; the current one stands between marks.
func (c *Confirm) View(env *pane.Env, w, h int) []string {
	th := env.Theme
	l := widget.NewLine(th, w)
	var lines []string
	for _, row := range widget.WrapWords(c.q.Effect, max(w-2, 1)) {
		l.Reset(w)
		lines = append(lines, l.Space(1, "").Put(row, th.Style(theme.Text)).End(""))
	}
	room := min(len(lines), max(h-2, 0))
	c.out = len(lines) - room
	c.top = min(c.top, c.out)
	lines = lines[c.top : c.top+room]
	c.row = len(lines) + 1
	l.Reset(w)
	lines = append(lines, l.End(""))
	l.Reset(w)
	l.Space(1, "")
	for i, label := range []string{"Нет", c.q.Yes} {
		role := theme.Text
		if i == 1 && c.q.Irreversible {
			role = theme.Bad
		}
		text, base := "  "+label+"  ", theme.Text
		if (i == 1) == c.yes {
			text, base = "[ "+label+" ]", theme.Selected
		}
		x := w - l.Room()
		l.Put(text, th.On(base, role)).Space(2, "")
		c.at[i] = widget.Rect{X: x, Y: c.row, W: widget.Width(text), H: 1}
	}
	return fill(append(lines, l.End("")), w, h)
}

// Cursor stands on the current answer.
func (c *Confirm) Cursor() (x, y int, ok bool) {
	i := 0
	if c.yes {
		i = 1
	}
	return c.at[i].X + 2, c.row, true
}

// fill makes exactly h lines.
func fill(lines []string, w, h int) []string {
	for len(lines) < h {
		lines = append(lines, widget.Blank(w))
	}
	return lines[:max(h, 0)]
}
