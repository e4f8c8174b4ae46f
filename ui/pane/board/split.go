package board

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"kurator/model/stats"
	"kurator/store/figures"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// cut is a figure that is shown by the places of a dimension. It is never changed: another dimension is another cut.
type cut struct {
	figure *stats.Figure
	name   string
	filter func(*stats.Case) bool
	dim    stats.Dim
}

// usualCut is what is shown before a figure was chosen.
func usualCut() *cut {
	f := stats.Pick(stats.Received)[0]
	return &cut{figure: f, name: f.Name, dim: stats.ByChannel}
}

// canSplit tells whether the row under the cursor is a figure.
func (b *Board) canSplit() bool {
	s, ok := b.current()
	return b.tabs.Current == partSplit || ok && s.drill.figure != nil
}

// split shows the figure under the cursor by channels, and by the next dimension each time it is asked for again.
func (b *Board) split(env *pane.Env) pane.Outcome {
	if b.tabs.Current == partSplit {
		next := *b.cut
		dims := stats.Splits()
		next.dim = dims[(slices.Index(dims, next.dim)+1)%len(dims)]
		b.cut = &next
	} else {
		s, _ := b.current()
		name := strings.TrimSuffix(s.drill.title, ", "+b.content.board.Period.Title()) // it stays when the period changes
		b.cut = &cut{figure: s.drill.figure, name: name, filter: s.drill.filter, dim: stats.Splits()[0]}
		b.tabs.Current = partSplit
	}
	b.cursor[partSplit], b.top[partSplit] = "", 0
	return b.turned(env)
}

// scopeOf is what a figure is counted over: most over the period, what is open at its end.
func (c *content) scopeOf(f *stats.Figure) stats.Scope {
	switch {
	case f.Standing():
		return c.standing
	case f.ID == stats.Unhappy:
		return c.waiting
	}
	return c.board.Scope
}

func (c *content) takeSplit() ([]stats.Census, func()) {
	counter := stats.NewCounter(c.scopeOf(c.cut.figure), []*stats.Figure{c.cut.figure}, c.cut.filter, c.cut.dim)
	return []stats.Census{counter}, func() {
		c.sum = counter.Total().Values[0]
		c.pieces = figures.Split(counter, c.cut.dim, c.names, c.office)
	}
}

// splits are the places of a dimension with bars of the figure: a count against the largest, a share against the whole.
func (c *content) splits(s *sheet, w int) {
	l := &lane{s: s, w: w}
	s.lanes = 1
	f, dim := c.cut.figure, c.cut.dim
	right := []col{{text: splitText(f, c.sum), w: 12, align: widget.Right, role: theme.Muted}}
	if !c.sum.Count {
		right = append(right, col{text: "n", w: 8, align: widget.Right, role: theme.Muted})
	}
	l.head(c.cut.name+" "+dim.Heading()+"  (s — другой срез)", right...)
	if len(c.pieces) == 0 {
		l.note("  За период считать не из чего")
	}
	longest := 0.01
	for _, g := range c.pieces {
		longest = max(longest, length(g.Value))
	}
	bar := max((w-20)/3, 4)
	for _, g := range c.pieces {
		cells := 0
		if x := length(g.Value); x > 0 {
			cells = max(int(x*float64(bar)/longest), 1)
		}
		role := theme.Text
		if g.Value.Small() {
			role = theme.Muted
		}
		cols := []col{{text: g.Title, w: -1, role: role}, {text: " " + strings.Repeat(full, cells), w: bar + 2, role: theme.Accent},
			{text: splitText(f, g.Value), w: 12, align: widget.Right, role: role}}
		if !g.Value.Count {
			cols = append(cols, col{text: number(g.Value.Base), w: 8, align: widget.Right, role: theme.Muted})
		}
		l.row(c.pieceSpot(g), cols...)
	}
}

// length is what a bar stands for; a share of nothing has none.
func length(v stats.Value) float64 {
	if !v.Known() || math.IsInf(v.X, 0) {
		return 0
	}
	return v.X
}

// splitText is a figure in a cell. Figures of the pane's own, which have no unit, are counts.
func splitText(f *stats.Figure, v stats.Value) string {
	if v.Count {
		return number(v.Hits)
	}
	return valueText(f, v)
}

func (c *content) pieceSpot(g figures.Group) spot {
	own, key, scope := c.cut, g.Key, c.scopeOf(c.cut.figure)
	value := splitText(own.figure, g.Value)
	if text := basis(own.figure, g.Value); text != "" {
		value += " (" + text + ")"
	}
	d := drill{title: own.name + ": " + g.Title, figure: own.figure, scope: scope, part: stats.Base, filter: func(x *stats.Case) bool {
		return (own.filter == nil || own.filter(x)) && own.dim.Key(x, &scope) == key
	}}
	return spot{id: "piece" + strconv.FormatInt(key, 10), name: own.name + ", " + g.Title, value: value, rule: own.figure.Formula, drill: d,
		aim: aim{figure: string(own.figure.ID)}}
}
