package widget

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/ui/clean"
	"kurator/ui/key"
)

// Choice is one entry of a Menu.
type Choice struct {
	ID       string
	Label    string
	Hint     string // at the right: a key, a count
	Group    string // a heading over its neighbours
	Words    string // further words that find it
	Disabled string // why it cannot be chosen now; empty when it can
}

// Outcome is what a message did to a widget that ends with an answer.
type Outcome uint8

// Outcomes of Menu.Update and Form.Update.
const (
	Ignored   Outcome = iota // not a message for it
	Kept                     // handled, nothing decided
	Chosen                   // enter on what can be chosen; the form is complete
	Refused                  // enter on what cannot be chosen; the reason is in Disabled
	Cancelled                // esc
)

// Menu is a list of choices narrowed by typing. Matching ignores case and ё, takes words in any order, and finds what was typed in the
// wrong keyboard layout.
type Menu struct {
	Empty string // said when nothing matches

	choices []Choice
	folded  []string
	shown   []int // indexes of choices, best first
	filter  *Input
	cursor  int // into shown
	top     int // first visible line of the list
	h       int
}

// NewMenu is a menu; prompt is what the empty filter says.
func NewMenu(prompt string, choices []Choice) *Menu {
	m := &Menu{Empty: "Ничего не найдено", filter: NewInput(""), h: 1}
	m.filter.Placeholder = prompt
	m.SetChoices(choices)
	return m
}

// SetChoices replaces the entries; the cursor stays on the same id.
func (m *Menu) SetChoices(choices []Choice) {
	held, _ := m.Current()
	m.choices = make([]Choice, len(choices))
	m.folded = make([]string, len(choices))
	for i, c := range choices {
		c.Label, c.Hint, c.Group, c.Disabled = clean.Line(c.Label), clean.Line(c.Hint), clean.Line(c.Group), clean.Line(c.Disabled)
		m.choices[i] = c
		m.folded[i] = fold(c.Label + " " + c.Words + " " + c.Group)
	}
	m.narrow()
	m.Select(held.ID)
}

// Select puts the cursor on an id, when it is shown.
func (m *Menu) Select(id string) {
	for i, n := range m.shown {
		if m.choices[n].ID == id {
			m.cursor = i
		}
	}
}

// Current is the choice under the cursor.
func (m *Menu) Current() (Choice, bool) {
	if m.cursor >= len(m.shown) {
		return Choice{}, false
	}
	return m.choices[m.shown[m.cursor]], true
}

// Filter is what was typed.
func (m *Menu) Filter() string { return m.filter.Value() }

// SetFilter types for the user.
func (m *Menu) SetFilter(s string) {
	m.filter.SetValue(s)
	m.narrow()
}

// Update moves, narrows and chooses.
func (m *Menu) Update(msg tea.Msg) (Choice, Outcome) {
	if wheel, ok := msg.(tea.MouseWheelMsg); ok {
		switch wheel.Button {
		case tea.MouseWheelUp:
			m.move(-1)
		case tea.MouseWheelDown:
			m.move(1)
		}
		return Choice{}, Kept
	}
	if press, ok := pressOf(msg, true); ok {
		switch press.Name {
		case "esc", "ctrl+c":
			return Choice{}, Cancelled
		case "enter":
			return m.Choose()
		case "up", "shift+tab", "ctrl+p":
			m.move(-1)
			return Choice{}, Kept
		case "down", "tab", "ctrl+n":
			m.move(1)
			return Choice{}, Kept
		case "pgup":
			m.move(-max(m.h-1, 1))
			return Choice{}, Kept
		case "pgdown":
			m.move(max(m.h-1, 1))
			return Choice{}, Kept
		}
	}
	handled, changed := m.filter.Update(msg)
	if changed {
		m.narrow()
	}
	if handled {
		return Choice{}, Kept
	}
	return Choice{}, Ignored
}

// Choose takes the choice under the cursor, as enter does.
func (m *Menu) Choose() (Choice, Outcome) {
	c, ok := m.Current()
	switch {
	case !ok:
		return Choice{}, Kept
	case c.Disabled != "":
		return c, Refused
	}
	return c, Chosen
}

func (m *Menu) move(by int) {
	m.cursor = max(min(m.cursor+by, len(m.shown)-1), 0)
}

// Click puts the cursor on the choice at line y of the last View.
func (m *Menu) Click(y int) bool {
	for i, at := range m.places() {
		if at-m.top == y-1 && y >= 1 && y <= m.h {
			m.cursor = i
			return true
		}
	}
	return false
}

// narrow keeps what matches: first what begins with the words typed, then words that begin with them, then the rest.
func (m *Menu) narrow() {
	m.cursor, m.top = 0, 0
	m.shown = m.shown[:0]
	query := fold(m.filter.Value())
	if strings.TrimSpace(query) == "" {
		for i := range m.choices {
			m.shown = append(m.shown, i)
		}
		return
	}
	readings := [][]string{strings.Fields(query), strings.Fields(fold(key.ToCyrillic(query))), strings.Fields(fold(key.ToLatin(query)))}
	ranks := make(map[int]int)
	for i, text := range m.folded {
		best := 0
		for _, words := range readings {
			best = max(best, rank(text, words))
		}
		if best > 0 {
			ranks[i] = best
			m.shown = append(m.shown, i)
		}
	}
	slices.SortStableFunc(m.shown, func(a, b int) int { return ranks[b] - ranks[a] })
}

// rank is 0 when a word of the query is missing.
func rank(text string, words []string) int {
	best := 1
	for i, word := range words {
		switch {
		case !strings.Contains(text, word):
			return 0
		case i > 0:
		case strings.HasPrefix(text, word):
			best = 3
		case strings.Contains(text, " "+word):
			best = 2
		}
	}
	return best
}

func fold(s string) string {
	return strings.ReplaceAll(strings.ToLower(s), "ё", "е")
}
