package verb

import (
	"kurator/model"
	"kurator/model/workflow"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Show asks the card to show an appeal whole: with personal data, where the person may see it, and a line in the journal.
type Show struct{ ID model.AppealID }

// Edit asks the card to open the editor on an appeal, at a byte of its text.
type Edit struct {
	ID model.AppealID
	At int
}

func (c *Cases) draft(_ *pane.Env, t Target) pane.Outcome {
	return pane.Show("card", Edit{ID: t.Appeal.ID})
}

// submit hands the draft on; for a unit it says who vouches for it.
func (c *Cases) submit(env *pane.Env, t Target) pane.Outcome {
	return c.do(env, t, submitTitle(t), func() model.Action { return &model.Submit{} })
}

func submitTitle(t Target) string {
	if t.Appeal != nil && t.Appeal.Stage == model.StageReview {
		return "Передано на утверждение"
	}
	return "Проект передан куратору"
}

// approve reads the text, then signs it. Where approval is given in another system, it asks who gave it there. Among many, what must not go out is
// skipped by the store, and the preview says why.
func (c *Cases) approve(env *pane.Env, t Target) pane.Outcome {
	if t.many() {
		return c.sign(env, t)
	}
	return readFirst(env, t.Appeal, func(env *pane.Env) pane.Outcome { return c.sign(env, t) })
}

func (c *Cases) sign(env *pane.Env, t Target) pane.Outcome {
	if t.many() || !env.Snap.Office.Settings.Approval[t.Appeal.Channel()].Elsewhere || env.Me.Has(model.RoleHead, model.RoleCoordinator) {
		return c.do(env, t, "Утверждено", func() model.Action { return &model.Approve{} })
	}
	fields := []widget.Field{{ID: "who", Label: "Кто утвердил", Hint: "должность, фамилия"},
		{ID: "document", Label: "Номер документа", Hint: "если есть"}}
	return pane.Push(overlay.NewForm("Утверждено в другой системе: № "+t.Appeal.ID.String(), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return Run(env, one("Утверждено", t.Appeal, &model.Approve{Who: v("who"), Document: v("document")}))
	}).Check(required("who", "Напишите, кто утвердил ответ.")))
}

// sendBack asks for the reason from the dictionary, then for a word to the unit.
func (c *Cases) sendBack(_ *pane.Env, t Target) pane.Outcome {
	var list []widget.Choice
	for _, r := range workflow.ReturnReasons() {
		list = append(list, widget.Choice{ID: r, Label: r})
	}
	return pane.Push(overlay.NewChoose("Почему проект возвращается", "причина", list, func(_ *pane.Env, ch widget.Choice) pane.Outcome {
		return pane.Push(overlay.NewPrompt(overlay.Ask{Title: "Что исправить (можно не писать)", Hint: "Enter — вернуть",
			Then: func(env *pane.Env, text string) pane.Outcome {
				return c.do(env, t, "Возвращено на доработку", func() model.Action {
					return &model.Return{Reason: ch.ID, Comment: model.Words(text)}
				})
			}}))
	}))
}

// required makes the check of a form that needs one field.
func required(field, sentence string) func(*pane.Env, overlay.Values) (string, string) {
	return func(_ *pane.Env, v overlay.Values) (string, string) {
		if v(field) == "" {
			return field, sentence
		}
		return "", ""
	}
}
