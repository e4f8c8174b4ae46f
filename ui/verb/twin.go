package verb

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// shareChoice is the entry that gives the draft to all that are tied.
const shareChoice = "share"

// twins lists what is tied to the appeal and what is similar to it.
func (c *Cases) twins(env *pane.Env, t Target) pane.Outcome {
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		all, err := s.Twins(ctx, actor, id)
		if err != nil {
			return pane.Nothing(), err
		}
		if len(all.Tied)+len(all.Similar) == 0 {
			return pane.Say("Похожих обращений не найдено"), nil
		}
		var choices []widget.Choice
		known := map[string]store.Twin{}
		add := func(list []store.Twin, group string) {
			for _, x := range list {
				key := x.ID.String()
				known[key] = x
				choices = append(choices, widget.Choice{ID: key, Label: twinLine(env, x), Hint: likeness(x), Group: group, Words: strings.Join(x.Why, " ")})
			}
		}
		add(all.Tied, "Связаны: ответ в каждом канале свой")
		if len(all.Tied) > 0 {
			choices = append(choices, widget.Choice{ID: shareChoice, Label: "Передать проект ответа этого обращения связанным", Group: "Связаны: ответ в каждом канале свой"})
		}
		add(all.Similar, "Похожие")
		title := "Похожие на № " + id.String()
		if all.Surge > 0 {
			title += " · всплеск: " + strconv.Itoa(all.Surge) + " за трое суток"
		}
		return pane.Push(overlay.NewChoose(title, "номер, слово", choices, func(env *pane.Env, ch widget.Choice) pane.Outcome {
			if ch.ID == shareChoice {
				return work(env, func(ctx context.Context) (store.Result, string, error) {
					r, err := exchange.ShareDraft(ctx, s, actor, id)
					return r, "Проект передан связанным", err
				})
			}
			return c.twin(id, known[ch.ID])
		})), nil
	})
}

func twinLine(env *pane.Env, x store.Twin) string {
	parts := []string{"№ " + x.ID.String(), strings.TrimSpace(x.Channel.Title() + " " + clean.Line(x.Number)), russian.DateShort(x.Received.In(env.Zone)), x.Stage.Title()}
	if x.Place != "" {
		parts = append(parts, clean.Line(x.Place))
	}
	return strings.Join(parts, " · ")
}

func likeness(x store.Twin) string {
	if x.Score == 0 {
		return ""
	}
	return russian.Percent(100*x.Score, 0)
}

// twin asks what to do with one of them.
func (c *Cases) twin(id model.AppealID, x store.Twin) pane.Outcome {
	choices := []widget.Choice{{ID: "compare", Label: "Сравнить тексты"}, {ID: "open", Label: "Открыть № " + x.ID.String()}}
	if x.Tied {
		choices = append(choices, widget.Choice{ID: "untie", Label: "Разъединить"})
	} else {
		choices = append(choices, widget.Choice{ID: "tie", Label: "Связать: работать вместе, отвечать в каждом канале"}, widget.Choice{ID: "apart", Label: "Не дубль: больше не предлагать"})
	}
	return pane.Push(overlay.NewChoose("№ "+id.String()+" и № "+x.ID.String(), "что сделать", choices, func(env *pane.Env, ch widget.Choice) pane.Outcome {
		return c.withTwin(env, ch.ID, id, x)
	}))
}

func (c *Cases) withTwin(env *pane.Env, what string, id model.AppealID, x store.Twin) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	pair := "№ " + id.String() + " и № " + x.ID.String()
	switch what {
	case "compare":
		return compare(env, id, x)
	case "open":
		return pane.Show("card", Show{ID: x.ID})
	case "tie":
		return work(env, func(ctx context.Context) (store.Result, string, error) {
			r, err := exchange.Tie(ctx, s, actor, id, x.ID)
			return r, "Связано: " + pair, err
		})
	case "untie":
		return work(env, func(ctx context.Context) (store.Result, string, error) {
			r, err := exchange.Untie(ctx, s, actor, id, x.ID)
			return r, "Разъединено: " + pair, err
		})
	case "apart":
		return work(env, func(ctx context.Context) (store.Result, string, error) {
			r, err := exchange.Apart(ctx, s, actor, id, x.ID)
			return r, "Не дубль: " + pair, err
		})
	}
	return pane.Nothing()
}

// work carries a use case out beside the loop.
func work(env *pane.Env, do func(context.Context) (store.Result, string, error)) pane.Outcome {
	ctx := context.WithoutCancel(env.Ctx)
	return pane.Await(func() tea.Msg {
		r, title, err := do(ctx)
		return carriedOut{title, r, err}
	})
}

// compare shows two appeals one under the other, contacts masked.
func compare(env *pane.Env, id model.AppealID, x store.Twin) pane.Outcome {
	s, actor := env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		text := []widget.Paragraph{widget.Par("Почему похоже: "+clean.Line(strings.Join(x.Why, "; ")), theme.Accent)}
		if len(x.Why) == 0 {
			text = []widget.Paragraph{widget.Par("Связано вручную.", theme.Muted)}
		}
		for _, n := range []model.AppealID{id, x.ID} {
			card, err := s.Peek(ctx, actor, n)
			if err != nil {
				return pane.Nothing(), err
			}
			a := &card.Appeal
			head := "№ " + n.String() + " · " + a.Channel().Title() + " " + clean.Line(a.Main().ExternalID) + " · " + russian.DateTime(a.Received.In(env.Zone))
			text = append(text, widget.Par("", theme.Text), widget.Par(head, theme.Title))
			if place := strings.Trim(a.Place+", "+a.Address.Body, ", "); place != "" {
				text = append(text, widget.Par(clean.Line(place), theme.Muted))
			}
			for line := range strings.SplitSeq(clean.Text(a.Body.Body), "\n") {
				text = append(text, widget.Par(line, theme.Text))
			}
		}
		return pane.Push(overlay.NewViewer("Сравнение", text)), nil
	})
}

// TwinParagraphs are the lines of a card about what is tied to it and similar to it; nothing when there is neither.
func TwinParagraphs(t store.Twins) []widget.Paragraph {
	var list []widget.Paragraph
	line := func(label string, role theme.Role, text string) {
		list = append(list, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: label, Role: theme.Muted}, {Text: text, Role: role}}})
	}
	if t.Surge > 0 {
		list = append(list, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: "! Всплеск: " + russian.Count(t.Surge, "похожее обращение", "похожих обращения", "похожих обращений") + " за трое суток",
			Role: theme.Warn}}})
	}
	if len(t.Tied) > 0 {
		var numbers []string
		for _, x := range t.Tied {
			numbers = append(numbers, "№ "+x.ID.String()+" ("+x.Channel.Title()+", "+strings.ToLower(x.Stage.Title())+")")
		}
		line("Связано: ", theme.Accent, strings.Join(numbers, ", "))
	}
	for i, x := range t.Similar {
		if i == 2 {
			line("", theme.Muted, "ещё похожих: "+strconv.Itoa(len(t.Similar)-i)+" (= — показать)")
			break
		}
		label := "Похожие: "
		if i > 0 {
			label = "         "
		}
		line(label, theme.Text, "№ "+x.ID.String()+" "+x.Channel.Title()+", "+likeness(x)+" — "+clean.Line(strings.Join(x.Why, "; ")))
	}
	return list
}
