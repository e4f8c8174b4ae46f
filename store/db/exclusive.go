package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"

	"kurator/model"
)

// Exclusive runs fn while nobody else can read or write the database, with its WAL moved into the file and removed: the
// moment in which a restore may put another file in its place. A -wal left beside a restored file would be played into it
// (seen as corruption). When another program has the file open, fn does not run.
func Exclusive(ctx context.Context, path string, fn func() error) error {
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
			return model.Faultf(model.Failed, "База %s открыта другой программой. Закройте её везде и повторите.", filepath.Base(path))
		}
		if _, err := conn.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
			return err
		}
		defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") }() // nothing was written
		if leftover(path) {
			return fmt.Errorf("a journal beside %s did not go", filepath.Base(path))
		}
		return fn()
	}), path)
}

// Durable brings a file that no connection has open, and its name, to the disk.
func Durable(path string) error { return say(durable(path), path) }

// SyncFolder brings the names in a folder to the disk.
func SyncFolder(dir string) error { return syncDir(dir) }
