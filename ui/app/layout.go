package app

import "kurator/ui/widget"

// arrangement is how the panes share the screen.
type arrangement uint8

const (
	tooSmall arrangement = iota
	single               // one pane; the side pane takes its place when it has the keys
	stacked              // the list over the card
	abreast              // the list beside the card
)

// Sizes where the arrangement changes.
const (
	leastW, leastH = 40, 10
	stackW, stackH = 80, 18
	abreastW       = 120
)

// places are the parts of the screen of the last frame.
type places struct {
	tabs, main, side, status widget.Rect
	sideTitle                widget.Rect // the row over the side pane
	divider                  widget.Rect // the column between the panes
}

// screen is the arrangement for the size and the current tab.
func (m *Model) screen() arrangement {
	switch {
	case m.w < leastW || m.h < leastH:
		return tooSmall
	case m.side < 0 || m.w < stackW:
		return single
	case m.w >= abreastW:
		return abreast
	case m.h >= stackH && !m.writing():
		return stacked
	}
	return single
}

// typing reports whether letters are text where the keys go.
func (m *Model) typing() bool {
	if f := m.front(); f != nil {
		return f.overlay.Typing()
	}
	return m.panes[m.focus()].Typing()
}

// writing reports whether a text is written in the side pane: on a screen of the usual size it then takes all of it.
func (m *Model) writing() bool { return m.onSide && m.side >= 0 && m.panes[m.side].Typing() }

func (m *Model) arrange() places {
	all := widget.Rect{W: m.w, H: m.h}
	var p places
	p.tabs, all = all.SplitTop(1)
	all, p.status = all.SplitTop(all.H - 1)
	switch m.screen() {
	case abreast:
		p.main, all = all.SplitLeft(all.W * 11 / 20)
		p.divider, all = all.SplitLeft(1)
		p.sideTitle, p.side = all.SplitTop(1)
	case stacked:
		p.main, all = all.SplitTop((all.H - 1) * 2 / 5)
		p.sideTitle, p.side = all.SplitTop(1)
	default:
		if m.onSide && m.side >= 0 {
			p.sideTitle, p.side = all.SplitTop(1)
		} else {
			p.main = all
		}
	}
	return p
}
