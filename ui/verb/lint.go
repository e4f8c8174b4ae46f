package verb

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/lint"
	"kurator/model/russian"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// fragmentRunes is how much of a text a remark shows.
const fragmentRunes = 40

// RemarkChoices are findings for a menu, those that block approval first. The sign before a remark says which they are.
func RemarkChoices(found []lint.Finding, text string) []widget.Choice {
	var list []widget.Choice
	for _, blocks := range []bool{true, false} {
		for i, f := range found {
			if f.Blocks != blocks {
				continue
			}
			ch := widget.Choice{ID: strconv.Itoa(i), Label: f.Say, Group: "Советы"}
			if blocks {
				ch.Label, ch.Group = "! "+f.Say, "Утвердить нельзя, пока не исправлено"
			}
			if f.End > f.Start && !strings.Contains(f.Say, text[f.Start:f.End]) {
				ch.Hint = "«" + fragment(text[f.Start:f.End]) + "»"
			}
			list = append(list, ch)
		}
	}
	return list
}

func fragment(s string) string {
	runes := []rune(clean.Line(s))
	if len(runes) > fragmentRunes {
		return string(runes[:fragmentRunes-1]) + "…"
	}
	return string(runes)
}

// RemarkPlace is where in the text a chosen remark stands; false when it is about the whole.
func RemarkPlace(id string, found []lint.Finding) (offset int, ok bool) {
	i, err := strconv.Atoi(id)
	if err != nil || i < 0 || i >= len(found) || found[i].End == 0 {
		return 0, false
	}
	return found[i].Start, true
}

// approveAnyway is the id of the choice that goes on in spite of advice.
const approveAnyway = "approve"

// readFirst reads the answer before it is approved. Without remarks it goes on at once; with advice only, the person may go on or
// put it right; what blocks can only be put right.
func readFirst(env *pane.Env, a *model.Appeal, goOn func(env *pane.Env) pane.Outcome) pane.Outcome {
	id, s, actor, phrases := a.ID, env.Store, env.Me.Actor, env.Config.Lint.Phrases
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		d := card.Appeal.CurrentDraft()
		if d == nil || !card.Text { // the store says what is wrong, or reads it itself
			return goOn(env), nil
		}
		found, err := s.Proofread(ctx, actor, id, d.Text.Body, phrases)
		if err != nil {
			return pane.Nothing(), err
		}
		if len(found) == 0 {
			return goOn(env), nil
		}
		return pane.Push(remarksBefore(id, found, d.Text.Body, goOn)), nil
	})
}

func remarksBefore(id model.AppealID, found []lint.Finding, text string, goOn func(env *pane.Env) pane.Outcome) *overlay.Choose {
	list := RemarkChoices(found, text)
	title := "Утвердить нельзя: № " + id.String()
	if len(lint.Blocking(found)) == 0 {
		title = "Перед утверждением: № " + id.String()
		list = append([]widget.Choice{{ID: approveAnyway, Label: "Утвердить: " + russian.Count(len(found), "замечание — совет", "замечания — советы", "замечаний — советы"),
			Group: "Решение"}}, list...)
	}
	return overlay.NewChoose(title, "Enter — исправить в этом месте", list, func(env *pane.Env, ch widget.Choice) pane.Outcome {
		if ch.ID == approveAnyway {
			return goOn(env)
		}
		at, _ := RemarkPlace(ch.ID, found)
		return pane.Show("card", Edit{ID: id, At: at})
	})
}
