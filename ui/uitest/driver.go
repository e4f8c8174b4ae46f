// Package uitest drives the desk in tests, on three levels that agree cell for cell: the root model by itself (Driver), a real program on
// an emulated terminal (Terminal), and the binary in a pseudo-terminal (Binary). Nothing here sleeps: the driver has a clock of its own,
// the other two wait for the screen to say something.
package uitest

import (
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"kurator/ui/key"
	"kurator/ui/pane"
)

// Clock is the logical time of a Driver.
type Clock struct{ now atomic.Pointer[time.Time] }

// NewClock begins at a moment.
func NewClock(at time.Time) *Clock {
	c := &Clock{}
	c.set(at)
	return c
}

// Now is the logical present.
func (c *Clock) Now() time.Time { return *c.now.Load() }

func (c *Clock) set(at time.Time) { c.now.Store(&at) }

// timer is what Tick leaves for the driver.
type timer struct {
	after  time.Duration
	answer func(time.Time) tea.Msg
}

// Tick is a widget.Tick that waits on the driver's clock.
func Tick(d time.Duration, answer func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return timer{d, answer} }
}

// Driver runs a root model by itself: every key settles before the next, and after every step the frame is checked to be exactly the
// screen.
type Driver struct {
	tb       testing.TB
	model    tea.Model
	clock    *Clock
	w, h     int
	russian  bool
	timers   []due
	clipped  []string // what was copied
	raw      []string // what was written to the terminal as it is
	quit     bool
	messages int
	checked  []string // the lines of the last frame, found right
}

type due struct {
	at     time.Time
	answer func(time.Time) tea.Msg
}

// settleWithin is how far the clock goes for the frame to settle: as far as the trailing tick of the gate, not as far as toasts.
const settleWithin = 50 * time.Millisecond

// messagesAllowed stops a model that answers itself for ever.
const messagesAllowed = 100_000

// Drive starts a model on a screen of that size. The model must take its ticks from Tick and its time from the clock.
func Drive(tb testing.TB, model tea.Model, clock *Clock, w, h int) *Driver {
	tb.Helper()
	d := &Driver{tb: tb, model: model, clock: clock, w: w, h: h}
	d.Send(tea.WindowSizeMsg{Width: w, Height: h})
	d.run(model.Init())
	return d.Settle()
}

// Send delivers messages and settles.
func (d *Driver) Send(msgs ...tea.Msg) *Driver {
	d.tb.Helper()
	for _, msg := range msgs {
		d.deliver(msg)
	}
	return d.Settle()
}

// Keys presses keys, separated by spaces, as a hand would: by their place on the keyboard. A Russian run presses the same places.
func (d *Driver) Keys(names string) *Driver {
	d.tb.Helper()
	for name := range strings.FieldsSeq(names) {
		d.Send(d.key(name))
	}
	return d
}

// key is a key by its name; in a Russian run what the same place of the keyboard gives there.
func (d *Driver) key(name string) tea.KeyPressMsg {
	d.tb.Helper()
	if d.russian {
		name = key.Cyrillic(name)
	}
	press, ok := key.Parse(name)
	if !ok {
		d.tb.Fatalf("no key is called %q", name)
	}
	return press
}

// Ahead presses keys faster than anything answers: what they ask for is done when all are pressed.
func (d *Driver) Ahead(names string) *Driver {
	d.tb.Helper()
	var asked []tea.Cmd
	for name := range strings.FieldsSeq(names) {
		var cmd tea.Cmd
		d.model, cmd = d.model.Update(d.key(name))
		asked = append(asked, cmd)
	}
	for _, cmd := range asked {
		d.run(cmd)
	}
	return d.Settle()
}

// Type types text, letter by letter; it is the same in both layouts.
func (d *Driver) Type(text string) *Driver {
	d.tb.Helper()
	for _, r := range text {
		d.Send(Letter(r))
	}
	return d
}

// Letter is the key press that types a letter.
func Letter(r rune) tea.KeyPressMsg {
	switch r {
	case '\n':
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case ' ':
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	k := tea.KeyPressMsg{Code: r, Text: string(r)}
	if unicode.IsUpper(r) {
		k.Code, k.Mod = unicode.ToLower(r), tea.ModShift
	}
	return k
}

// Paste pastes text in brackets.
func (d *Driver) Paste(text string) *Driver { return d.Send(tea.PasteMsg{Content: text}) }

// Click clicks on the first place where a text stands on the screen.
func (d *Driver) Click(text string) *Driver {
	d.tb.Helper()
	for y, line := range d.lines() {
		if before, _, found := strings.Cut(line, text); found {
			at := tea.Mouse{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft}
			return d.Send(tea.MouseClickMsg(at), tea.MouseReleaseMsg(at))
		}
	}
	d.tb.Fatalf("nothing to click: no %q on\n%s", text, d.Screen())
	return d
}

// Resize changes the size of the screen.
func (d *Driver) Resize(w, h int) *Driver {
	d.w, d.h, d.checked = w, h, nil
	return d.Send(tea.WindowSizeMsg{Width: w, Height: h})
}

// Settle lets everything finish that is under way, and checks the frame.
func (d *Driver) Settle() *Driver {
	d.tb.Helper()
	for limit := d.clock.Now().Add(settleWithin); d.next(limit); {
	}
	d.check()
	return d
}

// Wait lets time pass: toasts go, feeds are asked.
func (d *Driver) Wait(span time.Duration) *Driver {
	d.tb.Helper()
	until := d.clock.Now().Add(span)
	for d.next(until) {
	}
	if d.clock.Now().Before(until) {
		d.clock.set(until)
	}
	return d.Settle()
}

// next lets the earliest timer ring that is due by then.
func (d *Driver) next(by time.Time) bool {
	if len(d.timers) == 0 {
		return false
	}
	first := 0
	for i, t := range d.timers {
		if t.at.Before(d.timers[first].at) {
			first = i
		}
	}
	t := d.timers[first]
	if t.at.After(by) {
		return false
	}
	d.timers = slices.Delete(d.timers, first, first+1)
	if t.at.After(d.clock.Now()) {
		d.clock.set(t.at)
	}
	d.deliver(t.answer(d.clock.Now()))
	return true
}

func (d *Driver) deliver(msg tea.Msg) {
	d.tb.Helper()
	if msg == nil || d.quit {
		return
	}
	if d.messages++; d.messages > messagesAllowed {
		d.tb.Fatalf("the model does not come to rest; the last message is %T", msg)
	}
	var cmd tea.Cmd
	d.model, cmd = d.model.Update(msg)
	d.run(cmd)
}

// run does a command and what follows, as the program would; what it would do with the terminal is remembered.
func (d *Driver) run(cmd tea.Cmd) {
	d.tb.Helper()
	if cmd == nil {
		return
	}
	msg := cmd()
	if msg == nil {
		return
	}
	switch m := msg.(type) {
	case timer:
		d.timers = append(d.timers, due{d.clock.Now().Add(m.after), m.answer})
		return
	case pane.Later:
		d.tb.Fatalf("a timer of %v came back to nobody", m.After)
	case tea.QuitMsg:
		d.quit = true
		return
	case tea.RawMsg:
		if s, ok := m.Msg.(string); ok {
			d.raw = append(d.raw, s)
		}
		return
	}
	kind := reflect.TypeOf(msg)
	switch {
	case kind.Kind() == reflect.Slice && kind.Elem() == reflect.TypeFor[tea.Cmd](): // a batch or a sequence
		list := reflect.ValueOf(msg)
		for i := range list.Len() {
			next, _ := list.Index(i).Interface().(tea.Cmd)
			d.run(next)
		}
	case strings.HasSuffix(kind.Name(), "setClipboardMsg"):
		d.clipped = append(d.clipped, reflect.ValueOf(msg).String())
	case strings.HasPrefix(kind.PkgPath(), "charm.land/bubbletea/") && !exported(kind.Name()):
		// a request to the terminal; this one does not answer
	default:
		d.deliver(msg)
	}
}

func exported(name string) bool { return name != "" && unicode.IsUpper(rune(name[0])) }

// Frame is the last frame with its styles.
func (d *Driver) Frame() string { return d.model.View().Content }

func (d *Driver) lines() []string { return strings.Split(ansi.Strip(d.Frame()), "\n") }

// Screen is the frame as plain cells, without the spaces at the ends of lines.
func (d *Driver) Screen() string {
	lines := d.lines()
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// check fails when the frame is not exactly the screen, or holds a control character.
func (d *Driver) check() {
	d.tb.Helper()
	if d.quit {
		return
	}
	lines := strings.Split(d.Frame(), "\n")
	if len(lines) != d.h {
		d.tb.Fatalf("the frame has %d lines on a screen of %d:\n%s", len(lines), d.h, d.Screen())
	}
	for y, line := range lines {
		if y < len(d.checked) && d.checked[y] == line {
			continue
		}
		plain := ansi.Strip(line)
		if w := ansi.StringWidth(plain); w != d.w {
			d.tb.Fatalf("line %d has %d cells on a screen of %d: %q", y, w, d.w, plain)
		}
		if i := strings.IndexFunc(plain, unicode.IsControl); i >= 0 {
			d.tb.Fatalf("line %d holds a control character: %q", y, plain)
		}
	}
	d.checked = lines
	if c := d.model.View().Cursor; c != nil && (c.X < 0 || c.X >= d.w || c.Y < 0 || c.Y >= d.h) {
		d.tb.Fatalf("the cursor is at %d,%d, outside of the screen", c.X, c.Y)
	}
}

// Sees fails when a text is not on the screen. Line breaks of the screen count as spaces.
func (d *Driver) Sees(texts ...string) *Driver {
	d.tb.Helper()
	for _, text := range texts {
		if !d.Shows(text) {
			d.tb.Fatalf("no %q on\n%s", text, d.Screen())
		}
	}
	return d
}

// SeesNot fails when a text is on the screen.
func (d *Driver) SeesNot(texts ...string) *Driver {
	d.tb.Helper()
	for _, text := range texts {
		if d.Shows(text) {
			d.tb.Fatalf("%q is on\n%s", text, d.Screen())
		}
	}
	return d
}

// Shows reports whether a text is on the screen.
func (d *Driver) Shows(text string) bool {
	screen := d.Screen()
	return strings.Contains(screen, text) || strings.Contains(strings.Join(strings.Fields(screen), " "), text)
}

// Copied is what was put into the clipboard of the terminal, the newest last.
func (d *Driver) Copied() []string { return d.clipped }

// Raw is what was written to the terminal past the frame.
func (d *Driver) Raw() []string { return d.raw }

// Left reports whether the desk was left.
func (d *Driver) Left() bool { return d.quit }

// View is what the model asks of the terminal.
func (d *Driver) View() tea.View { return d.model.View() }
