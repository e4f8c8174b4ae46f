package widget_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/widget"
)

func TestGate(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var asked []time.Duration
	tick := func(d time.Duration, answer func(time.Time) tea.Msg) tea.Cmd {
		asked = append(asked, d)
		return func() tea.Msg { return answer(start) }
	}
	var g widget.Gate
	for _, c := range []struct {
		at      time.Duration
		msg     tea.Msg
		compose bool
		wait    time.Duration
	}{
		{0, nil, true, 0},
		{2 * time.Millisecond, nil, false, 14 * time.Millisecond},
		{4 * time.Millisecond, nil, false, 0},
		{16 * time.Millisecond, widget.FrameMsg{}, true, 0},
		{17 * time.Millisecond, widget.FrameMsg{}, false, 0},
		{40 * time.Millisecond, nil, true, 0},
		{41 * time.Millisecond, nil, false, 15 * time.Millisecond},
		{57 * time.Millisecond, widget.FrameMsg{}, true, 0},
		{-time.Hour, nil, true, 0},
	} {
		asked = nil
		compose, cmd := g.Ask(c.msg, start.Add(c.at), tick)
		if compose != c.compose {
			t.Errorf("at %v: compose is %v", c.at, compose)
		}
		switch {
		case c.wait == 0 && cmd != nil:
			t.Errorf("at %v: an unwanted tick", c.at)
		case c.wait != 0 && (cmd == nil || len(asked) != 1 || asked[0] != c.wait):
			t.Errorf("at %v: ticks %v, want one of %v", c.at, asked, c.wait)
		case cmd != nil && cmd() != tea.Msg(widget.FrameMsg{}):
			t.Errorf("at %v: the tick is not a FrameMsg", c.at)
		}
	}
}

// A key after a rest of the keys shows at once what it did, whatever data drew a moment before; a held key goes at the pace of the frames.
func TestGateLetsAKeyPass(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tick := func(time.Duration, func(time.Time) tea.Msg) tea.Cmd {
		return func() tea.Msg { return widget.FrameMsg{} }
	}
	var g widget.Gate
	for i, c := range []struct {
		at      int // ms
		msg     tea.Msg
		compose bool
		ticks   bool
	}{
		{0, nil, true, false},
		{3, tea.KeyPressMsg{Code: 'j'}, true, false},  // data drew 3 ms ago
		{5, nil, false, true},                         // the answer to the key waits
		{9, tea.KeyPressMsg{Code: 'j'}, false, false}, // held down
		{19, widget.FrameMsg{}, true, false},          // both are seen
		{22, nil, false, true},                        // data again
		{30, tea.KeyPressMsg{Code: 'j'}, true, false}, // takes the waiting data with it
		{35, widget.FrameMsg{}, false, false},         // nothing is left to say
		{40, tea.KeyPressMsg{Code: 'j'}, false, true}, // held down again
		{46, widget.FrameMsg{}, true, false},
	} {
		compose, cmd := g.Ask(c.msg, start.Add(time.Duration(c.at)*time.Millisecond), tick)
		if compose != c.compose || cmd != nil != c.ticks {
			t.Errorf("%d, at %d ms: compose is %v, ticks %v", i, c.at, compose, cmd != nil)
		}
	}
}

// However messages fall, no interval has more than one frame, and the last change is always drawn.
func TestGateNeverLosesTheLastChange(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var g widget.Gate
	var due time.Time
	drawn, changed, frames := 0, 0, 0
	tick := func(d time.Duration, _ func(time.Time) tea.Msg) tea.Cmd {
		due = now.Add(d)
		return func() tea.Msg { return widget.FrameMsg{} }
	}
	for range 1000 {
		now = now.Add(2 * time.Millisecond)
		if !due.IsZero() && !now.Before(due) {
			due = time.Time{}
			if ok, _ := g.Ask(widget.FrameMsg{}, now, tick); ok {
				drawn, frames = changed, frames+1
			}
		}
		changed++
		if ok, _ := g.Ask(nil, now, tick); ok {
			drawn, frames = changed, frames+1
		}
	}
	if !due.IsZero() {
		if ok, _ := g.Ask(widget.FrameMsg{}, due, tick); ok {
			drawn = changed
		}
	}
	if drawn != changed {
		t.Errorf("drew change %d of %d", drawn, changed)
	}
	if frames > 2000/16+1 {
		t.Errorf("%d frames in two seconds", frames)
	}
}
