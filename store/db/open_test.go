package db

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"kurator/model"
)

// foreign makes a database of another program.
func foreign(t *testing.T, path string, pragmas ...string) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	for _, q := range append(pragmas, "CREATE TABLE theirs (x)", "INSERT INTO theirs VALUES (1)") {
		_, err := pool.Exec(q)
		must(t, err)
	}
}

func TestOpenRefusesBadFiles(t *testing.T) {
	good, err := os.ReadFile(made(t))
	must(t, err)
	for name, bad := range map[string]struct {
		make  func(path string)
		code  model.Code
		words string
	}{
		"missing":           {func(string) {}, model.NotFound, "Базы kurator.db нет"},
		"a folder":          {func(p string) { must(t, os.Mkdir(p, 0o700)) }, model.Usage, "папка"},
		"no byte":           {func(p string) { must(t, os.WriteFile(p, nil, 0o600)) }, model.BadData, "пустой или обрезан"},
		"one byte":          {func(p string) { must(t, os.WriteFile(p, good[:1], 0o600)) }, model.BadData, "пустой или обрезан"},
		"header only":       {func(p string) { must(t, os.WriteFile(p, good[:512], 0o600)) }, model.BadData, ""},
		"cut inside a page": {func(p string) { must(t, os.WriteFile(p, good[:len(good)-700], 0o600)) }, model.BadData, "обрезан"},
		"cut between pages": {func(p string) { must(t, os.WriteFile(p, good[:len(good)-pageSize], 0o600)) }, model.BadData, "повреждена"},
		"noise":             {func(p string) { must(t, os.WriteFile(p, bytes.Repeat([]byte("шум "), 4096), 0o600)) }, model.BadData, "не база kurator"},
		"schema page zeroed": {func(p string) {
			broken := bytes.Clone(good)
			clear(broken[100:pageSize])
			must(t, os.WriteFile(p, broken, 0o600))
		}, model.BadData, "повреждена"},
		"of another program":        {func(p string) { foreign(t, p) }, model.BadData, "не база kurator"},
		"of another application":    {func(p string) { foreign(t, p, "PRAGMA application_id = 42") }, model.BadData, "не база kurator"},
		"of nobody, with a version": {func(p string) { foreign(t, p, "PRAGMA user_version = 1") }, model.BadData, "не база kurator"},
		"newer": {func(p string) {
			foreign(t, p, fmt.Sprintf("PRAGMA application_id = %d", ApplicationID), "PRAGMA user_version = 77")
		}, model.BadData, "более новой версией программы (схема 77, эта версия знает 1)"},
		"ours without a version": {func(p string) {
			foreign(t, p, fmt.Sprintf("PRAGMA application_id = %d", ApplicationID))
		}, model.BadData, "повреждена"},
		"ours without a name": {func(p string) {
			must(t, os.WriteFile(p, good, 0o600))
			raw(t, p, "DELETE FROM meta")
		}, model.BadData, "повреждена"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "kurator.db")
			bad.make(path)
			before, _ := os.ReadFile(path)
			d, err := open(t.Context(), path, testSteps)
			if err == nil {
				d.Close()
				t.Fatal("opened")
			}
			refused(t, err, bad.code, bad.words)
			after, _ := os.ReadFile(path)
			if !bytes.Equal(before, after) {
				t.Error("the file is not as it was")
			}
			if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// raw runs statements on a file as any other program would.
func raw(t *testing.T, path string, statements ...string) {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)")
	must(t, err)
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	for _, q := range statements {
		_, err := pool.Exec(q)
		must(t, err)
	}
}

func TestOpenSaysThatTheFileIsLocked(t *testing.T) {
	t.Parallel() // the engine waits five seconds
	path := made(t)
	must(t, Fold(t.Context(), path))
	pool, err := sql.Open("sqlite", "file:"+path)
	must(t, err)
	defer pool.Close()
	other, err := pool.Conn(t.Context())
	must(t, err)
	defer other.Close()
	_, err = other.ExecContext(t.Context(), "BEGIN EXCLUSIVE")
	must(t, err)
	_, err = open(t.Context(), path, testSteps)
	refused(t, err, model.Failed, "занята другой программой")
}

func TestWriteSaysThatTheFileIsLocked(t *testing.T) {
	t.Parallel() // the engine waits five seconds
	d := opened(t, made(t))
	pool, err := sql.Open("sqlite", "file:"+d.path)
	must(t, err)
	defer pool.Close()
	other, err := pool.Conn(t.Context())
	must(t, err)
	defer other.Close()
	_, err = other.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	must(t, err)
	refused(t, perform(d, "one"), model.Failed, "занята другой программой")
	_, err = other.ExecContext(t.Context(), "ROLLBACK")
	must(t, err)
	must(t, perform(d, "one"))
}

func TestStrangeNamesOpen(t *testing.T) {
	for _, name := range []string{"имя с пробелом.db", "what?mode=memory#x.db", "100%25.db", "a&b=c;d.db", "'quoted\".db"} {
		path := filepath.Join(t.TempDir(), name)
		must(t, Create(t.Context(), path))
		d, err := Open(t.Context(), path)
		must(t, err)
		if d.Path() != path || len(d.Instance()) != 32 || d.Version() != len(scripts()) {
			t.Errorf("%s: %q %q %d", name, d.Path(), d.Instance(), d.Version())
		}
		must(t, d.Close())
	}
}

func TestCreateNeverTakesAName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "er", "kurator.db")
	must(t, Create(t.Context(), path))
	before, err := os.ReadFile(path)
	must(t, err)
	refused(t, Create(t.Context(), path), model.Failed, "уже есть")
	refused(t, place(path, path), model.Failed, "уже есть") // a name taken after the first look
	after, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(before, after) {
		t.Error("the file is not as it was")
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestCreateRefusesBesideALeftJournal(t *testing.T) {
	for _, suffix := range []string{"-wal", "-journal"} {
		path := filepath.Join(t.TempDir(), "kurator.db")
		must(t, os.WriteFile(path+suffix, []byte("records"), 0o600))
		refused(t, Create(t.Context(), path), model.BadData, "kurator.db"+suffix)
	}
}

func TestFilesAreTheirOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "kurator.db")
	must(t, Create(t.Context(), path))
	d, err := Open(t.Context(), path)
	must(t, err)
	defer d.Close()
	must(t, d.VacuumInto(t.Context(), path+".copy"))
	for _, name := range []string{path, path + "-wal", path + "-shm", path + ".copy"} {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", filepath.Base(name), info.Mode())
		}
	}
	info, err := os.Stat(filepath.Dir(path))
	must(t, err)
	if info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is %v", info.Mode())
	}
}

func TestConnectionsAreWhatTheDSNSays(t *testing.T) {
	d := opened(t, made(t))
	ctx := t.Context()
	must(t, readBack(ctx, d.conn, writing))
	must(t, readBack(ctx, d.eye, looking))
	for range readers {
		c, err := d.read.Conn(ctx)
		must(t, err)
		defer c.Close()
		must(t, readBack(ctx, c, querying))
		if _, err := c.ExecContext(ctx, "DELETE FROM counter"); err == nil {
			t.Error("a reader wrote")
		}
	}
	must(t, d.aside(ctx, func(c *sql.Conn) error { return readBack(ctx, c, caring) }))
	if err := readBack(ctx, d.conn, querying); err == nil {
		t.Error("reading back took the writer for a reader")
	}
	// What no pragma tells: defensive mode and double-quoted words.
	if _, err := d.conn.ExecContext(ctx, `SELECT "no such column"`); err == nil {
		t.Error("a double-quoted word became a string")
	}
	_, err := d.conn.ExecContext(ctx, "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = sql")
	if err == nil {
		t.Error("the schema is writable")
	}
}

func TestReadersNeverCreateAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	for _, r := range []role{looking, writing, querying, caring} {
		pool, err := sql.Open("sqlite", dsn(path, r))
		must(t, err)
		if err := pool.PingContext(context.Background()); err == nil {
			t.Errorf("role %d opened a missing file", r)
		}
		pool.Close()
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was made")
	}
}

func TestOpenThroughASymbolicLink(t *testing.T) {
	path := made(t)
	link := filepath.Join(t.TempDir(), "link.db")
	must(t, os.Symlink(path, link))
	d := opened(t, link)
	must(t, perform(d, "one"))
	must(t, os.Remove(link))
	must(t, os.Symlink(made(t), link))
	refused(t, perform(d, "two"), model.Failed, "переместили")
	must(t, os.Remove(link))
	must(t, os.Symlink(path, link))
	must(t, perform(d, "two"))
}
