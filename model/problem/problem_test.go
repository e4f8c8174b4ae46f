package problem_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/problem"
)

func office() *model.Office {
	return &model.Office{Settings: model.Settings{Zone: "UTC"}, Units: map[model.UnitID]model.Unit{1: {ID: 1, Name: "ЖКХ"}},
		Targets: map[int64]model.Target{1: {ID: 1, Figure: "overdue"}}}
}

const start = model.Instant(1_790_000_000) // 2026-09-21

func at(days int) model.Moment {
	i := start + model.Instant(days*86400)
	return model.Moment{Happened: i, Recorded: i, Actor: model.Actor{Official: 1}}
}

// live does actions one after another; each must be allowed.
func live(t *testing.T, actions ...model.Action) model.Problem {
	t.Helper()
	var p *model.Problem
	for i, a := range actions {
		next, events, err := problem.Apply(office(), p, 1, a, at(i))
		if err != nil {
			t.Fatalf("%s: %v", a.Name(), err)
		}
		if len(events) != 1 || events[0].Say == "" {
			t.Fatalf("%s: events %+v", a.Name(), events)
		}
		p = &next
	}
	return *p
}

func put() *model.PutProblem {
	return &model.PutProblem{Title: "Котельная № 2 не держит температуру", Unit: 1, Place: "пгт Ревда", Query: "котельная"}
}

func TestLife(t *testing.T) {
	steps := []model.Action{put(), &model.AttachCases{Cases: []model.AppealID{1, 2, 2}}, &model.PutHypothesis{Text: "Изношен насос"},
		&model.AddEvidence{Hypothesis: 1, Text: "Акт осмотра", Source: "акт № 3"}, &model.NameCause{Cause: model.CauseWear, Words: "насос 1987 года"},
		&model.PutMeasure{Measure: model.Measure{What: "Заменить насос", Unit: 1, State: model.MeasureGoing}},
		&model.PutMeasure{Measure: model.Measure{ID: 1, What: "Заменить насос", Unit: 1, State: model.MeasureDone}},
		&model.SolveProblem{Outcome: "Температура держится"}, &model.ReturnProblem{Messages: 4}}
	want := []model.ProblemStage{model.ProblemNoticed, model.ProblemNoticed, model.ProblemStudied, model.ProblemStudied, model.ProblemCause,
		model.ProblemMeasures, model.ProblemMeasures, model.ProblemSolved, model.ProblemReturned}
	for i := range steps {
		if p := live(t, steps[:i+1]...); p.Stage != want[i] {
			t.Errorf("after %s the stage is %s, want %s", steps[i].Name(), p.Stage, want[i])
		}
	}
	p := live(t, steps...)
	if len(p.Symptoms) != 2 || p.Returns != 1 || !strings.Contains(p.Why, "4 сообщения") || p.Measures[0].Done == "" || len(p.Life) != 6 {
		t.Errorf("%+v", p)
	}
}

func TestDetachedStaysOff(t *testing.T) {
	p := live(t, put(), &model.AttachCases{Cases: []model.AppealID{1, 2}, ByQuery: true}, &model.DetachCases{Cases: []model.AppealID{2}})
	if _, _, err := problem.Apply(office(), &p, 1, &model.AttachCases{Cases: []model.AppealID{2}, ByQuery: true}, at(9)); err == nil {
		t.Error("the query brought back what was taken off by hand")
	}
	next, _, err := problem.Apply(office(), &p, 1, &model.AttachCases{Cases: []model.AppealID{2}}, at(9))
	if err != nil || !next.Symptomatic(2) || len(next.Detached) != 0 {
		t.Errorf("by hand: %+v %v", next, err)
	}
}

func TestRefused(t *testing.T) {
	solved := live(t, put(), &model.NameCause{Cause: model.CauseWear}, &model.SolveProblem{Outcome: "да"})
	open := live(t, put(), &model.PutHypothesis{Text: "x"}, &model.PutMeasure{Measure: model.Measure{What: "насос", Unit: 1}})
	for name, test := range map[string]struct {
		state  *model.Problem
		action model.Action
		code   model.Code
		say    string
	}{
		"nothing there":             {nil, &model.NameCause{}, model.NotFound, "нет"},
		"no title":                  {nil, &model.PutProblem{}, model.Usage, "Назовите"},
		"unknown unit":              {nil, &model.PutProblem{Title: "x", Unit: 7}, model.NotFound, "подразделения"},
		"a cause of no dictionary":  {&open, &model.NameCause{Cause: "moon"}, model.Usage, "словаря"},
		"other without words":       {&open, &model.NameCause{Cause: model.CauseOther}, model.Usage, "словами"},
		"evidence for nothing":      {&open, &model.AddEvidence{Hypothesis: 5, Text: "x"}, model.NotFound, "Гипотезы 5"},
		"a measure of nobody":       {&open, &model.PutMeasure{Measure: model.Measure{What: "x"}}, model.Usage, "кто отвечает"},
		"done tomorrow":             {&open, &model.PutMeasure{Measure: model.Measure{What: "x", Unit: 1, State: model.MeasureDone, Done: "2027-01-01"}}, model.Usage, "не наступил"},
		"solved while measures go":  {&open, &model.SolveProblem{Outcome: "x"}, model.Stage, "«насос»"},
		"a cause after the end":     {&solved, &model.NameCause{Cause: model.CauseWear}, model.Stage, "решена"},
		"an open one does not come": {&open, &model.ReturnProblem{Reason: "x"}, model.Stage, "в работе"},
		"attached twice":            {&open, &model.AttachCases{}, model.Usage, "уже приложены"},
		"an action on an appeal":    {&open, &model.Submit{}, model.Usage, "не относится"},
	} {
		_, _, err := problem.Apply(office(), test.state, 1, test.action, at(9))
		if model.CodeOf(err) != test.code || !strings.Contains(err.Error(), test.say) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestApplyLeavesTheStateAlone(t *testing.T) {
	p := live(t, put(), &model.AttachCases{Cases: []model.AppealID{1, 2, 3}}, &model.PutHypothesis{Text: "x"}, &model.AddEvidence{Hypothesis: 1, Text: "a"},
		&model.PutMeasure{Measure: model.Measure{What: "насос", Unit: 1}})
	before := live(t, put(), &model.AttachCases{Cases: []model.AppealID{1, 2, 3}}, &model.PutHypothesis{Text: "x"}, &model.AddEvidence{Hypothesis: 1, Text: "a"},
		&model.PutMeasure{Measure: model.Measure{What: "насос", Unit: 1}})
	for _, a := range []model.Action{&model.DetachCases{Cases: []model.AppealID{1}}, &model.AddEvidence{Hypothesis: 1, Text: "b"},
		&model.PutHypothesis{ID: 1, Verdict: model.VerdictRejected}, &model.PutMeasure{Measure: model.Measure{ID: 1, What: "y", Unit: 1, State: model.MeasureGoing}}} {
		if _, _, err := problem.Apply(office(), &p, 1, a, at(9)); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(p, before) {
			t.Errorf("%s changed what was passed in", a.Name())
		}
	}
}

func days(list ...int) []model.Instant {
	var out []model.Instant
	for _, d := range list {
		out = append(out, start+model.Instant(d*86400+3600))
	}
	return out
}

func TestEffect(t *testing.T) {
	// Two a day for ten days, the measure on day 10, then one in ten days.
	var list []int
	for d := range 10 {
		list = append(list, d, d)
	}
	list = append(list, 10, 14) // the day itself counts for neither
	first := time.Unix(int64(start), 0).UTC()
	date := func(d int) model.Date { return model.Date(first.AddDate(0, 0, d).Format(time.DateOnly)) }
	c := problem.CourseOf(days(list...), date(20), time.UTC)
	e := c.EffectOf(date(10))
	if e.Days != 10 || e.Before != 20 || e.After != 1 || !e.Sure || e.Rate != [2]float64{14, 0.7} || math.Abs(e.Change+95) > 1e-9 {
		t.Errorf("%+v", e)
	}
	if e := c.EffectOf(date(20)); e.Days != 0 || e.Words() != "после этого дня ещё ничего не прошло" {
		t.Errorf("on the last day: %+v", e)
	}
	few := problem.CourseOf(days(0, 1, 2, 5), date(10), time.UTC).EffectOf(date(4))
	if few.Sure || !few.Small() {
		t.Errorf("four messages prove nothing: %+v", few)
	}
	even := problem.CourseOf(days(0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12), date(13), time.UTC).EffectOf(date(6))
	if even.Sure || even.Before != 6 || even.After != 6 {
		t.Errorf("equal rates: %+v", even)
	}
	sum := 0
	for _, b := range c.Bars(5) {
		sum += b.N
	}
	if sum != len(list) || len(c.Bars(5)) > 5 {
		t.Errorf("bars %+v", c.Bars(5))
	}
}

func TestRecurs(t *testing.T) {
	p := live(t, put(), &model.NameCause{Cause: model.CauseWear}, &model.SolveProblem{Outcome: "да"}) // solved on day 2
	if n, back := problem.Recurs(&p, days(0, 1, 3, 4)); n != 2 || back {
		t.Errorf("two messages: %d %v", n, back)
	}
	if n, back := problem.Recurs(&p, days(0, 3, 4, 31)); n != 3 || !back {
		t.Errorf("three messages: %d %v", n, back)
	}
	if _, back := problem.Recurs(&p, days(40, 41, 42)); back {
		t.Error("a month later is another story")
	}
	p.Threshold = 1
	if _, back := problem.Recurs(&p, days(3)); !back {
		t.Error("the problem's own threshold was not asked")
	}
}

func TestProposals(t *testing.T) {
	put := &model.PutProposal{Kind: model.ProposalToUnit, To: 1, What: "Заменить насос", Figures: []model.Frozen{{Name: "Сообщений", Value: "15"}}, Watermark: "данные на 01.10.2026"}
	p, _, err := problem.ApplyProposal(office(), nil, 1, put, at(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []model.ProposalState{model.ProposalSent, model.ProposalAccepted, model.ProposalDone} {
		if p, _, err = problem.ApplyProposal(office(), &p, 1, &model.MoveProposal{State: s, Effect: "сообщений нет"}, at(1)); err != nil || p.State != s {
			t.Fatal(s, err)
		}
	}
	other := *put
	other.Figures = []model.Frozen{{Name: "Сообщений", Value: "16"}}
	if _, _, err := problem.ApplyProposal(office(), &p, 1, &other, at(2)); model.CodeOf(err) != model.Stage {
		t.Errorf("frozen figures changed: %v", err)
	}
	same := *put
	same.Remark = "обсудили"
	if next, _, err := problem.ApplyProposal(office(), &p, 1, &same, at(2)); err != nil || next.Remark != "обсудили" {
		t.Errorf("a remark: %v", err)
	}
	draft, _, _ := problem.ApplyProposal(office(), nil, 2, &model.PutProposal{Kind: model.ProposalOnline, What: "x"}, at(0))
	if _, _, err := problem.ApplyProposal(office(), &draft, 2, &model.MoveProposal{State: model.ProposalSent}, at(1)); err == nil {
		t.Error("sent without a basis")
	}
	if _, _, err := problem.ApplyProposal(office(), &draft, 2, &model.MoveProposal{State: model.ProposalDone}, at(1)); model.CodeOf(err) != model.Stage {
		t.Errorf("done before it was sent: %v", err)
	}
	if _, _, err := problem.ApplyDirection(office(), 1, &model.PutDirection{Direction: model.Direction{Title: "Сроки", From: "2026-01-01", Targets: []int64{2}}}); model.CodeOf(err) != model.NotFound {
		t.Errorf("a target that is not there: %v", err)
	}
}
