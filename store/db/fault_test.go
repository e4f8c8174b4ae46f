//go:build faultvfs && linux && !race

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kurator/model"
)

// outcome is what a program under failures was told.
type outcome struct {
	acknowledged []string
	refused      []string // every attempt ended with an error that says nothing was written
	d            *DB
	problems     []string
}

// attempt says whether an operation is done after at most two tries, and whether any of them ended unknown.
func (o *outcome) attempt(id string, do func() error) {
	unknown := false
	for range 2 {
		err := do()
		if err == nil {
			o.acknowledged = append(o.acknowledged, id)
			return
		}
		unknown = unknown || errors.Is(err, ErrUnknown)
		var fault *model.Fault
		if !errors.As(err, &fault) {
			o.problems = append(o.problems, fmt.Sprintf("not a sentence: %v", err))
		}
	}
	if !unknown {
		o.refused = append(o.refused, id)
	}
}

// begin opens the database, at the second try when need be, with a cache so small that pages reach the WAL inside a
// transaction: statements meet the failures too, not only commits.
func (o *outcome) begin(path string) bool {
	var err error
	for range 2 {
		if o.d, err = open(context.Background(), path, testSteps); err == nil {
			_, _ = o.d.conn.ExecContext(context.Background(), "PRAGMA cache_size = 4")
			return true
		}
		var fault *model.Fault
		if !errors.As(err, &fault) {
			o.problems = append(o.problems, fmt.Sprintf("not a sentence: %v", err))
		}
	}
	return false
}

// aDay opens a database, writes, reads, makes checkpoints, closes and opens it again. It stops at nothing.
func aDay(path string, write func(*DB, string) error) *outcome {
	o := &outcome{}
	ctx := context.Background()
	if !o.begin(path) {
		return o
	}
	for i := range 4 {
		id := fmt.Sprintf("op%d", i)
		o.attempt(id, func() error { return write(o.d, id) })
		switch i {
		case 1:
			_ = o.d.Checkpoint(ctx)
		case 2:
			_ = o.d.View(ctx, func(v *View) error {
				var n int
				return v.Row("SELECT count(*) FROM effect", nil, &n)
			})
			_ = o.d.Truncate(ctx)
			_ = o.d.Close()
			if !o.begin(path) {
				return o
			}
		}
	}
	return o
}

// verdict names what is wrong after the failures have ended: the same handle must work, then a new one.
func verdict(t *testing.T, path string, o *outcome, write func(*DB, string) error) []string {
	t.Helper()
	wrong := o.problems
	if o.d != nil {
		if err := write(o.d, "after"); err != nil {
			wrong = append(wrong, fmt.Sprintf("the open database does not recover: %v (%v)", err, errors.Unwrap(err)))
		} else {
			o.acknowledged = append(o.acknowledged, "after")
		}
		_ = o.d.Close()
	}
	found, err := tally(t.Context(), path, o.acknowledged)
	if err != nil {
		return append(wrong, err.Error())
	}
	wrong = append(wrong, found...)
	there, err := operations(t.Context(), path)
	must(t, err)
	for _, id := range o.refused {
		if slices.Contains(there, id) {
			wrong = append(wrong, id+" was refused and is there")
		}
	}
	return wrong
}

// template is the contents of a fresh database.
func template(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(made(t))
	must(t, err)
	return text
}

// harness fails every operation of every kind, once and from then on, and returns what went wrong.
func harness(t *testing.T, most int, write func(*DB, string) error) (runs int, wrong []string) {
	t.Helper()
	defer func(size int) { bodySize = size }(bodySize)
	bodySize = 6000
	fresh, root := template(t), t.TempDir()
	run := func(k kind, nth int, forever bool) [kinds]int {
		dir := filepath.Join(root, fmt.Sprintf("%v-%d-%v", k, nth, forever))
		must(t, os.Mkdir(dir, 0o700))
		path := filepath.Join(dir, "kurator.db")
		must(t, os.WriteFile(path, fresh, 0o600))
		layer.arm(dir, k, nth, forever)
		o := aDay(path, write)
		seen := layer.disarm()
		for _, w := range verdict(t, path, o, write) {
			wrong = append(wrong, fmt.Sprintf("%v %d forever=%v: %s", k, nth, forever, w))
		}
		must(t, os.RemoveAll(dir))
		runs++
		return seen
	}
	counts := run(opOpen, 0, false)
	if len(wrong) > 0 {
		t.Fatalf("without a failure: %v", wrong)
	}
	for k := range kinds {
		if counts[k] == 0 {
			t.Errorf("the day has no %v", k)
		}
		step := 1
		if most > 0 {
			step = max(1, counts[k]/most)
		}
		for nth := 1; nth <= counts[k]; nth += step {
			run(k, nth, false)
			run(k, nth, true)
		}
	}
	t.Logf("operations of a day: %v", counts)
	return runs, wrong
}

func TestEveryOperationFails(t *testing.T) {
	most := 20
	if testing.Short() {
		most = 5
	}
	if nightly() {
		most = 0
	}
	runs, wrong := harness(t, most, perform)
	t.Logf("%d runs", runs)
	if len(wrong) > 0 {
		t.Errorf("%d wrong:\n%s", len(wrong), strings.Join(wrong[:min(10, len(wrong))], "\n"))
	}
}

// TestFaultsCatchALoopThatGoesOn plants the bug: statements that run on after an error, and a commit all the same.
func TestFaultsCatchALoopThatGoesOn(t *testing.T) {
	_, wrong := harness(t, 6, func(d *DB, id string) error {
		return d.Write(context.Background(), func(tx *Tx) error {
			exec := func(q string, args ...any) { _, _ = d.conn.ExecContext(tx.ctx, q, args...) }
			exec("INSERT OR IGNORE INTO operation (id) VALUES (?)", id)
			for range rowsPerOperation {
				exec("INSERT INTO effect (operation, body) VALUES (?, zeroblob(?))", id, bodySize)
			}
			exec("UPDATE counter SET n = n + 1")
			return nil
		})
	})
	if len(wrong) == 0 {
		t.Error("not caught")
	}
	t.Logf("%d caught, such as %v", len(wrong), wrong[:min(2, len(wrong))])
}

// operations lists what is in a database.
func operations(ctx context.Context, path string) (all []string, err error) {
	err = alone(ctx, path, func(conn *sql.Conn) error {
		all, err = lines(ctx, conn, "SELECT id FROM operation")
		return err
	})
	return all, err
}
