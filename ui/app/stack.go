package app

import (
	"time"

	"kurator/ui/pane"
)

// front is one dialog of the stack with the one who opened it.
type front struct {
	overlay pane.Overlay
	owner   target
	serial  uint64
	quiet   time.Time // keys before this moment are not for it
	limit   time.Time // from here on it takes every key
}

// A dialog that opened by itself takes no keys until the hands have rested a moment: what was typed for the pane below must not
// answer a question nobody has read.
const (
	graceRest  = 400 * time.Millisecond
	graceLimit = 3 * time.Second
)

func (m *Model) push(owner target, o pane.Overlay) {
	m.serial++
	f := front{overlay: o, owner: owner, serial: m.serial}
	if !m.byHand {
		now := m.opt.Clock()
		f.quiet, f.limit = now.Add(graceRest), now.Add(graceLimit)
	}
	m.stack = append(m.stack, f)
	m.pending = nil
}

// pop takes a dialog away, wherever it stands, and returns its owner.
func (m *Model) pop(serial uint64) target {
	for i, f := range m.stack {
		if f.serial == serial {
			m.stack = append(m.stack[:i:i], m.stack[i+1:]...)
			return f.owner
		}
	}
	return own
}

// front is the dialog that has the keys; nil when there is none.
func (m *Model) front() *front {
	if len(m.stack) == 0 {
		return nil
	}
	return &m.stack[len(m.stack)-1]
}

// hasty reports whether input comes too soon for a dialog that opened by itself; each hasty key makes it wait again.
func (m *Model) hasty(f *front) bool {
	now := m.opt.Clock()
	if f.quiet.IsZero() || !now.Before(f.quiet) || !now.Before(f.limit) {
		f.quiet = time.Time{}
		return false
	}
	f.quiet = now.Add(graceRest)
	return true
}
