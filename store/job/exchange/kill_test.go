package exchange

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/db"
	"kurator/store/intake/intaketest"
	"kurator/store/job/jobtest"
)

// The test binary starts itself as the import that is killed.
const (
	killedBase = "KURATOR_IMPORT_BASE"
	killedFile = "KURATOR_IMPORT_FILE"
)

func TestMain(m *testing.M) {
	base := os.Getenv(killedBase)
	if base == "" {
		os.Exit(m.Run())
	}
	if err := importing(context.Background(), base, os.Getenv(killedFile)); err != nil {
		fmt.Println("failed", errors.Join(err, errors.Unwrap(err)))
		os.Exit(1)
	}
	os.Exit(0)
}

func fixedClock() time.Time { return jobtest.Morning }

// importing takes a file in, and says when it begins.
func importing(ctx context.Context, base, path string) error {
	s, err := store.Open(ctx, base, store.Options{Now: fixedClock})
	if err != nil {
		return err
	}
	me, err := s.Enter(ctx, store.Identity{Account: "me", Via: "desk"})
	if err != nil {
		return err
	}
	fmt.Println("begun")
	_, _, err = Import(ctx, s, me, []string{path}, ImportOptions{})
	return errors.Join(err, s.Close())
}

// killedRows are more than a window and a rest that is no whole slice; in a short run some slices.
func killedRows() int {
	if testing.Short() {
		return 2*store.BulkSlice + 130
	}
	return window + 130
}

// slowStart is what a new process takes longer for the same rows: everything it does, it does for the first time.
const slowStart = 200 * time.Millisecond

func importKills() int {
	if testing.Short() {
		return 4
	}
	return 30
}

// TestKilledImportLeavesWholeSlices kills an import again and again: each run leaves whole slices and a journal that verifies, the next
// one goes on after them, and in the end there is what an import that nobody disturbed brings.
func TestKilledImportLeavesWholeSlices(t *testing.T) {
	path := intaketest.CSV(t, samples+"im_cp1251.csv", killedRows())
	quiet := newTown(t)
	begun := time.Now()
	if sum, _ := quiet.take(ImportOptions{}, path); sum.Added != killedRows() {
		t.Fatalf("%+v", sum)
	}
	within := time.Since(begun)
	want := quiet.everything()
	w, fresh, inside := newTown(t), true, 0
	for i := 0; i < importKills() || inside == 0 && i < 40; i++ {
		if !fresh && w.cases() == killedRows() {
			w = newTown(t) // done in spite of the kills; the last one is compared
		}
		fresh = false
		killImport(t, w.Path(), path, rand.N(within+within/2+slowStart))
		n := w.cases()
		if n%store.BulkSlice != 0 && n != killedRows() {
			t.Fatalf("%d cases are there: no whole slices of %d", n, store.BulkSlice)
		}
		if n > 0 && n < killedRows() {
			inside++
		}
		if i%5 == 0 { // it reads all of it
			w.journalHolds()
		}
	}
	before := w.cases()
	sum, _ := w.take(ImportOptions{}, path)
	if sum.Added != killedRows()-before || sum.Unchanged != before || sum.Quarantined != 0 {
		t.Errorf("after %d rows it goes on with %+v", before, sum)
	}
	w.sameAs(want)
	if inside == 0 {
		t.Error("no import was killed on the way")
	}
}

// killImport starts an import and kills it so long after it has begun.
func killImport(t *testing.T, base, path string, after time.Duration) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), killedBase+"="+base, killedFile+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "failed") {
			t.Error(lines.Text())
		}
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended by itself
		defer timer.Stop()
	}
	_ = cmd.Wait() // killed, or done before that
}

// cases counts all of them; a list's total stops at some number.
func (w *town) cases() (n int) {
	w.T.Helper()
	if err := w.DB().View(w.Ctx, func(v *db.View) error { return v.Row("SELECT count(*) FROM appeal_doc", nil, &n) }); err != nil {
		w.T.Fatal(err)
	}
	return n
}

func (w *town) journalHolds() {
	w.T.Helper()
	report, err := w.VerifyJournal(w.Ctx, nil)
	if err != nil || len(report.Faults) > 0 {
		w.T.Fatal(report.Faults, err)
	}
}

// own is what each database has of its own: salted hashes, and fingerprints under its key.
var own = regexp.MustCompile(`(?i)"(h|fingerprint)":"[^"]*",?`)

// everything is each case by its number in the file; a number twice would leave one case out.
func (w *town) everything() map[string]string {
	w.T.Helper()
	all := map[string]string{}
	if n := w.cases(); n != killedRows() {
		w.T.Fatalf("%d cases of %d rows", n, killedRows())
	}
	for id := range killedRows() {
		a := w.state(model.AppealID(id + 1))
		doc, err := json.Marshal(a)
		if err != nil {
			w.T.Fatal(err)
		}
		words := []string{own.ReplaceAllString(string(doc), ""), a.Body.Body, a.Applicant.Name.Body, a.Applicant.Contact.Body}
		for _, reply := range a.Replies {
			words = append(words, reply.Text.Body)
		}
		all[a.Main().ExternalID] = strings.Join(words, "\n")
	}
	return all
}

// sameAs compares every case with that of an import that nobody disturbed.
func (w *town) sameAs(want map[string]string) {
	w.T.Helper()
	got := w.everything()
	if len(got) != len(want) {
		w.T.Fatalf("%d numbers, want %d", len(got), len(want))
	}
	for number, a := range want {
		if b := got[number]; a != b {
			w.T.Fatalf("%s differs:\n%s\n%s", number, b, a)
		}
	}
	w.journalHolds()
}
