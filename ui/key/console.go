package key

import (
	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// consolePrefix opens F1…F5 on the Linux console: ESC [ [ A … ESC [ [ E. The decoder breaks the sequence after the second
// bracket and delivers the rest as a plain capital letter.
const consolePrefix = uv.UnknownCsiEvent("\x1b[[")

// Console joins the two halves of a Linux console function key. The zero value is ready; it serves one program.
type Console struct{ prefixed bool }

// Filter returns the message to handle: f1…f5 for the letter after the prefix, nil for the prefix itself, every other message
// unchanged. It fits tea.WithFilter.
func (c *Console) Filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch m := msg.(type) {
	case uv.UnknownCsiEvent:
		if m == consolePrefix {
			c.prefixed = true
			return nil
		}
	case tea.KeyPressMsg:
		joined := c.prefixed
		c.prefixed = false
		if joined && m.Mod == tea.ModShift && m.Code >= 'a' && m.Code <= 'e' {
			return tea.KeyPressMsg{Code: tea.KeyF1 + m.Code - 'a'}
		}
	}
	return msg
}
