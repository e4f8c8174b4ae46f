package store

import (
	"database/sql"

	"kurator/store/db"
)

// line is a row that belongs to one owner; rows come in the order of their owners.
type line interface {
	scan(rows *sql.Rows) (owner int64, err error)
}

// cursor reads one ordered query of several that are walked side by side.
type cursor[L line] struct {
	rows  *sql.Rows
	line  L
	owner head
}

// head is the owner of a cursor's row; there is none at the end.
type head struct {
	id int64
	ok bool
}

func openCursor[L line](v *db.View, query string, line L) (*cursor[L], error) {
	rows, err := v.Query(query) //nolint:rowserrcheck // next asks for the error where the rows end
	if err != nil {
		return nil, err
	}
	c := &cursor[L]{rows: rows, line: line}
	if err := c.next(); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *cursor[L]) close() { _ = c.rows.Close() }

// next reads the next row.
func (c *cursor[L]) next() error {
	if c.owner.ok = c.rows.Next(); !c.owner.ok {
		return c.rows.Err()
	}
	var err error
	c.owner.id, err = c.line.scan(c.rows)
	return err
}

// at tells whether the row belongs to the owner.
func (c *cursor[L]) at(owner int64) bool { return c.owner.ok && c.owner.id == owner }

// skip passes the owner's rows.
func (c *cursor[L]) skip(owner int64) error {
	for c.at(owner) {
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// lowest is the smallest owner any of the cursors stands at.
func lowest(heads ...head) (id int64, ok bool) {
	for _, h := range heads {
		if h.ok && (!ok || h.id < id) {
			id, ok = h.id, true
		}
	}
	return id, ok
}

type journalLine struct {
	seq             int64
	action          string
	payload, digest []byte
}

func (l *journalLine) scan(rows *sql.Rows) (owner int64, err error) {
	return owner, rows.Scan(&owner, &l.seq, &l.action, (*sql.RawBytes)(&l.payload), (*sql.RawBytes)(&l.digest))
}

type docLine struct{ doc []byte }

func (l *docLine) scan(rows *sql.Rows) (owner int64, err error) {
	return owner, rows.Scan(&owner, (*sql.RawBytes)(&l.doc))
}

type textLine struct {
	id         int64
	salt       []byte
	hash, body string
}

func (l *textLine) scan(rows *sql.Rows) (owner int64, err error) {
	return owner, rows.Scan(&owner, &l.id, &l.salt, &l.hash, &l.body)
}
