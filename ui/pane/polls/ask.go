package polls

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/exchange"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/widget"
)

func ref(id int64) model.Ref { return model.Ref{Noun: model.NounPoll, ID: id} }

func on(right model.Action, local bool, do func(env *pane.Env, p model.Poll) pane.Outcome) matter.Verb {
	return matter.Verb{
		Can: func(env *pane.Env, l *matter.List) error {
			if _, ok := matter.At[model.Poll](l); !ok {
				return model.Faultf(model.NotFound, "Выберите опрос в списке.")
			}
			if local && env.Caps.Remote {
				return model.Faultf(model.Forbidden, "По SSH файлы этого компьютера недоступны. Внесите итоги по площадкам (r) или командой kurator poll.")
			}
			if right == nil {
				return nil
			}
			return env.Me.Can(right, nil)
		},
		Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			p, _ := matter.At[model.Poll](l)
			return do(env, p)
		},
	}
}

func verbs() map[action.ID]matter.Verb {
	return map[action.ID]matter.Verb{
		"poll.move":      on(&model.MovePoll{}, false, askMove),
		"poll.results":   on(&model.PutResults{}, false, askResults),
		"poll.load":      on(&model.PutResults{}, true, askLoad),
		"poll.save":      on(nil, true, askSave),
		"poll.decide":    on(&model.DecidePoll{}, false, askDecide),
		"poll.link":      on(&model.LinkPoll{}, false, askLink),
		"matter.edit":    on(&model.PutPoll{}, false, func(env *pane.Env, p model.Poll) pane.Outcome { return askPoll(env, p) }),
		"matter.history": on(nil, false, func(env *pane.Env, p model.Poll) pane.Outcome { return matter.History(env, ref(p.ID)) }),
		"matter.new": {Can: func(env *pane.Env, _ *matter.List) error { return env.Me.Can(&model.PutPoll{}, nil) },
			Do: func(env *pane.Env, _ *matter.List) pane.Outcome {
				return askPoll(env, model.Poll{Kind: model.PollPoll})
			}},
	}
}

// askPoll writes a poll. Sites and questions are lines of a text: it is how people write them down anyway.
func askPoll(env *pane.Env, p model.Poll) pane.Outcome {
	var kinds []widget.Option
	for _, k := range model.PollKinds() {
		kinds = append(kinds, widget.Option{ID: string(k), Label: k.Title()})
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	fields := []widget.Field{
		{ID: "kind", Label: "Вид", Kind: widget.FieldChoice, Options: kinds, Value: string(p.Kind)},
		{ID: "title", Label: "О чём", Value: p.Title},
		{ID: "topic", Label: "Тема", Value: p.Topic},
		{ID: "place", Label: "Где", Kind: widget.FieldChoice, Options: matter.Places(env, "весь район"), Value: p.Place},
		{ID: "sites", Label: "Площадки, по строке", Kind: widget.FieldText, Lines: 3, Value: sitesText(p.Sites), Hint: "название | ссылка или «бумага»"},
		{ID: "questions", Label: "Вопросы, по строке", Kind: widget.FieldText, Lines: 5, Value: questionsText(p.Questions), Hint: "один: Вопрос? | вариант | вариант"},
		{ID: "from", Label: "С какого дня", Value: matter.Day(env, p.From)},
		{ID: "to", Label: "По какой день", Value: matter.Day(env, p.To)},
		{ID: "age", Label: "Возраст с", Value: number(p.AgeFrom)},
		{ID: "base", Label: "База явки, человек", Value: number(p.Base)},
		{ID: "base_words", Label: "Кто это и откуда число", Value: p.BaseWords},
		{ID: "threshold", Label: "Порог участников", Value: number(p.Threshold)},
		{ID: "same", Label: "Один человек на двух", Value: p.SamePerson, Hint: "как считается"},
		{ID: "basis", Label: "Основание", Value: p.Basis},
	}
	title := "Новый опрос"
	if p.ID != 0 {
		title = "Опрос № " + strconv.FormatInt(p.ID, 10)
	}
	return pane.Push(matter.Form(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		from, _ := matter.Date(env, v("from"))
		to, _ := matter.Date(env, v("to"))
		questions, _ := parseQuestions(v("questions"))
		put := &model.PutPoll{Kind: model.PollKind(v("kind")), Title: v("title"), Topic: v("topic"), Place: v("place"), Sites: parseSites(v("sites")), Questions: questions,
			From: from, To: to, AgeFrom: int(matter.Number(v("age"))), Base: int(matter.Number(v("base"))), BaseWords: v("base_words"),
			Threshold: int(matter.Number(v("threshold"))), SamePerson: v("same"), Basis: v("basis"), Problems: p.Problems}
		return matter.Do(env, "Записан опрос: "+put.Title, ref(p.ID), put)
	}).Check(matter.All(matter.Filled("title", "Напишите, о чём опрос."), matter.Dates("from", "to"), func(_ *pane.Env, v overlay.Values) (string, string) {
		_, fault := parseQuestions(v("questions"))
		return "questions", fault
	})))
}

func sitesText(list []model.Site) string {
	var lines []string
	for _, s := range list {
		link := s.Link
		if link == "" {
			link = s.Channel
		}
		lines = append(lines, s.Name+" | "+link)
	}
	return strings.Join(lines, "\n")
}

func parseSites(text string) []model.Site {
	var list []model.Site
	for line := range strings.Lines(text) {
		name, link, _ := strings.Cut(line, "|")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		s := model.Site{ID: len(list) + 1, Name: name}
		if link = strings.TrimSpace(link); strings.Contains(link, "://") || strings.Contains(link, ".") {
			s.Link = link
		} else {
			s.Channel = link
		}
		list = append(list, s)
	}
	return list
}

// kindWords are how a line says the kind of its answers.
var kindWords = []struct {
	word string
	kind model.AnswerKind
}{{"один", model.AnswerSingle}, {"много", model.AnswerMany}, {"шкала", model.AnswerScale}, {"текст", model.AnswerText}}

func questionsText(list []model.PollQuestion) string {
	var lines []string
	for _, q := range list {
		for _, k := range kindWords {
			if k.kind == q.Kind {
				lines = append(lines, strings.Join(append([]string{k.word + ": " + q.Text}, q.Options...), " | "))
			}
		}
	}
	return strings.Join(lines, "\n")
}

// parseQuestions reads lines like «один: Где быть катку? | У школы | В парке»; without a kind it is one choice.
func parseQuestions(text string) (list []model.PollQuestion, fault string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		q := model.PollQuestion{ID: len(list) + 1, Kind: model.AnswerSingle}
		for _, k := range kindWords {
			if rest, ok := strings.CutPrefix(line, k.word+":"); ok {
				q.Kind, line = k.kind, rest
			}
		}
		parts := strings.Split(line, "|")
		q.Text = strings.TrimSpace(parts[0])
		for _, o := range parts[1:] {
			if o = strings.TrimSpace(o); o != "" {
				q.Options = append(q.Options, o)
			}
		}
		if q.Kind != model.AnswerText && len(q.Options) < 2 {
			return nil, "«" + q.Text + "»: после вопроса через | нужны хотя бы два варианта; свободный ответ начните словом «текст:»."
		}
		list = append(list, q)
	}
	if len(list) == 0 {
		return nil, "Напишите хотя бы один вопрос: «один: Вопрос? | вариант | вариант»."
	}
	return list, ""
}

// askMove offers the stages a poll may go to.
func askMove(_ *pane.Env, p model.Poll) pane.Outcome {
	var choices []widget.Choice
	stages := model.PollStages()
	at := p.Stage.Order()
	if at+1 < len(stages) {
		choices = append(choices, widget.Choice{ID: string(stages[at+1]), Label: stages[at+1].Title()})
	}
	if at > 0 && at < model.PollRunning.Order() {
		choices = append(choices, widget.Choice{ID: string(stages[at-1]), Label: "Вернуть: " + stages[at-1].Title()})
	}
	if len(choices) == 0 {
		return pane.Fail(model.Faultf(model.Stage, "Итоги подведены: это последняя стадия."))
	}
	return pane.Push(overlay.NewChoose("Сейчас: "+p.Stage.Title(), "стадия", choices, func(env *pane.Env, c widget.Choice) pane.Outcome {
		stage := model.PollStage(c.ID)
		return matter.Do(env, "Опрос № "+strconv.FormatInt(p.ID, 10)+": "+stage.Title(), ref(p.ID), &model.MovePoll{Stage: stage})
	}))
}

// askResults asks for the counts of one site, question by question.
func askResults(env *pane.Env, p model.Poll) pane.Outcome {
	if len(p.Sites) == 1 {
		return resultsForm(env, p, p.Sites[0])
	}
	var choices []widget.Choice
	for _, s := range p.Sites {
		hint := "итогов нет"
		if r, ok := p.Result(s.ID); ok {
			hint = "участников " + russian.Number(int64(r.Participants))
		}
		choices = append(choices, widget.Choice{ID: strconv.Itoa(s.ID), Label: s.Name, Hint: hint})
	}
	return pane.Push(overlay.NewChoose("Итоги какой площадки", "площадка", choices, func(env *pane.Env, c widget.Choice) pane.Outcome {
		for _, s := range p.Sites {
			if strconv.Itoa(s.ID) == c.ID {
				return resultsForm(env, p, s)
			}
		}
		return pane.Nothing()
	}))
}

func resultsForm(_ *pane.Env, p model.Poll, s model.Site) pane.Outcome {
	was, known := p.Result(s.ID)
	value := func(n int) string {
		if !known {
			return ""
		}
		return strconv.Itoa(n)
	}
	counts := func(q model.PollQuestion) model.AnswerCounts {
		for _, a := range was.Answers {
			if a.Question == q.ID && len(a.Options) == len(q.Options) {
				return a
			}
		}
		return model.AnswerCounts{Question: q.ID, Options: make([]int, len(q.Options))}
	}
	fields := []widget.Field{{ID: "people", Label: "Участников", Value: value(was.Participants)}}
	ids := []string{"people"}
	for _, q := range p.Questions {
		key := strconv.Itoa(q.ID)
		fields = append(fields, widget.Field{ID: key, Label: key + ". ответили", Value: value(counts(q).Answered)})
		ids = append(ids, key)
		for i, o := range q.Options {
			id := key + "." + strconv.Itoa(i)
			fields = append(fields, widget.Field{ID: id, Label: "   " + o, Value: value(counts(q).Options[i])})
			ids = append(ids, id)
		}
	}
	fields = append(fields, widget.Field{ID: "provisional", Label: "Предварительные", Kind: widget.FieldFlag})
	return pane.Push(matter.Form("Итоги площадки «"+s.Name+"»", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		r := model.SiteResult{Site: s.ID, Participants: int(matter.Number(v("people"))), Provisional: v("provisional") != "", AsOf: model.InstantOf(env.Now())}
		for _, q := range p.Questions {
			key := strconv.Itoa(q.ID)
			a := model.AnswerCounts{Question: q.ID, Answered: int(matter.Number(v(key))), Options: make([]int, len(q.Options))}
			for i := range q.Options {
				a.Options[i] = int(matter.Number(v(key + "." + strconv.Itoa(i))))
			}
			r.Answers = append(r.Answers, a)
		}
		return matter.Do(env, "Внесены итоги площадки «"+s.Name+"»", ref(p.ID), &model.PutResults{Results: []model.SiteResult{r}})
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		for _, id := range ids {
			if n, err := strconv.Atoi(strings.TrimSpace(v(id))); v(id) != "" && (err != nil || n < 0) {
				return id, "Напишите целое число."
			}
		}
		return "", ""
	}))
}

func askLoad(_ *pane.Env, p model.Poll) pane.Outcome {
	fields := []widget.Field{{ID: "path", Label: "Файл csv или xlsx", Hint: "бланк сохраняет клавиша x"}, {ID: "provisional", Label: "Предварительные", Kind: widget.FieldFlag}}
	return pane.Push(matter.Form("Загрузить итоги опроса № "+strconv.FormatInt(p.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		path, provisional := strings.TrimSpace(v("path")), v("provisional") != ""
		return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			r, err := matters.ImportResults(ctx, env.Store, env.Me.Actor, p.ID, path, provisional)
			if err != nil {
				return pane.Nothing(), err
			}
			return matter.Told("Итоги загружены", r), nil
		})
	}).Check(matter.Filled("path", "Укажите файл.")))
}

func askSave(env *pane.Env, p model.Poll) pane.Outcome {
	outbox := exchange.Outbox(env.Store.Path())
	fields := []widget.Field{{ID: "path", Label: "Сохранить в файл", Value: filepath.Join(outbox, "опрос-"+strconv.FormatInt(p.ID, 10)+".xlsx")}}
	return pane.Push(matter.Form("Таблица итогов", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		path := strings.TrimSpace(v("path"))
		return matter.Run(env, func(context.Context, *pane.Env) (pane.Outcome, error) {
			if _, err := os.Stat(path); err == nil {
				return pane.Nothing(), model.Faultf(model.Failed, "Такой файл уже есть. Назовите другой.")
			}
			if filepath.Dir(path) == outbox {
				if err := exchange.OwnFolder(outbox); err != nil {
					return pane.Nothing(), err
				}
			}
			if err := matters.SaveResults(path, &p); err != nil {
				return pane.Nothing(), err
			}
			return pane.Say("Таблица лежит здесь: " + clean.Line(path)), nil
		})
	}).Check(matter.Filled("path", "Укажите файл.")))
}

func askDecide(_ *pane.Env, p model.Poll) pane.Outcome {
	fields := []widget.Field{{ID: "decision", Label: "Что решено", Value: p.Decision}, {ID: "document", Label: "Документ", Value: p.Document}, {ID: "done", Label: "Что сделано", Value: p.Done}}
	return pane.Push(matter.Form("Решение по опросу № "+strconv.FormatInt(p.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return matter.Do(env, "Записано решение по опросу", ref(p.ID), &model.DecidePoll{Decision: v("decision"), Document: v("document"), Done: v("done")})
	}).Check(matter.Filled("decision", "Напишите, что решено.")))
}

func askLink(_ *pane.Env, p model.Poll) pane.Outcome {
	var list []string
	for _, n := range p.Problems {
		list = append(list, strconv.FormatInt(n, 10))
	}
	return pane.Push(matter.Form("Связать с проблемами", []widget.Field{{ID: "list", Label: "Номера проблем", Value: strings.Join(list, " ")}}, func(env *pane.Env, v overlay.Values) pane.Outcome {
		link := &model.LinkPoll{}
		for _, w := range strings.Fields(v("list")) {
			link.Problems = append(link.Problems, matter.Number(w))
		}
		return matter.Do(env, "Опрос связан с проблемами", ref(p.ID), link)
	}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		for _, w := range strings.Fields(v("list")) {
			if matter.Number(w) <= 0 {
				return "list", "Напишите номера через пробел."
			}
		}
		return "", ""
	}))
}
