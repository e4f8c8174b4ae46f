// Package app is the frame of the desk: the only tea.Model. It has the tab row, the panes, the dialogs over them, the status bar and the
// notices; it turns keys into commands of the table, asks the panes what they can do and carries out what they return. It knows no
// appeal and no verb of the domain.
//
// The loop: message → handle → Outcome of a pane → apply → perhaps a new frame, as often as the gate allows.
package app

import (
	"context"
	"io"
	"maps"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Options is what a desk is made of. Panes is needed, all else may be left out.
type Options struct {
	Panes []pane.Pane                // in the order of their tabs
	Sides map[model.Noun]pane.Pane   // what is shown beside a list whose cursor is on such an object
	Verbs []pane.Verbs               // commands that belong to no pane: undo, a new appeal, the next urgent one
	Tab   string                     // the pane shown first; the first one when empty
	Note  func(env *pane.Env) string // stands before the clock: how old the data is

	// Poll finds what others have changed; it runs beside the loop every PollEvery.
	Poll func(ctx context.Context) (Change, error)
	// Reload reads the configuration again: the surroundings and looks to go on with.
	Reload func(ctx context.Context, env pane.Env) (pane.Env, Looks, error)
	// Leave is told the current tab at the end, after everything was flushed.
	Leave func(tab string)

	// Idle is how long nobody may touch the keys before the desk closes by itself: an open desk shows personal data. Zero: never.
	Idle time.Duration

	// Clipboard puts text into the clipboard of this machine, beside that of the terminal (OSC 52); nil where the person sits elsewhere.
	Clipboard func(text string) error

	Looks   Looks
	Log     io.Writer        // details of what went wrong; never the screen
	Environ []string         // of the terminal, as KEY=value
	Size    [2]int           // columns and rows of a terminal that cannot be asked
	Clock   func() time.Time // of the frame itself (frames, toasts), not of the office; time.Now when nil
	Tick    widget.Tick      // tea.Tick when nil
}

// Looks are the names of the configuration.
type Looks struct {
	Theme, Glyphs string
	NoColor       bool
}

// Change is an answer of Poll. Env, when set, replaces the surroundings: roles or settings are different now.
type Change struct {
	Any  bool
	Call bool        // somebody who looks elsewhere should be called: the bell, no words
	Refs []model.Ref // which objects; none with Any means that anything may have changed
	Env  *pane.Env
}

// PollEvery is how often the feed of changes is asked.
const PollEvery = time.Second

// Model is the desk. New makes one; Run runs it.
type Model struct {
	opt  Options
	env  *pane.Env
	term theme.Terminal

	panes   []pane.Pane // tabs first, then sides
	tabs    int
	sides   map[model.Noun]int
	tab     int       // index of the current tab
	side    int       // index of the side pane beside it; -1 when there is none
	onSide  bool      // the side pane has the keys
	subject model.Ref // what the side pane shows

	stack   []front
	serial  uint64 // of dialogs and awaited answers
	awaits  awaiting
	pending []string  // keys of a sequence
	byHand  bool      // the message being handled is input of the person
	touched time.Time // when the person last did something
	armed   time.Time

	notices notices
	blurred bool
	feeding feeding
	rung    bool // something happened while nobody looked
	mouse   bool

	w, h    int
	places  places
	tabRow  widget.Tabs
	gate    widget.Gate
	dirty   bool
	view    tea.View
	minute  string
	ending  bool
	flushed bool
	fault   error
}

// New makes the desk.
func New(env pane.Env, o Options) (*Model, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Tick == nil {
		o.Tick = tea.Tick
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	m := &Model{opt: o, panes: slices.Clone(o.Panes), tabs: len(o.Panes), sides: map[model.Noun]int{}, side: -1, mouse: env.Caps.Mouse}
	for _, noun := range slices.Sorted(maps.Keys(o.Sides)) { // the same order each time: the appeal's card is the first
		m.sides[noun] = m.add(o.Sides[noun])
	}
	m.term = theme.Terminal{Dark: true, NoColor: o.Looks.NoColor, Links: theme.HasLinks(environ(o))}
	m.tab = max(m.find(o.Tab), 0)
	if m.tab >= m.tabs {
		m.tab = 0
	}
	if err := m.dress(&env); err != nil {
		return nil, err
	}
	return m, nil
}

// add keeps a side pane once, also when it shows several kinds of objects.
func (m *Model) add(p pane.Pane) int {
	if i := m.find(p.ID()); i >= 0 {
		return i
	}
	m.panes = append(m.panes, p)
	return len(m.panes) - 1
}

func (m *Model) find(id string) int {
	return slices.IndexFunc(m.panes, func(p pane.Pane) bool { return p.ID() == id })
}

// Init opens the first pane, asks the terminal for its background and starts the feed of changes.
func (m *Model) Init() tea.Cmd {
	return m.guarded(func() tea.Cmd {
		m.dirty = true
		return tea.Batch(tea.RequestBackgroundColor, m.open(m.tab, nil), m.pollLater())
	})
}

// Update handles a message and composes a frame when it is time for one.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	return m, m.guarded(func() tea.Cmd {
		m.byHand = false
		cmd := m.handle(msg)
		if !m.dirty {
			return cmd
		}
		compose, tick := m.gate.Ask(msg, m.opt.Clock(), m.opt.Tick)
		if compose {
			cmd = join(cmd, m.refresh())
		}
		return join(cmd, tick)
	})
}

// View is the last frame composed.
func (m *Model) View() tea.View { return m.view }

// refresh tells the side pane what the cursor is on and composes a frame: so a flood of cursor keys loads no more cards than frames.
func (m *Model) refresh() tea.Cmd {
	cmd := m.follow()
	m.compose()
	m.dirty = false
	return cmd
}

// Fault is what ended the desk; nil after an ordinary end.
func (m *Model) Fault() error { return m.fault }

// Env is the surroundings as they are now.
func (m *Model) Env() *pane.Env { return m.env }

// wait answers msg to the frame itself after a while.
func (m *Model) wait(d time.Duration, msg tea.Msg) tea.Cmd {
	return m.opt.Tick(d, func(time.Time) tea.Msg { return msg })
}

// join puts two commands together without a batch where one is enough.
func join(a, b tea.Cmd) tea.Cmd {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return tea.Batch(a, b)
}
