package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/widget"
)

// point gives a click or a turn of the wheel to what lies under it, with cells counted from there.
func (m *Model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	_, click := msg.(tea.MouseClickMsg)
	_, wheel := msg.(tea.MouseWheelMsg)
	if !click && !wheel || click && at.Button != tea.MouseLeft {
		return nil
	}
	m.dirty = true
	if f := m.front(); f != nil {
		if !m.places.side.Contains(at.X, at.Y) || m.hasty(f) {
			return nil
		}
		return m.apply(target{overlay: f.serial}, f.overlay.Update(m.env, within(msg, m.places.side)))
	}
	switch {
	case m.places.tabs.Contains(at.X, at.Y):
		if n, ok := m.tabRow.At(at.X); ok && click {
			return m.choose(n)
		}
	case m.places.main.Contains(at.X, at.Y):
		return m.touch(m.tab, click, within(msg, m.places.main))
	case m.places.side.Contains(at.X, at.Y):
		return m.touch(m.side, click, within(msg, m.places.side))
	}
	return nil
}

// touch gives a pane a mouse message; a click gives it the keys first.
func (m *Model) touch(n int, click bool, msg tea.Msg) tea.Cmd {
	if click {
		m.onSide = n == m.side
		m.pending = nil
	}
	return m.apply(target{pane: n}, m.panes[n].Update(m.env, msg))
}

func within(msg tea.MouseMsg, r widget.Rect) tea.Msg {
	at := msg.Mouse()
	at.X, at.Y = at.X-r.X, at.Y-r.Y
	if _, wheel := msg.(tea.MouseWheelMsg); wheel {
		return tea.MouseWheelMsg(at)
	}
	return tea.MouseClickMsg(at)
}
