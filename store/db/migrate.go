package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"encoding/hex"
	"fmt"
)

//go:embed migrations/*.sql
var migrations embed.FS

// instanceBytes is the length of the random name of a database.
const instanceBytes = 16

// scripts are the steps of the schema in the order of their numbers. They are part of the program: one that cannot be
// read is a mistake of the build.
func scripts() []string {
	files, err := migrations.ReadDir("migrations")
	if err != nil {
		panic(err)
	}
	steps := make([]string, 0, len(files))
	for _, f := range files {
		text, err := migrations.ReadFile("migrations/" + f.Name())
		if err != nil {
			panic(err)
		}
		steps = append(steps, string(text))
	}
	return steps
}

// migrate brings the schema up to date, a transaction for each step, numbered by user_version. The file is ours: look
// has seen to that, or Create has just made it.
func (d *DB) migrate(ctx context.Context, steps []string) error {
	h, err := facts(ctx, d.conn)
	if err != nil {
		return err
	}
	if h.Version > len(steps) {
		return newer(h.Version, len(steps))
	}
	for n := h.Version; n < len(steps); n++ {
		if err := d.step(ctx, steps[n], n+1); err != nil {
			return err
		}
	}
	d.version = len(steps)
	return nil
}

// step runs one script in its own transaction. Two programs may start at once: the second finds the version moved when
// its turn comes, and leaves it.
func (d *DB) step(ctx context.Context, script string, number int) error {
	tx, err := d.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no effect after Commit
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version >= number {
		return nil
	}
	if _, err := tx.ExecContext(ctx, script); err != nil {
		return fmt.Errorf("migration %d: %w", number, err)
	}
	if number == 1 {
		id := make([]byte, instanceBytes)
		_, _ = rand.Read(id) // never fails since Go 1.24
		if _, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('instance', $1)", hex.EncodeToString(id)); err != nil {
			return err
		}
	}
	if err := sound(ctx, tx, number); err != nil {
		return err
	}
	for _, pragma := range []string{fmt.Sprintf("PRAGMA user_version = %d", number), fmt.Sprintf("PRAGMA application_id = %d", ApplicationID)} {
		if _, err := tx.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// sound refuses a step that leaves foreign keys pointing at nothing: rebuilding a table can do that unseen.
func sound(ctx context.Context, tx *sql.Tx, number int) error {
	found, err := orphans(ctx, tx)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return fmt.Errorf("migration %d leaves rows without their parents: %v", number, found)
	}
	return nil
}
