package verb

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// copyText copies the answer that goes out: the approved one, or the newest draft. Of an approved one it also shows where the card
// lies in the channel, because that is where the text is put next.
func (c *Cases) copyText(env *pane.Env, t Target) pane.Outcome {
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		a := &card.Appeal
		text := answerText(a)
		if text == "" {
			return pane.Nothing(), model.Faultf(model.Stage, "Ответа на обращение № %s ещё нет.", id)
		}
		o := pane.Say("Текст ответа скопирован: " + russian.Count(len([]rune(text)), "знак", "знака", "знаков"))
		o.Copy = text
		switch {
		case a.Stage == model.StageApproved:
			o.Push = overlay.NewViewer("Опубликовать ответ на № "+id.String(), publishing(a, text)).Then("записать, где и когда вышел", "case.answer")
		case !a.Approved() && a.Stage.Open():
			o.Toast.Text, o.Toast.Warn = "Скопирован неутверждённый проект ответа", true
		}
		return o, nil
	})
}

// publishing is what is needed at the moment of publishing: the links to the cards, then the text.
func publishing(a *model.Appeal, text string) []widget.Paragraph {
	var pars []widget.Paragraph
	for _, r := range a.Registrations {
		where := strings.TrimSpace(r.Channel.Title() + " " + clean.Line(r.ExternalID))
		link := widget.Run{Text: clean.Line(r.Card), Role: theme.Link, URL: r.Card}
		if r.Card == "" {
			link = widget.Run{Text: "ссылки в выгрузке нет", Role: theme.Muted}
		}
		pars = append(pars, widget.Paragraph{Runs: []widget.Run{{Text: where + ": ", Role: theme.Muted}, link}})
	}
	pars = append(pars, widget.Par("Текст скопирован. Не вставляется — Esc, затем E: экран без рамок. Опубликовали — Enter.", theme.Muted), widget.Par("", theme.Text))
	for line := range strings.SplitSeq(clean.Text(text), "\n") {
		pars = append(pars, widget.Par(line, theme.Text))
	}
	return pars
}

// plain shows the answer over the whole screen, to be selected with the mouse where the clipboard of the terminal cannot be reached.
func (c *Cases) plain(env *pane.Env, t Target) pane.Outcome {
	id, s, actor := t.Appeal.ID, env.Store, env.Me.Actor
	return look(env, func(ctx context.Context) (pane.Outcome, error) {
		card, err := s.Card(ctx, actor, id, true)
		if err != nil {
			return pane.Nothing(), err
		}
		text := answerText(&card.Appeal)
		if text == "" {
			return pane.Nothing(), model.Faultf(model.Stage, "Ответа на обращение № %s ещё нет.", id)
		}
		return pane.Push(overlay.NewPlain(text)), nil
	})
}

func answerText(a *model.Appeal) string {
	if d := a.CurrentDraft(); d != nil {
		return d.Text.Body
	}
	for i := len(a.Replies) - 1; i >= 0; i-- {
		if a.Replies[i].Text.Body != "" {
			return a.Replies[i].Text.Body
		}
	}
	return ""
}
