package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"kurator/model"
	"kurator/store/db"
	"kurator/store/search"
)

// VerifyTables compares everything that is derived from documents with the documents: the columns of lists, foreign numbers,
// words for filters, counters and the text index. It recomputes them by the same code that has written them.
func (s *Store) VerifyTables(ctx context.Context, progress func(done int64)) (faults []string, more int, err error) {
	var r ChainReport
	err = s.db.Survey(ctx, "search", func(v, beside *db.View) error { return s.verifyTables(v, beside, &r, progress) })
	return r.Faults, r.More, err
}

func (s *Store) verifyTables(v, beside *db.View, r *ChainReport, progress func(int64)) error {
	if err := v.Row("SELECT value FROM meta WHERE key = 'instance'", nil, &r.Instance); err != nil {
		return err
	}
	t := &tableCheck{report: r, store: s, progress: progress, facets: map[facetValue]bool{}, words: map[int64]uint64{}, owners: map[int64]model.AppealID{}}
	held, err := t.beside(v, beside)
	if err != nil {
		return err
	}
	if err := t.registrations(v); err != nil {
		return err
	}
	if err := t.index(v, held); err != nil {
		return err
	}
	if err := t.facetRows(v); err != nil {
		return err
	}
	return t.counters(v)
}

// tableCheck is one pass over the documents and what was gathered on the way.
type tableCheck struct {
	report   *ChainReport
	store    *Store
	stems    *search.Stemmer // of the part that has it
	progress func(int64)
	done     int64

	numbered knownNumbers // words of packed figures

	numbers tally               // registrations of the documents
	facets  map[facetValue]bool // words of the documents
	words   map[int64]uint64    // search id → tally of its words
	owners  map[int64]model.AppealID
}

// appeals walks documents, list rows and texts side by side.
func (t *tableCheck) appeals(v *db.View) error {
	var err error
	if t.numbered, err = loadNumbers(v); err != nil {
		return err
	}
	docs, err := openCursor(v, "SELECT id, doc FROM appeal_doc ORDER BY id", &docLine{})
	if err != nil {
		return err
	}
	defer docs.close()
	lists, err := openCursor(v, "SELECT "+appealColumns+" FROM appeal ORDER BY id", newListLine())
	if err != nil {
		return err
	}
	defer lists.close()
	texts, err := openCursor(v, "SELECT id >> 16, id, salt, hash, body FROM text WHERE id >= 0 ORDER BY id", &textLine{})
	if err != nil {
		return err
	}
	defer texts.close()
	all := batches{check: t}
	for {
		id, ok := lowest(docs.owner, lists.owner)
		if !ok {
			return all.end()
		}
		x, err := copied(id, docs, lists, texts)
		if err != nil {
			return err
		}
		if err := all.take(x); err != nil {
			return err
		}
		if t.done++; t.progress != nil && t.done%1000 == 0 {
			t.progress(t.done)
		}
	}
}

// derived recomputes what the tables keep of one appeal.
func (t *tableCheck) derived(a *model.Appeal, x stored) error {
	a.FillTexts(func(ref int64) string { return x.bodies[ref] })
	for _, f := range facetsOf(a) {
		t.facets[f] = true
	}
	for _, r := range a.Registrations {
		if r.ExternalID != "" {
			t.numbers.add(string(r.Channel), r.ExternalID, a.ID.String(), r.SecondID, r.Fingerprint)
		}
	}
	if x.row == nil {
		return nil
	}
	line := listLine{values: x.row}
	row, err := project(a, t.numbered)
	if err != nil {
		return err
	}
	row.summary = summaryOf(a)
	if row.searchID = line.searchID(); row.searchID != searchID(a) && (a.ID <= 0xFFFFF || row.searchID < searchID(a)) {
		t.report.fault("%s: место в поиске не совпадает с обращением.", refTitle(model.AppealRef(a.ID)))
	}
	if column, err := line.differs(row.values()); err != nil {
		return err
	} else if column != "" {
		t.report.fault("%s: в списке изменено мимо программы (столбец %s).", refTitle(model.AppealRef(a.ID)), column)
	}
	t.owners[row.searchID] = a.ID
	t.words[row.searchID] = wordsOf(t.stems.EntryOf(a))
	return nil
}

// bodiesOf reads the words of one appeal; those of appeals that were taken out are passed.
func bodiesOf(id int64, texts *cursor[*textLine]) (map[int64]string, error) {
	bodies := map[int64]string{}
	for texts.owner.ok && texts.owner.id <= id {
		if texts.owner.id == id {
			bodies[texts.line.id] = texts.line.body
		}
		if err := texts.next(); err != nil {
			return nil, err
		}
	}
	return bodies, nil
}

// listLine is a row of the list with all its columns.
type listLine struct {
	values []any
	dest   []any
}

func newListLine() *listLine {
	l := &listLine{values: make([]any, countColumns(appealColumns))}
	for i := range l.values {
		l.dest = append(l.dest, &l.values[i])
	}
	return l
}

func (l *listLine) scan(rows *sql.Rows) (int64, error) {
	if err := rows.Scan(l.dest...); err != nil {
		return 0, err
	}
	id, _ := l.values[0].(int64)
	return id, nil
}

func (l *listLine) searchID() int64 {
	id, _ := l.values[len(l.values)-1].(int64)
	return id
}

// differs names the first column that is not as the document says.
func (l *listLine) differs(want []any) (string, error) {
	for i := range want {
		w, err := driver.DefaultParameterConverter.ConvertValue(want[i])
		if err != nil {
			return "", err
		}
		if yes, ok := w.(bool); ok {
			w = int64(0)
			if yes {
				w = int64(1)
			}
		}
		got := l.values[i]
		if b, ok := got.([]byte); ok { // bytes do not compare
			got = string(b)
		}
		if b, ok := w.([]byte); ok {
			w = string(b)
		}
		if w != got {
			return strings.TrimSpace(strings.Split(appealColumns, ",")[i]), nil
		}
	}
	return "", nil
}

// registrations compares the table of foreign numbers with those of the documents, and looks closer only when they differ.
func (t *tableCheck) registrations(v *db.View) error {
	rows, err := v.Query("SELECT channel, external_id, appeal, second_id, fingerprint FROM registration")
	if err != nil {
		return err
	}
	defer rows.Close()
	var stored tally
	for rows.Next() {
		var channel, number, second, fingerprint string
		var id model.AppealID
		if err := rows.Scan(&channel, &number, &id, &second, &fingerprint); err != nil {
			return err
		}
		stored.add(channel, number, id.String(), second, fingerprint)
	}
	if err := rows.Err(); err != nil || stored == t.numbers {
		return err
	}
	return t.strayNumbers(v)
}

// strayNumbers names the numbers that stand in one place only. A number may have passed from one appeal to a later one: then
// the earlier document keeps it too. The second number lies with the words.
func (t *tableCheck) strayNumbers(v *db.View) error {
	const ofDocs = `SELECT d.id AS appeal, r.value ->> 'channel' AS channel, r.value ->> 'external_id' AS number,
		coalesce(r.value ->> 'second_id', (SELECT nullif(body, '') ->> 's' FROM text WHERE text.id = r.value ->> '$.words.r'), '') AS second, coalesce(r.value ->> 'fingerprint', '') AS fingerprint
		FROM appeal_doc d, json_each(d.doc, '$.registrations') r WHERE number <> ''`
	rows, err := v.Query(`SELECT appeal, 'нет в таблице номеров' FROM (` + ofDocs + `) d
			WHERE NOT EXISTS (SELECT 1 FROM registration x WHERE x.channel = d.channel AND x.external_id = d.number)
		UNION ALL SELECT x.appeal, 'в таблице номеров не такой, как в обращении' FROM registration x
			WHERE (x.appeal, x.channel, x.external_id, x.second_id, x.fingerprint) NOT IN (SELECT appeal, channel, number, second, fingerprint FROM (` + ofDocs + `))`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id model.AppealID
		var what string
		if err := rows.Scan(&id, &what); err != nil {
			return err
		}
		t.report.fault("%s: номер во внешней системе %s.", refTitle(model.AppealRef(id)), what)
	}
	return rows.Err()
}
