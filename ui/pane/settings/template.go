package settings

import (
	"strings"
	"time"

	"kurator/model"
	"kurator/model/template"
	"kurator/store/job/upkeep"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/amend"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// titleTemplates is the list of reply templates, which curators keep.
const titleTemplates = "Шаблоны"

func templateSection() section {
	return section{titleTemplates, []widget.Column{{Title: "Шаблон ответа", Min: 22, Flex: 2}, {Title: "Канал", Min: 7}, {Title: "Тема", Min: 12, Flex: 1, Hide: 3},
		{Title: "Результат", Min: 12, Hide: 2}, {Title: "Заполнит человек", Min: 18, Flex: 2, Hide: 1}}, templateRows,
		func(env *pane.Env) pane.Outcome { return editTemplate(env, model.Template{}) }}
}

func templateRows(env *pane.Env) []entry {
	var list []entry
	for _, t := range env.Snap.Office.TemplateList() {
		title, channel := t.Title, "все"
		if t.Channel != "" {
			channel = t.Channel.Title()
		}
		if t.Retired {
			title += " (убран)"
		}
		cells := plain(title, channel, t.Topic, string(t.Outcome), strings.Join(template.Asked(t.Text), ", "))
		if t.Retired {
			for i := range cells {
				cells[i].Role = theme.Muted
			}
		}
		e := entry{cells: cells, edit: func(env *pane.Env) pane.Outcome { return editTemplate(env, t) },
			read: func(env *pane.Env) pane.Outcome { return readTemplate(env, t) }}
		if !t.Retired {
			e.remove = func(env *pane.Env) pane.Outcome { return retireTemplate(env, t) }
		}
		list = append(list, e)
	}
	return list
}

// filled is a template filled in from an invented case.
func filled(env *pane.Env, text string) string {
	return template.Fill(text, template.Sample(env.Now().In(env.Zone).Truncate(time.Second), env.Snap.Office.Settings.OfficeName))
}

// readTemplate shows a template as it is written and as a citizen would read it.
func readTemplate(env *pane.Env, t model.Template) pane.Outcome {
	var pars []widget.Paragraph
	say := func(label, text string) {
		if text != "" {
			pars = append(pars, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: label + ": ", Role: theme.Muted}, {Text: clean.Line(text)}}})
		}
	}
	if t.Channel != "" {
		say("Канал", t.Channel.Title())
	}
	say("Тема", t.Topic)
	say("Результат", string(t.Outcome))
	say("Заполнит человек", strings.Join(template.Asked(t.Text), ", "))
	if t.Retired {
		say("Убран", "в меню шаблонов не предлагается")
	}
	part := func(title, text string) {
		pars = append(pars, widget.Par("", theme.Text), widget.Par(title, theme.Title))
		for line := range strings.SplitSeq(clean.Text(text), "\n") {
			pars = append(pars, widget.Par(line, theme.Text))
		}
	}
	part("С придуманным обращением", filled(env, t.Text))
	part("Как записан", t.Text)
	return pane.Push(overlay.NewViewer("Шаблон «"+t.Title+"»", pars))
}

// textLines is the height of the text in the form.
const textLines = 6

func templateForm(_ *pane.Env, t model.Template) amend.Form {
	channels := []widget.Option{{ID: "", Label: "все"}}
	for _, c := range model.Channels() {
		channels = append(channels, widget.Option{ID: string(c), Label: c.Title()})
	}
	outcomes := []widget.Option{{ID: "", Label: "любой"}}
	for _, o := range model.Outcomes() {
		outcomes = append(outcomes, widget.Option{ID: string(o), Label: string(o)})
	}
	fields := []widget.Field{
		{ID: "title", Label: "Название", Value: t.Title},
		{ID: "channel", Label: "Канал", Kind: widget.FieldChoice, Value: string(t.Channel), Options: channels},
		{ID: "topic", Label: "Тема", Value: t.Topic, Hint: "слово темы или начало кода; пусто — любая"},
		{ID: "outcome", Label: "Результат", Kind: widget.FieldChoice, Value: string(t.Outcome), Options: outcomes},
		{ID: "text", Label: "Текст", Kind: widget.FieldText, Value: t.Text, Lines: textLines, Hint: "{обращение}! Ваше обращение № {номер}…"},
		{ID: "offered", Label: "Предлагать", Kind: widget.FieldFlag, Value: flag(!t.Retired), Hint: "в меню шаблонов"},
	}
	will := func(v overlay.Values) model.Template {
		return model.Template{ID: t.ID, Title: strings.TrimSpace(v("title")), Text: strings.TrimSpace(v("text")), Topic: strings.TrimSpace(v("topic")),
			Channel: model.ChannelID(v("channel")), Outcome: model.Outcome(v("outcome")), Retired: v("offered") == ""}
	}
	return amend.Form{Title: "Шаблон ответа", Fields: fields, Field: "text", Change: func(_ *pane.Env, v overlay.Values) (upkeep.Change, error) {
		if t.ID != 0 && will(v) == t {
			return upkeep.Change{}, nil
		}
		return putTemplate("Шаблон «"+will(v).Title+"» записан", will(v)), nil
	}, Check: func(env *pane.Env, v overlay.Values) (string, string) { return checkTemplate(env, will(v)) },
		Shows: "С придуманным обращением", Preview: func(env *pane.Env, v overlay.Values) string {
			if text := v("text"); text != "" {
				return filled(env, text)
			}
			return placesHelp()
		}}
}

// placesHelp says what fills itself in, to someone who has written nothing yet.
func placesHelp() string {
	var names []string
	for _, p := range template.Places() {
		names = append(names, "{"+p.Name+"}")
	}
	return "Сами заполнятся: " + strings.Join(names, ", ") + ". Любое другое место, например {дата работ}, заполнит человек."
}

func checkTemplate(env *pane.Env, t model.Template) (field, sentence string) {
	switch {
	case t.Title == "":
		return "title", "Напишите название: по нему шаблон находят в меню."
	case t.Text == "":
		return "text", "Напишите текст шаблона."
	}
	if err := template.Check(t.Text); err != nil {
		return "text", err.Error()
	}
	for _, other := range env.Snap.Office.TemplateList() {
		if other.ID != t.ID && !other.Retired && !t.Retired && model.SameName(other.Title, t.Title) {
			return "title", "Шаблон «" + other.Title + "» уже есть. Назовите этот иначе."
		}
	}
	return "", ""
}

func retireTemplate(env *pane.Env, t model.Template) pane.Outcome {
	t.Retired = true
	return amend.Propose(env, putTemplate("Шаблон «"+t.Title+"» убран из меню", t).From(env.Snap.Office.Version), nil)
}

func putTemplate(title string, t model.Template) upkeep.Change {
	return upkeep.Single(title, model.Ref{Noun: model.NounTemplate, ID: t.ID}, &model.PutTemplate{Template: t})
}
