package theme

import "strconv"

type attr uint8

const (
	bold attr = 1 << iota
	faint
	underline
	reverse
)

// paint is one look before it is rendered. Colours are indexes of the 256-colour palette plus one; 0 leaves the terminal's own.
type paint struct {
	fg, bg int
	attr   attr
}

type palette [roles]paint

// colour counts a palette index from one, so that the zero paint is the plain look.
func colour(index int) int { return index + 1 }

func (t *Theme) render(p palette) {
	for r := range p {
		t.styles[r] = p[r].style()
		for base := range p {
			over := p[r]
			if quiet(Role(r)) && Role(base) == Selected {
				over = paint{}
			}
			t.over[base][r] = blend(p[base], over).style()
		}
	}
}

// quiet roles only order the page. On the row of the cursor they give way: grey on the selection is hard to read, and each change of
// colour is sent twice on every step of the cursor.
func quiet(r Role) bool { return r == Muted || r == Accent || r == Placeholder }

// blend lays a role on a base. On a base drawn by reversing, colours would change places and become unreadable, so only
// the attributes are added; the meaning is in the mark or word beside.
func blend(base, role paint) paint {
	if base == (paint{}) {
		return role
	}
	out := base
	out.attr |= role.attr &^ (faint | reverse)
	if base.attr&reverse == 0 && role.fg != 0 {
		out.fg = role.fg
	}
	return out
}

func (p paint) style() Style {
	if p == (paint{}) {
		return ""
	}
	b := []byte("\x1b[")
	add := func(code string) {
		if b[len(b)-1] != '[' {
			b = append(b, ';')
		}
		b = append(b, code...)
	}
	for i, code := range [...]string{"1", "2", "4", "7"} {
		if p.attr&(1<<i) != 0 {
			add(code)
		}
	}
	if p.fg != 0 {
		add(colourCode(p.fg-1, 30, 90, "38"))
	}
	if p.bg != 0 {
		add(colourCode(p.bg-1, 40, 100, "48"))
	}
	return Style(append(b, 'm'))
}

// colourCode prefers the short form that 16-colour terminals know.
func colourCode(index, normal, bright int, extended string) string {
	switch {
	case index < 8:
		return strconv.Itoa(normal + index)
	case index < 16:
		return strconv.Itoa(bright + index - 8)
	}
	return extended + ";5;" + strconv.Itoa(index)
}
