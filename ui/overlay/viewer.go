package overlay

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Viewer shows a text: an explanation, a history, the guide.
type Viewer struct {
	title string
	text  *widget.Viewport
	pars  []widget.Paragraph
	began []string // keys of a sequence
	next  action.ID
	hint  string
}

// NewViewer makes the dialog.
func NewViewer(title string, text []widget.Paragraph) *Viewer {
	v := &Viewer{title: clean.Line(title), text: widget.NewViewport(), pars: text}
	v.text.SetParagraphs(text)
	return v
}

// Then offers what is usually done after reading: enter closes the text and does it.
func (v *Viewer) Then(hint string, next action.ID) *Viewer {
	v.hint, v.next = hint, next
	return v
}

// Title of the frame.
func (v *Viewer) Title() string { return v.title }

// Foot of the frame says how far the text is read, when it does not fit.
func (v *Viewer) Foot(*pane.Env) string {
	foot := "Esc — закрыть"
	if v.next != "" {
		foot = "Enter — " + v.hint + ", " + foot
	}
	if above, below, percent := v.text.Position(); above || below {
		foot = fmt.Sprintf("%d %% · %s", percent, foot)
	}
	return foot
}

// Size is what the text takes.
func (v *Viewer) Size(_ *pane.Env, w, h int) (int, int) {
	width, rows := min(w, 84), 0
	for _, p := range v.pars {
		text := ""
		for _, r := range p.Runs {
			text += r.Text
		}
		if rows += len(widget.WrapWords(clean.Text(text), width)); rows >= h {
			return width, h
		}
	}
	return width, max(rows, 1)
}

// Typing is false.
func (v *Viewer) Typing() bool { return false }

// Update scrolls and closes.
func (v *Viewer) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	press, ok := pressed(msg)
	if !ok {
		v.text.Update(msg)
		return pane.Nothing()
	}
	if v.next != "" && env.Keys.Lookup(action.Dialog, press.Name).ID == "dialog.accept" {
		o := closed()
		o.Run = v.next
		return o
	}
	v.began = append(v.began, press.Name)
	found := env.Keys.Lookup(action.Viewer, v.began...)
	if found.Pending() {
		return pane.Nothing()
	}
	v.began = nil
	if found.ID == "viewer.close" {
		return closed()
	}
	pane.Scroll(v.text, found.ID)
	return pane.Nothing()
}

// View draws the text.
func (v *Viewer) View(env *pane.Env, w, h int) []string { return v.text.View(env.Theme, w, h) }

// Cursor is not shown.
func (v *Viewer) Cursor() (x, y int, ok bool) { return 0, 0, false }
