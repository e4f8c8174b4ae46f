package overlay

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Choose is a menu narrowed by typing.
type Choose struct {
	title   string
	menu    *widget.Menu
	wide    bool
	choices int
	width   int // that the longest choice takes
	then    func(env *pane.Env, c widget.Choice) pane.Outcome
}

// NewChoose makes a menu; then goes on with what was chosen.
func NewChoose(title, prompt string, choices []widget.Choice, then func(env *pane.Env, c widget.Choice) pane.Outcome) *Choose {
	c := &Choose{title: clean.Line(title), menu: widget.NewMenu(prompt, choices), then: then, choices: len(choices), width: widest(prompt) + 4}
	group := ""
	for _, choice := range choices {
		if choice.Group != group {
			group = choice.Group
			c.choices++
		}
		w := widest(choice.Label) + 4
		if choice.Disabled != "" {
			w += widest(choice.Disabled) + 3
		}
		if choice.Hint != "" {
			w += widest(choice.Hint) + 3
		}
		c.width = max(c.width, w, widest(choice.Group)+2)
	}
	return c
}

// Select puts the cursor on a choice.
func (c *Choose) Select(id string) *Choose {
	c.menu.Select(id)
	return c
}

// Title of the frame.
func (c *Choose) Title() string { return c.title }

// Foot of the frame.
func (c *Choose) Foot(*pane.Env) string { return "Enter — выбрать, Esc — закрыть" }

// Size is as large as the choices are; help and the palette take what there is.
func (c *Choose) Size(_ *pane.Env, w, h int) (int, int) {
	if c.wide {
		return min(w, 84), h
	}
	return min(w, max(c.width, 36)), min(h, c.choices+1)
}

// Typing is true: letters narrow the menu.
func (c *Choose) Typing() bool { return true }

// Update moves, narrows and chooses.
func (c *Choose) Update(env *pane.Env, msg tea.Msg) pane.Outcome {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		held, _ := c.menu.Current()
		if !c.menu.Click(click.Y) {
			return pane.Nothing()
		}
		if now, _ := c.menu.Current(); now.ID != held.ID {
			return pane.Nothing() // the first click chooses the row, the second takes it
		}
		return c.decide(env, c.menu.Choose)
	}
	return c.decide(env, func() (widget.Choice, widget.Outcome) { return c.menu.Update(msg) })
}

func (c *Choose) decide(env *pane.Env, update func() (widget.Choice, widget.Outcome)) pane.Outcome {
	switch choice, what := update(); what {
	case widget.Chosen:
		return answered(c.then(env, choice))
	case widget.Refused:
		return pane.Outcome{Toast: &pane.Toast{Text: choice.Disabled, Warn: true}}
	case widget.Cancelled:
		return closed()
	}
	return pane.Nothing()
}

// View draws the menu.
func (c *Choose) View(env *pane.Env, w, h int) []string { return c.menu.View(env.Theme, w, h) }

// Cursor is in the filter.
func (c *Choose) Cursor() (x, y int, ok bool) {
	x, y = c.menu.Cursor()
	return x, y, true
}
