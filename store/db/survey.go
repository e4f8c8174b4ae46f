package db

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
)

// Survey is View on a connection of its own and without a limit, for a verification that takes minutes. Beside the tables it
// sees what the text index holds: the temporary table terms (term, doc, col, offset), a row for each word.
func (d *DB) Survey(ctx context.Context, index string, fn func(*View) error) error {
	return d.aside(ctx, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, "+index+", instance)"); err != nil {
			return err
		}
		tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		v := &View{ctx: ctx, tx: tx}
		defer v.end()
		return v.settle(fn(v))
	})
}

// inMemory is the size of a file up to which its new version is made in memory; that of a larger one goes to a temporary file
// which the engine unlinks as soon as it is open.
const inMemory = 512 << 20

// Vacuum writes the whole file anew: what was destroyed may have left copies in the unused parts of pages, where rows were
// moved before they were erased, and secure_delete does not look there. Everybody waits meanwhile.
func (d *DB) Vacuum(ctx context.Context) error {
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
	info, err := os.Stat(d.real)
	if err != nil {
		return say(err, d.path)
	}
	background := context.WithoutCancel(ctx)
	return d.aside(background, func(conn *sql.Conn) error {
		if info.Size() > inMemory {
			if _, err := conn.ExecContext(background, "PRAGMA temp_store = 1"); err != nil {
				return err
			}
		}
		_, err := conn.ExecContext(background, "VACUUM")
		return err
	})
}

// SchemaFaults names the triggers that guard the journal and are missing or not those of this program.
func (d *DB) SchemaFaults(ctx context.Context) (faults []string, err error) {
	err = d.View(ctx, func(v *View) error {
		rows, err := v.Query("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		script := strings.Join(scripts(), "\n")
		found := 0
		for rows.Next() {
			var name, text string
			if err := rows.Scan(&name, &text); err != nil {
				return err
			}
			found++
			if !strings.Contains(script, text+";") {
				faults = append(faults, name)
			}
		}
		if made := strings.Count(script, "CREATE TRIGGER ") - strings.Count(script, "DROP TRIGGER "); found != made {
			faults = append(faults, fmt.Sprintf("%d of %d triggers", found, made))
		}
		return rows.Err()
	})
	return faults, err
}
