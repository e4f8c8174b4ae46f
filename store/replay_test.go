package store

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/deadline"
)

func (d *desk) mustReplay() {
	d.t.Helper()
	r, err := d.Replay(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	if len(r.Faults) > 0 || r.Rows == 0 || r.Objects == 0 {
		d.t.Fatalf("%d rows, %d objects: %s", r.Rows, r.Objects, strings.Join(r.Faults, "\n"))
	}
}

func TestReplayGivesTheSameState(t *testing.T) { lived(t).mustReplay() }

// TestReplayUnderTheRulesOfEachMoment changes people, policies and absences between the actions.
func TestReplayUnderTheRulesOfEachMoment(t *testing.T) {
	d := newDesk(t)
	first := d.receive(model.ChannelIM, "77101", "Ямы")
	spec := deadline.Defaults()
	for i := range spec.Policies {
		if spec.Policies[i].Clock == deadline.Answer && spec.Policies[i].Term == "8wh" {
			spec.Policies[i].Term = "16wh"
		}
	}
	doc, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	d.doOffice(curator, model.NounPolicy, 1, &model.PutPolicies{Spec: doc})
	second := d.receive(model.ChannelIM, "77102", "Снег")
	d.do(curator, first, &model.Recount{})
	d.doOffice(admin, model.NounAbsence, 0, &model.PutAbsence{Absence: model.Absence{Official: preparer, Deputy: stranger, From: "2026-11-20", To: "2026-12-01"}})
	for _, id := range []model.AppealID{first, second} {
		d.do(curator, id, &model.Sort{}, &model.Assign{Unit: 1})
		d.do(stranger, id, &model.WriteDraft{Text: model.Words("Готовит и.о.")}, &model.Submit{})
	}
	unit := d.doOffice(admin, model.NounUnit, 0, &model.PutUnit{Unit: model.Unit{Name: "Временный отдел"}})
	if _, err := d.Undo(d.ctx, as(admin), unit.Operation); err != nil {
		t.Fatal(err)
	}
	d.pass(48 * time.Hour)
	d.do(curator, second, &model.Return{Reason: "неясно", Comment: model.Words("Короче.")})
	d.mustReplay()
	d.mustVerify()
}

// TestReplayNoticesAnotherState: a replay that finds nothing in a changed file would prove nothing.
func TestReplayNoticesAnotherState(t *testing.T) {
	path := template(t)
	if err := raw(t, path, func(conn *sql.Conn) error {
		_, err := conn.ExecContext(t.Context(), `UPDATE appeal_doc SET doc = json_set(doc, '$.mark', 4) WHERE id = 1`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := s.Replay(t.Context())
	if err != nil || len(r.Faults) != 1 || !strings.Contains(r.Faults[0], "Обращение № 1") {
		t.Fatalf("%+v %v", r, err)
	}
}
