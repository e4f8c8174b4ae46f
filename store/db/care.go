package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"kurator/model"
)

// belts are the sizes of the WAL, in bytes, at which a writer itself makes a checkpoint after its commit. The automatic
// one is off, as it costs a person's commit 10–60 ms, and Maintain does it in quiet moments; a bulk writer has nobody
// waiting for it.
var belts = [...]int64{person: 64 << 20, bulk: 16 << 20}

// beltSlices is after how many slices a bulk writer looks at its belt again: the file keeps its size when its pages have moved, so
// that without it every slice from the first full belt on would make a checkpoint with two syncs (measured: a sixth of an import).
const beltSlices = 8

// aheadSlices is how long before that another goroutine begins to move pages, so that few are left when the writer stands still for them.
const aheadSlices = 2

// walWorth is the size of the WAL from which Maintain finds it worth a checkpoint (about 1,000 pages).
const walWorth = 4 << 20

// longWork is after how many slices in a row a work counts as long.
const longWork = 4

// fit gives the writer's connection the cache of a long work when one has begun. It stays as it is when the engine refuses.
func (d *DB) fit(ctx context.Context, r rank) {
	if r == person {
		d.inRow = 0
		return
	}
	if d.inRow++; d.inRow >= longWork && !d.wide {
		_, err := d.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size = -%d", wideKiB))
		d.wide = err == nil
	}
}

// shrink takes the cache of a long work back.
func (d *DB) shrink(ctx context.Context) error {
	if err := d.gate.enter(ctx, bulk); err != nil {
		return say(err, d.path)
	}
	defer d.gate.leave()
	d.inRow = 0
	if !d.wide || d.conn == nil {
		return nil
	}
	d.wide = false
	_, err := d.conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf("PRAGMA cache_size = -%d; PRAGMA shrink_memory", cacheKiB[writing]))
	return say(err, d.path)
}

// carry makes the checkpoint of a writer whose belt is full. What was acknowledged stays in the WAL when it fails; the next one tries again.
func (d *DB) carry(ctx context.Context, r rank, walSize int64) {
	d.slices++
	switch {
	case walSize <= belts[r]:
	case r == person || d.slices >= beltSlices:
		d.slices = 0
		_ = d.Checkpoint(ctx)
	case d.slices == beltSlices-aheadSlices:
		go func() { _ = d.Checkpoint(ctx) }()
	}
}

// Checkpoint moves the WAL into the file without waiting for anybody; the automatic one inside a commit costs 10–60 ms.
func (d *DB) Checkpoint(ctx context.Context) error {
	d.eyeMu.Lock()
	defer d.eyeMu.Unlock()
	var busy, log, done int
	err := d.eye.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &log, &done)
	return say(err, d.path)
}

// Maintain gives back what a long work took and makes a passive checkpoint when the WAL has grown enough; call it in quiet moments.
func (d *DB) Maintain(ctx context.Context) error {
	if err := d.shrink(ctx); err != nil {
		return err
	}
	size, err := d.samePlace()
	if err != nil || size < walWorth {
		return err
	}
	return d.Checkpoint(ctx)
}

// Truncate moves the whole WAL into the file and empties it, so that what was destroyed is on the disk no longer
// (secure_delete overwrites it in the file only). It waits for readers a few seconds and then says that they hold it.
func (d *DB) Truncate(ctx context.Context) error {
	if err := d.gate.enter(ctx, person); err != nil {
		return say(err, d.path)
	}
	defer d.gate.leave()
	if d.closed {
		return say(sql.ErrConnDone, d.path)
	}
	if _, err := d.samePlace(); err != nil {
		return err
	}
	background := context.WithoutCancel(ctx)
	if err := d.connectWriter(background); err != nil {
		return say(err, d.path)
	}
	err := truncate(background, d.conn, d.path)
	if err != nil {
		d.distrust(err)
	}
	return say(err, d.path)
}

func truncate(ctx context.Context, conn *sql.Conn, path string) error {
	var busy, log, done int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done); err != nil {
		return err
	}
	if busy != 0 {
		return model.Faultf(model.Failed, "Журнал записи базы %s ещё читает другая программа: уничтоженное пока остаётся на диске. "+
			"Закройте её и повторите.", filepath.Base(path))
	}
	return nil
}

// aside runs long work on a connection of its own, so that neither a reader of the pool nor the poll for changes waits.
func (d *DB) aside(ctx context.Context, fn func(*sql.Conn) error) error {
	return say(alone(ctx, d.real, fn), d.path)
}

func alone(ctx context.Context, path string, fn func(*sql.Conn) error) error {
	pool, err := sql.Open("sqlite", dsn(path, caring))
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	return fn(conn)
}

// VacuumInto writes a compact copy of the database as of now to a new file that only its owner may read, and makes it
// durable. It refuses damaged pages, which the engine's backup interface would copy without a word. A failed copy is
// removed.
func (d *DB) VacuumInto(ctx context.Context, path string) (err error) {
	// The engine would make the file with 0644, but writes into an empty one.
	made, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return exists(filepath.Base(path))
	}
	if err != nil {
		return &model.Fault{Code: model.Failed, Cause: err,
			Say: "Не удалось создать файл " + filepath.Base(path) + ". Проверьте права на папку и место на диске."}
	}
	defer func() {
		if err != nil {
			for _, suffix := range []string{"", "-journal"} {
				_ = os.Remove(path + suffix)
			}
		}
	}()
	if err := made.Close(); err != nil {
		return say(err, d.path)
	}
	err = d.aside(ctx, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(ctx, "VACUUM INTO ?", path)
		return err
	})
	if err != nil {
		return err
	}
	return say(durable(path), path)
}

// durable brings a file that no connection has open, and its name, to the disk.
func durable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// IntegrityCheck lists what PRAGMA integrity_check finds; nothing found is an empty list. It does not see a flipped bit
// inside a value: that is what the journal's digests are for.
func (d *DB) IntegrityCheck(ctx context.Context) (found []string, err error) {
	err = d.aside(ctx, func(conn *sql.Conn) error {
		found, err = check(ctx, conn, "integrity_check")
		return err
	})
	return found, err
}

// QuickCheck is IntegrityCheck without the comparison of indexes with their tables.
func (d *DB) QuickCheck(ctx context.Context) (found []string, err error) {
	err = d.aside(ctx, func(conn *sql.Conn) error {
		found, err = check(ctx, conn, "quick_check")
		return err
	})
	return found, err
}

// check runs one of the engine's checks. Damage may also end the check itself; that is a finding, not an error.
func check(ctx context.Context, conn *sql.Conn, pragma string) ([]string, error) {
	found, err := lines(ctx, conn, "PRAGMA "+pragma)
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CORRUPT {
		return append(found, pragma+" stopped: "+e.Error()), nil
	}
	return found, err
}

func lines(ctx context.Context, conn *sql.Conn, query string) (found []string, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return found, err
		}
		if line != "ok" {
			found = append(found, line)
		}
	}
	return found, rows.Err()
}

// Orphan is a row whose foreign key points at nothing.
type Orphan struct {
	Table  string
	Row    int64 // 0 in a table without row ids
	Parent string
}

// String names the row for a report.
func (o Orphan) String() string { return fmt.Sprintf("%s %d → %s", o.Table, o.Row, o.Parent) }

// ForeignKeyCheck lists the rows whose foreign keys point at nothing.
func (d *DB) ForeignKeyCheck(ctx context.Context) (found []Orphan, err error) {
	err = d.aside(ctx, func(conn *sql.Conn) error {
		found, err = orphans(ctx, conn)
		return err
	})
	return found, err
}

// asker is what both a connection and a transaction can do.
type asker interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

func orphans(ctx context.Context, from asker) (found []Orphan, err error) {
	rows, err := from.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var o Orphan
		var row sql.NullInt64
		var key int
		if err := rows.Scan(&o.Table, &row, &o.Parent, &key); err != nil {
			return nil, err
		}
		o.Row = row.Int64
		found = append(found, o)
	}
	return found, rows.Err()
}

// Findings is what Examine learned about a file.
type Findings struct {
	Version  int
	Instance string
	Problems []string // of integrity_check; empty when the file is sound
}

// Examine checks a database file that lies aside, a copy or a decrypted backup, without bringing its schema up to date.
// A file that is not kurator's, is cut or is newer than the program is an error; damage inside is in Problems.
func Examine(ctx context.Context, path string) (Findings, error) {
	return examine(ctx, path, len(scripts()))
}

func examine(ctx context.Context, path string, newest int) (f Findings, err error) {
	if err := inspect(path); err != nil {
		return f, err
	}
	d, err := at(path)
	if err != nil {
		return f, say(err, path)
	}
	if err := d.look(ctx, newest); err != nil {
		_ = d.Close()
		return f, say(err, path)
	}
	h, err := facts(ctx, d.eye)
	if err == nil {
		f.Version = h.Version
		err = d.eye.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'instance'").Scan(&f.Instance)
	}
	if err == nil {
		f.Problems, err = check(ctx, d.eye, "integrity_check")
	}
	return f, say(errors.Join(err, d.Close()), path)
}

// Fold moves the WAL of a database that nobody has open into its file and leaves the file alone, without -wal and -shm:
// the step of a restore before the old file is set aside, because a -wal that stays would be played into the new one.
func Fold(ctx context.Context, path string) error {
	if err := inspect(path); err != nil {
		return err
	}
	return say(alone(ctx, path, func(conn *sql.Conn) error {
		h, err := facts(ctx, conn)
		if err != nil {
			return err
		}
		if h.Application != ApplicationID {
			return notOurs(filepath.Base(path), nil)
		}
		var mode string
		if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
			return err
		}
		if mode != "delete" {
			return fmt.Errorf("journal mode is %s, not delete", mode)
		}
		return nil
	}), path)
}
