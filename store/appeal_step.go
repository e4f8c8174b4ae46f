package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"kurator/model"
)

// stepAppeal applies one action to one appeal.
func (e *execution) stepAppeal(step *Step, at model.Moment) error {
	isNew := step.Ref.ID == 0
	state, before, err := e.loadForStep(step, isNew)
	if err != nil {
		return err
	}
	subject := state
	if isNew {
		subject = nil
	}
	if err := e.person.Can(step.Action, subject); err != nil {
		return err
	}
	at.Actor.For = e.person.ActsFor(step.Action, subject)
	if err := e.staysForEver(state, step.Action); err != nil {
		return err
	}
	sealed, err := e.seal(state, isNew, step.Action)
	if err != nil {
		return err
	}
	next, events, err := e.snap.rules().Apply(*state, step.Action, at)
	if err != nil {
		return err
	}
	if _, approves := step.Action.(*model.Approve); approves {
		if err := e.goesOut(&next); err != nil {
			return err
		}
	}
	next.Rev = state.Rev + 1
	e.writeTexts(sealed)
	payload, err := json.Marshal(journalled(step.Action, &next))
	if err != nil {
		return err
	}
	doc, err := e.saveAppeal(state, &next, isNew)
	if err != nil {
		return err
	}
	inverse, err := inverseOf(before, doc)
	if err != nil {
		return err
	}
	ref := model.AppealRef(next.ID)
	if err := e.append(entry{at: at, action: step.Action, ref: ref, payload: payload, digest: digestOf(doc), inverse: inverse}); err != nil {
		return err
	}
	e.touched(ref, isNew)
	e.result.Events = append(e.result.Events, events...)
	return nil
}

// loadForStep loads the appeal of a step, or makes an empty one with the next number.
func (e *execution) loadForStep(step *Step, isNew bool) (state *model.Appeal, doc []byte, err error) {
	if isNew {
		id, err := e.nextID("appeal")
		if err != nil {
			return nil, nil, err
		}
		return &model.Appeal{ID: model.AppealID(id)}, nil, nil
	}
	state, doc, err = loadAppeal(e.tx, model.AppealID(step.Ref.ID))
	if err != nil {
		return nil, nil, err
	}
	if step.Rev != 0 && step.Rev != state.Rev {
		return nil, nil, e.conflict(state)
	}
	return state, doc, nil
}

// conflict says who changed the appeal meanwhile, and when.
func (e *execution) conflict(a *model.Appeal) error {
	var official, recorded int64
	err := e.tx.Row(`SELECT official, recorded FROM journal WHERE noun = $1 AND object = $2 ORDER BY seq DESC LIMIT 1`,
		[]any{string(model.NounAppeal), int64(a.ID)}, &official, &recorded)
	if err != nil {
		return err
	}
	return model.Faultf(model.Conflict, "Обращение № %s уже изменено: %s. Посмотрите новую версию и повторите.", a.ID, e.byWhom(official, recorded))
}

// loadAppeal loads the document without its texts, and its bytes.
func loadAppeal(tx interface {
	Row(query string, args []any, dest ...any) error
}, id model.AppealID) (*model.Appeal, []byte, error) {
	var doc []byte
	err := tx.Row("SELECT doc FROM appeal_doc WHERE id = $1", []any{int64(id)}, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil, model.Faultf(model.NotFound, "Обращения № %s нет. Проверьте номер.", id)
	}
	if err != nil {
		return nil, nil, err
	}
	var a model.Appeal
	if err := json.Unmarshal(doc, &a); err != nil {
		return nil, nil, err
	}
	return &a, doc, nil
}

// nextID counts numbers of one kind upwards; they are never used again, also not after an undo.
func (e *execution) nextID(kind string) (int64, error) {
	last, err := e.lastID(kind)
	if err != nil {
		return 0, err
	}
	e.lastIDs[kind] = last + 1
	return last + 1, nil
}

// lastID is the number given last; it is read once in an operation and written at its end.
func (e *execution) lastID(kind string) (int64, error) {
	if last, ok := e.lastIDs[kind]; ok {
		return last, nil
	}
	var last int64
	err := e.tx.Row("SELECT CAST(value AS INTEGER) FROM meta WHERE key = $1", []any{"last_" + kind}, &last)
	if err != nil && !noRows(err) {
		return 0, err
	}
	return last, nil
}

func (e *execution) writeLastIDs() error {
	for kind, last := range e.lastIDs {
		_, err := e.tx.Exec(`INSERT INTO meta (key, value) VALUES ($1, CAST($2 AS TEXT)) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
			"last_"+kind, last)
		if err != nil {
			return err
		}
	}
	return nil
}

// journalled is an action as its row of the journal tells it: of an approval, whether the text was the approver's own.
func journalled(action model.Action, next *model.Appeal) model.Action {
	approve, ok := action.(*model.Approve)
	if !ok || next.Approval == nil {
		return action
	}
	told := *approve
	told.Author = next.Approval.Author
	return &told
}
