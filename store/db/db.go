// Package db opens the one database file: the only DSN, the guards around it, migrations and the transaction wrapper.
// Nothing else imports the driver. The guards answer failures that were observed; see the comments at each.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"kurator/model"
	_ "modernc.org/sqlite" // the driver
)

// ApplicationID marks a file as kurator's ("kura" in ASCII).
const ApplicationID = 0x6b757261

// readers is the size of the query pool; each connection caches up to 16 MB outside the Go heap (measured: twice its
// cache_size), so few.
const readers = 3

// DB is one open database file.
type DB struct {
	path string
	id   fileID // of the file when it was opened

	write   sync.Mutex // one writer
	writer  *sql.DB
	conn    *sql.Conn // the writer's only connection
	stmts   map[string]*sql.Stmt
	read    *sql.DB
	watch   *sql.DB // its own connection: polls data_version, makes checkpoints
	version int
}

// Open opens an existing database and brings its schema up to date. Every error is a sentence.
func Open(ctx context.Context, path string) (*DB, error) {
	if err := inspect(path); err != nil {
		return nil, err
	}
	d := &DB{path: path, stmts: map[string]*sql.Stmt{}}
	if err := d.connect(ctx); err != nil {
		_ = d.Close()
		return nil, say(err, path)
	}
	return d, nil
}

// Create makes a new database aside and links it into place, so that a half-made file never carries the name.
func Create(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return model.Faultf(model.Failed, "Файл %s уже есть. Укажите другое имя.", filepath.Base(path))
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return &model.Fault{Code: model.Failed, Say: "Не удалось создать папку для базы. Проверьте права и место на диске.", Cause: err}
	}
	aside, err := os.CreateTemp(filepath.Dir(path), ".kurator-new-*")
	if err != nil {
		return &model.Fault{Code: model.Failed, Say: "Не удалось создать базу: папка недоступна для записи. Проверьте права.", Cause: err}
	}
	name := aside.Name()
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(name + suffix)
		}
	}()
	if err := aside.Close(); err != nil {
		return say(err, path)
	}
	if err := fill(ctx, name); err != nil {
		return say(err, path)
	}
	if err := os.Link(name, path); err != nil {
		if err := os.Rename(name, path); err != nil {
			return say(err, path)
		}
	}
	return syncDir(filepath.Dir(path))
}

// fill writes the schema into an empty file and leaves it without a WAL.
func fill(ctx context.Context, name string) error {
	d := &DB{path: name, stmts: map[string]*sql.Stmt{}}
	if err := d.connect(ctx); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close()
}

func (d *DB) connect(ctx context.Context) error {
	var err error
	if d.writer, err = sql.Open("sqlite", dsn(d.path, true)); err != nil {
		return err
	}
	d.writer.SetMaxOpenConns(1)
	if d.conn, err = d.writer.Conn(ctx); err != nil {
		return err
	}
	if err := d.migrate(ctx); err != nil {
		return err
	}
	if err := d.readBack(ctx); err != nil {
		return err
	}
	if d.read, err = sql.Open("sqlite", dsn(d.path, false)); err != nil {
		return err
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	if d.watch, err = sql.Open("sqlite", dsn(d.path, false)+"&_pragma=query_only(0)"); err != nil {
		return err
	}
	d.watch.SetMaxOpenConns(1)
	d.id, err = identify(d.path)
	return err
}

// dsn is the one DSN. mode=rw never creates; busy_timeout comes first; the writer's transactions begin IMMEDIATE because
// deferred ones fail at once with BUSY_SNAPSHOT; FULL because NORMAL lost acknowledged commits in power-loss images.
func dsn(path string, writer bool) string {
	q := url.Values{}
	q.Set("mode", "rw")
	q.Set("_busy_timeout", "5000")
	q.Set("_defensive", "1")
	q.Set("_dqs", "0")
	q.Set("_foreign_keys", "on")
	q.Set("_journal_mode", "WAL")
	q.Set("_synchronous", "FULL")
	pragmas := []string{"trusted_schema(0)", "cell_size_check(1)", "recursive_triggers(1)", "secure_delete(1)",
		"temp_store(2)", "mmap_size(0)"}
	if writer {
		q.Set("_txlock", "immediate")
		pragmas = append(pragmas, "cache_size(-32000)", "wal_autocheckpoint(0)", "journal_size_limit(67108864)")
	} else {
		pragmas = append(pragmas, "cache_size(-8000)", "query_only(1)")
	}
	q["_pragma"] = pragmas
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// readBack checks what was set: unknown keys of a DSN are ignored silently.
func (d *DB) readBack(ctx context.Context) error {
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"secure_delete": "1", "trusted_schema": "0", "recursive_triggers": "1", "temp_store": "2"} {
		var got string
		if err := d.conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("pragma %s is %s, not %s", pragma, got, want)
		}
	}
	return nil
}

// Path is the file's path.
func (d *DB) Path() string { return d.path }

// Version is the schema's version.
func (d *DB) Version() int { return d.version }

// Read is the query-only pool.
func (d *DB) Read() *sql.DB { return d.read }

// DataVersion changes whenever another connection has written to the file (PRAGMA data_version, 6 µs).
func (d *DB) DataVersion(ctx context.Context) (int64, error) {
	var v int64
	err := d.watch.QueryRowContext(ctx, "PRAGMA data_version").Scan(&v)
	return v, err
}

// Checkpoint moves the WAL into the file without waiting for anybody; the automatic one inside a commit costs 10–60 ms.
func (d *DB) Checkpoint(ctx context.Context) error {
	var busy, log, done int
	return d.watch.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &log, &done)
}

// Close closes every connection; the WAL is checkpointed by the last one.
func (d *DB) Close() error {
	var errs []error
	for _, s := range d.stmts {
		errs = append(errs, s.Close())
	}
	if d.conn != nil {
		errs = append(errs, d.conn.Close())
	}
	for _, pool := range []*sql.DB{d.read, d.watch, d.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
