package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"kurator/model"
	"kurator/store/db"
)

// ChainReport is what checking the journal found.
type ChainReport struct {
	Rows     int64
	Head     string   // hash of the last row
	Faults   []string // sentences naming the row
	More     int      // faults beyond those named
	Instance string
	At       model.Instant
	Seals    int // seal lines of this database that were compared
}

// maxChainFaults is how many faults are named; one changed row is enough to distrust the file.
const maxChainFaults = 50

// verifyLimit bounds a whole verification: a million appeals take minutes.
const verifyLimit = 2 * time.Hour

// VerifyJournal walks the whole chain in one reading of the database: every row must carry the hash of the one before, hash
// to what it says, and follow without a gap; every operation must be as its last row says; the last digest of each object
// must be that of the object as it is stored, and every text the one whose hash the journal knows. seals are lines kept
// outside: with them a chain that was cut or wholly rewritten shows too.
func (s *Store) VerifyJournal(ctx context.Context, progress func(done int64), seals ...Seal) (ChainReport, error) {
	r := ChainReport{At: s.Now()}
	guards, err := s.db.SchemaFaults(ctx)
	if err != nil {
		return r, err
	}
	if len(guards) > 0 {
		r.fault("Защита журнала от изменений снята: триггеры базы удалены или подменены.")
	}
	err = s.db.ViewFor(ctx, verifyLimit, func(v *db.View) error { return verifyJournal(v, &r, seals, progress) })
	return r, err
}

func verifyJournal(v *db.View, r *ChainReport, seals []Seal, progress func(int64)) error {
	if err := v.Row("SELECT value FROM meta WHERE key = 'instance'", nil, &r.Instance); err != nil {
		return err
	}
	w := chainWalk{report: r, undone: map[string]string{}, progress: progress, prev: []byte{}}
	w.expect(seals)
	if err := w.walk(v); err != nil {
		return err
	}
	if err := w.operations(v); err != nil {
		return err
	}
	if err := verifyNouns(v, r); err != nil {
		return err
	}
	return verifyAppeals(v, r)
}

func (r *ChainReport) fault(format string, args ...any) {
	if len(r.Faults) < maxChainFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
		return
	}
	r.More++
}

// chainWalk is one pass over the journal from its first row.
type chainWalk struct {
	report   *ChainReport
	progress func(int64)
	seals    map[int64][]Seal

	prev      []byte
	operation string
	closed    bool // the last row closed its operation
	count     int64
	undone    map[string]string // operation → the one that has undone it
	buf       []byte
}

// rawRow is a journal row as the driver hands it over, without copies.
type rawRow struct {
	Chained
	actor, operation, action, noun sql.RawBytes
	hash                           sql.RawBytes
}

func (w *chainWalk) walk(v *db.View) error {
	rows, err := v.Query(`SELECT seq, happened, recorded, official, actor, operation, action, version, noun, object,
		payload, digest, inverse, closing, prev, hash FROM journal ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	w.closed = true
	var c rawRow
	dest := []any{&c.Seq, &c.Happened, &c.Recorded, &c.Official, &c.actor, &c.operation, &c.action, &c.Version, &c.noun, &c.Object,
		(*sql.RawBytes)(&c.Payload), (*sql.RawBytes)(&c.Digest), (*sql.RawBytes)(&c.Inverse), (*sql.RawBytes)(&c.Closing),
		(*sql.RawBytes)(&c.Prev), &c.hash}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if err := w.row(v, &c); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if !w.closed {
		w.report.fault("Журнал: последняя операция не закончена — последние строки удалены.")
	}
	w.report.Head = hex.EncodeToString(w.prev)
	w.unmet()
	return nil
}

func (w *chainWalk) row(v *db.View, c *rawRow) error {
	r := w.report
	r.Rows++
	if c.Seq != r.Rows {
		r.fault("Журнал: на месте записи %d стоит запись %d — строки удалены или переставлены.", r.Rows, c.Seq)
		r.Rows = c.Seq
	}
	if !bytes.Equal(c.Prev, w.prev) {
		r.fault("Журнал: запись %d не продолжает предыдущую — перед ней строку изменили, вставили или удалили.", c.Seq)
	}
	if good, err := w.whole(v, c); err != nil {
		return err
	} else if !good {
		r.fault("Журнал: запись %d изменена после того, как была сделана.", c.Seq)
	}
	w.prev = append(w.prev[:0], c.hash...)
	w.begin(c)
	w.meet(c.Seq)
	if string(c.action) == (&model.Revert{}).Name() {
		var revert model.Revert
		if json.Unmarshal(c.Payload, &revert) == nil { // what cannot be read was changed, and is named above
			w.undone[revert.Operation] = string(c.operation)
		}
	}
	if w.progress != nil && r.Rows%10_000 == 0 {
		w.progress(r.Rows)
	}
	return nil
}

// whole tells whether a row says what it said when it was written, or what anonymising has left of it.
func (w *chainWalk) whole(v *db.View, c *rawRow) (bool, error) {
	if c.Version == versionRedacted {
		return w.redacted(v, c)
	}
	return bytes.Equal(w.sum(c), c.hash), nil
}

// sum is Chained.Sum over a row that was not copied.
func (w *chainWalk) sum(c *rawRow) []byte {
	w.buf = c.bytes(w.buf[:0], c.actor, c.operation, c.action, c.noun)
	sum := sha256.Sum256(w.buf)
	return sum[:]
}

// begin follows the operations: the rows of one stand together, and the last of them closes it.
func (w *chainWalk) begin(c *rawRow) {
	if string(c.operation) != w.operation {
		if !w.closed {
			w.report.fault("Журнал: операция перед записью %d не закончена — строки удалены или переставлены.", c.Seq)
		}
		w.operation = string(c.operation)
		w.count++
	} else if w.closed {
		w.report.fault("Журнал: запись %d добавлена к законченной операции.", c.Seq)
	}
	w.closed = len(c.Closing) > 0
}

// operations compares the list of operations with what the chain says of them.
func (w *chainWalk) operations(v *db.View) error {
	rows, err := v.Query(`SELECT ` + prefixed("o.", operationColumns) + `, o.result, coalesce(a.operation, ''), coalesce(b.operation, ''), coalesce(b.closing, x'')
		FROM operation o LEFT JOIN journal a ON a.seq = o.first_seq LEFT JOIN journal b ON b.seq = o.last_seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var found int64
	for rows.Next() {
		var o Operation
		var result, first, last string
		var closing []byte
		if err := rows.Scan(append(o.dest(), &result, &first, &last, &closing)...); err != nil {
			return err
		}
		found++
		switch {
		case first != o.ID || last != o.ID:
			w.report.fault("%s: в журнале этих записей нет или они принадлежат другой операции.", ofRows(o.FirstSeq, o.LastSeq))
		case !bytes.Equal(closing, closingOf(&o, result)):
			w.report.fault("%s изменена мимо программы.", ofRows(o.FirstSeq, o.LastSeq))
		case o.UndoneBy != w.undone[o.ID]:
			w.report.fault("%s: отметка об отмене не совпадает с журналом.", ofRows(o.FirstSeq, o.LastSeq))
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if found != w.count {
		return w.lostOperations(v)
	}
	return nil
}

// lostOperations names the rows whose operation is gone.
func (w *chainWalk) lostOperations(v *db.View) error {
	rows, err := v.Query(`SELECT min(j.seq), max(j.seq) FROM journal j LEFT JOIN operation o ON o.id = j.operation
		WHERE o.id IS NULL GROUP BY j.operation LIMIT 20`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var first, last int64
		if err := rows.Scan(&first, &last); err != nil {
			return err
		}
		w.report.fault("%s удалена мимо программы.", ofRows(first, last))
	}
	return rows.Err()
}

func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func refTitle(ref model.Ref) string {
	return ref.Noun.Title() + " № " + strconv.FormatInt(ref.ID, 10)
}

// ofRows names an operation by its rows in the journal.
func ofRows(first, last int64) string {
	if first == last {
		return fmt.Sprintf("Операция с записью %d", first)
	}
	return fmt.Sprintf("Операция с записями %d–%d", first, last)
}
