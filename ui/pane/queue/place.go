package queue

// Place is where a person was in the queue.
type Place struct {
	View   string `json:"view"`
	Filter string `json:"filter,omitempty"`
	ID     int64  `json:"id,omitempty"`
}

// Place of the cursor, to be remembered.
func (q *Queue) Place() Place {
	p := Place{View: q.views[q.current].Name, Filter: q.filter}
	if row, ok := q.table.Current(); ok {
		p.ID = row.ID
	}
	return p
}

// Restore goes to a remembered place; what is not there any more is left out.
func (q *Queue) Restore(p Place) {
	for i, v := range q.views {
		if v.Name == p.View {
			q.show(i)
		}
	}
	if p.Filter != "" {
		_ = q.narrow(p.Filter) // a condition of another version: the view alone is shown
	}
	q.restored = p.ID
}
