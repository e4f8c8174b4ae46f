package db

import (
	"context"
	"database/sql"
	"errors"

	"kurator/model"
)

// Tx is one immediate write transaction. Its first error sticks: everything after it is refused and the transaction rolls
// back. Without that, a loop that goes on after SQLITE_FULL (where the engine rolls back by itself) inserts in autocommit:
// 121 such rows were seen committed.
type Tx struct {
	db  *DB
	ctx context.Context
	err error
}

// ErrUnknown marks a commit whose result is not known: after an I/O error at commit the data may or may not be there. The
// operation id decides at the next try.
var ErrUnknown = errors.New("result of the commit is not known")

// Write runs fn in one immediate transaction. Statements run without the caller's cancellation (a cancellable context
// doubles the time of an insert); ctx is checked before the start and by fn between slices.
func (d *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	d.write.Lock()
	defer d.write.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.samePlace(); err != nil {
		return err
	}
	background := context.WithoutCancel(ctx)
	if _, err := d.conn.ExecContext(background, "BEGIN IMMEDIATE"); err != nil {
		return say(err, d.path)
	}
	tx := &Tx{db: d, ctx: background}
	done := false
	defer func() {
		if !done { // fn panicked or failed
			_, _ = d.conn.ExecContext(background, "ROLLBACK")
		}
	}()
	err := fn(tx)
	if err == nil {
		err = tx.err
	}
	if err != nil {
		return say(err, d.path)
	}
	if _, err := d.conn.ExecContext(background, "COMMIT"); err != nil {
		return errors.Join(say(err, d.path), ErrUnknown)
	}
	done = true
	return nil
}

// samePlace refuses to write when the file was renamed, deleted or replaced while open: such writes go on «ok» and are lost
// (41 of 41 acknowledged rows in the measurement).
func (d *DB) samePlace() error {
	now, err := identify(d.path)
	if err == nil && now == d.id {
		return nil
	}
	return &model.Fault{Code: model.Failed, Cause: err,
		Say: "Файл базы переместили, удалили или заменили, пока программа работала. Ничего не записано. " +
			"Верните файл на место и запустите программу снова."}
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

// Query queries rows; the caller closes them.
func (t *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	rows, err := stmt.QueryContext(t.ctx, args...)
	return rows, t.stick(err)
}

func (t *Tx) prepare(query string) (*sql.Stmt, error) {
	if t.err != nil {
		return nil, t.err
	}
	if s, ok := t.db.stmts[query]; ok {
		return s, nil
	}
	s, err := t.db.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, t.stick(err)
	}
	t.db.stmts[query] = s
	return s, nil
}

func (t *Tx) stick(err error) error {
	if err != nil && t.err == nil {
		t.err = err
	}
	return err
}
