package verb

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

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
	return pane.Work(func() tea.Msg {
		result, err := s.Do(context.WithoutCancel(ctx), actor, trial)
		return previewed{op, result, err}
	})
}

// confirm shows «изменится N, нельзя M (почему)» and does it as one step.
func (c *Cases) confirm(_ *pane.Env, p previewed) pane.Outcome {
	if p.err != nil {
		return pane.Fail(p.err)
	}
	changed, skipped := len(p.result.Changed), len(p.result.Skipped)
	same := len(p.op.Steps) - changed - skipped
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
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: p.op.Title, Effect: effect, Yes: "Изменить",
		Then: func(env *pane.Env) pane.Outcome { return Run(env, op) }}))
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
			list = append(list, reason)
		}
	}
	return strings.Join(list, " ")
}

func skippedWords(skipped []store.Skip) string {
	return "Пропущено " + russian.Number(int64(len(skipped))) + ": " + reasons(skipped)
}
