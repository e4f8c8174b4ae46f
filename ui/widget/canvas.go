package widget

import (
	"slices"
	"strings"

	"kurator/ui/theme"
)

// Rect is a part of the screen in cells, from its top left corner.
type Rect struct{ X, Y, W, H int }

// Contains reports whether a cell is inside.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H
}

// Inset leaves n cells on each side.
func (r Rect) Inset(n int) Rect {
	return Rect{r.X + n, r.Y + n, max(r.W-2*n, 0), max(r.H-2*n, 0)}
}

// SplitLeft divides into the first w columns and the rest.
func (r Rect) SplitLeft(w int) (left, rest Rect) {
	w = min(max(w, 0), r.W)
	return Rect{r.X, r.Y, w, r.H}, Rect{r.X + w, r.Y, r.W - w, r.H}
}

// SplitTop divides into the first h rows and the rest.
func (r Rect) SplitTop(h int) (top, rest Rect) {
	h = min(max(h, 0), r.H)
	return Rect{r.X, r.Y, r.W, h}, Rect{r.X, r.Y + h, r.W, r.H - h}
}

// Center is a part of at most w×h in the middle.
func (r Rect) Center(w, h int) Rect {
	w, h = min(w, r.W), min(h, r.H)
	return Rect{r.X + (r.W-w)/2, r.Y + (r.H-h)/2, w, h}
}

// Canvas joins composed blocks into a frame of exactly W×H cells. Blocks side by side are joined without measuring; a block over
// another one is spliced in.
type Canvas struct {
	W, H int
	rows [][]part
}

type part struct {
	x, w int
	text string
}

// NewCanvas is an empty frame.
func NewCanvas(w, h int) *Canvas {
	c := &Canvas{W: max(w, 0), H: max(h, 0)}
	c.rows = make([][]part, c.H)
	room := make([]part, c.H*partsUsual)
	for y := range c.rows {
		c.rows[y] = room[y*partsUsual : y*partsUsual : (y+1)*partsUsual]
	}
	return c
}

// partsUsual is how many parts a row has when two panes stand side by side, or a dialog lies over one of them.
const partsUsual = 3

// Put lays lines of exactly r.W cells at r, over what is there. What is outside the frame is cut off.
func (c *Canvas) Put(r Rect, lines []string) {
	from, to := max(r.X, 0), min(r.X+r.W, c.W)
	if from >= to {
		return
	}
	for i, line := range lines {
		y := r.Y + i
		if i >= r.H || y >= c.H {
			return
		}
		if y < 0 {
			continue
		}
		if to-from != r.W {
			line = cut(line, from-r.X, to-r.X)
		}
		c.rows[y] = lay(c.rows[y], part{from, to - from, line})
	}
}

// lay puts a part among the others, in order of x, and cuts away what it covers.
func lay(row []part, p part) []part {
	covers := func(q part) bool { return q.x < p.x+p.w && p.x < q.x+q.w }
	if !slices.ContainsFunc(row, covers) {
		at, _ := slices.BinarySearchFunc(row, p, func(a, b part) int { return a.x - b.x })
		return slices.Insert(row, at, p)
	}
	out := make([]part, 0, len(row)+2)
	placed := false
	for _, q := range row {
		if q.x < p.x {
			out = append(out, q.slice(q.x, min(q.x+q.w, p.x)))
		}
		if !placed && q.x+q.w > p.x {
			out, placed = append(out, p), true
		}
		if end := q.x + q.w; end > p.x+p.w {
			out = append(out, q.slice(max(q.x, p.x+p.w), end))
		}
	}
	return out
}

func (q part) slice(from, to int) part {
	if from == q.x && to == q.x+q.w {
		return q
	}
	return part{from, to - from, cut(q.text, from-q.x, to-q.x)}
}

// String is the frame as one text, its lines divided by line breaks.
func (c *Canvas) String() string {
	size := c.H * (c.W + 1)
	for _, row := range c.rows {
		for _, p := range row {
			size += len(p.text)
		}
	}
	var b strings.Builder
	b.Grow(size)
	for y, row := range c.rows {
		if y > 0 {
			b.WriteByte('\n')
		}
		c.write(&b, row)
	}
	return b.String()
}

func (c *Canvas) write(b *strings.Builder, row []part) {
	at := 0
	for _, p := range row {
		blanks(b, p.x-at)
		b.WriteString(p.text)
		at = p.x + p.w
	}
	blanks(b, c.W-at)
}

func blanks(b *strings.Builder, n int) {
	for range n {
		b.WriteByte(' ')
	}
}

// Lines is the frame; cells that nothing was put on are spaces.
func (c *Canvas) Lines() []string {
	lines := make([]string, c.H)
	var b strings.Builder
	for y, row := range c.rows {
		if len(row) == 1 && row[0].w == c.W {
			lines[y] = row[0].text
			continue
		}
		b.Reset()
		c.write(&b, row)
		lines[y] = b.String()
	}
	return lines
}

// Box draws a frame of w×h cells around content, whose lines take w-2 cells. Title stands in the upper border, foot in the
// lower one at the right; the frame of the focused pane has its own style and, for screens without colour, marks around the title.
func Box(th *theme.Theme, title, foot string, w, h int, focused bool, content []string) []string {
	if w < 2 || h < 2 {
		return pad(nil, w, h)
	}
	g, border := th.Glyphs, th.Style(theme.Border)
	if focused {
		border = th.Style(theme.BorderFocus)
	}
	l := NewLine(th, w)
	lines := make([]string, 0, h)
	lines = append(lines, boxTop(l, th, title, w, focused, border))
	for y := range h - 2 {
		l.Reset(w)
		l.Put(g.V, border)
		if y < len(content) {
			l.Raw(content[y], w-2)
		} else {
			l.Space(w-2, "")
		}
		l.Put(g.V, border)
		lines = append(lines, l.End(""))
	}
	l.Reset(w)
	l.Put(g.BotLeft, border)
	if n := Width(foot); foot != "" && n+4 <= w-2 {
		l.Repeat(g.H, w-2-n-3, border).Put(" "+foot+" ", th.Style(theme.Muted)).Put(g.H, border)
	} else {
		l.Repeat(g.H, w-2, border)
	}
	l.Put(g.BotRight, border)
	return append(lines, l.End(""))
}

func boxTop(l *Line, th *theme.Theme, title string, w int, focused bool, border theme.Style) string {
	g := th.Glyphs
	l.Reset(w)
	l.Put(g.TopLeft, border)
	if title != "" && w >= 8 {
		before, after := g.H+" ", " "
		if focused {
			before, after = g.H+g.Cursor, " "
		}
		l.Put(before, border)
		l.Cell(title, min(Width(title), w-6), Left, th.Style(theme.Title)).Put(after, border)
	}
	return l.Repeat(g.H, l.Room()-1, border).Put(g.TopRight, border).End("")
}
