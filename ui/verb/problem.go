package verb

import (
	"context"
	"strconv"

	"kurator/model"
	"kurator/store"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// toProblem offers the open problems to attach the appeals to, or a new one.
func (c *Cases) toProblem(env *pane.Env, t Target) pane.Outcome {
	s, actor, ids := env.Store, env.Me.Actor, t.IDs()
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		list, err := s.Problems(ctx, actor)
		if err != nil {
			return pane.Nothing(), err
		}
		choices := []widget.Choice{{ID: "0", Label: "Новая проблема"}}
		for _, p := range list {
			if p.Stage.Open() {
				choices = append(choices, widget.Choice{ID: strconv.FormatInt(p.ID, 10), Label: p.Title, Hint: p.Stage.Title()})
			}
		}
		return pane.Push(overlay.NewChoose("К какой проблеме приложить", "проблема", choices, func(env *pane.Env, choice widget.Choice) pane.Outcome {
			id, _ := strconv.ParseInt(choice.ID, 10, 64) // ids of the choices above
			if id != 0 {
				return Run(env, attachOp(id, ids))
			}
			return newProblem(ids)
		})), nil
	})
}

func attachOp(id int64, ids []model.AppealID) store.Op {
	return store.Op{Title: "Приложено к проблеме № " + strconv.FormatInt(id, 10), Steps: []store.Step{{Ref: model.Ref{Noun: model.NounProblem, ID: id},
		Action: &model.AttachCases{Cases: ids}}}}
}

// newProblem asks what the problem is called, and opens it with the appeals attached as one step.
func newProblem(ids []model.AppealID) pane.Outcome {
	return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Новая проблема: что не так и где", Hint: "без имён и адресов граждан",
		Check: func(text string) error {
			if text == "" {
				return model.Faultf(model.Usage, "Назовите проблему одной строкой.")
			}
			return nil
		},
		Then: func(env *pane.Env, text string) pane.Outcome {
			return look(env, func(ctx context.Context) (pane.Outcome, error) {
				r, err := env.Store.Do(ctx, env.Me.Actor, store.Op{Title: "Заведена проблема: " + text, Steps: []store.Step{
					{Ref: model.Ref{Noun: model.NounProblem}, Action: &model.PutProblem{Title: text, Cases: ids}}}})
				if err != nil {
					return pane.Nothing(), err
				}
				return pane.Done("Заведена проблема: "+text, r.Changed...), nil
			})
		}}))
}
