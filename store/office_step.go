package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"kurator/model"
	"kurator/model/staff"
)

// stepOffice applies one action to a noun of the office, a batch, a quarantined row or the rules.
func (e *execution) stepOffice(step *Step, at model.Moment) error {
	if err := e.mayOffice(step); err != nil {
		return err
	}
	if err := e.unchanged(step); err != nil {
		return err
	}
	at.Actor.For = e.person.ActsFor(step.Action, nil)
	return e.applyOffice(step.Ref, step.Action, at)
}

// applyOffice applies an action whose rights were checked.
func (e *execution) applyOffice(target model.Ref, action model.Action, at model.Moment) error {
	ref, err := e.numbered(target)
	if err != nil {
		return err
	}
	before, err := e.nounDoc(ref)
	if err != nil {
		return err
	}
	noun, events, err := e.reduce(ref, before, action, at)
	if err != nil {
		return err
	}
	doc, err := json.Marshal(noun)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(action)
	if err != nil {
		return err
	}
	if err := e.saveNoun(ref, doc); err != nil {
		return err
	}
	if err := e.append(entry{at: at, action: action, ref: ref, payload: payload, digest: digestOf(doc), inverse: before}); err != nil {
		return err
	}
	e.touched(ref, before == nil)
	e.result.Events = append(e.result.Events, events...)
	return nil
}

// single are nouns of which there is one.
func single(n model.Noun) bool {
	return n == model.NounSettings || n == model.NounPolicy || n == model.NounCalendar
}

// numbered gives a new object its number. A number given from outside moves the counter behind it.
func (e *execution) numbered(ref model.Ref) (model.Ref, error) {
	if single(ref.Noun) {
		ref.ID = 1
		return ref, nil
	}
	if ref.ID != 0 {
		last, err := e.lastID(string(ref.Noun))
		if err == nil {
			e.lastIDs[string(ref.Noun)] = max(last, ref.ID)
		}
		return ref, err
	}
	id, err := e.nextID(string(ref.Noun))
	ref.ID = id
	return ref, err
}

// reduce asks the reducer of the noun for its next value and keeps the office in step for the steps that follow.
func (e *execution) reduce(ref model.Ref, before []byte, action model.Action, at model.Moment) (any, []model.Event, error) {
	if ref.Noun.Matter() {
		return reduceMatter(e.snap.Office, ref, before, action, at)
	}
	switch a := action.(type) {
	case *model.EndBatch:
		a.Batch.ID = ref.ID
		return a.Batch, nil, nil
	case *model.SetAside:
		a.Quarantine.ID = ref.ID
		return a.Quarantine, nil, e.sealRaw(ref.ID, &a.Quarantine.Raw)
	case *model.Settle:
		a.Quarantine.ID = ref.ID
		if a.Quarantine.Raw.Ref != rawTextID(ref.ID) || a.Quarantine.Draft == 0 {
			return nil, nil, model.Faultf(model.Usage, "Отложенного проекта № %d нет. Обновите список.", ref.ID)
		}
		return a.Quarantine, nil, nil
	case *model.PassOver:
		a.Difference.ID = ref.ID
		return a.Difference, nil, nil
	case *model.PutPolicies:
		return e.putPolicies(a)
	case *model.PutCalendar:
		return e.putCalendar(a)
	}
	noun, events, err := staff.Apply(e.snap.Office, ref.ID, action, at)
	if err != nil {
		return nil, nil, err
	}
	doc, err := json.Marshal(noun)
	if err != nil {
		return nil, nil, err
	}
	return noun, events, e.reload(func(l *snapshotLoad) error { return l.take(ref.Noun, ref.ID, doc) })
}

// sealRaw keeps the original text of a quarantined row aside.
func (e *execution) sealRaw(id int64, raw *model.Text) error {
	if raw.Body == "" || raw.Ref != 0 {
		return nil
	}
	raw.Seal(rawTextID(id))
	e.sealed = append(e.sealed, raw)
	e.writeTexts([]*model.Text{raw})
	return nil
}

func (e *execution) putPolicies(a *model.PutPolicies) (any, []model.Event, error) {
	err := e.reload(func(l *snapshotLoad) error {
		l.policies = a.Spec
		return nil
	})
	return a.Spec, []model.Event{{Ref: model.Ref{Noun: model.NounPolicy, ID: 1}, Kind: model.EventNotice, Say: "Правила сроков изменены."}}, err
}

func (e *execution) putCalendar(a *model.PutCalendar) (any, []model.Event, error) {
	var own OwnCalendar
	if err := json.Unmarshal(a.Calendar, &own); err != nil {
		return nil, nil, &model.Fault{Code: model.Usage, Say: "Не удалось прочитать календарь. Проверьте файл.", Cause: err}
	}
	err := e.reload(func(l *snapshotLoad) error {
		l.own = own
		return nil
	})
	return a.Calendar, []model.Event{{Ref: model.Ref{Noun: model.NounCalendar, ID: 1}, Kind: model.EventNotice, Say: "Календарь изменён."}}, err
}

// reload makes a new snapshot with one document changed; the one in use by others stays as it is.
func (e *execution) reload(change func(*snapshotLoad) error) error {
	l := snapshotLoad{office: copyOffice(e.snap.Office), own: e.snap.Own, policies: e.snap.policies}
	if err := change(&l); err != nil {
		return err
	}
	old := e.snap
	sameRules := string(l.policies) == string(old.policies) && l.office.Settings.Zone == old.Office.Settings.Zone && equalCalendars(l.own, old.Own)
	if sameRules { // the book is costly to make and has not changed
		e.snap = &Snapshot{Office: l.office, Book: old.Book, Own: old.Own, policies: old.policies}
		return nil
	}
	snap, err := l.snapshot()
	if err != nil {
		return err
	}
	e.snap = snap
	return nil
}

func equalCalendars(a, b OwnCalendar) bool {
	x, err1 := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(x) == string(y)
}

func copyOffice(o *model.Office) *model.Office {
	c := emptyOffice()
	c.Version, c.Settings = o.Version, o.Settings
	copyMap(c.Units, o.Units)
	copyMap(c.Officials, o.Officials)
	copyMap(c.Grants, o.Grants)
	copyMap(c.Places, o.Places)
	copyMap(c.Topics, o.Topics)
	copyMap(c.Absences, o.Absences)
	copyMap(c.Targets, o.Targets)
	copyMap(c.Sources, o.Sources)
	copyMap(c.Templates, o.Templates)
	return c
}

func copyMap[K comparable, V any](to, from map[K]V) {
	for k, v := range from {
		to[k] = v
	}
}

// nounDoc is the document of a noun, nil when there is none.
func (e *execution) nounDoc(ref model.Ref) ([]byte, error) {
	var doc []byte
	err := e.tx.Row("SELECT doc FROM noun WHERE noun = $1 AND id = $2", []any{string(ref.Noun), ref.ID}, &doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return doc, err
}

// saveNoun writes a document; nil removes it.
func (e *execution) saveNoun(ref model.Ref, doc []byte) error {
	if ofOffice(ref.Noun) {
		e.office = true
	}
	if doc == nil {
		_, err := e.tx.Exec("DELETE FROM noun WHERE noun = $1 AND id = $2", string(ref.Noun), ref.ID)
		return err
	}
	_, err := e.tx.Exec(`INSERT INTO noun (noun, id, rev, doc) VALUES ($1, $2, 1, $3)
		ON CONFLICT (noun, id) DO UPDATE SET rev = rev + 1, doc = excluded.doc`, string(ref.Noun), ref.ID, string(doc))
	return err
}
