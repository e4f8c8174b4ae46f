package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
)

// Survey is View on connections of its own and without a limit, for a verification that takes minutes. Two readings of the same moment
// let two walk at once; where writers leave no time for that, both are one. Beside the tables the second sees what the text index holds:
// the temporary table terms (term, doc, col, offset), a row for each word.
func (d *DB) Survey(ctx context.Context, index string, fn func(v, beside *View) error) error {
	return d.aside(ctx, func(one *sql.Conn) error {
		return d.aside(ctx, func(two *sql.Conn) error {
			if _, err := two.ExecContext(ctx, "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, "+index+", instance)"); err != nil {
				return err
			}
			v, beside, err := sameMoment(ctx, one, two)
			if err != nil {
				return err
			}
			defer beside.end()
			if v != beside {
				defer v.end()
			}
			return errors.Join(v.settle(fn(v, beside)), beside.settle(nil))
		})
	})
}

// sameMomentTries is how often two readings are begun until nothing was written between them.
const sameMomentTries = 10

func sameMoment(ctx context.Context, one, two *sql.Conn) (v, beside *View, err error) {
	for range sameMomentTries {
		var at, then int64
		if v, at, err = readingOf(ctx, one); err != nil {
			return nil, nil, err
		}
		if beside, then, err = readingOf(ctx, two); err != nil {
			v.end()
			return nil, nil, err
		}
		if at == then {
			return v, beside, nil
		}
		v.end()
		beside.end()
	}
	beside, _, err = readingOf(ctx, two)
	return beside, beside, err
}

// readingOf begins a reading and tells how far the journal reaches in it.
func readingOf(ctx context.Context, conn *sql.Conn) (v *View, at int64, err error) {
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, 0, err
	}
	v = &View{ctx: ctx, tx: tx}
	if err := v.Row("SELECT coalesce(max(seq), 0) FROM journal", nil, &at); err != nil {
		v.end()
		return nil, 0, err
	}
	return v, at, nil
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
