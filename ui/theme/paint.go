package theme

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
)

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

// style renders the look once: what lipgloss writes before a letter opens the style, and Reset closes it.
func (p paint) style() Style {
	if p == (paint{}) {
		return ""
	}
	s := lipgloss.NewStyle().Bold(p.attr&bold != 0).Faint(p.attr&faint != 0).Underline(p.attr&underline != 0).Reverse(p.attr&reverse != 0)
	if p.fg != 0 {
		s = s.Foreground(lipgloss.Color(strconv.Itoa(p.fg - 1)))
	}
	if p.bg != 0 {
		s = s.Background(lipgloss.Color(strconv.Itoa(p.bg - 1)))
	}
	opening, _, _ := strings.Cut(s.Render("x"), "x")
	return Style(opening)
}
