package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/model/russian"
	"kurator/ui/pane"
)

// poll asks beside the loop what others have changed; the next time is set when the answer is there, so slow answers do not pile up.
func (m *Model) poll() tea.Cmd {
	if m.opt.Poll == nil {
		return m.wait(PollEvery, pollMsg{})
	}
	ctx, ask := m.env.Ctx, m.opt.Poll
	return m.aside(func() (tea.Msg, error) {
		change, err := ask(ctx)
		return polled{change, err}, nil
	})
}

// feed tells the panes what others have changed.
func (m *Model) feed(p polled) tea.Cmd {
	next := m.wait(PollEvery, pollMsg{})
	if p.err != nil {
		if again := p.err.Error(); again != m.feedFault { // said once, not every second
			m.feedFault = again
			return join(m.say(p.err), next)
		}
		return next
	}
	m.feedFault = ""
	c := p.change
	if c.Call {
		next = join(next, m.ring())
	}
	if c.Env != nil {
		env := *c.Env
		env.Theme = m.env.Theme
		m.env, m.dirty = &env, true
	}
	if !c.Any && len(c.Refs) == 0 {
		return next
	}
	m.dirty = true
	return join(m.changed(c.Refs), next)
}

// aside runs work of the frame itself; an error or a panic comes back as one.
func (m *Model) aside(work func() (tea.Msg, error)) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = failed{pane.Caught(r)}
			}
		}()
		msg, err := work()
		if err != nil {
			return failed{err}
		}
		return msg
	}
}

// clock is the office's time for the tab row.
func (m *Model) clock() string {
	now := m.env.Time()
	return russian.WeekdayDate(now) + " " + now.Format("15:04")
}
