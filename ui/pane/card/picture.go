package card

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/pane"
)

// picture is the last frame of the card. While the next one loads it stays for a moment instead of an empty place: a load is over before an eye sees it,
// and over a slow line the blank would be sent in vain.
type picture struct {
	lines []string
	w, h  int
	gen   int
	slow  bool // the load takes so long that the person must be told
}

// patience is how long the old frame may stand for the new one.
const patience = 200 * time.Millisecond

type slowly struct{ gen int }

// wait begins a load of another appeal.
func (p *picture) wait() pane.Outcome {
	p.gen++
	p.slow = false
	return pane.Work(pane.After(patience, slowly{p.gen}))
}

// take reports whether a message was an end of patience, and whether of the load of now.
func (p *picture) take(msg tea.Msg) (mine, now bool) {
	m, mine := msg.(slowly)
	now = mine && m.gen == p.gen
	if now {
		p.slow = true
	}
	return mine, now
}

func (p *picture) keep(lines []string, w, h int) []string {
	p.lines, p.w, p.h = lines, w, h
	return lines
}

func (p *picture) fits(w, h int) ([]string, bool) {
	return p.lines, !p.slow && p.lines != nil && p.w == w && p.h == h
}
