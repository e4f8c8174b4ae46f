package overlay

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Completion is one way to go on with what stands before the cursor.
type Completion struct {
	Text    string // what is written
	Replace int    // bytes before the cursor that it replaces
	Label   string // what the list shows; Text when empty
	Note    string // beside it, quieter
}

// Ask is what a Prompt asks for. Everything but Title and Then may be left out.
type Ask struct {
	Title, Value, Hint string
	Complete           func(before string) []Completion              // from memory: it is asked on every key
	Check              func(text string) error                       // refuses with a sentence; the text stays
	Change             func(env *pane.Env, text string) pane.Outcome // while typing; may not close
	Then               func(env *pane.Env, text string) pane.Outcome // enter
	Cancel             func(env *pane.Env) pane.Outcome              // esc
}

// Prompt asks for one line.
type Prompt struct {
	ask    Ask
	input  *widget.Input
	offers []Completion
	at     int // the offer under the cursor; -1 for none
	fault  string
	wrong  [2]int // the bytes that are at fault, when the fault has a place: from, length
	placed bool
}

// placed is a fault that knows where in the text it lies.
type placed interface{ Place() (offset, length int) }

// offersShown is the rows kept for completions, so that the frame does not jump while typing.
const offersShown = 6

// NewPrompt makes the dialog.
func NewPrompt(ask Ask) *Prompt {
	p := &Prompt{ask: ask, input: widget.NewInput(ask.Value), at: -1}
	p.ask.Title = clean.Line(ask.Title)
	p.input.Placeholder = clean.Line(ask.Hint)
	p.offer()
	return p
}

func (p *Prompt) offer() {
	p.at, p.offers = -1, nil
	if p.ask.Complete != nil {
		p.offers = p.ask.Complete(p.input.Before())
	}
}

// Title of the frame.
func (p *Prompt) Title() string { return p.ask.Title }

// Foot of the frame.
func (p *Prompt) Foot(*pane.Env) string {
	if p.ask.Complete != nil {
		return "Tab — дополнить, Enter — готово, Esc — закрыть"
	}
	return "Enter — готово, Esc — закрыть"
}

// Size is the line, what is wrong with it, and the completions.
func (p *Prompt) Size(_ *pane.Env, w, h int) (int, int) {
	rows := 2
	if p.ask.Complete != nil {
		rows += offersShown
	}
	return min(w, 84), min(h, rows)
}

// Typing is true.
func (p *Prompt) Typing() bool { return true }

// Update edits, completes and answers.
func (p *Prompt) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if press, ok := pressed(msg); ok {
		switch press.Name {
		case "esc", "ctrl+c":
			if p.ask.Cancel != nil {
				return answered(p.ask.Cancel(env))
			}
			return closed()
		case "enter":
			return p.enter(env)
		case "tab":
			return p.complete(env)
		case "down":
			p.at = min(p.at+1, len(p.offers)-1)
			return pane.Nothing()
		case "up":
			p.at = max(p.at-1, -1)
			return pane.Nothing()
		}
	}
	if _, changed := p.input.Update(msg); changed {
		return p.changed(env)
	}
	p.offer()
	return pane.Nothing()
}

func (p *Prompt) changed(env *pane.Env) pane.Outcome {
	p.fault, p.placed = "", false
	p.offer()
	if p.ask.Change == nil {
		return pane.Nothing()
	}
	o := p.ask.Change(env, p.input.Value())
	o.Close = false
	return o
}

// enter takes the offer under the cursor, else answers.
func (p *Prompt) enter(env *pane.Env) pane.Outcome {
	if p.at >= 0 {
		return p.complete(env)
	}
	text := p.input.Value()
	if p.ask.Check != nil {
		if err := p.ask.Check(text); err != nil {
			p.refuse(err)
			return pane.Nothing()
		}
	}
	return answered(p.ask.Then(env, text))
}

// refuse says what is wrong, and goes to the place where it is known.
func (p *Prompt) refuse(err error) {
	p.fault = clean.Line(err.Error())
	var at placed
	if p.placed = errors.As(err, &at); p.placed {
		p.wrong[0], p.wrong[1] = at.Place()
		p.input.MoveTo(p.wrong[0] + p.wrong[1])
	}
}

func (p *Prompt) complete(env *pane.Env) pane.Outcome {
	if len(p.offers) == 0 {
		return pane.Nothing()
	}
	offer := p.offers[max(p.at, 0)]
	p.input.Replace(offer.Replace, offer.Text)
	return p.changed(env)
}

// View draws the line and what is offered.
func (p *Prompt) View(env *pane.Env, w, h int) []string {
	th := env.Theme
	l := widget.NewLine(th, w)
	lines := []string{l.Put(th.Glyphs.Cursor+" ", th.Style(theme.KeyHint)).Raw(p.input.View(th, max(w-2, 1)), w-2).End("")}
	if p.fault != "" {
		if x, n, ok := p.input.Cells(p.wrong[0], p.wrong[1]); ok && p.placed {
			l.Reset(w)
			lines = append(lines, l.Space(2+x, "").Repeat("^", n, th.Style(theme.Bad)).End(""))
		}
		for _, row := range widget.WrapWords("! "+p.fault, w) {
			l.Reset(w)
			lines = append(lines, l.Put(row, th.Style(theme.Bad)).End(""))
		}
	}
	top := max(p.at-offersShown+1, 0)
	for i := top; i < len(p.offers) && len(lines) < h; i++ {
		lines = append(lines, p.line(l, th, w, i))
	}
	return fill(lines, w, h)
}

func (p *Prompt) line(l *widget.Line, th *theme.Theme, w, i int) string {
	base, lead := theme.Text, "  "
	if i == p.at {
		base, lead = theme.Selected, th.Glyphs.Cursor+" "
	}
	offer := p.offers[i]
	label := offer.Label
	if label == "" {
		label = offer.Text
	}
	st := th.On(base, theme.Text)
	l.Reset(w)
	l.Put(lead+clean.Line(label), st)
	if offer.Note != "" {
		l.Put("  "+clean.Line(offer.Note), th.On(base, theme.Muted))
	}
	return l.End(st)
}

// Cursor is in the line.
func (p *Prompt) Cursor() (x, y int, ok bool) { return 2 + p.input.CursorX(), 0, true }
