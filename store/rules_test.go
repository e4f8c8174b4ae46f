package store

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/deadline"
)

// policies is a spec with the terms of some policies changed.
func policies(t *testing.T, terms map[string]string) json.RawMessage {
	t.Helper()
	spec := deadline.Defaults()
	for i := range spec.Policies {
		if term, ok := terms[spec.Policies[i].ID]; ok {
			spec.Policies[i].Term = term
			delete(terms, spec.Policies[i].ID)
		}
	}
	if len(terms) > 0 {
		t.Fatalf("no such policies: %v", terms)
	}
	doc, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func (d *desk) rules(who model.OfficialID, preview bool, a model.Action) (Result, error) {
	noun := model.NounPolicy
	switch a.(type) {
	case *model.PutCalendar:
		noun = model.NounCalendar
	case *model.PutSettings:
		noun = model.NounSettings
	}
	return d.Do(d.ctx, as(who), Op{Title: "Правила сроков изменены", Preview: preview, Steps: []Step{{Ref: model.Ref{Noun: noun, ID: 1}, Action: a}}})
}

// TestRulesMoveOpenCases: the preview tells which open cases move and changes nothing; the change recounts exactly those;
// one undo takes rules and dates back, also of a case that was worked on since.
func TestRulesMoveOpenCases(t *testing.T) {
	d := newDesk(t)
	pos, im := d.receive(model.ChannelPOS, "501", "Яма"), d.receive(model.ChannelIM, "502", "Темно")
	closed := d.receive(model.ChannelPOS, "503", "Спасибо")
	d.do(curator, closed, &model.Sort{}, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "благодарность"})
	before, other, gone := d.appeal(pos).Due, d.appeal(im), d.appeal(closed).Due
	change := func() *model.PutPolicies {
		return &model.PutPolicies{Spec: policies(t, map[string]string{"pos.answer": "20d"}), Basis: "новый регламент"}
	}
	look, err := d.rules(curator, true, change())
	if err != nil {
		t.Fatal(err)
	}
	if len(look.Moved) != 1 || look.Moved[0].ID != pos || look.Moved[0].Words != "на 10 дней раньше" {
		t.Fatalf("preview: %+v", look.Moved)
	}
	if d.appeal(pos).Due != before {
		t.Fatal("a preview changed the case")
	}
	done, err := d.rules(admin, false, change())
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Moved) != 1 || d.appeal(pos).Due != look.Moved[0].Will {
		t.Fatalf("the change is not what was shown: %+v, %+v", done.Moved, d.appeal(pos).Due)
	}
	if d.appeal(im).Rev != other.Rev || d.appeal(closed).Due != gone {
		t.Fatal("a case that does not move was touched")
	}
	d.mustVerify()
	d.do(curator, pos, &model.Sort{})
	undone, err := d.Undo(d.ctx, as(admin), done.Operation)
	if err != nil {
		t.Fatal(err)
	}
	if a := d.appeal(pos); a.Due != before || a.Stage != model.StageSorted {
		t.Fatalf("after the undo: %+v at %s", a.Due, a.Stage)
	}
	if _, err := d.Undo(d.ctx, as(admin), undone.Operation); err != nil {
		t.Fatal(err)
	}
	if d.appeal(pos).Due.Channel != look.Moved[0].Will.Channel {
		t.Fatal("doing it again gives other dates")
	}
	d.mustVerify()
	if r, err := d.Replay(d.ctx); err != nil || len(r.Faults) > 0 {
		t.Fatalf("%v %v", err, r.Faults)
	}
}

// TestCalendarAndZoneMoveCases: the office's own day off and another zone are rules like any other.
func TestCalendarAndZoneMoveCases(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "601", "Темно") // Friday 20.11.2026 12:01 in Moscow: due on Monday
	pos := d.receive(model.ChannelPOS, "602", "Яма")
	own, err := json.Marshal(OwnCalendar{Days: []calendar.Row{{Date: calendar.NewDate(2026, 11, 23), Kind: calendar.KindDayOff, Basis: "распоряжение администрации № 7"}}})
	if err != nil {
		t.Fatal(err)
	}
	was := d.appeal(id).Due.Channel
	done, err := d.rules(curator, false, &model.PutCalendar{Calendar: own})
	if err != nil {
		t.Fatal(err)
	}
	if len(done.Moved) != 1 || d.appeal(id).Due.Channel.LateFrom != was.LateFrom+24*3600 {
		t.Fatalf("%+v", done.Moved)
	}
	settings := d.snapshot().Office.Settings
	settings.Zone = "Asia/Yekaterinburg"
	if done, err = d.rules(curator, false, &model.PutSettings{Settings: settings}); err != nil || len(done.Moved) != 1 || done.Moved[0].ID != pos {
		t.Fatalf("%v %+v", err, done.Moved)
	}
	settings.OfficeName = "Администрация района"
	if done, err = d.rules(curator, false, &model.PutSettings{Settings: settings}); err != nil || len(done.Moved) != 0 {
		t.Fatalf("a name moves dates: %v %+v", err, done.Moved)
	}
	d.mustVerify()
}

// TestRulesThatCannotCount: rules without a term for a channel that has open cases are refused whole.
func TestRulesThatCannotCount(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelPhone, "", "Вопрос")
	spec := deadline.Defaults()
	kept := spec.Policies[:0]
	for _, p := range spec.Policies {
		if p.ID != "phone.answer" {
			kept = append(kept, p)
		}
	}
	spec.Policies = kept
	doc, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	look, err := d.rules(curator, true, &model.PutPolicies{Spec: doc})
	if err != nil || len(look.Moved) != 1 || look.Moved[0].Fault == "" {
		t.Fatalf("%v %+v", err, look.Moved)
	}
	_, err = d.rules(curator, false, &model.PutPolicies{Spec: doc})
	if model.CodeOf(err) != model.BadData || !strings.Contains(err.Error(), "№ "+id.String()) {
		t.Fatalf("%v", err)
	}
	if _, err := d.rules(preparer, false, &model.PutPolicies{Spec: doc}); model.CodeOf(err) != model.Forbidden {
		t.Fatalf("a unit changed the rules: %v", err)
	}
	d.mustVerify()
}

// TestAnsweredKeepsItsDate: what was answered in time does not become late by rules that came later.
func TestAnsweredKeepsItsDate(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelIM, "701", "Темно")
	d.do(curator, id, &model.Sort{}, &model.WriteDraft{Text: model.Words("Починили.")})
	d.do(curator, id, &model.Approve{})
	d.pass(2 * time.Hour)
	d.do(curator, id, &model.Answer{})
	was := d.appeal(id).Due
	if _, err := d.rules(curator, false, &model.PutPolicies{Spec: policies(t, map[string]string{"im.answer": "1wh"})}); err != nil {
		t.Fatal(err)
	}
	d.do(curator, id, &model.Close{Outcome: model.OutcomeSolved})
	if d.appeal(id).Due != was {
		t.Fatalf("%+v instead of %+v", d.appeal(id).Due, was)
	}
}

// TestWaitPausesByPolicyOnly: «ждём гражданина» stops no shipped clock; with a policy that allows it the mark's times are pauses.
func TestWaitPausesByPolicyOnly(t *testing.T) {
	d := newDesk(t)
	id := d.receive(model.ChannelPhone, "", "Вопрос") // Friday: three working days, Wednesday 25.11
	d.do(curator, id, &model.Sort{}, &model.Wait{On: true})
	if due := d.appeal(id).Due.Channel; due.Date != "2026-11-25" {
		t.Fatalf("a shipped policy pauses: %+v", due)
	}
	spec := deadline.Defaults()
	for i := range spec.Policies {
		if p := &spec.Policies[i]; p.ID == "phone.answer" {
			p.MayPause, p.PauseBasis = true, "регламент, п. 12"
		}
	}
	doc, err := json.Marshal(spec)
	if err != nil {
		t.Fatal(err)
	}
	done, err := d.rules(curator, false, &model.PutPolicies{Spec: doc})
	if err != nil || len(done.Moved) != 1 || done.Moved[0].Words != "срок остановлен" {
		t.Fatalf("%v %+v", err, done.Moved)
	}
	d.pass(5 * 24 * time.Hour) // Saturday to Tuesday lie wholly in the pause
	d.do(curator, id, &model.Wait{On: false})
	if a := d.appeal(id); a.Due.Channel.Date != "2026-11-27" || len(a.Waits) != 1 || a.Waits[0].To == 0 {
		t.Fatalf("%+v %+v", a.Due.Channel, a.Waits)
	}
	d.mustVerify()
}

func (d *desk) snapshot() *Snapshot {
	d.t.Helper()
	snap, err := d.Snapshot(d.ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	return snap
}
