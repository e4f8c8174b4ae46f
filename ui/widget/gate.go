package widget

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// FrameInterval is the shortest time between two frames. Bubble Tea calls View after every message; composing at most this often
// keeps a flood of keys (500 a second) from lagging behind by seconds.
const FrameInterval = 16 * time.Millisecond

// FrameMsg is the trailing tick of a Gate.
type FrameMsg struct{}

// Tick makes a command that answers after d; tea.Tick is one, tests have a logical one.
type Tick func(d time.Duration, answer func(time.Time) tea.Msg) tea.Cmd

// Gate decides when the root composes a new frame: at once after a rest, else once at the end of the interval. A key after a rest of the keys
// never waits for a frame that data made a moment before. The root calls Ask after every Update, composes and keeps the frame when told so, and
// returns the kept one from View. The zero Gate is ready.
type Gate struct {
	last    time.Time // of the frames
	key     time.Time // the last key
	waiting bool
}

// Ask is called after a message was handled at now. It reports whether to compose now, and the command of the trailing tick when one is
// needed.
func (g *Gate) Ask(msg tea.Msg, now time.Time, tick Tick) (compose bool, cmd tea.Cmd) {
	if _, ok := msg.(FrameMsg); ok {
		if !g.waiting {
			return false, nil
		}
		g.waiting, g.last = false, now
		return true, nil
	}
	since := now.Sub(g.last)
	_, key := msg.(tea.KeyPressMsg)
	rested := rest(now.Sub(g.key))
	if key {
		g.key = now
	}
	switch {
	case key && rested:
		g.waiting, g.last = false, now
		return true, nil
	case g.waiting:
		return false, nil
	case rest(since):
		g.last = now
		return true, nil
	}
	g.waiting = true
	return false, tick(FrameInterval-since, func(time.Time) tea.Msg { return FrameMsg{} })
}

// rest reports whether a time is as long as a frame; a clock set back must not freeze the screen.
func rest(d time.Duration) bool { return d >= FrameInterval || d < 0 }
