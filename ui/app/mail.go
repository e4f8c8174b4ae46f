package app

import (
	"reflect"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/pane"
)

// target is who asked for a command and gets its answer: an overlay, else one of the verbs of the desk (counted from one), else a pane.
type target struct {
	overlay uint64
	verbs   int
	pane    int
}

// mail is an answer on its way back.
type mail struct {
	to  target
	msg tea.Msg
}

// receive hands an answer over. What was asked by a dialog that is gone is dropped.
func (m *Model) receive(letter mail) tea.Cmd {
	if f, ok := letter.msg.(failed); ok {
		m.dirty = true
		return m.say(f.err)
	}
	r := m.reader(letter.to)
	if r == nil {
		return nil
	}
	o := r.Update(m.env, letter.msg)
	m.dirty = m.dirty || !o.Same
	return m.apply(letter.to, o)
}

// reader is who an answer is for; nil when it is gone.
func (m *Model) reader(to target) interface {
	Update(env *pane.Env, msg tea.Msg) pane.Outcome
} {
	switch {
	case to.overlay != 0:
		for i := range m.stack {
			if m.stack[i].serial == to.overlay {
				return m.stack[i].overlay
			}
		}
		return nil
	case to.verbs > 0:
		return m.opt.Verbs[to.verbs-1]
	case to.pane < 0:
		return nil
	}
	return m.panes[to.pane]
}

// post makes a command that answers to its target only, and survives a panic: its details go to the log, a sentence to the screen.
func (m *Model) post(to target, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	tick := m.opt.Tick
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = mail{to, failed{pane.Caught(r)}}
			}
		}()
		switch answer := cmd().(type) {
		case nil:
			return nil
		case pane.Later:
			return tick(answer.After, func(time.Time) tea.Msg { return mail{to, answer.Msg} })()
		default:
			return m.address(to, answer)
		}
	}
}

// address writes the target on an answer: on each one of a batch or sequence, and not on requests to the terminal.
func (m *Model) address(to target, answer tea.Msg) tea.Msg {
	kind := reflect.TypeOf(answer)
	if !strings.HasPrefix(kind.PkgPath(), "charm.land/bubbletea/") {
		return mail{to, answer}
	}
	if kind.Kind() != reflect.Slice || kind.Elem() != reflect.TypeFor[tea.Cmd]() {
		return answer
	}
	list := reflect.ValueOf(answer)
	cmds := make([]tea.Cmd, list.Len())
	for i := range cmds {
		cmd, _ := list.Index(i).Interface().(tea.Cmd)
		cmds[i] = m.post(to, cmd)
	}
	if _, together := answer.(tea.BatchMsg); together {
		return tea.BatchMsg(cmds)
	}
	return tea.Sequence(cmds...)()
}
