package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"kurator/model"
)

// ChainReport is what checking the journal found.
type ChainReport struct {
	Rows     int64
	Head     string   // hash of the last row
	Faults   []string // sentences naming the row
	Instance string
}

// maxChainFaults is how many faults are named; one changed row is enough to distrust the file.
const maxChainFaults = 50

// VerifyJournal walks the whole chain: every row must carry the hash of the one before, hash to what it says, and follow
// without a gap; the last digest of each object must be that of the object as it is stored.
func (s *Store) VerifyJournal(ctx context.Context, progress func(done int64)) (ChainReport, error) {
	var r ChainReport
	if err := s.db.Read().QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'instance'").Scan(&r.Instance); err != nil {
		return r, s.db.Say(err)
	}
	if err := s.walkChain(ctx, &r, progress); err != nil {
		return r, s.db.Say(err)
	}
	for _, check := range []func(context.Context, *ChainReport) error{s.verifyOperations, s.verifyObjects, s.verifyTexts} {
		if err := check(ctx, &r); err != nil {
			return r, s.db.Say(err)
		}
	}
	return r, nil
}

func (r *ChainReport) fault(format string, args ...any) {
	if len(r.Faults) < maxChainFaults {
		r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
	}
}

func (s *Store) walkChain(ctx context.Context, r *ChainReport, progress func(int64)) error {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT seq, happened, recorded, official, actor, operation, action, version, noun, object,
		payload, digest, inverse, prev, hash FROM journal ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	prev := []byte{}
	for rows.Next() {
		var c Chained
		var hash []byte
		if err := rows.Scan(&c.Seq, &c.Happened, &c.Recorded, &c.Official, &c.Actor, &c.Operation, &c.Action, &c.Version, &c.Noun, &c.Object,
			&c.Payload, &c.Digest, &c.Inverse, &c.Prev, &hash); err != nil {
			return err
		}
		r.Rows++
		if c.Seq != r.Rows {
			r.fault("Журнал: на месте записи %d стоит запись %d — строки удалены или переставлены.", r.Rows, c.Seq)
			r.Rows = c.Seq
		}
		if !bytes.Equal(c.Prev, prev) {
			r.fault("Журнал: запись %d не продолжает предыдущую — перед ней строку изменили, вставили или удалили.", c.Seq)
		}
		if !bytes.Equal(c.Sum(), hash) {
			r.fault("Журнал: запись %d изменена после того, как была сделана.", c.Seq)
		}
		prev = hash
		if progress != nil && r.Rows%10_000 == 0 {
			progress(r.Rows)
		}
	}
	r.Head = hex.EncodeToString(prev)
	return rows.Err()
}

// verifyOperations: the journal and the list of operations must tell of the same rows.
func (s *Store) verifyOperations(ctx context.Context, r *ChainReport) error {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT o.id, o.first_seq, o.last_seq FROM operation o
		LEFT JOIN journal a ON a.seq = o.first_seq AND a.operation = o.id
		LEFT JOIN journal b ON b.seq = o.last_seq AND b.operation = o.id
		WHERE a.seq IS NULL OR b.seq IS NULL LIMIT 20`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var first, last int64
		if err := rows.Scan(&id, &first, &last); err != nil {
			return err
		}
		r.fault("Операция с записями %d–%d: в журнале их нет или они принадлежат другой операции.", first, last)
	}
	return rows.Err()
}

// verifyObjects compares every object with the digest the journal keeps of its last change.
func (s *Store) verifyObjects(ctx context.Context, r *ChainReport) error {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT j.seq, j.noun, j.object, j.digest, coalesce(d.doc, n.doc)
		FROM (SELECT max(seq) AS seq FROM journal WHERE noun <> 'record' GROUP BY noun, object) last
		JOIN journal j ON j.seq = last.seq
		LEFT JOIN appeal_doc d ON j.noun = 'appeal' AND d.id = j.object
		LEFT JOIN noun n ON n.noun = j.noun AND n.id = j.object`)
	if err != nil {
		return err
	}
	defer rows.Close()
	objects := int64(0)
	for rows.Next() {
		var seq int64
		var ref model.Ref
		var digest, doc []byte
		if err := rows.Scan(&seq, &ref.Noun, &ref.ID, &digest, &doc); err != nil {
			return err
		}
		if doc != nil {
			objects++
		}
		if !bytes.Equal(digest, orEmpty(digestOf(doc))) {
			r.fault("%s: содержимое не совпадает с журналом (запись %d) — его изменили мимо программы.", refTitle(ref), seq)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	var stored int64
	if err := s.db.Read().QueryRowContext(ctx, "SELECT (SELECT count(*) FROM appeal_doc) + (SELECT count(*) FROM noun)").Scan(&stored); err != nil {
		return err
	}
	if stored != objects {
		r.fault("В базе %d записей, о которых журнал не знает.", stored-objects)
	}
	return nil
}

func orEmpty(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

func refTitle(ref model.Ref) string {
	if ref.Noun == model.NounAppeal {
		return "Обращение № " + model.AppealID(ref.ID).String()
	}
	return fmt.Sprintf("Запись «%s» № %d", ref.Noun, ref.ID)
}

// verifyTexts compares the words in the side table with their salted hashes, and those with the hashes in the documents.
func (s *Store) verifyTexts(ctx context.Context, r *ChainReport) error {
	rows, err := s.db.Read().QueryContext(ctx, "SELECT id, salt, hash, body FROM text")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var salt []byte
		var hash, body string
		if err := rows.Scan(&id, &salt, &hash, &body); err != nil {
			return err
		}
		if len(salt) > 0 && model.TextHash(salt, body) != hash {
			r.fault("%s: текст изменён мимо программы.", refTitle(textOwner(id)))
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return s.verifyHashes(ctx, r)
}

// textOwner is the object a text belongs to.
func textOwner(id int64) model.Ref {
	if id < 0 {
		return model.Ref{Noun: model.NounQuarantine, ID: -id}
	}
	return model.AppealRef(model.AppealID(id >> 16))
}

// verifyHashes: the hash beside the words must be the one the documents carry.
func (s *Store) verifyHashes(ctx context.Context, r *ChainReport) error {
	rows, err := s.db.Read().QueryContext(ctx, "SELECT id, doc FROM appeal_doc ORDER BY id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var doc []byte
		if err := rows.Scan(&id, &doc); err != nil {
			return err
		}
		var a model.Appeal
		if err := json.Unmarshal(doc, &a); err != nil {
			r.fault("Обращение № %d: запись не читается.", id)
			continue
		}
		if err := s.sameHashes(ctx, &a, r); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (s *Store) sameHashes(ctx context.Context, a *model.Appeal, r *ChainReport) error {
	base := textBase(a.ID)
	rows, err := s.db.Read().QueryContext(ctx, "SELECT id, hash FROM text WHERE id > $1 AND id < $2", base, base+textsPerAppeal)
	if err != nil {
		return err
	}
	defer rows.Close()
	hashes := map[int64]string{}
	for rows.Next() {
		var id int64
		var hash string
		if err := rows.Scan(&id, &hash); err != nil {
			return err
		}
		hashes[id] = hash
	}
	for _, t := range a.Texts() {
		if t.Ref != 0 && hashes[t.Ref] != t.Hash {
			r.fault("Обращение № %s: текст подменён или удалён мимо программы.", a.ID)
			return nil
		}
	}
	return rows.Err()
}

// SealLine is a line to keep outside: with it a rewritten or shortened chain shows.
func (r ChainReport) SealLine() string {
	sum := sha256.Sum256([]byte(r.Instance + r.Head))
	return fmt.Sprintf("kurator-seal %s %d %s %s", r.Instance[:min(8, len(r.Instance))], r.Rows, r.Head, hex.EncodeToString(sum[:4]))
}
