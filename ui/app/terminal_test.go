//go:build !windows

package app_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"kurator/ui/app"
	"kurator/ui/uitest"
)

func onTerminal(t *testing.T, w, h int) *uitest.Terminal {
	return uitest.RunOnTerminal(t, w, h, func(ctx context.Context, in io.Reader, out io.Writer) error {
		world := &world{done: map[int64]bool{}}
		o := toyOptions(world)
		o.Environ = []string{"TERM=xterm-256color", "SSH_TTY=/dev/pts/1", "CLICOLOR_FORCE=1"}
		o.Size = [2]int{w, h}
		return app.Run(ctx, toyEnv(func() time.Time { return morning }), o, in, out)
	})
}

// What the root composes is what the terminal shows, cell for cell.
func TestProgramAgreesWithTheDriver(t *testing.T) {
	d, _ := desk(t, 80, 24)
	term := onTerminal(t, 80, 24)
	term.Shows(d.Screen())
	for _, keys := range []string{"j j j", "space space", "?", "esc", "c", "tab", "esc", "enter", "d"} {
		term.Keys(keys).Shows(d.Keys(keys).Screen())
	}
	term.Type("Яма засыпана").Shows(d.Type("Яма засыпана").Screen())
}

func TestProgramUnderTheRussianLayout(t *testing.T) {
	term := onTerminal(t, 80, 24)
	term.Sees("Обращение 1.").Type("оо").Sees("Обращение 3.").Type("с").Sees("Закрыть навсегда").Keys("tab enter").Sees("Закрыто обращение 3").
		Type("г").Sees("Отменено").Type("й")
	if err := term.Wait(); err != nil {
		t.Error(err)
	}
	if term.InFullScreen() {
		t.Error("the terminal stays in full screen")
	}
}

func binary(t *testing.T, env ...string) *uitest.Binary {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return uitest.RunBinary(t, 80, 24, exec.Command(self), append(env, "KURATOR_TOY=1")...)
}

func TestBinaryAgreesWithTheDriver(t *testing.T) {
	d, _ := desk(t, 80, 24)
	b := binary(t)
	b.Shows(d.Screen())
	b.Keys("j j").Shows(d.Keys("j j").Screen())
	d.Resize(120, 40)
	b.Resize(120, 40)
	b.Shows(d.Screen())
	b.Keys("q")
	if err := b.Wait(); err != nil {
		t.Error(err)
	}
	if b.InFullScreen() {
		t.Error("the terminal stays in full screen")
	}
}

// Whatever ends the session, what was typed is kept and the terminal is given back.
func TestEndings(t *testing.T) {
	for name, signal := range map[string]os.Signal{"hang-up": syscall.SIGHUP, "terminate": syscall.SIGTERM, "quit": syscall.SIGQUIT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "saved")
			b := binary(t, "KURATOR_TOY_SAVED="+file)
			b.Sees("Обращение 1.").Keys("enter").Sees("проект").Keys("d").Sees("закончить").Type("недописанный ответ").Sees("недописанный ответ")
			b.Signal(signal)
			if err := b.Wait(); err != nil {
				t.Error(err)
			}
			saved, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(saved), "недописанный ответ") {
				t.Errorf("saved %q (%v)", saved, err)
			}
			if b.InFullScreen() {
				t.Error("the terminal stays in full screen")
			}
		})
	}
}

func TestPanicGivesTheTerminalBack(t *testing.T) {
	b := binary(t)
	b.Sees("Обращение 1.").Keys("D")
	b.Sees("Внутренняя ошибка программы")
	if err := b.Wait(); err == nil {
		t.Error("the exit code is 0")
	}
	if screen := b.Screen(); b.InFullScreen() || strings.Contains(screen, "Петрова") || strings.Contains(screen, "goroutine") {
		t.Errorf("the terminal after a panic:\n%s", screen)
	}
}

// Over SSH bytes matter: a step down in the list beside the card, and in a list that has the whole width.
func TestBytesOfAStepDown(t *testing.T) {
	for name, c := range map[string]struct {
		tab   string
		bytes int
	}{"beside the card": {"1", 800}, "full width": {"2", 308}} {
		t.Run(name, func(t *testing.T) {
			term := onTerminal(t, 120, 40)
			term.Sees("Обращение 1.").Keys(c.tab)
			if c.tab == "2" {
				term.Until("the journal alone", func(s string) bool { return !strings.Contains(s, "Обращение 1.") })
			}
			row := func(s string, n string) bool {
				for line := range strings.SplitSeq(s, "\n") {
					if f := strings.Fields(line); len(f) > 1 && f[0] == "»" && f[1] == n {
						return true
					}
				}
				return false
			}
			term.Until("row 1", func(s string) bool { return row(s, "1") })
			before := term.Written()
			const steps = 60 // a third of them scroll
			for i := range steps {
				n := strconv.Itoa(i + 2)
				term.Keys("down").Until("row "+n, func(s string) bool { return row(s, n) })
			}
			if got := (term.Written() - before) / steps; got > c.bytes {
				t.Errorf("a step down takes %d bytes, more than %d", got, c.bytes)
			} else {
				t.Logf("%d bytes", got)
			}
		})
	}
}
