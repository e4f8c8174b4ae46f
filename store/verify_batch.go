package store

import (
	"encoding/json"
	"maps"
	"runtime"
	"slices"

	"kurator/model"
)

// stored is what the tables hold of one appeal, copied out of the cursors: it is read by one, and judged by all processors.
type stored struct {
	id     int64
	doc    []byte
	row    []any // nil: it is not in the list
	bodies map[int64]string
}

// batchSize is how many appeals are judged at a time: little memory, and a little work for every change of hands.
const batchSize = 128

// batches are judged beside the reading and gathered in the order of the appeals.
type batches struct {
	check   *tableCheck
	filling []stored
	judged  []chan judgement
}

// judgement is what a batch came to.
type judgement struct {
	part *tableCheck
	err  error
}

// take adds an appeal.
func (b *batches) take(x stored) error {
	if b.filling = append(b.filling, x); len(b.filling) < batchSize {
		return nil
	}
	return b.send()
}

// send judges what has come together; when every processor has work, the oldest is waited for.
func (b *batches) send() error {
	batch, out := b.filling, make(chan judgement, 1)
	b.filling = nil
	b.judged = append(b.judged, out)
	part := &tableCheck{report: &ChainReport{}, numbered: b.check.numbered, facets: map[facetValue]bool{}, words: map[int64]uint64{}, owners: map[int64]model.AppealID{}}
	go func() {
		part.stems = b.check.store.stemmer()
		defer b.check.store.stemmers.Put(part.stems)
		for _, x := range batch {
			if err := part.judge(x); err != nil {
				out <- judgement{err: err}
				return
			}
		}
		out <- judgement{part: part}
	}()
	if len(b.judged) <= runtime.GOMAXPROCS(0) {
		return nil
	}
	return b.gather()
}

// gather adds the oldest batch to the whole.
func (b *batches) gather() error {
	j := <-b.judged[0]
	b.judged = b.judged[1:]
	if j.err != nil {
		return j.err
	}
	b.check.add(j.part)
	return nil
}

// end judges the rest.
func (b *batches) end() error {
	if err := b.send(); err != nil {
		return err
	}
	for len(b.judged) > 0 {
		if err := b.gather(); err != nil {
			return err
		}
	}
	return nil
}

// add takes over what a part has found.
func (t *tableCheck) add(part *tableCheck) {
	for _, f := range part.report.Faults {
		t.report.fault("%s", f)
	}
	t.report.More += part.report.More
	t.numbers.n += part.numbers.n
	t.numbers.sum += part.numbers.sum
	maps.Copy(t.facets, part.facets)
	maps.Copy(t.words, part.words)
	maps.Copy(t.owners, part.owners)
}

// judge compares one appeal with what is derived from it.
func (t *tableCheck) judge(x stored) error {
	title := refTitle(model.AppealRef(model.AppealID(x.id)))
	if x.doc == nil {
		t.report.fault("%s: в списке есть, а самого обращения нет.", title)
		return nil
	}
	if x.row == nil {
		t.report.fault("%s: нет в списке.", title)
	}
	var a model.Appeal
	if read := json.Unmarshal(x.doc, &a) == nil; !read || int64(a.ID) != x.id {
		t.report.fault("%s: запись не читается.", title)
		return nil
	}
	return t.derived(&a, x)
}

// copied takes one appeal out of the cursors and passes them on.
func copied(id int64, docs *cursor[*docLine], lists *cursor[*listLine], texts *cursor[*textLine]) (x stored, err error) {
	x.id = id
	if docs.at(id) {
		x.doc = append([]byte{}, docs.line.doc...)
		if x.bodies, err = bodiesOf(id, texts); err != nil {
			return x, err
		}
	}
	if lists.at(id) {
		x.row = slices.Clone(lists.line.values)
	}
	if err := lists.skip(id); err != nil {
		return x, err
	}
	return x, docs.skip(id)
}
