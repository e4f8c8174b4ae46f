// Package theme holds the looks of the desk: styles by role, rendered once into terminal sequences, and sets of glyphs.
// A role never says everything by colour: widgets put a mark, a word or a figure beside it, so every screen reads the same in mono.
package theme

import (
	"fmt"
	"strings"
)

// Role is what a piece of text is, not what it looks like.
type Role uint8

// Roles of text on the screen.
const (
	Text        Role = iota // ordinary text; the terminal's own colours
	Muted                   // what may be overlooked: units, hints, old things
	Title                   // titles of panes and dialogs
	Header                  // headings of columns
	Accent                  // numbers of cases, the current tab
	Link                    // what can be opened
	Match                   // a hit of a search
	Marked                  // rows taken for a bulk action
	Late                    // the term has passed
	Soon                    // the term is near
	Good                    // done, in time
	Warn                    // needs attention
	Bad                     // refused, failed
	Border                  // frames
	BorderFocus             // the frame of the pane that has the keys
	KeyHint                 // the key in a hint
	Input                   // a text field
	Placeholder             // what an empty field says
	Selected                // the row of the cursor, in the pane that has the keys
	SelectedDim             // the row of the cursor, elsewhere
	Bar                     // the status bar and the title bar
	Toast                   // a passing notice
	roles
)

// Style is a rendered opening sequence; empty for the terminal's own look. A following reset (Reset) closes it.
type Style string

// Reset ends every style.
const Reset = "\x1b[m"

// Theme is an immutable set of rendered styles and glyphs.
type Theme struct {
	Name   string // "dark", "light", "ansi16", "mono", "contrast"
	Dark   bool   // made for a dark background
	Links  bool   // the terminal has links (OSC 8)
	Glyphs Glyphs
	styles [roles]Style
	over   [roles][roles]Style
}

// Style is how a role looks on the plain background.
func (t *Theme) Style(r Role) Style { return t.styles[r] }

// On is how a role looks on a row that has a look of its own: a late date on the selected row, a key hint on the status bar.
func (t *Theme) On(base, r Role) Style { return t.over[base][r] }

// Names lists the themes a configuration may ask for.
func Names() []string { return []string{"auto", "dark", "light", "ansi16", "mono", "contrast"} }

// Terminal is what is known of the terminal and the wishes of its user.
type Terminal struct {
	Dark    bool // the background is dark; true where the terminal does not say
	Colours int  // how many colours it shows; 0 when not known yet
	NoColor bool // NO_COLOR, see NoColor
	Links   bool // it knows OSC 8, see HasLinks
}

// HasLinks reports whether links may be written to the terminal of an environment: one that does not know them leaves them out, but the
// console of Linux and terminals without a name could show them as text.
func HasLinks(environ []string) bool {
	term := ""
	for _, e := range environ {
		if v, ok := strings.CutPrefix(e, "TERM="); ok {
			term = v
		}
	}
	return term != "" && term != "dumb" && term != "linux" && !strings.HasPrefix(term, "vt")
}

// NoColor reports whether NO_COLOR is set and not empty in an environment of KEY=value strings. Any value counts: the colour library
// knows only some of them.
func NoColor(environ []string) bool {
	last := ""
	for _, e := range environ {
		if v, ok := strings.CutPrefix(e, "NO_COLOR="); ok {
			last = v
		}
	}
	return last != ""
}

// New makes the theme of that name for a terminal, with a set of glyphs of that name. "auto" and the empty name follow the terminal.
// A terminal with fewer colours than the theme needs gets a simpler one; NO_COLOR always gives mono.
func New(name, glyphs string, term Terminal) (*Theme, error) {
	set, err := GlyphSet(glyphs)
	if err != nil {
		return nil, err
	}
	name, err = resolve(name, term)
	if err != nil {
		return nil, err
	}
	t := &Theme{Name: name, Dark: term.Dark, Links: term.Links, Glyphs: set}
	switch name {
	case "light":
		t.Dark = false
		t.render(light())
	case "dark":
		t.Dark = true
		t.render(dark())
	case "ansi16":
		t.render(ansi16(term.Dark))
	case "contrast":
		t.render(contrast(term.Dark))
	default:
		t.render(mono())
	}
	return t, nil
}

func resolve(name string, term Terminal) (string, error) {
	switch name {
	case "", "auto":
		name = "light"
		if term.Dark {
			name = "dark"
		}
	case "dark", "light", "ansi16", "mono", "contrast":
	default:
		return "", fmt.Errorf("нет темы «%s»; есть: %s", name, strings.Join(Names(), ", "))
	}
	switch {
	case term.NoColor, term.Colours > 0 && term.Colours < 8:
		return "mono", nil
	case term.Colours > 0 && term.Colours < 256 && (name == "dark" || name == "light"):
		return "ansi16", nil
	}
	return name, nil
}
