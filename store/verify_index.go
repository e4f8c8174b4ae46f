package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"hash/maphash"
	"maps"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/db"
	"kurator/store/search"
)

// tally is a sum over things in any order: two sets are the same when their tallies are.
type tally struct {
	n   int64
	sum uint64
}

// tallySeed makes the sums differ from run to run, so that nobody can prepare two sets with the same one.
var tallySeed = maphash.MakeSeed()

func (t *tally) add(parts ...string) {
	t.n++
	t.sum += hashOf(parts...)
}

func hashOf(parts ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(tallySeed)
	for _, p := range parts {
		_, _ = h.WriteString(p)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// wordsOf is the tally of the words the text index must hold of an appeal.
func wordsOf(e search.Entry) (sum uint64) {
	for column, text := range [...]string{e.Text, e.Who, e.Dim} {
		i := int64(0)
		for word := range strings.FieldsSeq(text) {
			sum += standing(maphash.String(tallySeed, word), int64(column), i)
			i++
		}
	}
	return sum
}

// standing is the hash of a word in its column and place. Both are mixed in so that no sum over words says the same of two orders.
func standing(word uint64, column, place int64) uint64 {
	h := word ^ (uint64(place)<<2|uint64(column))*0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// beside walks the appeals and, at the same time, the words in the text index: each is work for one processor and more.
func (t *tableCheck) beside(v, other *db.View) (held map[int64]uint64, err error) {
	if v == other {
		if err := t.appeals(v); err != nil {
			return nil, err
		}
		return heldWords(v)
	}
	walked := make(chan error, 1)
	go func() {
		var err error
		held, err = heldWords(other)
		walked <- err
	}()
	err = t.appeals(v)
	return held, errors.Join(err, <-walked)
}

// heldWords is the tally of the words that the text index holds, by the number in it.
func heldWords(v *db.View) (map[int64]uint64, error) {
	// The words come sorted, millions of rows of them: a column less is a tenth of the time.
	rows, err := v.Query("SELECT term, doc, offset << 2 | CASE col WHEN 'txt' THEN 0 WHEN 'who' THEN 1 WHEN 'dim' THEN 2 ELSE 3 END FROM temp.terms")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	held := map[int64]uint64{}
	var last string
	var hash uint64
	var term sql.RawBytes
	var id, place int64
	dest := []any{&term, &id, &place}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		if string(term) != last || hash == 0 { // sorted, so a word is hashed once
			last = string(term)
			hash = maphash.String(tallySeed, last)
		}
		held[id] += standing(hash, place&3, place>>2)
	}
	return held, rows.Err()
}

// index compares the words in the text index with those of the appeals.
func (t *tableCheck) index(v *db.View, held map[int64]uint64) error {
	for id, sum := range held {
		t.words[id] -= sum
	}
	for _, id := range slices.Sorted(maps.Keys(t.words)) {
		if t.words[id] == 0 {
			continue
		}
		if a, ok := t.owners[id]; ok {
			t.report.fault("%s: поиск находит его не по тем словам.", refTitle(model.AppealRef(a)))
		} else {
			t.report.fault("Поиск: в нём остались слова обращения, которого нет.")
		}
	}
	return t.indexRows(v)
}

// indexRows: a row without words is in the index too.
func (t *tableCheck) indexRows(v *db.View) error {
	var missing, stray int64
	if err := v.Row("SELECT count(*) FROM appeal WHERE search_id NOT IN (SELECT id FROM search_docsize)", nil, &missing); err != nil {
		return err
	}
	if err := v.Row("SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT search_id FROM appeal)", nil, &stray); err != nil {
		return err
	}
	if missing > 0 {
		t.report.fault("Поиск: обращений не внесено в него — %d.", missing)
	}
	if stray > 0 {
		t.report.fault("Поиск: лишних строк — %d.", stray)
	}
	return nil
}

// facetRows: every word of a document is in the table of words, folded as the program folds; a word no document has any more
// must once have been in one.
func (t *tableCheck) facetRows(v *db.View) error {
	rows, err := v.Query("SELECT field, value, folded FROM facet")
	if err != nil {
		return err
	}
	defer rows.Close()
	former := map[facetValue]bool{}
	for rows.Next() {
		var f facetValue
		var folded string
		if err := rows.Scan(&f.field, &f.value, &folded); err != nil {
			return err
		}
		if folded != russian.Fold(f.value) {
			t.report.fault("Слова для отбора: одно записано не так, как их пишет программа (%s).", f.field)
		}
		if !t.facets[f] {
			former[f] = true
		}
		delete(t.facets, f)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(t.facets) > 0 {
		t.report.fault("Слова для отбора: не хватает %d.", len(t.facets))
	}
	return t.formerFacets(v, former)
}

func (t *tableCheck) formerFacets(v *db.View, former map[facetValue]bool) error {
	if len(former) == 0 {
		return nil
	}
	rows, err := v.Query("SELECT inverse FROM journal WHERE noun = 'appeal' AND inverse <> ''")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() && len(former) > 0 {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			return err
		}
		var a model.Appeal
		if json.Unmarshal(doc, &a) != nil {
			continue // named by the check of the journal
		}
		for _, f := range facetsOf(&a) {
			delete(former, f)
		}
	}
	if len(former) > 0 {
		t.report.fault("Слова для отбора: %d не встречалось ни в одном обращении.", len(former))
	}
	return rows.Err()
}

// counters: numbers are never used again, the office is as new as its last change, and the file is the one that was founded.
func (t *tableCheck) counters(v *db.View) error {
	rows, err := v.Query(`SELECT j.noun, max(j.object), coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'last_' || j.noun), 0)
		FROM journal j WHERE j.noun NOT IN ('record', 'settings', 'policy', 'calendar') GROUP BY j.noun`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var noun string
		var used, counter int64
		if err := rows.Scan(&noun, &used, &counter); err != nil {
			return err
		}
		if counter < used {
			t.report.fault("Счётчик номеров («%s») отстал: следующий номер уже занят.", noun)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var office, last int64
	err = v.Row(`SELECT coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'office'), 0), coalesce((SELECT o.last_seq FROM journal j
		JOIN operation o ON o.id = j.operation WHERE j.noun NOT IN ('appeal', 'record', 'batch', 'quarantine', 'problem', 'proposal', 'poll', 'request', 'material', 'direction') ORDER BY j.seq DESC LIMIT 1), 0)`, nil, &office, &last)
	if err != nil {
		return err
	}
	if office != last {
		t.report.fault("Отметка о последнем изменении учреждения не совпадает с журналом.")
	}
	return t.founding(v)
}

func (t *tableCheck) founding(v *db.View) error {
	var payload []byte
	var demo string
	if err := v.Row("SELECT coalesce((SELECT payload FROM journal WHERE seq = 1), ''), coalesce((SELECT value FROM meta WHERE key = 'demo'), '')", nil, &payload, &demo); err != nil {
		return err
	}
	var record model.Record
	if err := json.Unmarshal(payload, &record); err != nil || record.Say != foundingSay(t.report.Instance, demo != "") {
		t.report.fault("Имя базы или отметка «учебная» не такие, какими их записали при создании.")
	}
	return nil
}
