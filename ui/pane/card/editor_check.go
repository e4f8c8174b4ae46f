package card

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/lint"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// proofread is the answer to a check of what stands in the editor.
type proofread struct {
	id    model.AppealID
	text  string
	found []lint.Finding
	err   error
}

// check reads the text as it will be read before its approval.
func (c *Card) check(env *pane.Env) pane.Outcome {
	text := c.editor.text.Value()
	if text == "" {
		return pane.Say("Проверять нечего: текста ещё нет")
	}
	ctx, s, actor, id, phrases := env.Ctx, env.Store, env.Me.Actor, c.editor.id, env.Config.Lint.Phrases
	return pane.Await(func() tea.Msg {
		found, err := s.Proofread(ctx, actor, id, text, phrases)
		return proofread{id, text, found, err}
	})
}

// remarks lists what was found; choosing one goes to its place in the text.
func (c *Card) remarks(_ *pane.Env, p proofread) pane.Outcome {
	switch {
	case p.err != nil:
		return pane.Fail(p.err)
	case c.editor == nil || c.editor.id != p.id:
		return pane.Nothing()
	case len(p.found) == 0:
		return pane.Say("Замечаний нет")
	}
	list := verb.RemarkChoices(p.found, p.text)
	return pane.Push(overlay.NewChoose("Замечания к тексту: "+strconv.Itoa(len(p.found)), "Enter — к месту в тексте", list,
		func(_ *pane.Env, ch widget.Choice) pane.Outcome {
			if at, ok := verb.RemarkPlace(ch.ID, p.found); ok && c.editor != nil && c.editor.text.Value() == p.text {
				c.editor.text.MoveTo(at)
			}
			return pane.Nothing()
		}))
}
