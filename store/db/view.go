package db

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// viewLimit is how long a reading may take: a forgotten one keeps the WAL from being reused.
const viewLimit = 30 * time.Second

// View is one consistent reading of the database: all its queries see the same moment. It is used by one goroutine.
type View struct {
	ctx  context.Context
	tx   *sql.Tx
	open []*sql.Rows
}

// View runs fn over one snapshot on a connection of the read pool, for at most half a minute.
func (d *DB) View(ctx context.Context, fn func(*View) error) error {
	return d.ViewFor(ctx, viewLimit, fn)
}

// ViewFor is View with a limit of its own, for exports and reports over everything.
func (d *DB) ViewFor(ctx context.Context, limit time.Duration, fn func(*View) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return say(err, d.path)
	}
	v := &View{ctx: ctx, tx: tx}
	defer v.end()
	return say(v.settle(fn(v)), d.path)
}

// settle adds the errors of rows that ended early.
func (v *View) settle(err error) error {
	for _, rows := range v.open {
		err = errors.Join(err, rows.Err())
	}
	return err
}

func (v *View) end() {
	for _, rows := range v.open {
		_ = rows.Close()
	}
	_ = v.tx.Rollback() // nothing was written
}

// Query queries rows; the caller closes them.
func (v *View) Query(query string, args ...any) (*sql.Rows, error) {
	rows, err := v.tx.QueryContext(v.ctx, query, args...)
	if err == nil {
		v.open = append(v.open, rows)
	}
	return rows, err
}

// Row queries one row.
func (v *View) Row(query string, args []any, dest ...any) error {
	return v.tx.QueryRowContext(v.ctx, query, args...).Scan(dest...)
}
