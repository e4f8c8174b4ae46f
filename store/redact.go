package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"kurator/model"
	"kurator/store/db"
)

// The journal's rows of before say word for word what leads to a citizen: the number he knows his message by, the link to his post. When
// the case is anonymised these words leave the rows. Such a row does not hash to its hash any more; the row of the anonymising, which
// stands in the chain, carries the digest of what is left of it. So the chain goes on, seals kept outside still fit, and a row that
// was changed otherwise is found as before.

// Versions of a journal row's payload.
const (
	versionRedacted = 0 // was plain, and the words have left it
	versionPlain    = 1 // what leads to a citizen stands in it word for word
	formatVersion   = 2 // raised when the meaning of an action's JSON changes
)

const journalColumns = "seq, happened, recorded, official, actor, operation, action, version, noun, object, payload, digest, inverse, closing, prev"

// redact takes the words out of an appeal's plain rows and gives their digests.
func (e *execution) redact(ref model.Ref) ([]model.Redacted, error) {
	if ref.Noun != model.NounAppeal {
		return nil, nil
	}
	rows, err := e.plainRows(ref)
	if err != nil {
		return nil, err
	}
	var list []model.Redacted
	for _, row := range rows {
		changed, err := withoutWays(row)
		if err != nil {
			return nil, err
		}
		if !changed {
			continue
		}
		row.Version = versionRedacted
		if _, err := e.tx.Exec("UPDATE journal SET version = $2, payload = $3, inverse = $4 WHERE seq = $1",
			row.Seq, row.Version, string(row.Payload), string(row.Inverse)); err != nil {
			return nil, err
		}
		list = append(list, model.Redacted{Seq: row.Seq, Sum: shortSum(row.Sum())})
	}
	return list, nil
}

func shortSum(sum []byte) string { return hex.EncodeToString(sum[:16]) }

func (e *execution) plainRows(ref model.Ref) ([]*Chained, error) {
	rows, err := e.tx.Query("SELECT "+journalColumns+" FROM journal WHERE noun = $1 AND object = $2 AND version = $3 ORDER BY seq",
		string(ref.Noun), ref.ID, versionPlain)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []*Chained
	for rows.Next() {
		c := &Chained{}
		if err := rows.Scan(&c.Seq, &c.Happened, &c.Recorded, &c.Official, &c.Actor, &c.Operation, &c.Action, &c.Version, &c.Noun, &c.Object,
			&c.Payload, &c.Digest, &c.Inverse, &c.Closing, &c.Prev); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

// withoutWays takes the ways to the citizen out of a row and tells whether there were any.
func withoutWays(row *Chained) (bool, error) {
	payload, inverse := string(row.Payload), string(row.Inverse)
	var err error
	if row.Payload, err = payloadWithoutWays(row); err != nil {
		return false, err
	}
	if row.Inverse, err = fieldsWithoutWays(row.Inverse); err != nil {
		return false, err
	}
	return payload != string(row.Payload) || inverse != string(row.Inverse), nil
}

func payloadWithoutWays(row *Chained) ([]byte, error) {
	action, ok := model.ActionNamed(row.Action)
	if !ok {
		return row.Payload, nil
	}
	var facts *model.Facts
	switch a := action.(type) {
	case *model.Receive:
		facts = &a.Facts
	case *model.Sync:
		facts = &a.Facts
	case *model.Answer, *model.Revert:
	default:
		return row.Payload, nil
	}
	if err := json.Unmarshal(row.Payload, action); err != nil {
		return nil, err
	}
	switch a := action.(type) {
	case *model.Answer:
		a.Link = model.Text{}
	case *model.Revert:
		doc, err := fieldsWithoutWays(a.Doc)
		if err != nil {
			return nil, err
		}
		if a.Doc = nil; len(doc) > 0 {
			a.Doc = doc
		}
	default:
		facts.Registration.Forget()
		forgetLinks(facts.Answers)
	}
	return json.Marshal(action)
}

// fieldsWithoutWays does it to a document, or to the fields that an inverse keeps.
func fieldsWithoutWays(doc []byte) ([]byte, error) {
	if len(doc) == 0 {
		return doc, nil
	}
	old, err := fields(doc)
	if err != nil {
		return nil, err
	}
	if _, whole := old["id"]; whole {
		var a model.Appeal
		if err := json.Unmarshal(doc, &a); err != nil {
			return nil, err
		}
		for i := range a.Registrations {
			a.Registrations[i].Forget()
		}
		forgetLinks(a.Replies)
		return json.Marshal(&a)
	}
	if err := inField(old, "registrations", func(list []model.Registration) {
		for i := range list {
			list[i].Forget()
		}
	}); err != nil {
		return nil, err
	}
	if err := inField(old, "replies", forgetLinks); err != nil {
		return nil, err
	}
	return json.Marshal(old)
}

func inField[T any](of map[string]json.RawMessage, name string, change func([]T)) error {
	if of[name] == nil || string(of[name]) == "null" {
		return nil
	}
	var list []T
	if err := json.Unmarshal(of[name], &list); err != nil {
		return err
	}
	change(list)
	var err error
	of[name], err = json.Marshal(list)
	return err
}

func forgetLinks(replies []model.Reply) {
	for i := range replies {
		if r := &replies[i]; r.Link.Ref == 0 {
			r.Link.Body, r.PlainLink = "", ""
		}
	}
}

// redacted tells whether the anonymising of the row's appeal says that just this is left of the row.
func (w *chainWalk) redacted(v *db.View, c *rawRow) (bool, error) {
	sum := sha256.Sum256(c.bytes(nil, c.actor, c.operation, c.action, c.noun))
	short := shortSum(sum[:])
	rows, err := v.Query("SELECT payload FROM journal WHERE noun = 'appeal' AND object = $1 AND action = $2 AND seq > $3", c.Object, (&model.Anonymise{}).Name(), c.Seq)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	found := false
	for rows.Next() {
		var payload []byte
		var a model.Anonymise
		if err := rows.Scan(&payload); err != nil {
			return false, err
		}
		if json.Unmarshal(payload, &a) != nil {
			continue // named by the walk
		}
		for _, r := range a.Redacted {
			found = found || r.Seq == c.Seq && r.Sum == short
		}
	}
	return found, rows.Err()
}
