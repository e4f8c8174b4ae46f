package pane

import (
	"context"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// Load runs the loads of one thing in a pane: starting a new one ends the one before, and its late answer is dropped. The zero value is
// ready; it must not be copied after use.
type Load[T any] struct {
	gen  uint64
	stop context.CancelFunc
}

type loaded[T any] struct {
	by    *Load[T] // only compared
	gen   uint64
	value T
	err   error
}

// Start makes the command that does the work. The work runs beside the loop: it takes values, not the pane.
func (l *Load[T]) Start(ctx context.Context, work func(context.Context) (T, error)) tea.Cmd {
	l.Stop()
	ctx, stop := context.WithCancel(ctx)
	gen := l.gen
	l.stop = stop
	return func() (msg tea.Msg) {
		defer stop()
		defer func() { // the pane must learn that nothing will come
			if r := recover(); r != nil {
				msg = loaded[T]{by: l, gen: gen, err: Caught(r)}
			}
		}()
		value, err := work(ctx)
		return loaded[T]{l, gen, value, err}
	}
}

// Stop ends the load in progress and forgets its answer.
func (l *Load[T]) Stop() {
	l.gen++
	if l.stop != nil {
		l.stop()
		l.stop = nil
	}
}

// Waiting reports whether an answer is outstanding.
func (l *Load[T]) Waiting() bool { return l.stop != nil }

// Take gives what was loaded, when the message is the answer awaited: late answers and messages of others are not fresh.
func (l *Load[T]) Take(msg tea.Msg) (value T, fresh bool, err error) {
	answer, ok := msg.(loaded[T])
	if !ok || answer.by != l || answer.gen != l.gen || l.stop == nil {
		return value, false, nil
	}
	l.stop = nil
	return answer.value, true, answer.err
}

// Panic is what became of work that panicked. Its text says nothing of the case; the frame writes the details to the log.
type Panic struct {
	Value any
	Stack []byte
}

// Error says only that it happened.
func (p *Panic) Error() string { return "internal error" }

// Caught is the error for what recover returned.
func Caught(value any) *Panic { return &Panic{value, debug.Stack()} }
