package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/pane"
)

// flushWithin is how long the last saving may take.
const flushWithin = 5 * time.Second

// flush saves what was typed in every pane. A pane that panics does not keep the others from saving.
func (m *Model) flush() error {
	ctx, stop := context.WithTimeout(context.WithoutCancel(m.env.Ctx), flushWithin)
	defer stop()
	var first error
	for _, p := range m.panes {
		if err := flushOne(ctx, p); err != nil {
			m.log(err)
			if first == nil {
				first = err
			}
		}
	}
	m.flushed = first == nil
	return first
}

func flushOne(ctx context.Context, p pane.Pane) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = pane.Caught(r)
		}
	}()
	return p.Flush(ctx)
}

// quit ends the desk at the person's wish. What cannot be saved keeps it open once, so that the text can be copied; a second wish is
// obeyed.
func (m *Model) quit() tea.Cmd {
	if err := m.flush(); err != nil && !m.ending {
		m.ending = true
		m.notices.fail(m.env.Now(), "Не сохранено. "+sentence(err)+" Скопируйте набранное; повторный выход закроет программу.")
		m.dirty = true
		return nil
	}
	return tea.Quit
}

// end is the end that nobody asks the person about.
func (m *Model) end(fault error) tea.Cmd {
	if err := m.flush(); err != nil && fault == nil {
		fault = err
	}
	m.fault = fault
	return tea.Quit
}

// guarded runs a part of the loop. After a panic nothing in the model can be trusted but what was typed: it is saved, the details go to
// the log, and the program ends with a sentence and a clean terminal.
func (m *Model) guarded(part func() tea.Cmd) (cmd tea.Cmd) {
	defer func() {
		if r := recover(); r != nil {
			caught := pane.Caught(r)
			m.log(caught)
			cmd = m.end(&model.Fault{Code: model.Failed, Say: internal, Cause: caught})
		}
	}()
	return part()
}
