package app

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/key"
	"kurator/ui/pane"
)

// rate is how often a second the renderer looks for a new frame. A key waits half of that on the average: at the usual 60 it is 12 to 14 ms from the
// key to the frame, at 120 it is 7. The looking costs an idle desk about one per cent of a processor more.
const rate = 120

// Run shows the desk on a terminal until it is left, the context ends, or the terminal goes away. Whatever the end, what was typed is
// flushed and the terminal is as it was. The error is a sentence for the person.
func Run(ctx context.Context, env pane.Env, o Options, in io.Reader, out io.Writer) (err error) {
	env.Ctx = ctx
	m, err := New(env, o)
	if err != nil {
		return err
	}
	var console key.Console
	p := tea.NewProgram(m, tea.WithInput(in), tea.WithOutput(out), tea.WithEnvironment(environ(o)),
		tea.WithFilter(console.Filter), tea.WithFPS(rate), tea.WithWindowSize(o.Size[0], o.Size[1]), tea.WithoutSignalHandler(), tea.WithoutCatchPanics())
	defer func() {
		if r := recover(); r != nil { // outside every guard: in the renderer
			p.Kill()
			caught := pane.Caught(r)
			m.log(caught)
			err = &model.Fault{Code: model.Failed, Say: internal, Cause: caught}
		}
		err = m.last(err)
	}()
	done := make(chan struct{})
	defer close(done)
	go watch(ctx, p, done)
	if _, err := p.Run(); err != nil && m.fault == nil {
		m.log(err)
		return lost(err)
	}
	return m.fault
}

func environ(o Options) []string {
	if o.Environ != nil {
		return o.Environ
	}
	return os.Environ()
}

// last flushes what the loop could not, and tells the current tab.
func (m *Model) last(err error) error {
	if !m.flushed {
		if failed := m.flush(); failed != nil && err == nil {
			err = failed
		}
	}
	if m.opt.Leave != nil {
		m.opt.Leave(m.panes[m.tab].ID())
	}
	return err
}

// lost is the end of the terminal itself; when it is gone there is nobody to read more.
func lost(err error) error {
	if errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return &model.Fault{Code: model.Failed, Say: "Связь с терминалом прервалась. Набранный текст сохранён.", Cause: err}
}

// watch ends the desk when its session ends: a hang-up, a request to end, or the context.
func watch(ctx context.Context, p *tea.Program, done <-chan struct{}) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	defer signal.Stop(signals)
	select {
	case <-done:
		return
	case <-ctx.Done():
	case <-signals:
	}
	p.Send(endMsg{})
}
