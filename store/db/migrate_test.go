package db

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"testing"

	"kurator/model"
)

// schema lists what is in a database, as text.
func schema(t *testing.T, path string) (all []string) {
	t.Helper()
	must(t, alone(t.Context(), path, func(conn *sql.Conn) error {
		rows, err := conn.QueryContext(t.Context(), "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			must(t, rows.Scan(&line))
			all = append(all, line)
		}
		return rows.Err()
	}))
	return all
}

// TestFreshIsMigrated: a database made today and one brought up step by step are the same.
func TestFreshIsMigrated(t *testing.T) {
	all := scripts()
	fresh := made(t, all...)
	old := made(t, all[:1]...)
	for n := range all {
		d, err := open(t.Context(), old, all[:n+1])
		must(t, err)
		if d.Version() != n+1 {
			t.Errorf("version %d after %d steps", d.Version(), n+1)
		}
		must(t, d.Close())
	}
	if a, b := schema(t, fresh), schema(t, old); !slices.Equal(a, b) || len(a) < 5 {
		t.Errorf("fresh:\n%s\n\nmigrated:\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}

func TestTablesAreStrict(t *testing.T) {
	loose := 0
	must(t, alone(t.Context(), made(t, scripts()...), func(conn *sql.Conn) error {
		rows, err := conn.QueryContext(t.Context(), "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")
		if err != nil {
			return err
		}
		defer rows.Close()
		strict := 0
		for rows.Next() {
			var name string
			var is bool
			must(t, rows.Scan(&name, &is))
			if is {
				strict++
			} else {
				loose++
				t.Errorf("table %s is not STRICT", name)
			}
		}
		if strict < 5 {
			t.Errorf("%d strict tables", strict)
		}
		return rows.Err()
	}))
}

func TestFailedStepLeavesTheOldVersion(t *testing.T) {
	for name, bad := range map[string]string{
		"a mistake in the text": "CREATE TABLE more (x INTEGER) STRICT; UPDATE counter SET n = 5; CREATE TABLE more (x INTEGER) STRICT",
		"orphans": `PRAGMA defer_foreign_keys = 1;
			CREATE TABLE child (p TEXT REFERENCES operation (id)) STRICT; INSERT INTO child VALUES ('nobody')`,
	} {
		t.Run(name, func(t *testing.T) {
			path := made(t)
			before := schema(t, path)
			_, err := open(t.Context(), path, append(testSteps[:1:1], bad))
			refused(t, err, model.Failed, "Не удалось")
			if after := schema(t, path); !slices.Equal(before, after) {
				t.Errorf("left behind: %v", after)
			}
			d := opened(t, path) // the old program goes on
			if d.Version() != 1 {
				t.Errorf("version %d", d.Version())
			}
			must(t, perform(d, "one"))
			whole(t, path, []string{"one"})
		})
	}
}

func TestProgramsThatStartTogetherMigrateOnce(t *testing.T) {
	path := made(t)
	steps := append(testSteps[:1:1], "UPDATE counter SET n = n + 1", "UPDATE counter SET n = n + 1")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			d, err := open(context.Background(), path, steps)
			if err != nil {
				t.Error(err)
				return
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	d, err := open(t.Context(), path, steps)
	must(t, err)
	defer d.Close()
	var n int
	must(t, d.Read().QueryRowContext(t.Context(), "SELECT n FROM counter").Scan(&n))
	if n != 2 {
		t.Errorf("the two steps ran %d times", n)
	}
}

func TestEveryDatabaseHasAName(t *testing.T) {
	a, b := opened(t, made(t)), opened(t, made(t))
	if a.Instance() == b.Instance() || len(a.Instance()) != 2*instanceBytes {
		t.Errorf("named %q and %q", a.Instance(), b.Instance())
	}
}
