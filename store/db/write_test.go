package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/model"
)

// fillUp keeps the database from growing, as a full disk does.
func fillUp(t *testing.T, d *DB) {
	t.Helper()
	var pages int
	must(t, d.conn.QueryRowContext(t.Context(), "PRAGMA page_count").Scan(&pages))
	_, err := d.conn.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages+1))
	must(t, err)
}

// insertOn goes on after errors, as a careless loop would.
func insertOn(exec func(string, ...any) (sql.Result, error)) (failed int) {
	for i := range 50 {
		body := 3000
		if i >= 25 {
			body = 1 // small rows fit again after the engine has rolled back
		}
		if _, err := exec("INSERT INTO effect (operation, body) VALUES ('x', zeroblob(?))", body); err != nil {
			failed++
		}
	}
	return failed
}

func effects(t *testing.T, d *DB) (n int) {
	t.Helper()
	must(t, d.Read().QueryRowContext(t.Context(), "SELECT count(*) FROM effect").Scan(&n))
	return n
}

func TestFirstErrorSticks(t *testing.T) {
	d := opened(t, made(t))
	fillUp(t, d)
	err := d.Write(t.Context(), func(tx *Tx) error {
		if insertOn(tx.Exec) == 0 {
			t.Error("the disk was not full")
		}
		return nil // swallowed
	})
	refused(t, err, model.Failed, "нет места")
	if n := effects(t, d); n != 0 {
		t.Errorf("%d rows of a transaction that failed", n)
	}
	must(t, perform(d, "after")) // on a new connection, without the limit
}

// TestWithoutStickingRowsStay proves that the test above sees what it guards against.
func TestWithoutStickingRowsStay(t *testing.T) {
	d := opened(t, made(t))
	fillUp(t, d)
	_ = d.Write(t.Context(), func(tx *Tx) error {
		insertOn(func(q string, args ...any) (sql.Result, error) { return d.conn.ExecContext(tx.ctx, q, args...) })
		return errors.New("give up")
	})
	if n := effects(t, d); n == 0 {
		t.Error("the engine has changed: no row was committed outside the transaction")
	}
}

func TestErrorWhileReadingSticks(t *testing.T) {
	d := opened(t, made(t))
	err := d.Write(t.Context(), func(tx *Tx) error {
		if _, err := tx.Exec("INSERT INTO operation VALUES ('a')"); err != nil {
			return err
		}
		rows, err := tx.Query("SELECT n, abs(-9223372036854775807 - column1) FROM counter, (VALUES (0), (1))") // overflows in the second row
		if err != nil {
			return err
		}
		for rows.Next() {
			continue
		}
		rows.Close() // rows.Err is not asked
		if _, err := tx.Exec("INSERT INTO operation VALUES ('b')"); err == nil {
			t.Error("a statement ran after an error in a reading")
		}
		return nil
	})
	refused(t, err, model.Failed, "")
	whole(t, d.path, nil)
}

func TestStatementsNest(t *testing.T) {
	d := opened(t, made(t))
	must(t, d.Write(t.Context(), func(tx *Tx) error {
		const query = "SELECT column1 FROM (VALUES (1), (2), (3))"
		outer, err := tx.Query(query)
		if err != nil {
			return err
		}
		var seen []string
		for outer.Next() {
			var o, i int
			must(t, outer.Scan(&o))
			inner, err := tx.Query(query)
			if err != nil {
				return err
			}
			for inner.Next() {
				must(t, inner.Scan(&i))
				seen = append(seen, fmt.Sprint(o, i))
			}
			inner.Close()
		}
		if got := strings.Join(seen, ", "); got != "1 1, 1 2, 1 3, 2 1, 2 2, 2 3, 3 1, 3 2, 3 3" {
			t.Errorf("read %s", got)
		}
		return nil // outer stays open
	}))
	must(t, perform(d, "after"))
}

func TestForgottenRowsDoNotHoldTheSnapshot(t *testing.T) {
	d := opened(t, made(t))
	other := opened(t, d.path)
	for i := range 3 {
		must(t, perform(other, fmt.Sprint("other ", i)))
		must(t, d.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.Query("SELECT id FROM operation") // never closed
			return err
		}))
	}
	must(t, perform(d, "mine"))
	whole(t, d.path, []string{"other 0", "other 1", "other 2", "mine"})
}

func TestStatementCacheIsBounded(t *testing.T) {
	d := opened(t, made(t))
	must(t, d.Write(t.Context(), func(tx *Tx) error {
		for i := range 2 * stmtsKept {
			var n int
			if err := tx.Row(fmt.Sprintf("SELECT %d", i), nil, &n); err != nil || n != i {
				return fmt.Errorf("%d is %d: %w", i, n, err)
			}
		}
		return nil
	}))
	if len(d.stmts) > stmtsKept {
		t.Errorf("%d statements are kept", len(d.stmts))
	}
}

func TestMissingRowDoesNotStick(t *testing.T) {
	d := opened(t, made(t))
	must(t, d.Write(t.Context(), func(tx *Tx) error {
		var id string
		if err := tx.Row("SELECT id FROM operation WHERE id = 'no'", nil, &id); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("got %v", err)
		}
		_, err := tx.Exec("INSERT INTO operation VALUES ('a')")
		return err
	}))
}

func TestPanicRollsBack(t *testing.T) {
	d := opened(t, made(t))
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = d.Write(t.Context(), func(tx *Tx) error {
			_, _ = tx.Exec("INSERT INTO effect (operation, body) VALUES ('x', x'')")
			panic("a mistake")
		})
	}()
	if n := effects(t, d); n != 0 {
		t.Errorf("%d rows", n)
	}
	must(t, perform(d, "after"))
}

// TestFailedCommitIsUnknown makes the commit itself fail: a deferred foreign key is checked there.
func TestFailedCommitIsUnknown(t *testing.T) {
	steps := append(testSteps[:1:1], "CREATE TABLE child (p TEXT REFERENCES operation (id) DEFERRABLE INITIALLY DEFERRED) STRICT")
	d, err := open(t.Context(), made(t, steps...), steps)
	must(t, err)
	defer d.Close()
	err = d.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO child VALUES ('no parent')")
		return err
	})
	if !errors.Is(err, ErrUnknown) {
		t.Fatalf("got %v", err)
	}
	refused(t, err, model.Failed, "могло сохраниться, а могло и нет")
	must(t, perform(d, "after"))
	whole(t, d.path, []string{"after"})
}

func TestMovedDeletedOrReplacedFileIsNotWritten(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"renamed":      func(p string) error { return os.Rename(p, p+".old") },
		"deleted":      os.Remove,
		"replaced":     func(p string) error { return replace(p) },
		"wal deleted":  func(p string) error { return os.Remove(p + "-wal") },
		"wal renamed":  func(p string) error { return os.Rename(p+"-wal", p+"-old") },
		"wal replaced": func(p string) error { return replace(p + "-wal") },
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, made(t))
			must(t, perform(d, "before"))
			must(t, harm(d.path))
			refused(t, perform(d, "after"), model.Failed, "переместили, удалили или заменили")
			refused(t, d.Maintain(t.Context()), model.Failed, "переместили, удалили или заменили")
			refused(t, d.Truncate(t.Context()), model.Failed, "переместили, удалили или заменили")
		})
	}
	t.Run("while writing", func(t *testing.T) {
		d := opened(t, made(t))
		err := d.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO operation VALUES ('a')")
			return errors.Join(err, os.Rename(d.path, d.path+".old"))
		})
		refused(t, err, model.Failed, "переместили, удалили или заменили")
		must(t, os.Rename(d.path+".old", d.path))
		must(t, perform(d, "back"))
		whole(t, d.path, []string{"back"})
	})
}

// replace puts a copy in the place of a file.
func replace(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func TestNewerSchemaUnderAnOpenDatabaseIsNotWritten(t *testing.T) {
	d := opened(t, made(t))
	must(t, perform(d, "before"))
	steps := append(testSteps[:1:1], "CREATE TABLE more (x INTEGER) STRICT")
	newer, err := open(t.Context(), d.path, steps)
	must(t, err)
	defer newer.Close()
	refused(t, perform(d, "after"), model.BadData, "схема 2, эта версия знает 1")
	must(t, perform(newer, "after"))
}

func TestCancelledWriteDoesNothing(t *testing.T) {
	d := opened(t, made(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := d.Write(ctx, func(*Tx) error { t.Error("ran"); return nil })
	refused(t, err, model.Failed, "прервано")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the cause is lost: %v", err)
	}
}

func TestClosedDatabaseIsNotWritten(t *testing.T) {
	d, err := open(t.Context(), made(t), testSteps)
	must(t, err)
	must(t, d.Close())
	must(t, d.Close())
	refused(t, perform(d, "after"), model.Failed, "Не удалось")
	refused(t, d.Truncate(t.Context()), model.Failed, "Не удалось")
	if left, _ := filepath.Glob(d.path + "-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestPersonGoesBeforeBulk(t *testing.T) {
	d := opened(t, made(t))
	var order []string
	write := func(r rank, name string) chan error {
		before := d.gate.waiting(r)
		done := make(chan error, 1)
		go func() {
			done <- d.write(context.Background(), r, func(*Tx) error { order = append(order, name); return nil })
		}()
		for d.gate.waiting(r) == before {
			continue
		}
		return done
	}
	var all []chan error
	must(t, d.WriteBulk(t.Context(), func(*Tx) error { // holds the gate while the others queue
		all = append(all, write(bulk, "slice 1"), write(bulk, "slice 2"), write(person, "save 1"), write(person, "save 2"))
		return nil
	}))
	for _, done := range all {
		must(t, <-done)
	}
	if got := strings.Join(order, ", "); got != "save 1, save 2, slice 1, slice 2" {
		t.Errorf("went in: %s", got)
	}
}

func TestGivingUpInTheQueueLetsTheNextIn(t *testing.T) {
	var g gate
	must(t, g.enter(t.Context(), person))
	ctx, cancel := context.WithCancel(t.Context())
	impatient, patient := make(chan error), make(chan error)
	go func() { impatient <- g.enter(ctx, person) }()
	for g.waiting(person) == 0 {
		continue
	}
	go func() { patient <- g.enter(context.Background(), bulk) }()
	for g.waiting(bulk) == 0 {
		continue
	}
	cancel()
	if err := <-impatient; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	g.leave()
	must(t, <-patient)
	// A turn that came together with the end of the wait is handed on.
	late := make(chan struct{})
	close(late)
	g.giveUp(bulk, late)
	if g.taken {
		t.Error("the gate stays shut")
	}
}

func TestViewSeesOneMoment(t *testing.T) {
	d := opened(t, made(t))
	must(t, perform(d, "first"))
	must(t, d.View(t.Context(), func(v *View) error {
		count := func() (n int) {
			must(t, v.Row("SELECT count(*) FROM operation WHERE id <> ?", []any{""}, &n))
			return n
		}
		before := count()
		must(t, perform(d, "second"))
		if after := count(); before != 1 || after != 1 {
			t.Errorf("saw %d, then %d", before, after)
		}
		_, err := v.Query("SELECT id FROM operation") // never closed
		return err
	}))
	must(t, d.Truncate(t.Context())) // would say that a reader holds the WAL
}

func TestViewHasALimit(t *testing.T) {
	d := opened(t, made(t))
	var ids []int
	err := d.ViewFor(t.Context(), 1, func(v *View) error { // a nanosecond
		rows, err := v.Query("WITH RECURSIVE c(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT x FROM c")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			ids = append(ids, 0)
		}
		return nil // rows.Err is not asked
	})
	refused(t, err, model.Failed, "слишком долго")
	must(t, d.View(t.Context(), func(v *View) error {
		var n int
		return v.Row("SELECT n FROM counter", nil, &n)
	}))
}

func TestDataVersionTellsOfOthersWrites(t *testing.T) {
	d := opened(t, made(t))
	other := opened(t, d.path)
	ask := func() int64 {
		v, err := d.DataVersion(t.Context())
		must(t, err)
		return v
	}
	before := ask()
	if again := ask(); again != before {
		t.Errorf("moved by itself: %d, %d", before, again)
	}
	must(t, perform(other, "theirs"))
	between := ask()
	must(t, perform(d, "mine")) // the writer is another connection than the watch
	after := ask()
	if between == before || after == between {
		t.Errorf("not told: %d, %d, %d", before, between, after)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.DataVersion(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
