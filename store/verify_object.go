package store

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/db"
)

// verifyNouns compares the office's documents, and the texts of quarantined rows, with the journal.
func verifyNouns(v *db.View, r *ChainReport) error {
	rows, err := v.Query(`SELECT coalesce(j.seq, 0), n.noun, n.id, coalesce(j.digest, x''), n.doc FROM noun n
		LEFT JOIN (SELECT max(seq) AS seq, noun, object FROM journal WHERE noun NOT IN ('appeal', 'record') GROUP BY noun, object) last
			ON last.noun = n.noun AND last.object = n.id
		LEFT JOIN journal j ON j.seq = last.seq
		UNION ALL SELECT j.seq, j.noun, j.object, j.digest, NULL FROM (
			SELECT max(seq) AS seq, noun, object FROM journal WHERE noun NOT IN ('appeal', 'record') GROUP BY noun, object) last
		JOIN journal j ON j.seq = last.seq
		WHERE NOT EXISTS (SELECT 1 FROM noun n WHERE n.noun = last.noun AND n.id = last.object)`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var ref model.Ref
		var digest, doc []byte
		if err := rows.Scan(&seq, &ref.Noun, &ref.ID, &digest, &doc); err != nil {
			return err
		}
		r.sameDigest(ref, seq, digest, doc)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return verifyRevisions(v, r)
}

func (r *ChainReport) sameDigest(ref model.Ref, seq int64, digest, doc []byte) {
	switch {
	case seq == 0:
		r.fault("%s: журнал этого не знает — вставлено мимо программы.", refTitle(ref))
	case !bytes.Equal(digest, orEmpty(digestOf(doc))):
		r.fault("%s: содержимое не совпадает с журналом (запись %d) — изменено мимо программы.", refTitle(ref), seq)
	}
}

// verifyRevisions: a noun is written anew by every row of the journal since it was last entered.
func verifyRevisions(v *db.View, r *ChainReport) error {
	rows, err := v.Query(`SELECT n.noun, n.id, n.rev, (SELECT count(*) FROM journal j WHERE j.noun = n.noun AND j.object = n.id AND j.seq >
		coalesce((SELECT max(g.seq) FROM journal g WHERE g.noun = n.noun AND g.object = n.id AND g.digest = x''), 0)) AS changes
		FROM noun n WHERE n.rev <> changes`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var ref model.Ref
		var rev, changes int64
		if err := rows.Scan(&ref.Noun, &ref.ID, &rev, &changes); err != nil {
			return err
		}
		r.fault("%s: номер версии %d, а журнал знает изменений %d.", refTitle(ref), rev, changes)
	}
	return rows.Err()
}

// verifyAppeals walks journal, documents and texts side by side, appeal by appeal: a million of them need no memory. The
// texts of quarantined rows, whose documents are nouns, are walked the same way; they count below zero.
func verifyAppeals(v *db.View, r *ChainReport) error {
	const journal = "SELECT object, seq, action, payload, digest FROM journal WHERE noun = 'appeal' ORDER BY object, seq"
	const docs = "SELECT id, doc FROM appeal_doc ORDER BY id"
	const texts = "SELECT id >> 16, id, salt, hash, body FROM text WHERE id >= 0 ORDER BY id"
	if err := r.verifyOwners(v, journal, docs, texts); err != nil {
		return err
	}
	const rowsAside = "SELECT -object, seq, action, payload, digest FROM journal WHERE noun = 'quarantine' ORDER BY object DESC, seq"
	const none = "SELECT id, doc FROM appeal_doc WHERE FALSE"
	const raw = "SELECT id, id, salt, hash, body FROM text WHERE id < 0 ORDER BY id"
	return r.verifyOwners(v, rowsAside, none, raw)
}

func (r *ChainReport) verifyOwners(v *db.View, ofJournal, ofDocs, ofTexts string) error {
	journal, err := openCursor(v, ofJournal, &journalLine{})
	if err != nil {
		return err
	}
	defer journal.close()
	docs, err := openCursor(v, ofDocs, &docLine{})
	if err != nil {
		return err
	}
	defer docs.close()
	texts, err := openCursor(v, ofTexts, &textLine{})
	if err != nil {
		return err
	}
	defer texts.close()
	for {
		owner, ok := lowest(journal.owner, docs.owner, texts.owner)
		if !ok {
			return nil
		}
		if err := r.verifyOwner(owner, journal, docs, texts); err != nil {
			return err
		}
	}
}

func (r *ChainReport) verifyOwner(owner int64, journal *cursor[*journalLine], docs *cursor[*docLine], texts *cursor[*textLine]) error {
	ref := model.AppealRef(model.AppealID(owner))
	if owner < 0 {
		ref = model.Ref{Noun: model.NounQuarantine, ID: -owner}
	}
	known := map[int64]string{}
	var seq int64
	var digest []byte
	erased := false
	for journal.at(owner) {
		j := journal.line
		seq, digest = j.seq, append(digest[:0], j.digest...)
		erased = erased || j.action == (&model.Anonymise{}).Name()
		textRefs(j.payload, func(id int64, hash string) { known[id] = hash })
		if err := journal.next(); err != nil {
			return err
		}
	}
	if owner >= 0 {
		var doc []byte
		if docs.at(owner) {
			doc = docs.line.doc
		}
		r.sameDigest(ref, seq, digest, doc)
		if err := docs.skip(owner); err != nil {
			return err
		}
	}
	strange := 0
	for texts.at(owner) {
		if _, ok := known[texts.line.id]; ok {
			r.verifyText(ref, texts.line, known, erased)
		} else {
			strange++
		}
		delete(known, texts.line.id)
		if err := texts.next(); err != nil {
			return err
		}
	}
	if strange > 0 {
		r.fault("%s: в базе %s, %s журнал не знает.", refTitle(ref), russian.Count(strange, "текст", "текста", "текстов"), russian.Word(strange, "о котором", "о которых", "о которых"))
	}
	for id := range known {
		if textOwner(id) == ref { // an action may repeat the reference of another version, never of another appeal
			r.fault("%s: текст удалён мимо программы.", refTitle(ref))
			break
		}
	}
	return nil
}

// verifyText: the words must be those whose salted hash the journal knows; after erasure there are neither words nor salt.
func (r *ChainReport) verifyText(ref model.Ref, t *textLine, known map[int64]string, erased bool) {
	switch hash := known[t.id]; {
	case hash != t.hash:
		r.fault("%s: текст подменён мимо программы.", refTitle(ref))
	case erased && (t.body != "" || len(t.salt) > 0):
		r.fault("%s: обезличено, но текст в базе остался или появился снова.", refTitle(ref))
	case !erased && len(t.salt) == 0:
		r.fault("%s: текст стёрт, но об обезличивании в журнале ничего нет.", refTitle(ref))
	case !erased && model.TextHash(t.salt, t.body) != t.hash:
		r.fault("%s: текст изменён мимо программы.", refTitle(ref))
	}
}

// textOwner is the object a text belongs to.
func textOwner(id int64) model.Ref {
	if id < 0 {
		return model.Ref{Noun: model.NounQuarantine, ID: -id}
	}
	return model.AppealRef(model.AppealID(id >> 16))
}

// textRefs finds the references of texts in a payload. Inside a JSON string quotes are escaped, so the pattern is not met
// there; decoding every payload would take ten times as long.
func textRefs(payload []byte, yield func(id int64, hash string)) {
	head, mid := []byte(`{"r":`), []byte(`,"h":"`)
	for {
		i := bytes.Index(payload, head)
		if i < 0 {
			return
		}
		payload = payload[i+len(head):]
		m := bytes.Index(payload, mid)
		if m < 0 {
			return
		}
		id, err := strconv.ParseInt(string(payload[:m]), 10, 64)
		rest := payload[m+len(mid):]
		end := bytes.IndexByte(rest, '"')
		if err != nil || end < 0 {
			continue
		}
		hash := string(rest[:end])
		if _, err := hex.DecodeString(hash); err == nil {
			yield(id, hash)
		}
	}
}
