package board

import (
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// piece is a text at its place in a line.
type piece struct {
	x, w  int
	text  string
	align widget.Align
	role  theme.Role
	spot  int // whose figure it is; -1 for headings
}

// spot is a figure the cursor can stand on.
type spot struct {
	id    string // the same after counting again, so that the cursor stays
	name  string
	value string // the figure in full: its base, its interval, the periods before
	rule  string // its formula in words
	drill drill
	aim   aim // the target behind it

	lane, y, x, w int
}

// aim is what a target would be set for.
type aim struct {
	target int64
	figure string
}

// sheet is a part laid out for a width.
type sheet struct {
	lines [][]piece
	spots []spot
	lanes int
}

// lane is one column of a sheet in the making.
type lane struct {
	s       *sheet
	n, x, w int
	y       int
}

// split makes lanes side by side when there is room for them, else the same lane again and again.
func (s *sheet) split(w, least int) [2]*lane {
	if w < 2*least+1 {
		s.lanes = 1
		only := &lane{s: s, w: w}
		return [2]*lane{only, only}
	}
	s.lanes = 2
	left := (w - 1) / 2
	return [2]*lane{{s: s, w: left}, {s: s, n: 1, x: left + 1, w: w - left - 1}}
}

func (l *lane) put(p piece) {
	for len(l.s.lines) <= l.y {
		l.s.lines = append(l.s.lines, nil)
	}
	p.x += l.x
	p.text = clean.Line(p.text)
	l.s.lines[l.y] = append(l.s.lines[l.y], p)
}

// col is a cell of a row; a width below nought takes what is left.
type col struct {
	text  string
	w     int
	align widget.Align
	role  theme.Role
}

// head writes a heading with words on its right side.
func (l *lane) head(title string, right ...col) {
	l.cells(-1, append([]col{{text: title, w: -1, role: theme.Title}}, right...))
	l.y++
}

func (l *lane) note(text string) {
	l.cells(-1, []col{{text: text, w: -1, role: theme.Muted}})
	l.y++
}

// row writes one figure. The first two cells of the line are the cursor's.
func (l *lane) row(s spot, cols ...col) {
	s.lane, s.y, s.x, s.w = l.n, l.y, l.x, l.w
	l.s.spots = append(l.s.spots, s)
	l.cells(len(l.s.spots)-1, append([]col{{w: 2}}, cols...))
	l.y++
}

func (l *lane) cells(spot int, cols []col) {
	left := l.w
	for _, c := range cols {
		left -= max(c.w, 0)
	}
	x := 0
	for _, c := range cols {
		w := c.w
		if w < 0 {
			w = max(left, 0)
		}
		l.put(piece{x: x, w: w, text: c.text, align: c.align, role: c.role, spot: spot})
		x += w
	}
}

// current is the figure under the cursor: the one it was on, else the first.
func (b *Board) current() (spot, bool) {
	i := b.index()
	if i < 0 {
		return spot{}, false
	}
	return b.sheet.spots[i], true
}

func (b *Board) index() int {
	if b.sheet == nil || len(b.sheet.spots) == 0 {
		return -1
	}
	for i, s := range b.sheet.spots {
		if s.id == b.cursor[b.tabs.Current] {
			return i
		}
	}
	return 0
}

func (b *Board) stand(i int) { b.cursor[b.tabs.Current] = b.sheet.spots[i].id }

// move carries the cursor over the figures: down and up within a lane and on to the next, left and right to the nearest of the lane beside.
func (b *Board) move(id action.ID) {
	at := b.index()
	if at < 0 {
		return
	}
	switch id {
	case action.Down:
		b.step(at, 1)
	case action.Up:
		b.step(at, -1)
	case action.First:
		b.stand(0)
	case action.Last:
		b.stand(len(b.sheet.spots) - 1)
	case action.PageDown, action.PageUp:
		by := 1
		if id == action.PageUp {
			by = -1
		}
		for range 10 {
			b.step(b.index(), by)
		}
	case "board.left":
		b.aside(at, -1)
	case "board.right":
		b.aside(at, 1)
	}
}

// step goes to the next figure of the lane, and at its end to the next lane.
func (b *Board) step(at, by int) {
	from, best := b.sheet.spots[at], -1
	for i, s := range b.sheet.spots {
		if s.lane == from.lane && (s.y-from.y)*by > 0 && (best < 0 || (b.sheet.spots[best].y-s.y)*by > 0) {
			best = i
		}
	}
	if best < 0 {
		best = b.edge(from.lane+by, by)
	}
	if best >= 0 {
		b.stand(best)
	}
}

// edge is the first figure of a lane, or its last one when the cursor comes from below.
func (b *Board) edge(lane, by int) int {
	best := -1
	for i, s := range b.sheet.spots {
		if s.lane == lane && (best < 0 || (b.sheet.spots[best].y-s.y)*by > 0) {
			best = i
		}
	}
	return best
}

func (b *Board) aside(at, by int) {
	from, best := b.sheet.spots[at], -1
	far := func(s spot) int { return 1000*abs(s.lane-from.lane) + abs(s.y-from.y) }
	for i, s := range b.sheet.spots {
		if (s.lane-from.lane)*by > 0 && (best < 0 || far(s) < far(b.sheet.spots[best])) {
			best = i
		}
	}
	if best >= 0 {
		b.stand(best)
	}
}

func abs(n int) int { return max(n, -n) }
