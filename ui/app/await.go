package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/ui/pane"
)

// awaiting is an answer that the person waits for: keys typed before it has come are meant for what it brings, and are kept for that.
type awaiting struct {
	serial  uint64 // of the command whose answer is awaited; 0 when none is
	dropped uint64 // the newest command that was given up: its answer is not shown
	sure    bool   // the answer is shown even when the person does not wait for it
	kept    []tea.Msg
}

// arrived is an answer that was awaited.
type arrived struct {
	serial uint64
	msg    tea.Msg
}

// mostKept bounds what is typed ahead: more is a cat on the keyboard.
const mostKept = 200

// await runs a command whose answer keys wait for.
func (m *Model) await(to target, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	m.serial++
	serial, work := m.serial, m.post(to, cmd)
	m.awaits.serial, m.awaits.sure = serial, false
	return func() tea.Msg { return arrived{serial, work()} }
}

// hold runs a command of what has the keys that changes something, or loads what was changed: keys typed meanwhile come after its answer.
func (m *Model) hold(to target, cmd tea.Cmd) tea.Cmd {
	mine := to.overlay == 0 && (to.verbs > 0 || to.pane == m.focus()) && m.front() == nil
	if !mine || !m.byHand {
		return m.post(to, cmd)
	}
	cmd = m.await(to, cmd)
	m.awaits.sure = true
	return cmd
}

// keep puts input aside while an answer is awaited. Esc and Ctrl+C give the answer up, with what was typed for it; where it cannot be given
// up they only end the waiting, and are done at once.
func (m *Model) keep(msg tea.Msg) bool {
	if m.awaits.serial == 0 {
		return false
	}
	if press, ok := msg.(tea.KeyPressMsg); ok && (press.String() == "esc" || press.String() == "ctrl+c") {
		if m.awaits.sure {
			m.awaits = awaiting{dropped: m.awaits.dropped}
			return false
		}
		m.awaits = awaiting{dropped: m.awaits.serial}
		return true
	}
	if len(m.awaits.kept) < mostKept {
		m.awaits.kept = append(m.awaits.kept, msg)
	}
	return true
}

// answer hands over what was awaited, as if it had come with the key that asked for it, and then what was typed meanwhile.
func (m *Model) answer(a arrived) tea.Cmd {
	if a.serial == m.awaits.dropped {
		return nil
	}
	waited := a.serial == m.awaits.serial
	if waited {
		m.awaits.serial, m.byHand = 0, true
	}
	var cmd tea.Cmd
	switch letter := a.msg.(type) {
	case nil:
	case mail:
		cmd = m.receive(letter)
	default: // a batch, whose parts come by themselves
		cmd = func() tea.Msg { return letter }
	}
	kept := m.awaits.kept
	for waited && len(kept) > 0 && m.awaits.serial == 0 {
		msg := kept[0]
		kept = kept[1:]
		cmd = join(cmd, m.typed(msg))
	}
	if waited {
		m.awaits.kept = kept
	}
	return cmd
}

// typed is input that no answer is awaited for.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		return m.press(press)
	}
	return m.input(msg)
}

// spare saves what was typed while a dialog opened by itself: text goes on into the field below it, and of a command the person is told
// that it was not done.
func (m *Model) spare(msg tea.Msg) tea.Cmd {
	at := m.focus()
	if p := m.panes[at]; p.Typing() && len(m.stack) == 1 {
		if text, ok := textOf(msg); ok {
			return m.apply(target{pane: at}, p.Update(m.env, text))
		}
	}
	return m.toast(pane.Toast{Text: "Окно открылось само, клавиша не сработала. Прочитайте и нажмите ещё раз", Warn: true})
}
