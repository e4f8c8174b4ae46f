package uitest

import (
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"

	"kurator/ui/key"
)

// patience is how long a screen may take to say what is waited for; it only ends tests that fail.
const patience = 20 * time.Second

// Terminal is an emulated terminal that a program writes to and reads from.
type Terminal struct {
	tb      testing.TB
	mu      sync.Mutex
	emu     *vt.Emulator
	changed chan struct{} // closed and renewed on each write
	written int
	keys    io.Writer // where typing goes
	ended   chan struct{}
	err     error
}

func newTerminal(tb testing.TB, w, h int) *Terminal {
	return &Terminal{tb: tb, emu: vt.NewEmulator(w, h), changed: make(chan struct{}), ended: make(chan struct{})}
}

// RunOnTerminal runs a program on an emulated terminal; run gets its ends. The terminal counts as no tty, so line feeds return the
// carriage (LNM).
func RunOnTerminal(tb testing.TB, w, h int, run func(ctx context.Context, in io.Reader, out io.Writer) error) *Terminal {
	tb.Helper()
	t := newTerminal(tb, w, h)
	in, keys := io.Pipe()
	t.keys = keys
	_, _ = t.Write([]byte("\x1b[20h"))
	ctx, stop := context.WithCancel(context.Background())
	go t.answer(keys)
	go func() {
		t.end(run(ctx, in, t))
	}()
	tb.Cleanup(func() {
		stop()
		<-t.ended
		_ = keys.Close()
		t.hush()
	})
	return t
}

// answer passes on what the terminal says by itself (its background, its cursor). Without a reader the emulator would stand still.
func (t *Terminal) answer(to io.Writer) {
	b := make([]byte, 4096)
	for {
		n, err := t.emu.Read(b)
		if n > 0 {
			if _, werr := to.Write(b[:n]); werr != nil {
				_, _ = io.Copy(io.Discard, t.emu)
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// hush ends answer. The emulator's own Close would write a flag that its Read, in another goroutine, looks at.
func (t *Terminal) hush() {
	if pipe, ok := t.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
}

func (t *Terminal) end(err error) {
	t.mu.Lock()
	t.err = err
	t.mu.Unlock()
	close(t.ended)
}

// Write is the program's output.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.written += len(p)
	n, err := t.emu.Write(p)
	close(t.changed)
	t.changed = make(chan struct{})
	return n, err
}

// Written is the number of bytes sent to the terminal so far.
func (t *Terminal) Written() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.written
}

// Screen is what stands on the terminal, as plain cells without the spaces at the ends of lines.
func (t *Terminal) Screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen()
}

func (t *Terminal) screen() string {
	var b strings.Builder
	for y := range t.emu.Height() {
		var row strings.Builder
		for x := range t.emu.Width() {
			cell := t.emu.CellAt(x, y)
			switch {
			case cell == nil || cell.Width > 0 && cell.Content == "":
				row.WriteByte(' ')
			default:
				row.WriteString(cell.Content)
			}
		}
		b.WriteString(strings.TrimRight(row.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// InFullScreen reports whether the alternate screen is shown, which a program must leave at its end.
func (t *Terminal) InFullScreen() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emu.IsAltScreen()
}

// Until waits for the screen to satisfy a condition.
func (t *Terminal) Until(what string, ok func(screen string) bool) *Terminal {
	t.tb.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		t.mu.Lock()
		screen, changed := t.screen(), t.changed
		t.mu.Unlock()
		if ok(screen) {
			return t
		}
		select {
		case <-changed:
		case <-t.ended:
			if screen = t.Screen(); ok(screen) {
				return t
			}
			t.tb.Fatalf("the program ended (%v) and never showed %s:\n%s", t.err, what, screen)
		case <-late.C:
			t.tb.Fatalf("the screen never showed %s:\n%s", what, screen)
		}
	}
}

// Sees waits for a text.
func (t *Terminal) Sees(text string) *Terminal {
	t.tb.Helper()
	return t.Until(text, func(screen string) bool { return strings.Contains(screen, text) })
}

// Shows waits for the whole screen to be exactly this.
func (t *Terminal) Shows(screen string) *Terminal {
	t.tb.Helper()
	return t.Until("the screen\n"+screen, func(got string) bool { return got == screen })
}

// Keys presses keys, as their bytes come from a terminal.
func (t *Terminal) Keys(names string) *Terminal {
	t.tb.Helper()
	for name := range strings.FieldsSeq(names) {
		bytes, ok := encode(name)
		if !ok {
			t.tb.Fatalf("no bytes are known for the key %q", name)
		}
		t.Type(bytes)
	}
	return t
}

// Type sends text.
func (t *Terminal) Type(text string) *Terminal {
	t.tb.Helper()
	if _, err := io.WriteString(t.keys, text); err != nil {
		t.tb.Fatalf("the program does not read: %v", err)
	}
	return t
}

// encode gives the bytes of the classic encoding that every terminal knows.
func encode(name string) (string, bool) {
	if s, ok := keyBytes[name]; ok {
		return s, true
	}
	if rest, ok := strings.CutPrefix(name, "alt+"); ok {
		s, known := encode(rest)
		return "\x1b" + s, known
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok && len(rest) == 1 && rest[0] >= 'a' && rest[0] <= 'z' {
		return string(rest[0] - 'a' + 1), true
	}
	press, ok := key.Parse(name)
	return press.Text, ok && press.Text != ""
}

var keyBytes = map[string]string{
	"enter": "\r", "tab": "\t", "esc": "\x1b", "backspace": "\x7f", "space": " ", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
	"left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~", "delete": "\x1b[3~", "shift+tab": "\x1b[Z",
	"f1": "\x1bOP", "f5": "\x1b[15~",
}

// Wait waits for the program to end and returns its error.
func (t *Terminal) Wait() error {
	t.tb.Helper()
	select {
	case <-t.ended:
		return t.err
	case <-time.After(patience):
		t.tb.Fatalf("the program does not end:\n%s", t.Screen())
		return os.ErrDeadlineExceeded
	}
}
