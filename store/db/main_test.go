package db

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"kurator/model"
)

// The test binary starts itself as a second program on the same database.
const (
	roleVar  = "KURATOR_DB_ROLE"
	pathVar  = "KURATOR_DB_PATH"
	nameVar  = "KURATOR_DB_NAME"
	countVar = "KURATOR_DB_COUNT"
	retryVar = "KURATOR_DB_RETRY"
)

func TestMain(m *testing.M) {
	private()
	switch os.Getenv(roleVar) {
	case "acknowledge":
		if err := acknowledge(os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case "read":
		text, err := os.ReadFile(os.Getenv(pathVar))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Stdout.Write(text)
		os.Exit(0)
	case "":
		prepare()
		os.Exit(m.Run())
	default:
		os.Exit(2)
	}
}

// nightly asks for the long runs.
func nightly() bool { return os.Getenv("KURATOR_NIGHTLY") == "1" }

// testSteps is a small schema of the shape that matters here: an operation table, its effects, a counter.
var testSteps = []string{`
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE operation (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE effect (id INTEGER PRIMARY KEY, operation TEXT NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE counter (n INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (0);
`}

// made is a database file of the test schema, closed.
func made(t *testing.T, steps ...string) string {
	t.Helper()
	if steps == nil {
		steps = testSteps
	}
	path := filepath.Join(t.TempDir(), "kurator.db")
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, fill(t.Context(), path, steps))
	return path
}

func opened(t *testing.T, path string) *DB {
	t.Helper()
	d, err := open(t.Context(), path, testSteps)
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%v)", err, errors.Unwrap(err))
	}
}

// refused checks that an error is a sentence of a code that says the words.
func refused(t *testing.T, err error, code model.Code, words string) {
	t.Helper()
	var fault *model.Fault
	if !errors.As(err, &fault) {
		t.Fatalf("not a sentence: %v", err)
	}
	if fault.Code != code || !strings.Contains(fault.Say, words) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("got %s %q (%v), want %s with %q", fault.Code, err, fault.Cause, code, words)
	}
}

// bodySize is how large each effect is; a larger one makes a transaction of more pages than a small cache holds.
var bodySize = 600

// rowsPerOperation is how many effects one operation has: all of them are there, or none.
const rowsPerOperation = 5

// perform does one operation as store.Do does: the id is stored with its effects, and a retry finds it.
func perform(d *DB, id string) error {
	return d.Write(context.Background(), func(tx *Tx) error {
		var stored string
		err := tx.Row("SELECT id FROM operation WHERE id = ?", []any{id}, &stored)
		if err == nil {
			return nil // done before
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if _, err := tx.Exec("INSERT INTO operation (id) VALUES (?)", id); err != nil {
			return err
		}
		for range rowsPerOperation {
			if _, err := tx.Exec("INSERT INTO effect (operation, body) VALUES (?, zeroblob(?))", id, bodySize); err != nil {
				return err
			}
		}
		var n int
		if err := tx.Row("SELECT n FROM counter", nil, &n); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE counter SET n = ?", n+1)
		return err
	})
}

// tally compares the operations in a database with those acknowledged and names what is wrong.
func tally(ctx context.Context, path string, acknowledged []string) (wrong []string, err error) {
	err = alone(ctx, path, func(conn *sql.Conn) error {
		if wrong, err = check(ctx, conn, "integrity_check"); err != nil {
			return err
		}
		there := map[string]int{}
		rows, err := conn.QueryContext(ctx, `SELECT operation.id, count(effect.id) FROM operation
			LEFT JOIN effect ON effect.operation = operation.id GROUP BY operation.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var effects int
			if err := rows.Scan(&id, &effects); err != nil {
				return err
			}
			there[id] = effects
			if effects != rowsPerOperation {
				wrong = append(wrong, fmt.Sprintf("%s has %d effects", id, effects))
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		for _, id := range acknowledged {
			if _, ok := there[id]; !ok {
				wrong = append(wrong, id+" was acknowledged and is not there")
			}
		}
		var n, loose int
		if err := conn.QueryRowContext(ctx, "SELECT n FROM counter").Scan(&n); err != nil {
			return err
		}
		if n != len(there) {
			wrong = append(wrong, fmt.Sprintf("the counter is %d after %d operations", n, len(there)))
		}
		err = conn.QueryRowContext(ctx, "SELECT count(*) FROM effect WHERE operation NOT IN (SELECT id FROM operation)").Scan(&loose)
		if loose > 0 {
			wrong = append(wrong, fmt.Sprintf("%d effects of no operation", loose))
		}
		return err
	})
	return wrong, err
}

func whole(t *testing.T, path string, acknowledged []string) {
	t.Helper()
	wrong, err := tally(t.Context(), path, acknowledged)
	must(t, err)
	if len(wrong) > 0 {
		t.Fatalf("%d wrong: %s", len(wrong), strings.Join(wrong[:min(5, len(wrong))], "; "))
	}
}

// acknowledge is the second program: it performs operations, says which one it tries and which one is done, and begins
// with the one its predecessor did not see acknowledged.
func acknowledge(out *os.File) error {
	d, err := open(context.Background(), os.Getenv(pathVar), testSteps)
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(os.Getenv(countVar))
	if err != nil {
		return err
	}
	ids := []string{}
	if retry := os.Getenv(retryVar); retry != "" {
		ids = append(ids, retry)
	}
	for i := range count {
		ids = append(ids, fmt.Sprintf("%s-%d", os.Getenv(nameVar), i))
	}
	for i, id := range ids {
		fmt.Fprintln(out, "try", id)
		if err := perform(d, id); err != nil {
			return err
		}
		fmt.Fprintln(out, "done", id)
		if i%7 == 6 { // so that kills also meet checkpoints
			if err := d.Checkpoint(context.Background()); err != nil {
				return err
			}
		}
	}
	return d.Close()
}

// second starts the test binary as a second program.
func second(t *testing.T, path, name string, count int, retry string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), roleVar+"=acknowledge", pathVar+"="+path, nameVar+"="+name,
		countVar+"="+strconv.Itoa(count), retryVar+"="+retry)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	return cmd, bufio.NewScanner(out)
}

// elsewhere reads a file in a second program.
func elsewhere(t *testing.T, path string) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), roleVar+"=read", pathVar+"="+path)
	text, err := cmd.Output()
	must(t, err)
	return string(text)
}
