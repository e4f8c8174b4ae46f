//go:build !windows

package uitest

import (
	"io"
	"os"
	"os/exec"
	"testing"

	"github.com/creack/pty"
)

// Binary is a process in a pseudo-terminal, with an emulated terminal at its other end.
type Binary struct {
	*Terminal
	Process *os.Process
	master  *os.File
}

// RunBinary starts a command on a terminal of that size. Its environment is TERM, a UTF-8 locale and what env adds.
func RunBinary(tb testing.TB, w, h int, cmd *exec.Cmd, env ...string) *Binary {
	tb.Helper()
	t := newTerminal(tb, w, h)
	cmd.Env = append([]string{"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + tb.TempDir(), "PATH=" + os.Getenv("PATH")}, env...)
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)})
	if err != nil {
		tb.Fatalf("a pseudo-terminal: %v", err)
	}
	t.keys = master
	go t.answer(master)
	go func() {
		_, _ = io.Copy(t, master) // ends with EIO when the process is gone
		t.end(cmd.Wait())
	}()
	tb.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-t.ended
		_ = master.Close()
		t.hush()
	})
	return &Binary{t, cmd.Process, master}
}

// Resize changes the size of the terminal, as dragging its window does.
func (b *Binary) Resize(w, h int) {
	b.tb.Helper()
	b.mu.Lock()
	b.emu.Resize(w, h)
	b.mu.Unlock()
	if err := pty.Setsize(b.master, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		b.tb.Fatal(err)
	}
}

// Signal sends a signal to the process.
func (b *Binary) Signal(s os.Signal) {
	b.tb.Helper()
	if err := b.Process.Signal(s); err != nil {
		b.tb.Fatal(err)
	}
}
