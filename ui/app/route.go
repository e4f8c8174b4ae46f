package app

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/action"
	"kurator/ui/key"
	"kurator/ui/pane"
)

// press turns a key into a command: normalised, then through the scopes of the pane that has the keys, inner first.
func (m *Model) press(raw tea.KeyPressMsg) tea.Cmd {
	if f := m.front(); f != nil {
		if m.hasty(f) {
			return m.spare(raw)
		}
		press := key.Read(raw, f.overlay.Typing(), m.env.Keys.Bound(action.Viewer, nil))
		return m.apply(target{overlay: f.serial}, f.overlay.Update(m.env, press))
	}
	at := m.focus()
	p := m.panes[at]
	scope := p.Layer()
	press := key.Read(raw, p.Typing(), m.env.Keys.Bound(scope, m.pending))
	if p.Typing() && press.Text != "" {
		m.pending = nil
		return m.apply(target{pane: at}, p.Update(m.env, press))
	}
	began := len(m.pending) > 0
	m.pending = append(m.pending, press.Name)
	found := m.env.Keys.Lookup(scope, m.pending...)
	if found.Pending() {
		return nil
	}
	m.pending = nil
	switch {
	case found.ID == action.Quit && press.Name == "ctrl+c" && !m.twice():
		return m.toast(pane.Toast{Text: "Чтобы выйти, нажмите Ctrl+C ещё раз", Warn: true})
	case found.ID != "":
		return m.run(found.ID)
	case began: // a sequence that leads nowhere is forgotten whole
		return nil
	}
	return m.apply(target{pane: at}, p.Update(m.env, press))
}

// textOf is input that puts text into a field.
func textOf(msg tea.Msg) (tea.Msg, bool) {
	raw, ok := msg.(tea.KeyPressMsg)
	if !ok {
		_, pasted := msg.(tea.PasteMsg)
		return msg, pasted
	}
	press := key.Read(raw, true, nil)
	return press, press.Text != ""
}

// leaveWithin is how soon Ctrl+C must come again: in other programs it copies, and a slip must not close the desk.
const leaveWithin = 2 * time.Second

func (m *Model) twice() bool {
	now := m.opt.Clock()
	again := !m.armed.IsZero() && now.Sub(m.armed) < leaveWithin
	m.armed = now
	return again
}

// run does a command if it can be done now, and says why not if it cannot.
func (m *Model) run(id action.ID) tea.Cmd {
	if id == action.Back && m.notices.dismiss() {
		return nil
	}
	who, err := m.ask(id)
	switch {
	case err != nil && errors.As(err, new(*model.Fault)):
		return m.toast(pane.Toast{Text: err.Error(), Warn: true})
	case err != nil:
		return m.say(err)
	case who.verbs > 0:
		return m.apply(who, m.opt.Verbs[who.verbs-1].Do(m.env, id))
	case who.pane >= 0:
		return m.apply(who, m.panes[who.pane].Do(m.env, id))
	}
	return m.do(id)
}

// own marks the frame itself among the targets.
var own = target{pane: -1}

// ask finds who carries out a command, and whether it can be done now: the pane with the keys, the verbs of the desk, the frame.
func (m *Model) ask(id action.ID) (target, error) {
	at := m.focus()
	if err := m.panes[at].Can(m.env, id); !errors.Is(err, pane.NotMine) {
		return target{pane: at}, err
	}
	for i, v := range m.opt.Verbs {
		if err := v.Can(m.env, id); !errors.Is(err, pane.NotMine) {
			return target{verbs: i + 1}, err
		}
	}
	return own, m.can(id)
}
