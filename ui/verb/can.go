package verb

import (
	"errors"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/workflow"
	"kurator/ui/action"
	"kurator/ui/pane"
)

// memo remembers what can be done with the appeals asked about last: the footer and help ask about every command on every frame, and a cursor
// comes back to rows it has left.
type memo struct {
	env    *pane.Env
	answer map[asked]map[action.ID]error
	some   map[action.ID]error // of many at once
}

// asked is an appeal at one revision.
type asked struct {
	id    model.AppealID
	rev   int64
	whole bool
}

// remembered is for how many appeals.
const remembered = 64

func (m *memo) can(env *pane.Env, id action.ID, t Target) error {
	if m.env != env || len(m.answer) > remembered {
		m.renew(env)
	}
	about := asked{t.Appeal.ID, t.Appeal.Rev, t.Whole}
	answers := m.answer[about]
	if answers == nil {
		answers = map[action.ID]error{}
		m.answer[about] = answers
	}
	err, known := answers[id]
	if !known {
		err = brief(can(env, id, t))
		answers[id] = err
	}
	return err
}

func (m *memo) renew(env *pane.Env) {
	*m = memo{env: env, answer: map[asked]map[action.ID]error{}, some: map[action.ID]error{}}
}

// canSome asks whether there may be an appeal the command can be done with.
func (m *memo) canSome(env *pane.Env, id action.ID) error {
	if m.env != env {
		m.renew(env)
	}
	err, known := m.some[id]
	if !known {
		for _, probe := range probes(env, id, &model.Appeal{Stage: model.StageAssigned}) {
			if err = env.Me.CanSome(probe); err != nil {
				break
			}
		}
		if id == "case.problem" {
			err = can(env, id, Target{Appeal: &model.Appeal{}})
		}
		m.some[id] = err
	}
	return err
}

// brief says a refusal without naming the appeal and its stage: the person has it under the cursor.
func brief(err error) error {
	var fault *model.Fault
	if !errors.As(err, &fault) {
		return err
	}
	_, reason, long := strings.Cut(fault.Say, "»: ")
	if !long || !strings.HasPrefix(fault.Say, "Обращение № ") {
		return err
	}
	return &model.Fault{Code: fault.Code, Say: russian.Sentence(reason), Cause: fault.Cause}
}

// can asks the rights and the reducer itself, with an action that stands for what will be filled in: a refusal because of a
// missing value means that the command will ask for it.
func can(env *pane.Env, id action.ID, t Target) error {
	a := t.Appeal
	switch id {
	case "case.copy_text", "case.plain":
		if a.Stage == model.StageNew {
			return model.Faultf(model.Stage, "Ответа ещё нет.")
		}
		return nil
	case "case.problem":
		return env.Me.Can(&model.AttachCases{}, nil)
	case "case.why", "case.history", "case.waterfall", "case.files", "case.copy", "case.link", "case.twins":
		return nil
	}
	for _, probe := range probes(env, id, a) {
		if err := env.Me.Can(probe, a); err != nil {
			return err
		}
		next, err := tryOn(env, a, probe)
		if err != nil {
			return err
		}
		a = next
	}
	return nil
}

// tryOn applies a probe to the appeal in memory.
func tryOn(env *pane.Env, a *model.Appeal, probe model.Action) (*model.Appeal, error) {
	now := model.InstantOf(env.Now())
	rules := workflow.Rules{Office: env.Snap.Office, Deadlines: func(a *model.Appeal) (model.Due, error) { return a.Due, nil }}
	next, _, err := rules.Apply(*a, probe, model.Moment{Happened: now, Recorded: now, Actor: env.Me.Actor})
	var fault *model.Fault
	if errors.As(err, &fault) && fault.Code == model.Usage {
		return a, nil
	}
	if err != nil {
		return nil, err
	}
	return &next, nil
}

// probes are actions of the kind a command will do.
func probes(env *pane.Env, id action.ID, a *model.Appeal) []model.Action {
	switch id {
	case "triage.accept":
		return []model.Action{&model.Sort{}, &model.Assign{Unit: someUnit(env, a)}}
	case "case.sort":
		return []model.Action{&model.Sort{}}
	case "case.assign":
		if a.Stage == model.StageNew {
			return []model.Action{&model.Sort{}, &model.Assign{Unit: someUnit(env, a)}}
		}
		return []model.Action{&model.Assign{Unit: someUnit(env, a)}}
	case "case.submit":
		return []model.Action{&model.Submit{}}
	case "case.submit_told":
		return []model.Action{&model.WriteDraft{Text: model.Words("…")}, &model.Submit{}}
	case "case.keep":
		return []model.Action{&model.KeepPromise{}}
	case "case.draft":
		return []model.Action{&model.WriteDraft{Text: model.Words("…")}}
	case "case.approve":
		return []model.Action{&model.Approve{}}
	case "case.return":
		return []model.Action{&model.Return{Reason: "…"}}
	case "case.answer", "publish.record":
		return []model.Action{&model.Answer{}}
	case "case.close":
		if a.Stage.Open() {
			return []model.Action{&model.Close{Outcome: model.OutcomeNotNeeded, Reason: "…"}}
		}
		return []model.Action{&model.Close{}}
	case "case.reopen":
		return []model.Action{&model.Reopen{Reason: "…"}}
	case "case.extend":
		if owesNotice(a) {
			return []model.Action{&model.Extend{Notified: model.DateOf(model.InstantOf(env.Now()), env.Zone)}}
		}
		return []model.Action{&model.Extend{Days: 1, Reason: "…"}}
	case "case.redirect":
		return []model.Action{&model.Redirect{To: "…"}}
	case "case.promise":
		return []model.Action{&model.Defer{Date: model.DateOf(model.InstantOf(env.Now()), env.Zone)}}
	case "case.wait":
		return []model.Action{&model.Wait{On: !a.Waiting}}
	case "case.sheet":
		return []model.Action{&model.Issue{}}
	case "case.attach":
		return []model.Action{&model.Attach{}}
	case "case.score":
		return []model.Action{&model.ScoreAnswer{}}
	case "case.rate":
		return []model.Action{&model.Rate{Mark: model.LowMark + 1}}
	case "case.note":
		return []model.Action{&model.AddNote{Text: model.Words("…")}}
	}
	return nil
}

// someUnit is any unit the appeal is not with: assigning to the same one is refused for that reason only.
func someUnit(env *pane.Env, a *model.Appeal) model.UnitID {
	for _, u := range env.Snap.Office.UnitList() {
		if u.ID != a.Unit {
			return u.ID
		}
	}
	return 0
}
