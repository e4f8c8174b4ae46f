package store

import (
	"cmp"
	"slices"
	"sync"

	"kurator/model"
	"kurator/store/db"
	"kurator/store/search"
)

// indexEntry is one pending row of the text index.
type indexEntry struct {
	id    int64
	fresh bool
	of    *model.Appeal // whose words are stemmed; nil: the appeal is gone
	search.Entry
}

// indexRun gathers the rows of the text index that a transaction writes at its end. Another goroutine stems their words meanwhile.
type indexRun struct {
	store   *Store
	entries []*indexEntry
	work    chan *indexEntry
	pending sync.WaitGroup
}

// stemsAhead is how many appeals may wait for the stemmer.
const stemsAhead = 256

// add queues a row.
func (r *indexRun) add(x *indexEntry) {
	r.entries = append(r.entries, x)
	if x.of == nil {
		return
	}
	if r.work == nil {
		r.work = make(chan *indexEntry, stemsAhead)
		go r.stem(r.work)
	}
	r.pending.Add(1)
	r.work <- x
}

func (r *indexRun) stem(work <-chan *indexEntry) {
	stems := r.store.stemmer() // its own: the transaction checks texts with another
	defer r.store.stemmers.Put(stems)
	for x := range work {
		x.Entry = stems.EntryOf(x.of)
		r.pending.Done()
	}
}

// end lets the stemming goroutine go; what it reads is not needed any longer.
func (r *indexRun) end() {
	r.pending.Wait()
	if r.work != nil {
		close(r.work)
		r.work = nil
	}
}

// write writes the queued rows; of several of one appeal the last counts. They go in ascending order: the index flushes its hash to the
// file whenever a number is not above the one before it (measured on an import in no order of receipt: half of the index's time, and
// hundreds of pieces to merge).
func (r *indexRun) write(tx *db.Tx) {
	r.pending.Wait()
	slices.SortStableFunc(r.entries, func(a, b *indexEntry) int { return cmp.Compare(a.id, b.id) })
	for i, x := range r.entries {
		if i > 0 && r.entries[i-1].id == x.id {
			x.fresh = r.entries[i-1].fresh
		}
		if i+1 < len(r.entries) && r.entries[i+1].id == x.id {
			continue
		}
		if !x.fresh {
			tx.Later("DELETE FROM search WHERE rowid = $1", x.id)
		}
		if x.of != nil {
			tx.Later("INSERT INTO search (rowid, txt, who, dim) VALUES (?, ?, ?, ?)", x.id, x.Text, x.Who, x.Dim)
		}
	}
	r.entries = nil
}
