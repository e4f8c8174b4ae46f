package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Messages of the frame to itself.
type (
	polled struct {
		change Change
		err    error
	}
	failed  struct{ err error }
	renewed struct {
		env   pane.Env
		looks Looks
	}
	toastMsg struct{ serial uint64 }
	endMsg   struct{ fault error } // the terminal, the session or the machine goes away
)

// handle does what a message asks. Messages that change nothing on the screen leave no frame to compose.
func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.present()
		m.dirty = true
		if m.keep(msg) {
			return nil
		}
		return m.press(msg)
	case tea.PasteMsg:
		m.present()
		m.dirty = true
		if m.keep(msg) {
			return nil
		}
		return m.input(msg)
	case tea.MouseMsg:
		m.present()
		return m.point(msg)
	case mail:
		return m.receive(msg)
	case arrived:
		m.dirty = true
		return m.answer(msg)
	case tea.WindowSizeMsg:
		m.dirty = true
		m.w, m.h = msg.Width, msg.Height
	case widget.FrameMsg: // what it waits for has been said
	case pollMsg:
		if msg.turn != m.feeding.turn {
			return nil
		}
		if m.forgotten() {
			return m.end(&model.Fault{Code: model.Failed, Say: "Рабочий стол закрыт: к нему долго никто не прикасался. Набранный текст сохранён."})
		}
		m.dirty = m.dirty || m.clock() != m.minute
		return m.poll()
	case polled:
		return m.feed(msg)
	case failed:
		m.dirty = true
		return m.say(msg.err)
	case renewed:
		m.dirty = true
		return m.renew(msg)
	case toastMsg:
		m.dirty = m.notices.expire(msg.serial) || m.dirty
	case endMsg:
		return m.end(msg.fault)
	default:
		return m.terminal(msg)
	}
	return nil
}

// present notes that the person is there.
func (m *Model) present() {
	m.byHand = true
	m.touched = m.opt.Clock()
}

// forgotten reports whether nobody has been there for too long.
func (m *Model) forgotten() bool {
	now := m.opt.Clock()
	if m.touched.IsZero() {
		m.touched = now
	}
	return m.opt.Idle > 0 && now.Sub(m.touched) >= m.opt.Idle
}

// input gives what is no key to the front dialog or the pane with the keys.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	if f := m.front(); f != nil {
		if m.hasty(f) {
			return m.spare(msg)
		}
		return m.apply(target{overlay: f.serial}, f.overlay.Update(m.env, msg))
	}
	at := m.focus()
	return m.apply(target{pane: at}, m.panes[at].Update(m.env, msg))
}

// focus is the index of the pane that has the keys.
func (m *Model) focus() int {
	if m.onSide && m.side >= 0 {
		return m.side
	}
	return m.tab
}
