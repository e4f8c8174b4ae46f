//go:build unix

package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/db"
)

// The test binary starts itself as the program that is killed.
const (
	roleVar  = "KURATOR_BACKUP_ROLE"
	pathVar  = "KURATOR_BACKUP_PATH"
	fileVar  = "KURATOR_BACKUP_FILE"
	stopVar  = "KURATOR_BACKUP_STOP"  // the step after which it kills itself
	retryVar = "KURATOR_BACKUP_RETRY" // the operation to try again first
	limitVar = "KURATOR_BACKUP_LIMIT" // how large a file may become
)

func TestMain(m *testing.M) {
	syscall.Umask(0o077)
	role := os.Getenv(roleVar)
	if role == "" {
		os.Exit(m.Run())
	}
	if err := play(context.Background(), role); err != nil {
		var f *model.Fault
		if errors.As(err, &f) {
			err = fmt.Errorf("%s %w", f.Code, errors.Join(err, f.Cause))
		}
		fmt.Println("failed", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// play does what the second program is for.
func play(ctx context.Context, role string) error {
	path, file := os.Getenv(pathVar), os.Getenv(fileVar)
	reached = func(step string) {
		fmt.Println("step", step)
		if step == os.Getenv(stopVar) {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // until it arrives
		}
	}
	var limit uint64
	if n, _ := fmt.Sscan(os.Getenv(limitVar), &limit); n == 1 {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
			return err
		}
	}
	switch role {
	case "restore":
		_, err := Restore(ctx, file, path, restoring("root"))
		return err
	case "backup":
		return copying(ctx, path, file)
	case "erase":
		return erasing(ctx, path)
	}
	return working(ctx, path)
}

func copying(ctx context.Context, path, file string) error {
	s, err := store.Open(ctx, path, store.Options{Now: clock})
	if err != nil {
		return err
	}
	_, err = Make(ctx, s, as(admin), file, options())
	return errors.Join(err, s.Close())
}

// working enters appeals without end, and says before and after which.
func working(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path, store.Options{Now: clock})
	if err != nil {
		return err
	}
	id := os.Getenv(retryVar)
	for n := os.Getpid() * 1000; ; n++ {
		if id == "" {
			id = fmt.Sprintf("op-%d", n)
		}
		fmt.Println("try", id)
		if err := receive(ctx, s, id, n); err != nil {
			return err
		}
		fmt.Println("done", id)
		id = ""
	}
}

// later is when everything has been kept long enough.
func later() time.Time { return clock().AddDate(6, 0, 0) }

func erasing(ctx context.Context, path string) error {
	s, err := store.Open(ctx, path, store.Options{Now: later})
	if err != nil {
		return err
	}
	plan, err := s.RetentionPlan(ctx, as(admin))
	if err != nil {
		return err
	}
	_, err = s.ApplyRetention(ctx, as(admin), plan, func(done int) { fmt.Println("step erased", done) })
	if err == nil {
		err = s.Scrub(ctx)
	}
	return errors.Join(err, s.Close())
}

// second starts the second program.
func second(t testing.TB, role, path, file string, env ...string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(append(os.Environ(), roleVar+"="+role, pathVar+"="+path, fileVar+"="+file), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return cmd, bufio.NewScanner(out)
}

// all reads what the program says and waits for its end.
func all(cmd *exec.Cmd, said *bufio.Scanner) (lines []string, err error) {
	for said.Scan() {
		lines = append(lines, said.Text())
	}
	return lines, cmd.Wait()
}

func TestRestoreStoppedAfterEachStep(t *testing.T) {
	path, copied := worked(t)
	for step, want := range map[string]int64{"unpacked": 8, "verified": 8, "folded": 8, "kept": 8, "renamed": 6, "synced": 6} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			file := clone(t, path)
			cmd, said := second(t, "restore", file, copied, stopVar+"="+step)
			if lines, err := all(cmd, said); err == nil || !slices.Contains(lines, "step "+step) {
				t.Fatalf("not stopped: %v %v", lines, err)
			}
			if n := appeals(t, file); n != want {
				t.Errorf("%d appeals, want %d", n, want)
			}
			_, err := Restore(t.Context(), copied, file, restoring("root"))
			must(t, err)
			if slices.ContainsFunc(names(t, filepath.Dir(file)), func(n string) bool { return strings.HasPrefix(n, staging) }) {
				t.Errorf("left behind: %v", names(t, filepath.Dir(file)))
			}
		})
	}
}

func TestCopyStoppedAfterEachStep(t *testing.T) {
	path, _ := worked(t)
	for step, there := range map[string]bool{"copied": false, "verified": false, "described": false, "named": true, "recorded": true} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			base, file := clone(t, path), filepath.Join(t.TempDir(), "copy.db")
			cmd, said := second(t, "backup", base, file, stopVar+"="+step)
			if lines, err := all(cmd, said); err == nil || !slices.Contains(lines, "step "+step) {
				t.Fatalf("not stopped: %v %v", lines, err)
			}
			if _, err := os.Stat(file); (err == nil) != there {
				t.Errorf("the copy is there: %v", err)
			}
			if there {
				appeals(t, file)
			} else {
				_, err := Make(t.Context(), opened(t, base), as(admin), file, options())
				must(t, err)
			}
			if got := names(t, filepath.Dir(file)); len(got) != 2 && !there {
				t.Errorf("left behind: %v", got)
			}
		})
	}
}

// clone copies a database that nobody has open into a folder of its own.
func clone(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	to := filepath.Join(t.TempDir(), "kurator.db")
	must(t, os.WriteFile(to, text, 0o600))
	return to
}

func kills() int {
	switch {
	case os.Getenv("KURATOR_NIGHTLY") == "1":
		return 300
	case testing.Short():
		return 8
	}
	return 30
}

// TestKilledAtAnyMoment kills work, copies, restores and anonymisation at random moments: what was acknowledged is there, a
// retry doubles nothing, the journal verifies, and a name always belongs to a whole file.
func TestKilledAtAnyMoment(t *testing.T) {
	k := &killing{t: t, path: founded(t, 30), within: 400 * time.Millisecond, acknowledged: map[string]bool{}}
	s := opened(t, k.path)
	must(t, closeAll(t.Context(), s, 30))
	must(t, s.Close())
	for i := range kills() {
		switch i % 4 {
		case 0, 1:
			k.work()
		case 2:
			k.copy(i)
		case 3:
			if i%8 == 3 {
				k.restore()
			} else {
				k.erase()
			}
		}
		k.whole()
	}
	for more := 0; len(k.acknowledged) == 0; more++ { // a raced program takes longer to begin than the kills leave it
		if more == 10 {
			t.Fatal("nothing was done before the kills")
		}
		k.within *= 2
		k.work()
		k.whole()
	}
	t.Logf("%d operations acknowledged, %d retried, %d copies whole", len(k.acknowledged), k.retried, k.copies)
}

type killing struct {
	t            *testing.T
	path         string
	within       time.Duration // a work is killed at a moment within it
	acknowledged map[string]bool
	pending      string
	retried      int
	copies       int
}

// run starts a program and kills it somewhere within its usual time.
func (k *killing) run(role, file string, within time.Duration, env ...string) []string {
	cmd, said := second(k.t, role, k.path, file, env...)
	timer := time.AfterFunc(rand.N(within), func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	lines, _ := all(cmd, said) // killed, or done before that
	for _, line := range lines {
		if strings.HasPrefix(line, "failed") {
			k.t.Fatalf("%s: %s", role, line)
		}
	}
	return lines
}

func (k *killing) work() {
	if k.pending != "" {
		k.retried++
	}
	pending := k.pending
	for _, line := range k.run("work", "", k.within, retryVar+"="+k.pending) {
		verb, id, _ := strings.Cut(line, " ")
		switch verb {
		case "try":
			pending = id
		case "done":
			k.acknowledged[id], pending = true, ""
		}
	}
	k.pending = pending
}

func (k *killing) copy(i int) {
	file := filepath.Join(k.t.TempDir(), fmt.Sprintf("copy-%d.db", i))
	k.run("backup", file, 600*time.Millisecond)
	if _, err := os.Stat(file); err == nil {
		appeals(k.t, file)
		k.copies++
	}
}

func (k *killing) erase() { k.run("erase", "", 600*time.Millisecond) }

// restore restores over a clone, as what was done since the copy would rightly be gone.
func (k *killing) restore() {
	copied := filepath.Join(k.t.TempDir(), "copy.db")
	s, err := store.Open(k.t.Context(), k.path, store.Options{Now: clock})
	must(k.t, err)
	want, err := Make(k.t.Context(), s, as(admin), copied, options())
	must(k.t, err)
	must(k.t, receive(k.t.Context(), s, store.NewID(time.Now()), rand.IntN(1<<40)))
	must(k.t, s.Close())
	file := clone(k.t, k.path)
	mine := *k
	mine.path = file
	mine.run("restore", copied, 600*time.Millisecond)
	if n := appeals(k.t, file); n != want.Manifest.Appeals && n != want.Manifest.Appeals+1 {
		k.t.Errorf("%d appeals, neither the old file nor the new one", n)
	}
}

// whole verifies the database and looks for every acknowledged operation; each has entered one appeal.
func (k *killing) whole() {
	k.t.Helper()
	ctx := k.t.Context()
	s, err := store.Open(ctx, k.path, store.Options{Now: later})
	must(k.t, err)
	if _, err := verify(ctx, s, nil); err != nil {
		k.t.Fatal(err)
	}
	err = s.DB().View(ctx, func(v *db.View) error {
		for id := range k.acknowledged {
			var n int
			if err := v.Row("SELECT count(*) FROM journal j JOIN appeal_doc d ON d.id = j.object WHERE j.operation = $1", []any{id}, &n); err != nil {
				return err
			}
			if n != 1 {
				k.t.Errorf("%s has entered %d appeals", id, n)
			}
		}
		return nil
	})
	must(k.t, err)
	must(k.t, s.Close())
}

// closeAll closes the first n appeals, so that there is something to anonymise.
func closeAll(ctx context.Context, s *store.Store, n int) error {
	for id := range n {
		op := store.Op{Title: "Закрыто"}
		for _, a := range []model.Action{&model.Sort{}, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "справка"}} {
			op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(model.AppealID(id + 1)), Action: a})
		}
		if _, err := s.Do(ctx, as(curator), op); err != nil {
			return err
		}
	}
	return nil
}

// TestFilesThatCannotGrow gives the program a limit beyond which no file grows.
func TestFilesThatCannotGrow(t *testing.T) {
	path, copied := worked(t)
	info, err := os.Stat(copied)
	must(t, err)
	for name, share := range map[string]float64{"at once": 0.05, "half way": 0.5, "almost done": 0.95} {
		t.Run(name, func(t *testing.T) {
			limit := fmt.Sprintf("%s=%d", limitVar, int64(float64(info.Size())*share))
			base, dir := clone(t, path), t.TempDir()
			failsWhole(t, base, copied, dir, limit)
			if got := names(t, filepath.Dir(base)); len(got) != 1 {
				t.Errorf("left beside the database: %v", got)
			}
		})
	}
}

// failsWhole wants a copy to dir and a restore to fail with a sentence about the disk, and the database to be as before.
func failsWhole(t *testing.T, base, copied, dir string, env ...string) {
	t.Helper()
	for role, file := range map[string]string{"backup": filepath.Join(dir, "copy.db"), "restore": copied} {
		lines, err := all(second(t, role, base, file, env...))
		text := strings.Join(lines, "\n")
		if err == nil || !strings.Contains(text, "failed failed") || !strings.Contains(text, "иск") {
			t.Errorf("%s: %v\n%s", role, err, text)
		}
	}
	if n := appeals(t, base); n != 8 {
		t.Errorf("%d appeals left", n)
	}
	if got := names(t, dir); slices.ContainsFunc(got, func(n string) bool { return strings.HasPrefix(n, "copy") || strings.HasPrefix(n, staging) }) {
		t.Errorf("left behind: %v", got)
	}
}
