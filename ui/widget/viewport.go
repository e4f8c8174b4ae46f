package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/theme"
)

// Run is a piece of a paragraph with one role.
type Run struct {
	Text string
	Role theme.Role
	URL  string // what it links to, where the terminal has links
}

// Paragraph is text that is wrapped as one; its rows after the first begin Indent cells to the right.
type Paragraph struct {
	Runs   []Run
	Indent int
}

// Par is a paragraph of one role.
func Par(text string, role theme.Role) Paragraph {
	return Paragraph{Runs: []Run{{Text: text, Role: role}}}
}

// Viewport shows long text and scrolls it. Only the paragraphs on the screen are wrapped; the wrapping is kept until the width changes.
type Viewport struct {
	pars  []paragraph
	width int // that the kept wrapping was made for
	h     int
	top   int // paragraph
	row   int // its first visible row
}

type paragraph struct {
	text   string
	runs   []run
	indent int
	rows   []span
}

// run ends at a byte of the paragraph.
type run struct {
	end  int
	role theme.Role
	link string // the sequence that opens it
}

// NewViewport is an empty one.
func NewViewport() *Viewport { return &Viewport{h: 1} }

// SetText replaces the contents by plain text and goes to its start.
func (v *Viewport) SetText(s string) { v.SetParagraphs([]Paragraph{Par(s, theme.Text)}) }

// SetParagraphs replaces the contents and goes to their start. Line breaks inside a paragraph divide it.
func (v *Viewport) SetParagraphs(pars []Paragraph) {
	v.pars, v.top, v.row = nil, 0, 0
	for _, p := range pars {
		v.add(p)
	}
}

// Refresh replaces the contents and keeps the place, for contents that were loaded again.
func (v *Viewport) Refresh(pars []Paragraph) {
	top, row := v.top, v.row
	v.SetParagraphs(pars)
	v.top, v.row = top, row
}

func (v *Viewport) add(p Paragraph) {
	cur := paragraph{indent: p.Indent}
	for _, r := range p.Runs {
		for i, line := range strings.Split(clean.Text(r.Text), "\n") {
			if i > 0 {
				v.pars = append(v.pars, cur)
				cur = paragraph{indent: p.Indent}
			}
			cur.text += line
			cur.runs = append(cur.runs, run{len(cur.text), r.Role, clean.OpenLink(r.URL)})
		}
	}
	v.pars = append(v.pars, cur)
}

// Update scrolls by up, down, pgup, pgdown, space, home, end and the wheel. It reports whether the message was its own.
func (v *Viewport) Update(msg tea.Msg) bool {
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		switch wheel.Button {
		case tea.MouseWheelUp:
			v.Scroll(-3)
		case tea.MouseWheelDown:
			v.Scroll(3)
		default:
			return false
		}
		return true
	}
	press, ok := pressOf(msg, false)
	if !ok {
		return false
	}
	switch press.Name {
	case "up":
		v.Scroll(-1)
	case "down":
		v.Scroll(1)
	case "pgup":
		v.Scroll(-max(v.h-1, 1))
	case "pgdown", "space":
		v.Scroll(max(v.h-1, 1))
	case "home":
		v.top, v.row = 0, 0
	case "end":
		v.top, v.row = len(v.pars), 0
		v.clamp()
	default:
		return false
	}
	return true
}

// Scroll moves by visual rows, as far as there is text.
func (v *Viewport) Scroll(by int) {
	v.settle()
	for ; by < 0 && (v.row > 0 || v.top > 0); by++ {
		if v.row--; v.row < 0 {
			v.top--
			v.row = len(v.rows(v.top)) - 1
		}
	}
	for ; by > 0 && v.top < len(v.pars); by-- {
		if v.row++; v.row >= len(v.rows(v.top)) {
			v.top, v.row = v.top+1, 0
		}
	}
	v.clamp()
}

// ScrollTo shows a paragraph at the top of the screen.
func (v *Viewport) ScrollTo(par int) {
	v.top, v.row = max(par, 0), 0
	v.clamp()
}

// settle makes the place valid after the contents or the width changed.
func (v *Viewport) settle() {
	v.top = min(v.top, max(len(v.pars)-1, 0))
	if len(v.pars) > 0 {
		v.row = min(v.row, len(v.rows(v.top))-1)
	}
}

// clamp leaves no empty rows below the text where it is longer than the screen.
func (v *Viewport) clamp() {
	missing := v.h
	for i, row := v.top, v.row; i < len(v.pars) && missing > 0; i, row = i+1, 0 {
		missing -= len(v.rows(i)) - row
	}
	for ; missing > 0 && (v.row > 0 || v.top > 0); missing-- {
		if v.row--; v.row < 0 {
			v.top--
			v.row = len(v.rows(v.top)) - 1
		}
	}
}

func (v *Viewport) rows(i int) []span {
	p := &v.pars[i]
	if p.rows == nil {
		width := max(v.width, 1)
		p.rows = wrap(p.text, width, width-v.indent(p))
	}
	return p.rows
}

func (v *Viewport) indent(p *paragraph) int { return min(p.indent, v.width/2) }

// Position says whether there is text above and below the screen, and how far the end of the screen is, 0–100, by paragraphs.
func (v *Viewport) Position() (above, below bool, percent int) {
	i, row := v.top, v.row
	for left := v.h; i < len(v.pars); i, row = i+1, 0 {
		if n := len(v.rows(i)) - row; n > left {
			break
		} else if left -= n; left == 0 {
			i++
			break
		}
	}
	if i >= len(v.pars) {
		return v.top > 0 || v.row > 0, false, 100
	}
	return v.top > 0 || v.row > 0, true, 100 * i / len(v.pars)
}

// View draws the text at its place.
func (v *Viewport) View(th *theme.Theme, w, h int) []string {
	if w <= 0 || h <= 0 {
		return pad(nil, w, h)
	}
	v.h = h
	if w != v.width {
		v.width = w
		for i := range v.pars {
			v.pars[i].rows = nil
		}
	}
	v.settle()
	v.clamp()
	l := NewLine(th, w)
	lines := make([]string, 0, h)
	for i, row := v.top, v.row; i < len(v.pars) && len(lines) < h; i, row = i+1, 0 {
		for n := row; n < len(v.rows(i)) && len(lines) < h; n++ {
			lines = append(lines, v.line(l, th, &v.pars[i], n))
		}
	}
	return pad(lines, w, h)
}

func (v *Viewport) line(l *Line, th *theme.Theme, p *paragraph, n int) string {
	l.Reset(v.width)
	if n > 0 {
		l.Space(v.indent(p), "")
	}
	r := p.rows[n]
	at := r.from
	for _, piece := range p.runs {
		if end := min(piece.end, r.to); end > at {
			if th.Links && piece.link != "" {
				l.link(p.text[at:end], th.Style(piece.role), piece.link)
			} else {
				l.Put(p.text[at:end], th.Style(piece.role))
			}
			at = end
		}
	}
	return l.End("")
}
