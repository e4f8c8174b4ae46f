package db

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/model"
)

func TestVacuumInto(t *testing.T) {
	d := opened(t, made(t))
	must(t, perform(d, "one"))
	to := filepath.Join(t.TempDir(), "копия.db")
	must(t, d.VacuumInto(t.Context(), to))
	whole(t, to, []string{"one"})
	found, err := examine(t.Context(), to, len(testSteps))
	must(t, err)
	if found.Instance != d.Instance() || found.Version != 1 || len(found.Problems) != 0 {
		t.Errorf("found %+v", found)
	}
	refused(t, d.VacuumInto(t.Context(), to), model.Failed, "уже есть")
	whole(t, to, []string{"one"})
}

func TestFailedCopyIsRemoved(t *testing.T) {
	d := opened(t, made(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	to := filepath.Join(t.TempDir(), "copy.db")
	refused(t, d.VacuumInto(ctx, to), model.Failed, "прервано")
	entries, err := os.ReadDir(filepath.Dir(to))
	must(t, err)
	if len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
	refused(t, d.VacuumInto(t.Context(), filepath.Join(t.TempDir(), "no", "folder.db")), model.Failed, "Не удалось создать файл folder.db")
}

// harmed is a database with an index that lost an entry and one page of rows destroyed, as asked.
func harmed(t *testing.T, page bool) string {
	t.Helper()
	steps := append(testSteps[:1:1], "CREATE INDEX effect_by_operation ON effect (operation)")
	path := made(t, steps...)
	d, err := open(t.Context(), path, steps)
	must(t, err)
	for _, id := range []string{"one", "two", "three", "four", "five"} {
		must(t, perform(d, id))
	}
	must(t, d.Close())
	if page {
		text, err := os.ReadFile(path)
		must(t, err)
		at := bytes.LastIndex(text, []byte("three"))
		clear(text[at/pageSize*pageSize : at/pageSize*pageSize+pageSize])
		must(t, os.WriteFile(path, text, 0o600))
		return path
	}
	raw(t, path, "PRAGMA writable_schema = 1",
		"CREATE TABLE spare (operation TEXT)", "CREATE INDEX spare_index ON spare (operation)",
		`UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'spare_index')
			WHERE name = 'effect_by_operation'`)
	return path
}

func TestChecksFindDamage(t *testing.T) {
	steps := append(testSteps[:1:1], "CREATE INDEX effect_by_operation ON effect (operation)")
	sound, err := open(t.Context(), made(t), testSteps)
	must(t, err)
	defer sound.Close()
	broken, err := open(t.Context(), harmed(t, false), steps)
	must(t, err)
	defer broken.Close()
	for name, check := range map[string]func(*DB) ([]string, error){
		"integrity": func(d *DB) ([]string, error) { return d.IntegrityCheck(t.Context()) },
		"quick":     func(d *DB) ([]string, error) { return d.QuickCheck(t.Context()) },
	} {
		found, err := check(sound)
		must(t, err)
		if len(found) != 0 {
			t.Errorf("%s: found in a sound file: %v", name, found)
		}
		found, err = check(broken)
		must(t, err)
		if len(found) == 0 {
			t.Errorf("%s: found nothing in a broken file", name)
		}
	}
}

func TestDestroyedPageIsNotCopied(t *testing.T) {
	path := harmed(t, true)
	d, err := open(t.Context(), path, append(testSteps[:1:1], "CREATE INDEX effect_by_operation ON effect (operation)"))
	must(t, err) // the page is not read by opening
	defer d.Close()
	to := filepath.Join(t.TempDir(), "copy.db")
	refused(t, d.VacuumInto(t.Context(), to), model.BadData, "повреждена")
	if _, err := os.Stat(to); err == nil {
		t.Error("a partial copy is left")
	}
	if found, err := d.IntegrityCheck(t.Context()); err != nil || len(found) == 0 {
		t.Errorf("found %v (%v)", found, err)
	}
}

func TestForeignKeyCheck(t *testing.T) {
	steps := append(testSteps[:1:1], "CREATE TABLE child (p TEXT REFERENCES operation (id)) STRICT")
	path := made(t, steps...)
	raw(t, path, "INSERT INTO child VALUES ('nobody')") // the engine's default is not to check
	d, err := open(t.Context(), path, steps)
	must(t, err)
	defer d.Close()
	found, err := d.ForeignKeyCheck(t.Context())
	must(t, err)
	if len(found) != 1 || found[0] != (Orphan{"child", 1, "operation"}) || found[0].String() != "child 1 → operation" {
		t.Errorf("found %v", found)
	}
}

func TestExamineRefusesAndChangesNothing(t *testing.T) {
	path := made(t)
	before, err := os.ReadFile(path)
	must(t, err)
	found, err := Examine(t.Context(), path)
	must(t, err)
	if found.Version != 1 || len(found.Instance) != 2*instanceBytes {
		t.Errorf("found %+v", found)
	}
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the file is not as it was")
	}
	other := filepath.Join(t.TempDir(), "other.db")
	foreign(t, other)
	_, err = Examine(t.Context(), other)
	refused(t, err, model.BadData, "не база kurator")
	refused(t, Fold(t.Context(), other), model.BadData, "не база kurator")
	found, err = examine(t.Context(), harmed(t, true), 2)
	must(t, err)
	if len(found.Problems) == 0 {
		t.Error("found nothing in a broken file")
	}
}

func TestFoldLeavesOneFile(t *testing.T) {
	path := made(t)
	d, err := open(t.Context(), path, testSteps)
	must(t, err)
	must(t, perform(d, "one"))
	// Somebody has it open: nothing is folded away under them.
	refused(t, Fold(t.Context(), path), model.Failed, "занята")
	must(t, perform(d, "two"))
	must(t, d.Close())
	must(t, Fold(t.Context(), path))
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	whole(t, path, []string{"one", "two"})
	must(t, perform(opened(t, path), "three")) // and it becomes a WAL database again
}

func walSize(t *testing.T, d *DB) int64 {
	t.Helper()
	info, err := os.Stat(d.path + "-wal")
	must(t, err)
	return info.Size()
}

func TestTruncateLeavesNoWordBehind(t *testing.T) {
	d := opened(t, made(t))
	const secret = "Выдуманное слово обращения"
	onDisk := func() bool {
		for _, suffix := range []string{"", "-wal"} {
			// Another process reads: opening the file here would drop the engine's locks.
			if strings.Contains(elsewhere(t, d.path+suffix), secret) {
				return true
			}
		}
		return false
	}
	write := func(query string, args ...any) {
		must(t, d.Write(t.Context(), func(tx *Tx) error { _, err := tx.Exec(query, args...); return err }))
	}
	write("INSERT INTO effect (id, operation, body) VALUES (1, 'x', CAST(? AS BLOB))", secret)
	must(t, d.Truncate(t.Context()))
	if !onDisk() {
		t.Fatal("the word was never there")
	}
	write("DELETE FROM effect WHERE id = 1")
	if !onDisk() {
		t.Error("gone without a checkpoint: this test proves nothing")
	}
	must(t, d.Truncate(t.Context()))
	if onDisk() {
		t.Error("the word is still on the disk")
	}
	if n := walSize(t, d); n != 0 {
		t.Errorf("the WAL has %d bytes", n)
	}
}

func TestTruncateTellsOfAReader(t *testing.T) {
	t.Parallel() // the engine waits five seconds
	d := opened(t, made(t))
	must(t, d.View(t.Context(), func(v *View) error {
		var n int
		must(t, v.Row("SELECT n FROM counter", nil, &n))
		must(t, perform(d, "one"))
		refused(t, d.Truncate(t.Context()), model.Failed, "ещё читает другая программа")
		return nil
	}))
	must(t, d.Truncate(t.Context()))
}

func TestMaintainKeepsTheWALSmall(t *testing.T) {
	d := opened(t, made(t))
	grow := func(write func(context.Context, func(*Tx) error) error, megabytes int) {
		for range megabytes {
			must(t, write(t.Context(), func(tx *Tx) error {
				_, err := tx.Exec("INSERT INTO effect (operation, body) VALUES ('x', zeroblob(1000000))")
				return err
			}))
		}
	}
	grow(d.Write, 6)
	full := walSize(t, d)
	if full < 6_000_000 {
		t.Fatalf("the WAL has %d bytes: something else made a checkpoint", full)
	}
	must(t, d.Maintain(t.Context()))
	grow(d.Write, 3)
	if n := walSize(t, d); n > full {
		t.Errorf("the WAL grew from %d to %d: it is not used again", full, n)
	}
	grow(d.WriteBulk, 40)
	if n := walSize(t, d); n > belts[bulk]+8<<20 {
		t.Errorf("the WAL has %d bytes after a bulk writer", n)
	}
}

// TestCacheGrowsForLongWorkOnly: a long work gets a large cache, and the next quiet moment takes it back.
func TestCacheGrowsForLongWorkOnly(t *testing.T) {
	d := opened(t, made(t))
	cache := func() (kib int) {
		must(t, d.conn.QueryRowContext(t.Context(), "PRAGMA cache_size").Scan(&kib))
		return -kib
	}
	nothing := func(*Tx) error { return nil }
	for range 2 * longWork {
		must(t, d.WriteBulk(t.Context(), nothing))
		must(t, d.Write(t.Context(), nothing))
	}
	if got := cache(); got != cacheKiB[writing] {
		t.Errorf("%d KiB beside a person", got)
	}
	for range longWork {
		must(t, d.WriteBulk(t.Context(), nothing))
	}
	if got := cache(); got != wideKiB {
		t.Errorf("%d KiB in a long work", got)
	}
	must(t, d.Maintain(t.Context()))
	if got := cache(); got != cacheKiB[writing] {
		t.Errorf("%d KiB after it", got)
	}
}
