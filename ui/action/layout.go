package action

import (
	"maps"
	"slices"
	"strings"

	"kurator/ui/key"
)

// Layout is the table with the keys of one person: the defaults and what the configuration rebinds. It is never changed.
type Layout struct {
	commands []Command
	byID     map[ID]*Command
	places   map[Scope]*place
}

// place is what keys mean in one scope with those around it.
type place struct {
	commands []*Command // inner scopes first
	whole    map[string]*Command
	begun    map[string][]Continuation
	first    map[string]bool // keys that mean something or begin to
}

// Continuation is one way to go on with a sequence that was begun.
type Continuation struct {
	Key     string // the next key
	Command Command
}

// Match is what the keys pressed so far mean.
type Match struct {
	ID   ID             // set when they are a whole command
	Next []Continuation // set when they begin sequences
}

// Pending reports whether more keys are awaited.
func (m Match) Pending() bool { return len(m.Next) > 0 }

// Default is the layout without any configuration.
func Default() *Layout { return build(Table()) }

func build(commands []Command) *Layout {
	l := &Layout{commands: commands, byID: map[ID]*Command{}, places: map[Scope]*place{}}
	for i := range commands {
		l.byID[commands[i].ID] = &l.commands[i]
	}
	for scope := range chains {
		l.places[scope] = l.place(scope)
	}
	return l
}

func (l *Layout) place(scope Scope) *place {
	p := &place{whole: map[string]*Command{}, begun: map[string][]Continuation{}, first: map[string]bool{}}
	for _, s := range chains[scope] {
		for i := range l.commands {
			if c := &l.commands[i]; c.Scope == s {
				p.commands = append(p.commands, c)
				p.bind(c)
			}
		}
	}
	return p
}

// bind adds the keys of a command; what an inner scope has taken stays its own.
func (p *place) bind(c *Command) {
	for _, sequence := range c.Keys {
		if _, taken := p.whole[sequence]; taken {
			continue
		}
		p.whole[sequence] = c
		steps := strings.Fields(sequence)
		p.first[steps[0]] = true
		for n := 1; n < len(steps); n++ {
			prefix := strings.Join(steps[:n], " ")
			p.begun[prefix] = append(p.begun[prefix], Continuation{Key: strings.Join(steps[n:], " "), Command: *c})
		}
	}
}

// Lookup tells what keys, pressed one after another, mean in a scope and those around it.
func (l *Layout) Lookup(scope Scope, pressed ...string) Match {
	p := l.places[scope]
	if p == nil || len(pressed) == 0 {
		return Match{}
	}
	sequence := pressed[0]
	if len(pressed) > 1 {
		sequence = strings.Join(pressed, " ")
	}
	if c, ok := p.whole[sequence]; ok {
		return Match{ID: c.ID}
	}
	return Match{Next: p.begun[sequence]}
}

// Bound reports whether a key goes on with what was pressed in a scope; the normaliser of keys asks it about punctuation.
func (l *Layout) Bound(scope Scope, pressed []string) func(name string) bool {
	p := l.places[scope]
	if p == nil {
		return nil
	}
	if len(pressed) == 0 {
		return func(name string) bool { return p.first[name] }
	}
	return func(name string) bool {
		m := l.Lookup(scope, append(slices.Clone(pressed), name)...)
		return m.ID != "" || m.Pending()
	}
}

// Command is the row of a command; false for an unknown id.
func (l *Layout) Command(id ID) (Command, bool) {
	c, ok := l.byID[id]
	if !ok {
		return Command{}, false
	}
	return *c, true
}

// Key is the first key of a command as people read it; empty when it has none.
func (l *Layout) Key(id ID) string {
	if c := l.byID[id]; c != nil && len(c.Keys) > 0 {
		return Label(c.Keys[0])
	}
	return ""
}

// In lists the commands that have a meaning in a scope, inner ones first, in the order of the table.
func (l *Layout) In(scope Scope) []*Command {
	if p := l.places[scope]; p != nil {
		return p.commands
	}
	return nil
}

// All lists every command in the order of the table.
func (l *Layout) All() []Command { return slices.Clone(l.commands) }

// Bind is the layout with keys changed by the configuration: command id → keys (none takes the keys away). It returns every mistake
// at once, in the order of the ids; with a mistake there is no layout.
func Bind(rebound map[string][]string) (*Layout, []*BindError) {
	commands := Table()
	index := map[ID]int{}
	for i, c := range commands {
		index[c.ID] = i
	}
	var wrong []*BindError
	for _, id := range slices.Sorted(maps.Keys(rebound)) {
		i, known := index[ID(id)]
		if !known {
			wrong = append(wrong, unknown(ID(id), commands))
			continue
		}
		found := checkKeys(commands[i], rebound[id])
		wrong = append(wrong, found...)
		if len(found) == 0 {
			commands[i].Keys = rebound[id]
		}
	}
	wrong = append(wrong, clashes(commands, rebound)...)
	if len(wrong) > 0 {
		return nil, wrong
	}
	return build(commands), nil
}

// Label is a key or sequence as people read it on the screen: «Ctrl+P», «g g», «Пробел».
func Label(sequence string) string {
	steps := strings.Fields(sequence)
	for i, s := range steps {
		steps[i] = label(s)
	}
	return strings.Join(steps, " ")
}

func label(name string) string {
	parts := strings.Split(strings.TrimSuffix(name, "+"), "+")
	if name == "+" {
		return name
	}
	last := parts[len(parts)-1]
	if word, ok := keyWords[last]; ok {
		parts[len(parts)-1] = word
	} else if len(parts) > 1 || len(last) > 1 {
		parts[len(parts)-1] = strings.ToUpper(last)
	}
	for i := range parts[:len(parts)-1] {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "+")
}

var keyWords = map[string]string{
	"space": "Пробел", "enter": "Enter", "esc": "Esc", "tab": "Tab", "up": "Вверх", "down": "Вниз", "left": "Влево", "right": "Вправо",
	"pgup": "PgUp", "pgdown": "PgDn", "home": "Home", "end": "End", "backspace": "Backspace", "delete": "Del", "insert": "Ins",
}

// validSequence reports whether every key of a sequence has a canonical name.
func validSequence(sequence string) bool {
	steps := strings.Fields(sequence)
	if len(steps) == 0 || strings.Join(steps, " ") != sequence {
		return false
	}
	return !slices.ContainsFunc(steps, func(s string) bool { return !key.Valid(s) })
}
