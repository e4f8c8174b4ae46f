package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"kurator/model"
)

// Tx is one immediate write transaction. Its first error sticks: everything after it is refused and the transaction rolls
// back. Without that, a loop that goes on after SQLITE_FULL (where the engine rolls back by itself) inserts in autocommit:
// 121 such rows were seen committed. A Tx is used by one goroutine.
type Tx struct {
	db    *DB
	ctx   context.Context
	err   error
	open  []reading
	extra []*sql.Stmt // prepared a second time, closed at the end
	lane  *lane       // nil until something is done later
}

// reading is a set of rows that the caller may still be reading.
type reading struct {
	query string
	rows  *sql.Rows
}

// ErrUnknown marks a commit whose result is not known: after an I/O error at commit the data may or may not be there. The
// operation id decides at the next try.
var ErrUnknown = errors.New("result of the commit is not known")

// stmtsKept bounds the cache of prepared statements; a program has fewer, unless it makes them up as it goes.
const stmtsKept = 256

// Write runs fn in one immediate transaction. Statements run without the caller's cancellation (a cancellable context
// doubles the time of an insert); ctx is checked before the start and by fn between slices. A person who waits here goes
// before every WriteBulk. After any error the next Write finds a usable connection.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	return d.write(ctx, person, fn)
}

// WriteBulk is Write for one slice of a long work (20 ms, 200–300 rows): it lets every person waiting go first.
func (d *DB) WriteBulk(ctx context.Context, fn func(*Tx) error) error {
	return d.write(ctx, bulk, fn)
}

func (d *DB) write(ctx context.Context, r rank, fn func(*Tx) error) error {
	if err := d.gate.enter(ctx, r); err != nil {
		return say(err, d.path)
	}
	defer d.gate.leave()
	if d.closed {
		return say(sql.ErrConnDone, d.path)
	}
	walSize, err := d.samePlace()
	if err != nil {
		return err
	}
	background := context.WithoutCancel(ctx)
	if err := d.connectWriter(background); err != nil {
		return say(err, d.path)
	}
	d.fit(background, r)
	if err := d.transact(background, fn); err != nil {
		return err
	}
	d.carry(background, r, walSize)
	return nil
}

// transact runs one transaction on the writer's connection and gives the connection up when it can no longer be trusted.
func (d *DB) transact(ctx context.Context, fn func(*Tx) error) error {
	if _, err := d.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		d.distrust(err)
		return say(err, d.path)
	}
	tx := &Tx{db: d, ctx: ctx}
	done := false
	defer func() {
		if done {
			return
		}
		// fn panicked or failed, or the commit did.
		tx.settle()
		if _, err := d.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
			d.abandon() // the engine rolled back by itself, or could not
			return
		}
		d.distrust(tx.err)
	}()
	err := tx.sameSchema()
	if err == nil {
		err = fn(tx)
	}
	tx.settle()
	if err == nil {
		err = tx.err
	}
	if err == nil {
		_, err = d.samePlace()
	}
	if err != nil {
		return say(err, d.path)
	}
	if _, err := d.conn.ExecContext(ctx, "COMMIT"); err != nil {
		tx.err = err
		return unknown(err)
	}
	done = true
	return nil
}

// distrust gives the writer's connection up after an error that concerns the file rather than a statement.
func (d *DB) distrust(err error) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_INTERNAL:
		d.abandon()
	}
}

// abandon closes the writer's connection with its statements; the next write opens another.
func (d *DB) abandon() {
	for _, s := range d.stmts {
		_ = s.Close()
	}
	_ = d.conn.Raw(func(any) error { return driver.ErrBadConn }) // so that the pool does not keep it
	_ = d.conn.Close()
	d.conn, d.stmts, d.wide = nil, map[string]*sql.Stmt{}, false
}

// sameSchema refuses to write when a newer program has moved the open database to its own schema.
func (t *Tx) sameSchema() error {
	var version int
	if err := t.Row("PRAGMA user_version", nil, &version); err != nil {
		return err
	}
	if version != t.db.version {
		return model.Faultf(model.BadData, "Базу обновила другая версия программы (схема %d, эта версия знает %d). "+
			"Ничего не записано. Обновите программу и запустите её снова.", version, t.db.version)
	}
	return nil
}

// Exec runs a statement, prepared once per connection.
func (t *Tx) Exec(query string, args ...any) (sql.Result, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	res, err := stmt.ExecContext(t.ctx, args...)
	return res, t.stick(err)
}

// Row queries one row; sql.ErrNoRows does not stick.
func (t *Tx) Row(query string, args []any, dest ...any) error {
	stmt, err := t.prepare(query)
	if err != nil {
		return err
	}
	err = stmt.QueryRowContext(t.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return t.stick(err)
}

// Query queries rows; the caller closes them. An error met while reading them sticks too.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	if err != nil {
		return nil, t.stick(err)
	}
	t.open = append(t.open, reading{query, rows})
	return rows, nil
}

func (t *Tx) prepare(query string) (*sql.Stmt, error) {
	t.catchUp()
	return t.prepared(query)
}

func (t *Tx) prepared(query string) (*sql.Stmt, error) {
	t.review()
	if t.err != nil {
		return nil, t.err
	}
	// The engine has one cursor per statement: rows still being read keep theirs, the second reading gets another.
	inUse := slices.ContainsFunc(t.open, func(r reading) bool { return r.query == query })
	if s, ok := t.db.stmts[query]; ok && !inUse {
		return s, nil
	}
	s, err := t.db.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, t.stick(err)
	}
	if inUse || len(t.db.stmts) >= stmtsKept {
		t.extra = append(t.extra, s)
		return s, nil
	}
	t.db.stmts[query] = s
	return s, nil
}

// review forgets the rows that were closed and keeps the error of those that ended with one: an I/O error in a SELECT
// makes the engine roll back, and the statements after it would run in autocommit.
func (t *Tx) review() {
	t.open = slices.DeleteFunc(t.open, func(r reading) bool {
		if err := r.rows.Err(); err != nil {
			_ = t.stick(err)
		}
		_, err := r.rows.Columns() // the one question that closed rows refuse
		return err != nil
	})
}

// settle closes what fn left open: forgotten rows would hold the snapshot over the end of the transaction.
func (t *Tx) settle() {
	t.endLane()
	t.review()
	for _, r := range t.open {
		_ = t.stick(r.rows.Close())
	}
	for _, s := range t.extra {
		_ = s.Close()
	}
	t.open, t.extra = nil, nil
}

func (t *Tx) stick(err error) error {
	if err != nil && t.err == nil {
		t.err = err
	}
	return err
}

// Healthy tells whether nothing has failed in the transaction so far.
func (t *Tx) Healthy() bool {
	t.catchUp()
	return t.err == nil
}
