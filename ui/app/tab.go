package app

import (
	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/pane"
)

// choose shows a tab, counted around the ends.
func (m *Model) choose(n int) tea.Cmd {
	n = (n%m.tabs + m.tabs) % m.tabs
	m.onSide = false
	if n == m.tab {
		return nil
	}
	return m.open(n, nil)
}

// open makes a tab current.
func (m *Model) open(n int, arg any) tea.Cmd {
	m.tab, m.onSide, m.pending = n, false, nil
	m.subject = model.Ref{}
	return m.apply(target{pane: n}, m.panes[n].Open(m.env, arg))
}

// show goes to a pane by its name: a tab, or a side pane beside the current tab.
func (m *Model) show(to pane.Go) tea.Cmd {
	n := m.find(to.Pane)
	if n < 0 {
		return m.say(model.Faultf(model.Failed, "Раздела «%s» нет.", to.Pane))
	}
	if n < m.tabs {
		return m.open(n, to.Arg)
	}
	m.side, m.onSide, m.pending = n, true, nil
	m.subject = model.Ref{} // back at the list, it follows the cursor again
	return m.apply(target{pane: n}, m.panes[n].Open(m.env, to.Arg))
}

// crossOver gives the keys to the side pane, or back to the list.
func (m *Model) crossOver() tea.Cmd {
	if m.onSide {
		m.onSide = false
		return nil
	}
	subject, beside := m.panes[m.tab].Subject()
	m.onSide = true
	if !beside || subject == m.subject {
		return nil
	}
	m.subject = subject
	return m.apply(target{pane: m.side}, m.panes[m.side].Open(m.env, subject))
}

// follow keeps the side pane on what the cursor of the list is on. While the side pane has the keys it stays where it is.
func (m *Model) follow() tea.Cmd {
	if m.onSide {
		return nil
	}
	subject, beside := m.panes[m.tab].Subject()
	if !beside {
		m.side, m.subject = -1, model.Ref{}
		return nil
	}
	anew := m.side < 0 // the side pane still shows what it was left with, perhaps by another pane
	if anew || subject.Noun != m.subject.Noun {
		m.side = m.sideOf(subject.Noun)
	}
	if m.side < 0 || subject == m.subject && !anew {
		return nil
	}
	m.subject = subject
	if m.screen() == single {
		m.subject = model.Ref{} // nobody sees it: it is opened when it is shown
		return nil
	}
	return m.apply(target{pane: m.side}, m.panes[m.side].Open(m.env, subject))
}

// sideOf is the side pane for a kind of object; for none, the one shown last, else the first.
func (m *Model) sideOf(noun model.Noun) int {
	if i, ok := m.sides[noun]; ok {
		return i
	}
	if m.side >= 0 {
		return m.side
	}
	if len(m.panes) > m.tabs {
		return m.tabs
	}
	return -1
}
