package sources

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
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// changed is the answer to a change of a source.
type changed struct {
	title string
	refs  []model.Ref
	err   error
}

// do changes one source beside the loop; id 0 makes a new one.
func do(env *pane.Env, title string, id int64, action model.Action) pane.Outcome {
	ctx, s, actor := context.WithoutCancel(env.Ctx), env.Store, env.Me.Actor
	return pane.Await(func() tea.Msg {
		r, err := s.Do(ctx, actor, store.Op{Title: title, Steps: []store.Step{{Ref: model.Ref{Noun: model.NounSource, ID: id}, Action: action}}})
		return changed{title, r.Changed, err}
	})
}

// ask enters or changes a source.
func ask(env *pane.Env, s model.Source) pane.Outcome {
	var kinds []widget.Option
	for _, k := range model.SourceKinds() {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	people := []widget.Option{{ID: "", Label: "никто не назначен"}}
	for _, o := range env.Snap.Office.OfficialList() {
		people = append(people, widget.Option{ID: strconv.FormatInt(int64(o.ID), 10), Label: clean.Line(o.Title())})
	}
	fields := []widget.Field{
		{ID: "name", Label: "Название", Value: s.Name},
		{ID: "kind", Label: "Вид", Kind: widget.FieldChoice, Value: string(s.Kind), Options: kinds},
		{ID: "links", Label: "Ссылки: по одной в строке", Kind: widget.FieldText, Lines: 3, Value: strings.Join(s.Links, "\n"), Hint: "https://vk.com/имя и https://vk.com/club123, если знаете"},
		{ID: "who", Label: "Кто просматривает", Kind: widget.FieldChoice, Value: strconv.FormatInt(int64(s.Who), 10), Options: people},
		{ID: "every", Label: "Раз во сколько дней", Value: strconv.Itoa(max(s.Every, 1))},
	}
	title := "Изменить источник"
	if s.ID == 0 {
		title = "Добавить источник"
	}
	return pane.Push(overlay.NewForm(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		who, _ := strconv.ParseInt(v("who"), 10, 64) // the values are ids of options
		next := s
		next.Name, next.Kind, next.Links, next.Who = v("name"), model.SourceKind(v("kind")), strings.Split(v("links"), "\n"), model.OfficialID(who)
		next.Every, _ = strconv.Atoi(strings.TrimSpace(v("every")))
		return do(env, "Источник записан: "+clean.Line(next.Name), s.ID, &model.PutSource{Source: next})
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		switch n, err := strconv.Atoi(strings.TrimSpace(v("every"))); {
		case strings.TrimSpace(v("name")) == "":
			return "name", "Назовите источник."
		case strings.TrimSpace(v("links")) == "":
			return "links", "Вставьте ссылку на страницу, группу или чат."
		case err != nil || n < 1:
			return "every", "Напишите число дней: 1 — каждый день."
		}
		return "", ""
	}))
}

// end stops watching: the source stays in the list of the past.
func end(env *pane.Env, s model.Source) pane.Outcome {
	s.To = model.DateOf(model.InstantOf(env.Now()), env.Zone)
	return pane.Push(overlay.NewConfirm(overlay.Question{Title: "Больше не наблюдать", Effect: "«" + clean.Line(s.Name) + "» уйдёт из списка с завтрашнего дня. Отменяется клавишей u.",
		Yes: "Не наблюдать", Then: func(env *pane.Env) pane.Outcome {
			return do(env, "Больше не наблюдаем: "+clean.Line(s.Name), s.ID, &model.PutSource{Source: s})
		}}))
}

// describe shows a source whole.
func describe(env *pane.Env, l exchange.SourceLine) pane.Outcome {
	text := []widget.Paragraph{widget.Par(clean.Line(l.Name), theme.Title), widget.Par(l.Kind.Title(), theme.Muted)}
	for _, link := range l.Links {
		text = append(text, widget.Par(clean.Line(link), theme.Link))
	}
	seen := "Ещё не просматривался"
	if l.Seen != 0 {
		seen = "Просмотрен " + russian.DateTime(l.Seen.In(env.Zone)) + ", " + verb.Who(env.Snap, l.By)
	}
	text = append(text, widget.Par("", theme.Text), widget.Par(seen, theme.Text), widget.Par("Просмотреть до: "+verb.DateText(env, string(l.Next)), theme.Text),
		widget.Par("За год: найдено самими "+russian.Number(int64(l.Ours))+", пришло через ИМ "+russian.Number(int64(l.ThroughIM)), theme.Text))
	o := pane.Push(overlay.NewViewer("Источник", text))
	if len(l.Links) > 0 {
		o.Copy = clean.Line(l.Links[0])
		o.Toast = &pane.Toast{Text: "Ссылка скопирована"}
	}
	return o
}
