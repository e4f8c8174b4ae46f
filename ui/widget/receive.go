package widget

import "kurator/ui/clean"

// Receive takes an answer. Answers to requests that were superseded are dropped. It may return a further request.
func (t *Table) Receive(p Page) *Request {
	if t.pending == nil || p.Gen != t.pending.Gen {
		return nil
	}
	asked := *t.pending
	t.pending = nil
	if p.Err != nil {
		t.failure = clean.Line(p.Err.Error())
		return nil
	}
	t.failure, t.known = "", true
	p.Rows = cleanRows(p.Rows)
	switch asked.Where {
	case After:
		t.appendRows(p)
	case Before:
		t.prependRows(p)
	default:
		t.replaceRows(p, asked.Where)
	}
	return t.extend()
}

func (t *Table) appendRows(p Page) {
	fresh := t.unseen(p.Rows)
	t.rows = append(t.rows, fresh...)
	t.atEnd = p.AtEnd || len(fresh) == 0
	t.recount(p)
	if extra := min(len(t.rows)-windowRows, t.cursor-t.height); extra > 0 && !t.ranged {
		t.rows = append([]Row(nil), t.rows[extra:]...)
		t.cursor, t.top, t.offset = t.cursor-extra, t.top-extra, t.offset+extra
		t.atStart = false
	}
}

func (t *Table) prependRows(p Page) {
	fresh := t.unseen(p.Rows)
	t.rows = append(fresh, t.rows...)
	t.cursor, t.top = t.cursor+len(fresh), t.top+len(fresh)
	t.atStart = p.AtStart || len(fresh) == 0
	t.offset = max(t.offset-len(fresh), 0)
	t.recount(p)
	if keep := max(windowRows, t.cursor+t.height+1); len(t.rows) > keep && !t.ranged {
		t.rows = t.rows[:keep:keep]
		t.atEnd = false
	}
}

func (t *Table) replaceRows(p Page, where Where) {
	old, screenRow := t.rows, t.cursor-t.top
	fromTop := t.atStart && t.top == 0
	at := 0
	switch {
	case where == FromEnd:
		at = len(p.Rows) - 1
	case where == Around:
		at = t.landing(old, p.Rows)
	}
	t.hasWant = false
	t.rows, t.atStart, t.atEnd = p.Rows, p.AtStart, p.AtEnd
	if where == FromStart {
		t.atStart, screenRow = true, 0
	}
	if where == FromEnd {
		t.atEnd, screenRow = true, t.height
	}
	t.counted, t.offset, t.total = p.Counted, p.Offset, p.Total
	t.cursor = max(min(at, len(t.rows)-1), 0)
	t.top = t.cursor - screenRow // the row of the cursor stays at its line of the screen; View corrects the edges
	if where == Around && fromTop && p.AtStart && t.cursor < t.height {
		t.top = 0 // who looked at the beginning sees what has come before the first row, such as what an undo has brought back
	}
}

// landing finds the row for the cursor after a reload: the wanted id, the id it was on, then the neighbours of that one, below first.
func (t *Table) landing(old, rows []Row) int {
	index := make(map[int64]int, len(rows))
	for i, r := range rows {
		index[r.ID] = i
	}
	if t.hasWant {
		if i, ok := index[t.want]; ok {
			return i
		}
	}
	for i := t.cursor; i < len(old); i++ {
		if at, ok := index[old[i].ID]; ok {
			return at
		}
	}
	for i := min(t.cursor, len(old)) - 1; i >= 0; i-- {
		if at, ok := index[old[i].ID]; ok {
			return at
		}
	}
	return 0
}

// unseen leaves out rows that are held already: a row may have moved in the order between two pages.
func (t *Table) unseen(rows []Row) []Row {
	held := make(map[int64]struct{}, len(t.rows))
	for _, r := range t.rows {
		held[r.ID] = struct{}{}
	}
	fresh := make([]Row, 0, len(rows))
	for _, r := range rows {
		if _, ok := held[r.ID]; !ok {
			fresh = append(fresh, r)
		}
	}
	return fresh
}

// recount takes the newer total; the offset follows from the rows that were added and let go.
func (t *Table) recount(p Page) {
	if p.Counted && t.counted {
		t.total = p.Total
	}
}
