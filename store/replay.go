package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"kurator/model"
	"kurator/store/db"
)

// ReplayReport is what replaying the journal gave.
type ReplayReport struct {
	Rows    int64
	Objects int      // documents at the end
	Faults  []string // the first few rows whose action gives another document
}

// maxReplayFaults: after the first difference on an object everything that follows on it differs too.
const maxReplayFaults = 20

// Replay does every action of the journal again, from an office and a queue that are empty: by the rules of this program and
// the people, policies and calendar of each moment. Every document must come out as the journal's digest says, and in the end
// as it is stored. Words play no part, so what was erased makes no difference.
func (s *Store) Replay(ctx context.Context) (ReplayReport, error) {
	snap, err := (&snapshotLoad{office: emptyOffice()}).snapshot()
	if err != nil {
		return ReplayReport{}, err
	}
	p := &replay{execution: execution{store: s, snap: snap}, docs: map[model.Ref][]byte{}}
	err = s.db.ViewFor(ctx, verifyLimit, func(v *db.View) error {
		if err := p.rows(v); err != nil {
			return err
		}
		return p.compare(v)
	})
	p.report.Objects = len(p.docs)
	return p.report, err
}

// replay is an execution without a database: documents stay in memory.
type replay struct {
	execution
	docs   map[model.Ref][]byte
	report ReplayReport
}

func (p *replay) fault(format string, args ...any) {
	if len(p.report.Faults) < maxReplayFaults {
		p.report.Faults = append(p.report.Faults, fmt.Sprintf(format, args...))
	}
}

func (p *replay) rows(v *db.View) error {
	redacted, err := redactedUntil(v)
	if err != nil {
		return err
	}
	rows, err := v.Query("SELECT seq, happened, recorded, actor, action, noun, object, payload, digest FROM journal WHERE noun <> 'record' ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var at model.Moment
		var ref model.Ref
		var actor, payload, digest []byte
		var name string
		if err := rows.Scan(&seq, &at.Happened, &at.Recorded, &actor, &name, &ref.Noun, &ref.ID, &payload, &digest); err != nil {
			return err
		}
		p.report.Rows++
		doc, err := p.row(ref, name, payload, actor, at)
		switch {
		case err != nil:
			p.fault("Запись %d (%s): действие «%s» не повторяется: %v", seq, refTitle(ref), name, err)
			continue
		case ref.Noun == model.NounAppeal && seq < redacted[ref.ID]: // words have left what it is made of, and come back to nobody
		case !bytes.Equal(orEmpty(digestOf(doc)), digest):
			p.fault("Запись %d (%s): действие «%s» даёт не то, что записано.", seq, refTitle(ref), name)
		}
		p.keep(ref, doc)
	}
	return rows.Err()
}

// redactedUntil are the appeals from whose rows words were taken, and the row from which on their documents are as recorded again.
func redactedUntil(v *db.View) (map[int64]int64, error) {
	rows, err := v.Query(`SELECT a.object, a.seq FROM journal a WHERE a.noun = 'appeal' AND a.action = $1 AND a.payload ->> 'redacted' IS NOT NULL`,
		(&model.Anonymise{}).Name())
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	until := map[int64]int64{}
	for rows.Next() {
		var object, seq int64
		if err := rows.Scan(&object, &seq); err != nil {
			return nil, err
		}
		until[object] = seq
	}
	return until, rows.Err()
}

// row does one action again and gives the document after it; nil when the object is gone.
func (p *replay) row(ref model.Ref, name string, payload, actor []byte, at model.Moment) ([]byte, error) {
	action, ok := model.ActionNamed(name)
	if !ok {
		return nil, fmt.Errorf("no action of this name")
	}
	if err := json.Unmarshal(payload, action); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(actor, &at.Actor); err != nil {
		return nil, err
	}
	p.now, p.actor = at.Recorded, at.Actor
	if revert, ok := action.(*model.Revert); ok {
		return p.revert(ref, revert)
	}
	if ref.Noun == model.NounAppeal {
		return p.appeal(ref, action, at)
	}
	if _, ok := action.(*model.Anonymise); ok {
		return p.docs[ref], nil
	}
	noun, _, err := p.reduce(ref, p.docs[ref], action, at)
	if err != nil {
		return nil, err
	}
	return json.Marshal(noun)
}

func (p *replay) appeal(ref model.Ref, action model.Action, at model.Moment) ([]byte, error) {
	state := model.Appeal{ID: model.AppealID(ref.ID)}
	doc, ok := p.docs[ref]
	if ok {
		if err := json.Unmarshal(doc, &state); err != nil {
			return nil, err
		}
	} else if _, erased := action.(*model.Anonymise); erased { // of one that was taken out: only its words were left
		return nil, nil
	}
	next, _, err := p.snap.rules().Apply(state, action, at)
	if err != nil {
		return nil, err
	}
	next.Rev = state.Rev + 1
	return json.Marshal(next)
}

// revert is what restoreAppeal and revertNoun do.
func (p *replay) revert(ref model.Ref, action *model.Revert) ([]byte, error) {
	if action.Doc == nil || ref.Noun != model.NounAppeal {
		return action.Doc, nil
	}
	var next, state model.Appeal
	if err := json.Unmarshal(action.Doc, &next); err != nil {
		return nil, err
	}
	if doc, ok := p.docs[ref]; ok {
		if err := json.Unmarshal(doc, &state); err != nil {
			return nil, err
		}
		next.Rev = state.Rev
	}
	next.Rev++
	return json.Marshal(next)
}

// keep stores a document; a changed office is judged by from the next row on.
func (p *replay) keep(ref model.Ref, doc []byte) {
	if doc == nil {
		delete(p.docs, ref)
	} else {
		p.docs[ref] = doc
	}
	if !ofOffice(ref.Noun) {
		return
	}
	l := snapshotLoad{office: emptyOffice()}
	for other, doc := range p.docs {
		if ofOffice(other.Noun) {
			if err := l.take(other.Noun, other.ID, doc); err != nil {
				p.fault("%s: запись не читается.", refTitle(other))
			}
		}
	}
	snap, err := l.snapshot()
	if err != nil {
		p.fault("%s: по этой записи нельзя считать сроки.", refTitle(ref))
		return
	}
	p.snap = snap
}

// compare: in the end every document is the one that is stored.
func (p *replay) compare(v *db.View) error {
	rows, err := v.Query("SELECT 'appeal', id, doc FROM appeal_doc UNION ALL SELECT noun, id, doc FROM noun")
	if err != nil {
		return err
	}
	defer rows.Close()
	stored := 0
	for rows.Next() {
		var ref model.Ref
		var doc []byte
		if err := rows.Scan(&ref.Noun, &ref.ID, &doc); err != nil {
			return err
		}
		stored++
		if !bytes.Equal(p.docs[ref], doc) {
			p.fault("%s: повторение журнала даёт другое содержимое.", refTitle(ref))
		}
	}
	if stored != len(p.docs) {
		p.fault("Повторение журнала даёт записей %d, а в базе их %d.", len(p.docs), stored)
	}
	return rows.Err()
}
