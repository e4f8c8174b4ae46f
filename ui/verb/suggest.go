package verb

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Advised asks what the office's own past says of an appeal, for one that is not given to anybody yet. It runs beside the loop.
func Advised(ctx context.Context, advisor *exchange.Advisor, a *model.Appeal) (exchange.Advice, error) {
	if advisor == nil || a.Body.Body == "" || (a.Stage != model.StageNew && a.Stage != model.StageSorted) {
		return exchange.Advice{}, nil
	}
	return advisor.Of(ctx, a.Channel(), a.Body.Body)
}

// WantsAdvice tells whether a suggestion has anything to say about an appeal: its topic is not named, or no unit is known to answer for it.
func WantsAdvice(env *pane.Env, a *model.Appeal) bool {
	return a.Topic.Title == "" || Proposal(env, a) == 0
}

// sureWords is a suggestion with its confidence and the words that decided: «83 %: батареи, котельная».
func sureWords(sure float64, because []string) string {
	words := russian.Percent(100*sure, 0)
	if len(because) > 0 {
		words += ": " + clean.Line(strings.Join(because, ", "))
	}
	return words
}

// assignAdvised opens the menu of units with the suggestion under the cursor. Nothing is assigned before the person has seen it.
func (c *Cases) assignAdvised(env *pane.Env, t Target) pane.Outcome {
	id, s, actor, advisor := t.Appeal.ID, env.Store, env.Me.Actor, env.Advice
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Peek(ctx, actor, id)
		if err != nil {
			return pane.Nothing(), err
		}
		advice, err := Advised(ctx, advisor, &card.Appeal)
		if err != nil {
			return pane.Nothing(), err
		}
		return c.assignMenu(env, t, advice.Unit, 0, "подсказка "+sureWords(advice.UnitSure, advice.UnitBecause)), nil
	})
}

// assignMenu asks for the unit; hint says why the proposed one stands first.
func (c *Cases) assignMenu(env *pane.Env, t Target, proposed, current model.UnitID, hint string) pane.Outcome {
	choices := unitChoices(env, proposed, current)
	for i := range choices {
		if hint != "" && proposed != 0 && choices[i].ID == unitKey(proposed) {
			choices[i].Hint = hint
		}
	}
	menu := overlay.NewChoose("Кому назначить", "подразделение", choices, func(env *pane.Env, ch widget.Choice) pane.Outcome {
		unit, ok := unitOf(env, ch.ID)
		if !ok {
			return pane.Nothing()
		}
		if t.many() {
			return c.assignMany(env, t.Marks, unit)
		}
		if t.Appeal.Stage == model.StageNew {
			return c.take(env, t, unit)
		}
		return c.do(env, t, "Назначено ("+env.Snap.Office.UnitTitle(unit)+")", func() model.Action { return &model.Assign{Unit: unit} })
	})
	if proposed != 0 {
		menu.Select(unitKey(proposed))
	}
	return pane.Push(menu)
}

// AdviceParagraphs are the lines of a card about what the past suggests; nothing where the channel or the topic has decided.
func AdviceParagraphs(env *pane.Env, a *model.Appeal, advice exchange.Advice) []widget.Paragraph {
	var list []widget.Paragraph
	line := func(text string, sure float64, because []string) {
		list = append(list, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: "Подсказка: ", Role: theme.Muted}, {Text: clean.Line(text), Role: theme.Accent},
			{Text: " — " + sureWords(sure, because), Role: theme.Muted}}})
	}
	if advice.Unit != 0 && Proposal(env, a) == 0 {
		line(env.Snap.Office.UnitTitle(advice.Unit), advice.UnitSure, advice.UnitBecause)
	}
	if advice.Topic != "" && a.Topic.Title == "" {
		line("тема «"+advice.Topic+"»", advice.TopicSure, advice.TopicBecause)
	}
	return list
}
