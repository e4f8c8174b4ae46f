package verb

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/overlay"
	"kurator/ui/pane"
)

// previewed is what a bulk operation would do.
type previewed struct {
	op     store.Op
	result store.Result
	err    error
}

// preview asks the store what an operation on many would do; nothing is changed.
func (c *Cases) preview(env *pane.Env, op store.Op) pane.Outcome {
	trial := op
	trial.Preview = true
	ctx, s, actor := env.Ctx, env.Store, env.Me.Actor
	return pane.Await(func() tea.Msg {
		result, err := s.Do(context.WithoutCancel(ctx), actor, trial)
		return previewed{op, result, err}
	})
}

// confirm shows «изменится N, нельзя M (почему)» and does it as one step.
func (c *Cases) confirm(_ *pane.Env, p previewed) pane.Outcome {
	if p.err != nil {
		return pane.Fail(p.err)
	}
	changed, skipped, same := p.sums()
	if changed == 0 {
		return pane.Outcome{Toast: &pane.Toast{Text: "Изменить нечего: " + reasons(p.result.Skipped), Warn: true}}
	}
	effect := "Изменится: " + russian.Count(changed, "обращение", "обращения", "обращений") + "."
	if skipped > 0 {
		effect += "\nНельзя: " + russian.Number(int64(skipped)) + " — " + reasons(p.result.Skipped)
	}
	if same > 0 {
		effect += "\nБез изменений: " + russian.Number(int64(same)) + "."
	}
	effect += "\nОтменяется одним действием."
	op := p.op
	op.Title += ": " + russian.Count(changed, "обращение", "обращения", "обращений")
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: p.op.Title, Effect: effect, Yes: "Изменить", Undoable: true,
		Then: func(env *pane.Env) pane.Outcome { return Run(env, op) }}))
}

// sums are how many appeals would be changed, are refused, and would stay as they are.
func (p previewed) sums() (changed, skipped, same int) {
	all, touched, refused := map[model.Ref]bool{}, map[model.Ref]bool{}, map[model.Ref]bool{}
	for _, s := range p.op.Steps {
		all[s.Ref] = true
	}
	for _, ref := range p.result.Changed {
		touched[ref] = true
	}
	for _, s := range p.result.Skipped {
		if !touched[s.Ref] {
			refused[s.Ref] = true
		}
	}
	return len(touched), len(refused), len(all) - len(touched) - len(refused)
}

// assignMany previews giving many to one unit; what is new is sorted with it, as with one.
func (c *Cases) assignMany(env *pane.Env, marks []model.AppealID, unit model.UnitID) pane.Outcome {
	ctx, s, actor, title := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor, "Назначено ("+env.Snap.Office.UnitTitle(unit)+")"
	return pane.Await(func() tea.Msg {
		op := store.Op{Title: title, Partial: true}
		stages, err := s.StagesOf(ctx, marks)
		if err != nil {
			return previewed{op: op, err: err}
		}
		for _, id := range marks {
			if stages[id] == model.StageNew {
				op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: &model.Sort{}})
			}
			op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: &model.Assign{Unit: unit}})
		}
		trial := op
		trial.Preview = true
		result, err := s.Do(ctx, actor, trial)
		return previewed{op, result, err}
	})
}

// reasons are the different reasons of what was skipped, the first few.
func reasons(skipped []store.Skip) string {
	var list []string
	seen := map[string]bool{}
	for _, s := range skipped {
		reason := s.Say
		if _, after, ok := strings.Cut(reason, ": "); ok && strings.HasPrefix(reason, "Обращение №") {
			reason = after // the number differs, the reason is the same
		}
		if !seen[reason] && len(list) < 3 {
			seen[reason] = true
			begin := russian.Sentence
			if len(list) == 0 {
				begin = russian.Clause // it stands behind a colon or a dash
			}
			list = append(list, begin(reason))
		}
	}
	return strings.Join(list, " ")
}

func skippedWords(skipped []store.Skip) string {
	return "Пропущено " + russian.Number(int64(len(skipped))) + ": " + reasons(skipped)
}
