package desk_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// quiet is how long a program must write nothing for its screen to count as settled.
const quiet = 250 * time.Millisecond

// BenchmarkStart runs the desk and an empty Bubble Tea program in turn on a real terminal of 120x40. It reports the medians from the
// start of the process to the last byte of its first screen, the 95th percentiles from a key to the first byte of its answer, and the
// memory the desk came to. KURATOR_BENCH_DB names the database, e.g. a million appeals; without it a demo district is made.
func BenchmarkStart(b *testing.B) {
	folder := b.TempDir()
	desk, empty := built(b, folder, "kurator"), built(b, folder, "kurator/ui/desk/testdata/empty")
	db := os.Getenv("KURATOR_BENCH_DB")
	if db == "" {
		db = filepath.Join(folder, "demo.db")
		if out, err := exec.Command(desk, "demo", "--no-ui", "--db", db).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	var ours, theirs sitting
	for b.Loop() {
		ours.sit(b, folder, exec.Command(desk, "desk", "--db", db))
		theirs.sit(b, folder, exec.Command(empty))
	}
	b.ReportMetric(ms(ours.starts, 50), "start-ms")
	b.ReportMetric(ms(ours.starts, 50)/ms(theirs.starts, 50), "start-ratio")
	b.ReportMetric(ms(ours.answers, 95), "key-ms")
	b.ReportMetric(ms(ours.answers, 95)/ms(theirs.answers, 95), "key-ratio")
	b.ReportMetric(float64(ours.memory)/1024, "peak-MB")
}

func built(b *testing.B, folder, pkg string) string {
	b.Helper()
	to := filepath.Join(folder, filepath.Base(pkg))
	cmd := exec.Command("go", "build", "-o", to, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return to
}

// sitting is what was measured of a program over several runs.
type sitting struct {
	starts, answers []time.Duration
	memory          int // peak of the resident set, KB
}

func (s *sitting) sit(b *testing.B, home string, cmd *exec.Cmd) {
	b.Helper()
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "HOME="+home)
	begun := time.Now()
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: 120, Rows: 40})
	if err != nil {
		b.Fatal(err)
	}
	heard := make(chan time.Time, 4096)
	go func() {
		defer close(heard)
		buf := make([]byte, 64<<10)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			heard <- time.Now()
			reply(master, buf[:n])
		}
	}()
	s.starts = append(s.starts, settled(b, heard).Sub(begun))
	for i := range 40 {
		at := time.Now()
		if _, err := master.WriteString([]string{"j", "k"}[i%2]); err != nil {
			b.Fatal(err)
		}
		select {
		case first := <-heard:
			s.answers = append(s.answers, first.Sub(at))
		case <-time.After(2 * time.Second):
			b.Fatal("a key without an answer")
		}
		rest(heard, 40*time.Millisecond)
	}
	s.memory = max(s.memory, peak(b, cmd.Process.Pid))
	_ = cmd.Process.Signal(syscall.SIGTERM)
	for range heard { // until the terminal is closed
	}
	_ = cmd.Wait()
	_ = master.Close()
}

// reply answers what programs ask a terminal first, so that nobody waits for it: its attributes and its modes.
func reply(to *os.File, asked []byte) {
	if bytes.Contains(asked, []byte("\x1b[c")) {
		_, _ = to.WriteString("\x1b[?62;22c")
	}
	if bytes.Contains(asked, []byte("\x1b[?2026$p")) {
		_, _ = to.WriteString("\x1b[?2026;2$y")
	}
}

// settled is when the last byte came before a pause.
func settled(b *testing.B, heard <-chan time.Time) time.Time {
	b.Helper()
	select {
	case at := <-heard:
		if last, more := rest(heard, quiet); more {
			return last
		}
		return at
	case <-time.After(20 * time.Second):
		b.Fatal("nothing on the screen")
		return time.Time{}
	}
}

// rest takes what comes until a pause and tells when the last of it came.
func rest(heard <-chan time.Time, pause time.Duration) (last time.Time, more bool) {
	for {
		select {
		case at, open := <-heard:
			if !open {
				return last, more
			}
			last, more = at, true
		case <-time.After(pause):
			return last, more
		}
	}
}

func peak(b *testing.B, pid int) int {
	b.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return 0 // no Linux
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			if err != nil {
				b.Fatal(err)
			}
			return kb
		}
	}
	return 0
}

// ms is a percentile in milliseconds.
func ms(all []time.Duration, percent int) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}
