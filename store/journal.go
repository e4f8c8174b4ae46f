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

// formatVersion is the version of the journal's payloads, raised when the meaning of an action's JSON changes.
const formatVersion = 1

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

// append writes a row behind the last one.
func (e *execution) append(en entry) error {
	if e.actorDoc == "" {
		doc, err := json.Marshal(en.at.Actor)
		if err != nil {
			return err
		}
		e.actorDoc = string(doc)
	}
	seq := e.journal.seq + 1
	row := Chained{Seq: seq, Happened: int64(en.at.Happened), Recorded: int64(en.at.Recorded), Official: int64(en.at.Actor.Official),
		Actor: e.actorDoc, Operation: e.op.ID, Action: en.action.Name(), Version: formatVersion, Noun: string(en.ref.Noun),
		Object: en.ref.ID, Payload: en.payload, Digest: en.digest, Inverse: en.inverse, Prev: e.journal.hash}
	hash := row.Sum()
	if row.Digest == nil {
		row.Digest = []byte{}
	}
	_, err := e.tx.Exec(`INSERT INTO journal (seq, happened, recorded, official, actor, operation, action, version, noun, object,
		payload, digest, inverse, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		row.Seq, row.Happened, row.Recorded, row.Official, row.Actor, row.Operation, row.Action, row.Version, row.Noun, row.Object,
		string(row.Payload), row.Digest, string(row.Inverse), row.Prev, hash)
	if err != nil {
		return err
	}
	e.journal = journalTail{seq, hash}
	return nil
}

// Chained is one journal row as it enters the chain.
type Chained struct {
	Seq, Happened, Recorded, Official int64
	Actor, Operation, Action          string
	Version                           int64
	Noun                              string
	Object                            int64
	Payload, Digest, Inverse, Prev    []byte
}

// Sum is the hash of the row over the hash of the row before. Every field is preceded by its length, so that no two rows
// give the same bytes.
func (c *Chained) Sum() []byte {
	b := make([]byte, 0, 256+len(c.Payload)+len(c.Inverse))
	for _, n := range [...]int64{c.Seq, c.Happened, c.Recorded, c.Official, c.Version, c.Object} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, text := range [...]string{c.Actor, c.Operation, c.Action, c.Noun} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	for _, part := range [...][]byte{c.Payload, c.Digest, c.Inverse, c.Prev} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
		b = append(b, part...)
	}
	sum := sha256.Sum256(b)
	return sum[:]
}

// digestOf is the digest of a document; an object that is gone has none.
func digestOf(doc []byte) []byte {
	if doc == nil {
		return nil
	}
	sum := sha256.Sum256(doc)
	return sum[:]
}
