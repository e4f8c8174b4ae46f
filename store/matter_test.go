package store

import (
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/request"
)

func (d *desk) on(who model.OfficialID, noun model.Noun, id int64, actions ...model.Action) Result {
	d.t.Helper()
	r, err := d.tryOn(who, noun, id, actions...)
	if err != nil {
		d.t.Fatalf("%s: %v", actions[0].Name(), err)
	}
	return r
}

func (d *desk) tryOn(who model.OfficialID, noun model.Noun, id int64, actions ...model.Action) (Result, error) {
	op := Op{Title: "Шаг " + actions[0].Name()}
	for _, a := range actions {
		op.Steps = append(op.Steps, Step{Ref: model.Ref{Noun: noun, ID: id}, Action: a})
	}
	d.pass(time.Minute)
	return d.Do(d.ctx, as(who), op)
}

func TestProblemsAreKeptFoundAndUndone(t *testing.T) {
	d := newDesk(t)
	a, b, c := d.receive(model.ChannelIM, "1", "Холодно"), d.receive(model.ChannelPOS, "2", "Холодно опять"), d.receive(model.ChannelPOS, "3", "Яма")
	id := d.on(curator, model.NounProblem, 0, &model.PutProblem{Title: "Котельная", Unit: 1}).Created[0].ID
	office, err := d.Snapshot(d.ctx)
	if err != nil {
		t.Fatal(err)
	}
	attached := d.on(curator, model.NounProblem, id, &model.AttachCases{Cases: []model.AppealID{a, b}})
	if after, _ := d.Snapshot(d.ctx); after.Office.Version != office.Office.Version {
		t.Error("a problem changed the office: every desk would read its rules again")
	}
	if got := d.found(curator, "проблема:1"); len(got) != 2 || got[0] != a {
		t.Errorf("found %v", got)
	}
	if got := d.found(curator, "проблема:нет"); len(got) != 1 || got[0] != c {
		t.Errorf("without a problem: %v", got)
	}
	if got := d.found(curator, "-проблема:1 проблема:>0"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	if list, err := d.ProblemsOf(d.ctx, as(curator), b); err != nil || len(list) != 1 || list[0].ID != id {
		t.Error(list, err)
	}
	if _, err := d.tryOn(curator, model.NounProblem, id, &model.AttachCases{Cases: []model.AppealID{99}}); model.CodeOf(err) != model.NotFound {
		t.Errorf("an appeal that is not there: %v", err)
	}
	if _, err := d.Undo(d.ctx, as(curator), attached.Operation); err != nil {
		t.Fatal(err)
	}
	if p, err := d.Problem(d.ctx, as(curator), id); err != nil || len(p.Symptoms) != 0 {
		t.Errorf("%+v %v", p, err)
	}
	d.mustVerify()
	if r, err := d.Replay(d.ctx); err != nil || len(r.Faults) > 0 {
		t.Error(r.Faults, err)
	}
}

func TestRightsOnMatters(t *testing.T) {
	d := newDesk(t)
	id := d.on(curator, model.NounProblem, 0, &model.PutProblem{Title: "Котельная", Unit: 1}).Created[0].ID
	d.on(curator, model.NounProblem, id, &model.PutHypothesis{Text: "насос"}, &model.PutMeasure{Measure: model.Measure{What: "насос", Unit: 1}})
	d.on(preparer, model.NounProblem, id, &model.PutMeasure{Measure: model.Measure{ID: 1, What: "насос", Unit: 1, State: model.MeasureGoing}})
	said := d.on(preparer, model.NounProblem, id, &model.AddEvidence{Hypothesis: 1, Text: "акт"})
	for name, test := range map[string]struct {
		who    model.OfficialID
		action model.Action
	}{
		"evidence of another unit":    {stranger, &model.AddEvidence{Hypothesis: 1, Text: "x"}},
		"a measure of another unit":   {stranger, &model.PutMeasure{Measure: model.Measure{ID: 1, What: "насос", Unit: 1}}},
		"a measure passed on":         {preparer, &model.PutMeasure{Measure: model.Measure{ID: 1, What: "насос", Unit: 2}}},
		"a new measure of a unit":     {preparer, &model.PutMeasure{Measure: model.Measure{What: "x", Unit: 1}}},
		"a cause named by a unit":     {preparer, &model.NameCause{Cause: model.CauseWear}},
		"closed by who looks on":      {control, &model.SolveProblem{Outcome: "x"}},
		"attached by the admin alone": {admin, &model.AttachCases{Cases: []model.AppealID{1}}},
	} {
		if _, err := d.tryOn(test.who, model.NounProblem, id, test.action); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.Undo(d.ctx, as(stranger), said.Operation); model.CodeOf(err) != model.Forbidden {
		t.Errorf("another unit took evidence back: %v", err)
	}
	offer := d.on(curator, model.NounProposal, 0, &model.PutProposal{Kind: model.ProposalToUnit, To: 1, What: "насос", Why: "холодно"}).Created[0].ID
	if _, err := d.tryOn(preparer, model.NounProposal, offer, &model.MoveProposal{State: model.ProposalSent}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("sent to oneself: %v", err)
	}
	d.on(curator, model.NounProposal, offer, &model.MoveProposal{State: model.ProposalSent})
	if _, err := d.tryOn(stranger, model.NounProposal, offer, &model.MoveProposal{State: model.ProposalAccepted}); model.CodeOf(err) != model.Forbidden {
		t.Errorf("accepted by another unit: %v", err)
	}
	d.on(preparer, model.NounProposal, offer, &model.MoveProposal{State: model.ProposalAccepted})
	if _, err := d.Requests(d.ctx, as(preparer)); model.CodeOf(err) != model.Forbidden {
		t.Errorf("a unit reads the requests: %v", err)
	}
	d.mustVerify()
}

func TestMaterialIsKeptWhole(t *testing.T) {
	d := newDesk(t)
	id := d.on(curator, model.NounRequest, 0, &model.PutRequest{Asks: "Статистика"}).Created[0].ID
	data := []byte(strings.Repeat("отчёт ", 1000))
	d.on(curator, model.NounMaterial, 1, &model.KeepMaterial{Request: id, File: "a.md", Hash: request.Hash(data), Data: data})
	d.on(curator, model.NounRequest, id, &model.AddMaterial{Material: 1})
	m, err := d.Material(d.ctx, as(curator), 1)
	if err != nil || string(m.Data) != string(data) || request.Hash(m.Data) != m.Hash {
		t.Fatal(err)
	}
	if _, err := d.tryOn(curator, model.NounMaterial, 1, &model.KeepMaterial{Request: id, File: "b.md", Hash: request.Hash(data), Data: data}); model.CodeOf(err) != model.Stage {
		t.Errorf("what is frozen was changed: %v", err)
	}
	d.mustVerify()
	if r, err := d.Replay(d.ctx); err != nil || len(r.Faults) > 0 {
		t.Error(r.Faults, err)
	}
}

func TestFoundGoesThroughPages(t *testing.T) {
	d := newDesk(t)
	for range 5 {
		d.receive(model.ChannelPhone, "", "Яма")
	}
	q, err := query.Parse("место:ревда")
	if err != nil {
		t.Fatal(err)
	}
	if ids, more, err := d.Found(d.ctx, as(curator), q, 3); err != nil || len(ids) != 3 || !more {
		t.Error(ids, more, err)
	}
	if ids, more, err := d.Found(d.ctx, as(curator), q, 5); err != nil || len(ids) != 5 || more {
		t.Error(ids, more, err)
	}
}
