package store

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

func TestFromNewToClosed(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77001", "Яма во дворе дома 5, осенью не проехать")
	d.do(curator, id, &model.Sort{}, &model.Assign{Unit: 1})
	d.do(preparer, id, &model.WriteDraft{Text: model.Words("Яма будет засыпана до 1 декабря.")})
	d.do(preparer, id, &model.Submit{})
	d.do(curator, id, &model.Return{Reason: "нет контакта исполнителя", Comment: model.Words("Добавьте телефон.")})
	d.do(preparer, id, &model.WriteDraft{Text: model.Words("Яма будет засыпана до 1 декабря. Телефон отдела 5-00-00.")})
	d.do(preparer, id, &model.Submit{})
	if _, err := d.try(curator, id, &model.Answer{}); model.CodeOf(err) != model.Stage {
		t.Fatalf("answered without an approved text: %v", err)
	}
	d.do(curator, id, &model.Approve{})
	d.do(curator, id, &model.Answer{Outcome: model.OutcomeSolved})
	d.do(curator, id, &model.Close{Mark: 5})
	a := d.appeal(id)
	if a.Stage != model.StageClosed || a.Outcome != model.OutcomeSolved || a.Mark != 5 || len(a.Drafts) != 2 {
		t.Fatalf("got %s %s %d, %d drafts", a.Stage, a.Outcome, a.Mark, len(a.Drafts))
	}
	if a.Drafts[0].Comment.Body != "Добавьте телефон." || a.Replies[0].Text.Body != a.Drafts[1].Text.Body {
		t.Fatal("texts are not loaded with the card")
	}
	d.mustVerify()
}

func TestEveryStepUndone(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77002", "Не горит фонарь")
	steps := [][]model.Action{
		{&model.Sort{}, &model.Assign{Unit: 1}}, {&model.WriteDraft{Text: model.Words("Фонарь включат.")}}, {&model.Submit{}},
		{&model.Approve{}}, {&model.Answer{}}, {&model.Close{}},
	}
	var states []model.Appeal
	for _, s := range steps {
		states = append(states, *d.appeal(id))
		d.do(curator, id, s...)
	}
	for i := len(steps) - 1; i >= 0; i-- {
		op, ok, err := d.LastOperation(d.ctx, as(curator))
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
			t.Fatal(err)
		}
		got, want := d.appeal(id), states[i]
		if got.Stage != want.Stage || got.Holder != want.Holder || len(got.Drafts) != len(want.Drafts) || got.Unit != want.Unit {
			t.Fatalf("undo of step %d: %s at %s, want %s at %s", i, got.Stage, got.Holder.Key(), want.Stage, want.Holder.Key())
		}
	}
	d.mustVerify()
	op, ok, err := d.LastUndone(d.ctx, as(curator))
	if err != nil || !ok {
		t.Fatal("nothing to do again", err)
	}
	if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
		t.Fatal(err)
	}
	if got := d.appeal(id); got.Stage != model.StageAssigned || got.Unit != 1 {
		t.Fatalf("done again: %s", got.Stage)
	}
	d.mustVerify()
}

func TestUndoOfReceiptTakesItOutAndBack(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelPOS, "900100", "Собаки у школы")
	op, _, _ := d.LastOperation(d.ctx, as(curator))
	undo, err := d.Undo(d.ctx, as(curator), op.ID)
	if err != nil {
		t.Fatal(err)
	}
	if found := d.found(curator, "собаки"); len(found) != 0 {
		t.Fatalf("still found: %v", found)
	}
	if _, err := d.FindNumber(d.ctx, "900100"); model.CodeOf(err) != model.NotFound {
		t.Fatal(err)
	}
	d.mustVerify()
	if _, err := d.Undo(d.ctx, as(curator), undo.Operation); err != nil {
		t.Fatal(err)
	}
	if found := d.found(curator, "собака"); !slices.Equal(found, []model.AppealID{id}) {
		t.Fatalf("not back: %v", found)
	}
	if next := d.receive(model.ChannelPOS, "900101", "Ещё"); next != id+1 {
		t.Fatalf("number %d was used again", next)
	}
	d.mustVerify()
}

func TestUndoRefusedWhereChangedSince(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77003", "Снег")
	first := d.do(curator, id, &model.Sort{}, &model.Assign{Unit: 1})
	d.do(preparer, id, &model.WriteDraft{Text: model.Words("Уберём.")})
	_, err := d.Undo(d.ctx, as(curator), first.Operation)
	if model.CodeOf(err) != model.Conflict || !strings.Contains(err.Error(), "Начальник отдела ЖКХ") {
		t.Fatalf("got %v", err)
	}
	d.mustVerify()
}

// TestUndoOfBulkLeavesWhatWasWorkedOn: one action on many is taken back where nobody has gone on since, and the rest is listed; what
// ties two appeals together is taken back whole or not at all.
func TestUndoOfBulkLeavesWhatWasWorkedOn(t *testing.T) {
	d := newDesk(t)
	a, b := d.receive(model.ChannelIM, "1", "Первое"), d.receive(model.ChannelIM, "2", "Второе")
	op := Op{Title: "Принято"}
	for _, id := range []model.AppealID{a, b} {
		op.Steps = append(op.Steps, Step{Ref: model.AppealRef(id), Action: &model.Sort{}}, Step{Ref: model.AppealRef(id), Action: &model.Assign{Unit: 1}})
	}
	bulk, err := d.Do(d.ctx, as(curator), op)
	if err != nil {
		t.Fatal(err)
	}
	d.do(preparer, b, &model.WriteDraft{Text: model.Words("Уберём.")})
	undone, err := d.Undo(d.ctx, as(curator), bulk.Operation)
	if err != nil || len(undone.Changed) != 1 || len(undone.Skipped) != 1 || undone.Skipped[0].Ref != model.AppealRef(b) {
		t.Fatalf("%+v %v", undone, err)
	}
	if d.appeal(a).Stage != model.StageNew || d.appeal(b).Stage != model.StageAssigned {
		t.Fatal(d.appeal(a).Stage, d.appeal(b).Stage)
	}
	if again, err := d.Undo(d.ctx, as(curator), undone.Operation); err != nil || len(again.Changed) != 1 || d.appeal(a).Stage != model.StageAssigned {
		t.Fatalf("%+v %v", again, err)
	}
	d.mustVerify()
	d.mustReplay()

	c := d.receive(model.ChannelIM, "3", "Третье")
	e := d.receive(model.ChannelIM, "4", "Четвёртое")
	tied, err := d.Do(d.ctx, as(curator), Op{Title: "Связано", Steps: []Step{{Ref: model.AppealRef(c), Action: &model.Merge{Main: a}},
		{Ref: model.AppealRef(e), Action: &model.Merge{Main: a}}}})
	if err != nil {
		t.Fatal(err)
	}
	d.do(curator, e, &model.AddNote{Text: model.Words("Звонили")})
	if _, err := d.Undo(d.ctx, as(curator), tied.Operation); model.CodeOf(err) != model.Conflict || d.appeal(c).Twin == 0 {
		t.Fatal("half of it was undone", err)
	}
}

func TestBulkSkipsAndIsOneStep(t *testing.T) {
	d := newDesk(t)
	a := d.receive(model.ChannelIM, "1", "Первое")
	b := d.receive(model.ChannelIM, "2", "Второе")
	d.do(curator, a, &model.Sort{})
	op := Op{Title: "Назначено", Partial: true}
	for _, id := range []model.AppealID{a, b} {
		op.Steps = append(op.Steps, Step{Ref: model.AppealRef(id), Action: &model.Assign{Unit: 2}})
	}
	r, err := d.Do(d.ctx, as(curator), op)
	if err != nil || len(r.Changed) != 1 || len(r.Skipped) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	if _, err := d.Undo(d.ctx, as(curator), r.Operation); err != nil {
		t.Fatal(err)
	}
	if d.appeal(a).Stage != model.StageSorted {
		t.Fatal("not undone")
	}
}

func TestSameOperationTwiceIsOnce(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77004", "Вода")
	op := Op{ID: NewID(d.now), Title: "Заметка", Steps: []Step{{Ref: model.AppealRef(id), Action: &model.AddNote{Text: model.Words("звонили")}}}}
	first, err := d.Do(d.ctx, as(curator), op)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Do(d.ctx, as(curator), op)
	if err != nil || !again.Repeated || len(again.Changed) != len(first.Changed) {
		t.Fatalf("%+v %v", again, err)
	}
	if n := len(d.appeal(id).Notes); n != 1 {
		t.Fatalf("%d notes", n)
	}
}

func TestConflictNamesWhoAndWhen(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77005", "Свет")
	rev := d.appeal(id).Rev
	d.do(curator, id, &model.Sort{})
	_, err := d.Do(d.ctx, as(curator), Op{Steps: []Step{{Ref: model.AppealRef(id), Rev: rev, Action: &model.Sort{}}}})
	if model.CodeOf(err) != model.Conflict || !strings.Contains(err.Error(), "Заведующий сектором") {
		t.Fatalf("got %v", err)
	}
}

func TestFailedActionCanBeTriedAgain(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77006", "Газ")
	draft := &model.WriteDraft{Text: model.Words("Проверим.")}
	if _, err := d.try(curator, id, draft); model.CodeOf(err) != model.Stage {
		t.Fatalf("a draft before sorting: %v", err)
	}
	d.do(curator, id, &model.Sort{})
	d.do(curator, id, draft)
	if got := d.appeal(id).CurrentDraft().Text.Body; got != "Проверим." {
		t.Fatalf("the text was lost: %q", got)
	}
}

func TestRefusalIsKept(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77007", "Лёд")
	_, err := d.try(control, id, &model.Sort{})
	if model.CodeOf(err) != model.Forbidden {
		t.Fatal(err)
	}
	rows, err := d.Journal(d.ctx, as(admin), JournalRequest{Limit: 1})
	if err != nil || len(rows) != 1 || rows[0].Action != "record" || rows[0].Actor.Official != control {
		t.Fatalf("%+v %v", rows, err)
	}
}

func TestActionOfTheFutureIsRefused(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77008", "Дым")
	_, err := d.Do(d.ctx, as(curator), Op{Steps: []Step{{Ref: model.AppealRef(id), Action: &model.Sort{},
		Happened: model.InstantOf(d.now.Add(time.Hour))}}})
	if model.CodeOf(err) != model.Usage {
		t.Fatal(err)
	}
}

func TestTwoStoresSeeEachOther(t *testing.T) {
	d := newDesk(t)
	other, err := Open(d.ctx, d.Path(), Options{Now: func() time.Time { return d.now }})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Poll(d.ctx); err != nil {
		t.Fatal(err)
	}
	id := d.receive(model.ChannelIM, "77009", "Мусор")
	c, err := other.Poll(d.ctx)
	if err != nil || !slices.Contains(c.Refs, model.AppealRef(id)) {
		t.Fatalf("%+v %v", c, err)
	}
	if c, err = other.Poll(d.ctx); err != nil || !c.Empty() {
		t.Fatalf("told twice: %+v %v", c, err)
	}
	d.doOffice(admin, model.NounUnit, 3, &model.PutUnit{Unit: model.Unit{ID: 3, Name: "Отдел культуры"}})
	if _, err := other.Do(d.ctx, as(curator), Op{Steps: []Step{{Ref: model.AppealRef(id), Action: &model.Sort{}},
		{Ref: model.AppealRef(id), Action: &model.Assign{Unit: 3}}}}); err != nil {
		t.Fatalf("the other store judges by an old office: %v", err)
	}
}

func (d *desk) doOffice(who model.OfficialID, noun model.Noun, id int64, a model.Action) Result {
	d.t.Helper()
	r, err := d.Do(d.ctx, as(who), Op{Title: a.Name(), Steps: []Step{{Ref: model.Ref{Noun: noun, ID: id}, Action: a}}})
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}

func TestOfficeChangesAreUndone(t *testing.T) {
	d := newDesk(t)
	r := d.doOffice(admin, model.NounUnit, 0, &model.PutUnit{Unit: model.Unit{Name: "Новый отдел"}})
	if len(r.Created) != 1 || r.Created[0].ID != 3 {
		t.Fatalf("%+v", r)
	}
	if _, err := d.Undo(d.ctx, as(admin), r.Operation); err != nil {
		t.Fatal(err)
	}
	snap, err := d.Snapshot(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := snap.Office.FindUnit("Новый отдел"); ok {
		t.Fatal("the unit is still there")
	}
	d.mustVerify()
}

func TestBuffer(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "77010", "Шум")
	if err := d.SaveBuffer(d.ctx, id, curator, 1, "Начало отве"); err != nil {
		t.Fatal(err)
	}
	b, err := d.Buffer(d.ctx, id, curator)
	if err != nil || b == nil || b.Body != "Начало отве" || b.BaseRev != 1 {
		t.Fatalf("%+v %v", b, err)
	}
	if err := d.SaveBuffer(d.ctx, id, curator, 1, ""); err != nil {
		t.Fatal(err)
	}
	if b, err = d.Buffer(d.ctx, id, curator); b != nil || err != nil {
		t.Fatalf("%+v %v", b, err)
	}
}

func TestErrorsAreSentences(t *testing.T) {
	d := newDesk(t)
	_, err := d.try(curator, 12345, &model.Sort{})
	var f *model.Fault
	if !errors.As(err, &f) || f.Code != model.NotFound || !strings.HasSuffix(f.Say, ".") {
		t.Fatalf("%v", err)
	}
}

// TestUndoKeepsAnAdministrator: putting a document back must not go round what the reducers refuse.
func TestUndoKeepsAnAdministrator(t *testing.T) {
	d := newDesk(t)
	r := d.doOffice(admin, model.NounOfficial, int64(preparer), &model.PutOfficial{Official: model.Official{ID: preparer, Login: "zhkh", Position: "Начальник отдела ЖКХ"}})
	grant := d.doOffice(admin, model.NounGrant, 0, &model.GrantRole{Grant: model.Grant{Official: preparer, Role: model.RoleAdministrator}})
	d.doOffice(preparer, model.NounGrant, 3, &model.RevokeRole{To: "2026-11-01"})
	if _, err := d.Undo(d.ctx, as(preparer), grant.Operation); model.CodeOf(err) != model.Forbidden {
		t.Fatalf("the last administrator was undone: %v", err)
	}
	if _, err := d.Undo(d.ctx, as(preparer), r.Operation); err != nil {
		t.Fatal(err)
	}
	d.mustVerify()
}
