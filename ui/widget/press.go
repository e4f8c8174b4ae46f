package widget

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/key"
)

// pressOf takes a key press that the root has normalised, or normalises a raw one.
func pressOf(msg tea.Msg, typing bool) (key.Press, bool) {
	switch m := msg.(type) {
	case key.Press:
		return m, true
	case tea.KeyPressMsg:
		return key.Read(m, typing, nil), true
	}
	return key.Press{}, false
}
