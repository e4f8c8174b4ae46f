package db

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"kurator/model"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, a transaction for each step, numbered by user_version.
func (d *DB) migrate(ctx context.Context) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	app, version, err := d.header(ctx)
	if err != nil {
		return err
	}
	if app != 0 && app != ApplicationID {
		return model.Faultf(model.BadData, "Это база другой программы, не kurator. Укажите свой файл: --db ФАЙЛ.")
	}
	if app == 0 && version != 0 {
		return model.Faultf(model.BadData, "Это не база kurator. Укажите свой файл: --db ФАЙЛ.")
	}
	if app == 0 {
		if err := d.mustBeEmpty(ctx); err != nil {
			return err
		}
	}
	if version > len(files) {
		return model.Faultf(model.BadData, "База создана более новой версией программы (схема %d, эта версия знает %d). Обновите программу.", version, len(files))
	}
	for n := version; n < len(files); n++ {
		if err := d.step(ctx, files[n], n+1); err != nil {
			return err
		}
	}
	d.version = len(files)
	return nil
}

func (d *DB) header(ctx context.Context) (app, version int, err error) {
	if err := d.conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return 0, 0, err
	}
	err = d.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return app, version, err
}

// mustBeEmpty keeps the program from writing its tables into somebody else's database.
func (d *DB) mustBeEmpty(ctx context.Context) error {
	var n int
	if err := d.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return model.Faultf(model.BadData, "Это не база kurator. Укажите свой файл: --db ФАЙЛ.")
	}
	return nil
}

func (d *DB) step(ctx context.Context, file string, number int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	tx, err := d.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // no effect after Commit
	if _, err := tx.ExecContext(ctx, string(script)); err != nil {
		return fmt.Errorf("migration %d: %w", number, err)
	}
	if number == 1 {
		id := make([]byte, 16)
		_, _ = rand.Read(id) // never fails since Go 1.24
		if _, err := tx.ExecContext(ctx, "INSERT INTO meta (key, value) VALUES ('instance', $1)", hex.EncodeToString(id)); err != nil {
			return err
		}
	}
	for _, pragma := range []string{fmt.Sprintf("PRAGMA user_version = %d", number), fmt.Sprintf("PRAGMA application_id = %d", ApplicationID)} {
		if _, err := tx.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	return tx.Commit()
}
