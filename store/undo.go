package store

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/staff"
)

// Operation is one undo step as the journal knows it.
type Operation struct {
	ID, Batch, Title string
	Official         model.OfficialID
	Recorded         model.Instant
	FirstSeq         int64
	LastSeq          int64
	Undoes, UndoneBy string
}

const operationColumns = "id, batch, title, official, recorded, first_seq, last_seq, undoes, undone_by"

// ownWork leaves out what the program did by itself in the person's name: what a saved query brought is nobody's act.
const ownWork = ` AND NOT EXISTS (SELECT 1 FROM journal WHERE seq = first_seq AND actor ->> 'via' = 'system')`

func (o *Operation) dest() []any {
	return []any{&o.ID, &o.Batch, &o.Title, &o.Official, &o.Recorded, &o.FirstSeq, &o.LastSeq, &o.Undoes, &o.UndoneBy}
}

// LastOperation is what «отменить» would take back for this person: the newest operation of theirs that is not undone.
func (s *Store) LastOperation(ctx context.Context, actor model.Actor) (Operation, bool, error) {
	return s.oneOperation(ctx, `SELECT `+operationColumns+` FROM operation
		WHERE official = $1 AND undone_by = '' AND undoes = '' AND title <> ''`+ownWork+` ORDER BY last_seq DESC LIMIT 1`, int64(actor.Official))
}

// LastUndone is what «вернуть» would do again: the newest undo of this person, unless they have done something since.
func (s *Store) LastUndone(ctx context.Context, actor model.Actor) (Operation, bool, error) {
	op, ok, err := s.oneOperation(ctx, `SELECT `+operationColumns+` FROM operation
		WHERE official = $1 AND undone_by = '' AND title <> ''`+ownWork+` ORDER BY last_seq DESC LIMIT 1`, int64(actor.Official))
	return op, ok && op.Undoes != "", err
}

// OperationByID finds an operation.
func (s *Store) OperationByID(ctx context.Context, id string) (Operation, bool, error) {
	return s.oneOperation(ctx, `SELECT `+operationColumns+` FROM operation WHERE id = $1`, id)
}

func (s *Store) oneOperation(ctx context.Context, query string, args ...any) (Operation, bool, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	var o Operation
	err := s.db.Read().QueryRowContext(ctx, query, args...).Scan(o.dest()...)
	if noRows(err) {
		return Operation{}, false, nil
	}
	return o, err == nil, s.db.Say(err)
}

// Undo takes an operation back, or does an undone one again when the operation was itself an undo. What was changed since
// is refused with its name; of one action on many appeals the others are taken back, and those are listed as skipped. The undo is an
// operation of its own.
func (s *Store) Undo(ctx context.Context, actor model.Actor, id string) (Result, error) {
	title := "Отмена"
	if o, ok, err := s.OperationByID(ctx, id); err != nil {
		return Result{}, err
	} else if ok && o.Title != "" {
		title = "Отменено: " + lowerFirst(o.Title)
		if o.Undoes != "" {
			title = "Возвращено: " + lowerFirst(o.Title)
		}
	}
	return s.undo(ctx, actor, id, Op{ID: NewID(s.clock()), Title: title})
}

// UndoBatch takes an import back, newest operation first; what was changed since stays and is listed as skipped.
func (s *Store) UndoBatch(ctx context.Context, actor model.Actor, batch string) (Result, error) {
	ids, err := s.batchOperations(ctx, batch)
	if err != nil {
		return Result{}, err
	}
	if len(ids) == 0 {
		return Result{}, model.Faultf(model.NotFound, "Такой загрузки нет или она уже отменена.")
	}
	total := Result{Operation: batch}
	title := "Отменена загрузка"
	if strings.Count(batch, "undo-")%2 == 1 { // the undo of an undo
		title = "Возвращена загрузка"
	}
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		r, err := s.undo(ctx, actor, id, Op{ID: NewID(s.clock()), Batch: "undo-" + batch, Title: title, Partial: true, Bulk: true})
		if err != nil {
			return total, err
		}
		total.Changed = append(total.Changed, r.Changed...)
		total.Skipped = append(total.Skipped, r.Skipped...)
	}
	return total, nil
}

func (s *Store) batchOperations(ctx context.Context, batch string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, queryTimeout)
	defer cancel()
	rows, err := s.db.Read().QueryContext(ctx, "SELECT id FROM operation WHERE batch = $1 AND batch <> '' AND undone_by = '' ORDER BY last_seq DESC", batch)
	if err != nil {
		return nil, s.db.Say(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, s.db.Say(err)
		}
		ids = append(ids, id)
	}
	return ids, s.db.Say(rows.Err())
}

func (s *Store) undo(ctx context.Context, actor model.Actor, id string, op Op) (Result, error) {
	return s.run(ctx, op, func(e *execution) error {
		e.actor = actor
		e.person = access.On(e.snap.Office, actor.Official, e.today())
		return e.undo(id)
	})
}

// undo reverts every object the operation changed to what it was before.
func (e *execution) undo(id string) error {
	var o Operation
	err := e.tx.Row("SELECT "+operationColumns+" FROM operation WHERE id = $1", []any{id}, o.dest()...)
	switch {
	case noRows(err):
		return model.Faultf(model.NotFound, "Такой операции нет в журнале.")
	case err != nil:
		return err
	case o.UndoneBy != "":
		return model.Faultf(model.Conflict, "Это действие уже отменено.")
	}
	list, err := e.inverses(o)
	if err != nil {
		return err
	}
	list, rules := withoutRecounts(list)
	partial := e.op.Partial || alike(list)
	for i, inv := range list {
		err := e.revertOne(o, inv)
		var fault *model.Fault
		if err != nil && partial && errors.As(err, &fault) && e.tx.Healthy() {
			e.result.Skipped = append(e.result.Skipped, Skip{i, inv.ref, fault.Say})
			continue
		}
		if err != nil {
			return err
		}
	}
	if len(e.result.Changed) == 0 {
		if skipped := e.result.Skipped; len(skipped) > 0 && !e.op.Partial {
			return model.Faultf(model.Conflict, "%s", skipped[0].Say)
		}
		return nil
	}
	if err := e.officeStands(); err != nil {
		return err
	}
	if rules {
		if err := e.followRestored(); err != nil {
			return err
		}
	}
	return e.markUndone(o)
}

// alike tells whether an operation did one thing to many appeals, each for itself. What ties appeals together is undone whole or not
// at all.
func alike(list []inverse) bool {
	ties := []string{(&model.Merge{}).Name(), (&model.Unmerge{}).Name(), (&model.Distinct{}).Name()}
	if len(list) < 2 || slices.Contains(ties, list[0].action) {
		return false
	}
	return !slices.ContainsFunc(list, func(inv inverse) bool { return inv.ref.Noun != model.NounAppeal || inv.action != list[0].action })
}

// withoutRecounts leaves out the cases that were only recounted because the rules changed: with the rules put back they are
// counted again, also those that somebody has worked on since.
func withoutRecounts(list []inverse) (rest []inverse, rules bool) {
	rules = slices.ContainsFunc(list, func(inv inverse) bool { return single(inv.ref.Noun) })
	if !rules {
		return list, false
	}
	recount := (&model.Recount{}).Name()
	return slices.DeleteFunc(list, func(inv inverse) bool { return inv.action == recount }), true
}

// followRestored counts by the rules that were put back.
func (e *execution) followRestored() error {
	restored, err := loadSnapshot(within{e.tx})
	if err != nil {
		return err
	}
	before := e.snap.Book
	e.snap = restored
	return e.followRules(before)
}

// officeStands judges the office as the reverts have left it: putting documents back goes past the reducers.
func (e *execution) officeStands() error {
	if !e.office {
		return nil
	}
	after, err := loadSnapshot(within{e.tx})
	if err != nil {
		return err
	}
	return staff.Check(e.snap.Office, after.Office, model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor})
}

func (e *execution) markUndone(o Operation) error {
	if _, err := e.tx.Exec("UPDATE operation SET undone_by = $2 WHERE id = $1", o.ID, e.op.ID); err != nil {
		return err
	}
	if o.Undoes == "" {
		e.undoes = o.ID
	}
	return nil // an undo that is undone is done again: it stands as an operation of its own
}

// inverse is how an object is put back to what it was before an operation: the inverses of the operation's rows on it, in their order.
type inverse struct {
	ref    model.Ref
	action string // of the first row
	rows   [][]byte
}

// doc is the document before the operation; current is the one after it. Empty: the operation entered the object.
func (inv *inverse) doc(current []byte) ([]byte, error) {
	if inv.ref.Noun != model.NounAppeal {
		return inv.rows[0], nil
	}
	var err error
	for i := len(inv.rows) - 1; i >= 0 && err == nil; i-- {
		current, err = docBefore(inv.rows[i], current)
	}
	return current, err
}

// inverses lists the objects of an operation, the last changed first.
func (e *execution) inverses(o Operation) ([]inverse, error) {
	rows, err := e.tx.Query("SELECT noun, object, coalesce(payload ->> 'action', ''), action, inverse FROM journal WHERE seq BETWEEN $1 AND $2 AND operation = $3 AND noun <> 'record' ORDER BY seq",
		o.FirstSeq, o.LastSeq, o.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	at := map[model.Ref]int{}
	var list []inverse
	for rows.Next() {
		var inv inverse
		var reverted string
		var row []byte
		if err := rows.Scan(&inv.ref.Noun, &inv.ref.ID, &reverted, &inv.action, &row); err != nil {
			return nil, err
		}
		if inv.action == (&model.Revert{}).Name() {
			inv.action = reverted // rights are asked about what was done, not about its undoing
		}
		if _, met := at[inv.ref]; !met {
			at[inv.ref] = len(list)
			list = append(list, inv)
		}
		first := &list[at[inv.ref]]
		first.rows = append(first.rows, row)
	}
	slices.Reverse(list)
	return list, rows.Err()
}

// revertOne puts one object back, unless somebody has changed it since.
func (e *execution) revertOne(o Operation, inv inverse) error {
	if err := e.unchangedSince(o, inv.ref); err != nil {
		return err
	}
	current, err := e.currentDoc(inv.ref)
	if err != nil {
		return err
	}
	doc, err := inv.doc(current)
	if err != nil {
		return err
	}
	action := &model.Revert{Operation: o.ID, Action: inv.action}
	if len(doc) > 0 {
		action.Doc = doc
	}
	at := model.Moment{Happened: e.now, Recorded: e.now, Actor: e.actor}
	if inv.ref.Noun == model.NounAppeal {
		return e.revertAppeal(inv.ref, action, at)
	}
	if err := e.person.Can(action, nil); err != nil && !e.ownAbsence(inv.ref, current, doc) {
		return err
	}
	if inv.ref.Noun.Matter() {
		if err := e.person.MayUndo(o.Official); err != nil {
			return err
		}
	}
	return e.revertNoun(inv.ref, action, at)
}

// ownAbsence tells whether a record of an absence is of the person who undoes, before and after: officials enter their own themselves, and
// rights by role, which an undo is judged by, do not know whose record it is.
func (e *execution) ownAbsence(ref model.Ref, docs ...[]byte) bool {
	if ref.Noun != model.NounAbsence {
		return false
	}
	for _, doc := range docs {
		var a model.Absence
		if len(doc) > 0 && (json.Unmarshal(doc, &a) != nil || a.Official != e.person.Official.ID) {
			return false
		}
	}
	return true
}

// currentDoc is the document of an object as it is now; empty when there is none.
func (e *execution) currentDoc(ref model.Ref) ([]byte, error) {
	if ref.Noun != model.NounAppeal {
		return e.nounDoc(ref)
	}
	_, doc, err := loadAppeal(e.tx, model.AppealID(ref.ID))
	if model.CodeOf(err) == model.NotFound {
		return nil, nil
	}
	return doc, err
}

// unchangedSince refuses when a later operation that still stands has touched the object.
func (e *execution) unchangedSince(o Operation, ref model.Ref) error {
	var official, recorded int64
	err := e.tx.Row(`SELECT j.official, j.recorded FROM journal j JOIN operation p ON p.id = j.operation
		WHERE j.noun = $1 AND j.object = $2 AND j.seq > $3 AND p.undone_by = '' AND p.undoes = '' ORDER BY j.seq DESC LIMIT 1`,
		[]any{string(ref.Noun), ref.ID, o.LastSeq}, &official, &recorded)
	if noRows(err) {
		return nil
	}
	if err != nil {
		return err
	}
	who := e.snap.Office.Officials[model.OfficialID(official)].Title()
	when := model.Instant(recorded).In(e.snap.Zone()).Format("02.01.2006 в 15:04")
	what := "Запись"
	if ref.Noun == model.NounAppeal {
		what = "Обращение № " + model.AppealID(ref.ID).String()
	}
	return model.Faultf(model.Conflict, "%s с тех пор изменили (%s, %s): сначала отмените то изменение.", what, who, when)
}

func (e *execution) revertAppeal(ref model.Ref, action *model.Revert, at model.Moment) error {
	state, before, err := loadAppeal(e.tx, model.AppealID(ref.ID))
	gone := model.CodeOf(err) == model.NotFound
	if err != nil && !gone {
		return err
	}
	if err := e.mayRevert(state, action); err != nil {
		return err
	}
	var doc []byte
	switch {
	case action.Doc == nil && !gone:
		err = e.removeAppeal(state)
	case action.Doc != nil:
		doc, err = e.restoreAppeal(ref, state, action.Doc)
	}
	if err != nil {
		return err
	}
	inverse, err := inverseOf(before, doc)
	if err != nil {
		return err
	}
	return e.recordRevert(ref, action, at, doc, inverse)
}

// mayRevert asks the rights about the appeal as it is, or as it will be again.
func (e *execution) mayRevert(state *model.Appeal, action *model.Revert) error {
	if state == nil {
		state = &model.Appeal{}
		if err := json.Unmarshal(action.Doc, state); err != nil {
			return err
		}
	}
	return e.person.Can(action, state)
}

// restoreAppeal writes an earlier document back under a new revision. state is nil when the appeal was removed.
func (e *execution) restoreAppeal(ref model.Ref, state *model.Appeal, doc []byte) ([]byte, error) {
	var next model.Appeal
	if err := json.Unmarshal(doc, &next); err != nil {
		return nil, err
	}
	isNew := state == nil
	if isNew {
		state = &model.Appeal{ID: next.ID}
		if err := fillTexts(within{e.tx}, &next); err != nil {
			return nil, err
		}
	} else {
		next.Rev = state.Rev
	}
	next.Rev++
	return e.saveAppeal(state, &next, isNew)
}

// removeAppeal takes an appeal out. Its texts stay until they are erased, so that the undo itself can be undone; its number is not
// used again.
func (e *execution) removeAppeal(a *model.Appeal) error {
	var id int64
	if err := e.tx.Row("SELECT search_id FROM appeal WHERE id = $1", []any{int64(a.ID)}, &id); err != nil {
		return err
	}
	for _, statement := range []string{"DELETE FROM appeal WHERE id = $1", "DELETE FROM appeal_doc WHERE id = $1",
		"DELETE FROM registration WHERE appeal = $1"} {
		if _, err := e.tx.Exec(statement, int64(a.ID)); err != nil {
			return err
		}
	}
	e.index.add(&indexEntry{id: id})
	return nil
}

func (e *execution) revertNoun(ref model.Ref, action *model.Revert, at model.Moment) error {
	before, err := e.nounDoc(ref)
	if err != nil {
		return err
	}
	if err := e.saveNoun(ref, action.Doc); err != nil {
		return err
	}
	return e.recordRevert(ref, action, at, action.Doc, before)
}

func (e *execution) recordRevert(ref model.Ref, action *model.Revert, at model.Moment, doc, before []byte) error {
	payload, err := json.Marshal(action)
	if err != nil {
		return err
	}
	if err := e.append(entry{at: at, action: action, ref: ref, payload: payload, digest: digestOf(doc), inverse: before}); err != nil {
		return err
	}
	e.touched(ref, false)
	return nil
}
