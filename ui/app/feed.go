package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/model/russian"
	"kurator/ui/pane"
)

// feeding is the feed of changes: one question at a time, the next one a while after the answer.
type feeding struct {
	turn   uint64 // of the timer that counts; an earlier one has been overtaken
	asking bool
	again  bool   // ask at once when the answer is there
	fault  string // what the feed said last time
}

// pollMsg is the time for the next question.
type pollMsg struct{ turn uint64 }

// pollLater sets the time of the next question.
func (m *Model) pollLater() tea.Cmd {
	m.feeding.turn++
	return m.wait(PollEvery, pollMsg{m.feeding.turn})
}

// pollSoon asks without waiting for the time: people or rules were changed from here, and what the desk knows of them is of before.
func (m *Model) pollSoon() tea.Cmd {
	if m.feeding.asking {
		m.feeding.again = true
		return nil
	}
	return m.poll()
}

// poll asks beside the loop what has changed; the next time is set when the answer is there, so slow answers do not pile up.
func (m *Model) poll() tea.Cmd {
	if m.opt.Poll == nil {
		return m.pollLater()
	}
	m.feeding.turn++
	m.feeding.asking = true
	ctx, ask := m.env.Ctx, m.opt.Poll
	return m.aside(func() (tea.Msg, error) {
		change, err := ask(ctx)
		return polled{change, err}, nil
	})
}

// next is the question after an answer.
func (m *Model) next() tea.Cmd {
	again := m.feeding.again
	m.feeding.asking, m.feeding.again = false, false
	if again {
		return m.poll()
	}
	return m.pollLater()
}

// feed tells the panes what others have changed.
func (m *Model) feed(p polled) tea.Cmd {
	next := m.next()
	if p.err != nil {
		if again := p.err.Error(); again != m.feeding.fault { // said once, not every second
			m.feeding.fault = again
			return join(m.say(p.err), next)
		}
		return next
	}
	m.feeding.fault = ""
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
