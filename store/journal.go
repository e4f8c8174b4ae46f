package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"

	"kurator/model"
	"kurator/store/db"
)

// journalTail is the end of the chain: where the next row goes.
type journalTail struct {
	seq  int64
	hash []byte
}

func loadTail(tx *db.Tx) (journalTail, error) {
	t := journalTail{hash: []byte{}}
	err := tx.Row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", nil, &t.seq, &t.hash)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	return t, err
}

func (s *Store) lastSeq(ctx context.Context) (int64, error) {
	var seq int64
	err := s.db.Read().QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM journal").Scan(&seq)
	return seq, err
}

// entry is one journal row before it is chained.
type entry struct {
	at      model.Moment
	action  model.Action
	ref     model.Ref
	payload []byte
	digest  []byte // of the object after the change; empty when it is gone
	inverse []byte // the document before; empty when the action entered the object
}

// append puts a row behind the last one. It is written when the next one comes or the operation ends: the last row of an
// operation closes it.
func (e *execution) append(en entry) error {
	e.writeRow(nil)
	if e.actorDoc == "" || e.actorOf != en.at.Actor { // steps may be done for different absent officials
		doc, err := json.Marshal(en.at.Actor)
		if err != nil {
			return err
		}
		e.actorDoc, e.actorOf = string(doc), en.at.Actor
	}
	e.row = &Chained{Seq: e.journal.seq + 1, Happened: int64(en.at.Happened), Recorded: int64(en.at.Recorded),
		Official: int64(en.at.Actor.Official), Actor: e.actorDoc, Operation: e.op.ID, Action: en.action.Name(), Version: formatVersion,
		Noun: string(en.ref.Noun), Object: en.ref.ID, Payload: en.payload, Digest: en.digest, Inverse: en.inverse, Prev: e.journal.hash}
	return nil
}

var insertJournalSQL = `INSERT INTO journal (seq, happened, recorded, official, actor, operation, action, version, noun, object,
	payload, digest, inverse, closing, prev, hash) VALUES (` + placeholders(16) + ")"

// writeRow writes the row that waits, if one does.
func (e *execution) writeRow(closing []byte) {
	row := e.row
	if row == nil {
		return
	}
	row.Closing = closing
	hash := row.Sum()
	e.tx.Later(insertJournalSQL,
		row.Seq, row.Happened, row.Recorded, row.Official, row.Actor, row.Operation, row.Action, row.Version, row.Noun, row.Object,
		string(row.Payload), orEmpty(row.Digest), string(row.Inverse), orEmpty(row.Closing), row.Prev, hash)
	e.journal, e.row = journalTail{row.Seq, hash}, nil
}

// closingOf is the digest of an operation's own row, which the last row of the journal written by it carries: so the chain
// also holds titles, batches and results. undone_by comes later and follows from the rows of the undo.
func closingOf(o *Operation, result string) []byte {
	b := make([]byte, 0, 128+len(o.Title)+len(result))
	for _, n := range [...]int64{int64(o.Official), int64(o.Recorded), o.FirstSeq, o.LastSeq} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, text := range [...]string{o.ID, o.Batch, o.Title, o.Undoes, result} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

// Chained is one journal row as it enters the chain.
type Chained struct {
	Seq, Happened, Recorded, Official int64
	Actor, Operation, Action          string
	Version                           int64
	Noun                              string
	Object                            int64
	Payload, Digest, Inverse          []byte
	Closing, Prev                     []byte
}

// Sum is the hash of the row over the hash of the row before. Every field is preceded by its length, so that no two rows
// give the same bytes.
func (c *Chained) Sum() []byte {
	b := make([]byte, 0, 320+len(c.Payload)+len(c.Inverse))
	sum := sha256.Sum256(c.bytes(b, []byte(c.Actor), []byte(c.Operation), []byte(c.Action), []byte(c.Noun)))
	return sum[:]
}

// bytes appends what is hashed to b; the words come apart, so that a walk over the chain need not copy them.
func (c *Chained) bytes(b []byte, words ...[]byte) []byte {
	for _, n := range [...]int64{c.Seq, c.Happened, c.Recorded, c.Official, c.Version, c.Object} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, word := range words {
		b = binary.BigEndian.AppendUint32(b, uint32(len(word)))
		b = append(b, word...)
	}
	for _, part := range [...][]byte{c.Payload, c.Digest, c.Inverse, c.Closing, c.Prev} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	return b
}

// digestOf is the digest of a document; an object that is gone has none.
func digestOf(doc []byte) []byte {
	if doc == nil {
		return nil
	}
	sum := sha256.Sum256(doc)
	return sum[:]
}
