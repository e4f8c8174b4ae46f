package problems

import (
	"context"
	"strconv"
	"strings"

	"kurator/model"
	"kurator/model/problem"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/matters"
	"kurator/ui/action"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/pane/matter"
	"kurator/ui/pane/queue"
	"kurator/ui/widget"
)

func ref(p model.Problem) model.Ref { return model.Ref{Noun: model.NounProblem, ID: p.ID} }

// on makes a verb over the problem under the cursor that needs the right to an action.
func on(right model.Action, open bool, do func(env *pane.Env, p model.Problem) pane.Outcome) matter.Verb {
	return matter.Verb{
		Can: func(env *pane.Env, l *matter.List) error {
			p, ok := matter.At[model.Problem](l)
			switch {
			case !ok:
				return model.Faultf(model.NotFound, "Выберите проблему в списке.")
			case open && !p.Stage.Open():
				return model.Faultf(model.Stage, "Проблема решена. Чтобы работать с ней дальше, верните её (R).")
			case right == nil:
				return nil
			}
			return env.Me.Can(right, nil)
		},
		Do: func(env *pane.Env, l *matter.List) pane.Outcome {
			p, _ := matter.At[model.Problem](l)
			return do(env, p)
		},
	}
}

func verbs() map[action.ID]matter.Verb {
	return map[action.ID]matter.Verb{
		"problem.cases":      on(nil, false, showCases),
		"problem.attach":     on(&model.AttachCases{}, false, askAttach),
		"problem.detach":     on(&model.DetachCases{}, false, askDetach),
		"problem.hypothesis": on(&model.PutHypothesis{}, true, askHypothesis),
		"problem.evidence":   on(&model.AddEvidence{}, true, askEvidence),
		"problem.cause":      on(&model.NameCause{}, true, askCause),
		"problem.measure":    on(&model.PutMeasure{}, true, askMeasure),
		"problem.answer":     on(&model.TellAll{}, true, askAnswer),
		"problem.solve":      on(&model.SolveProblem{}, true, askSolve),
		"problem.return":     returnVerb(),
		"problem.propose":    on(&model.PutProposal{}, false, propose),
		"proposal.move":      moveVerb(),
		"matter.new":         {Can: canNew, Do: askNew},
		"matter.edit":        {Can: canEdit, Do: askEdit},
		"matter.history":     {Can: canEdit, Do: history},
	}
}

func canNew(env *pane.Env, _ *matter.List) error { return env.Me.Can(&model.PutProblem{}, nil) }

func canEdit(_ *pane.Env, l *matter.List) error {
	if _, ok := l.Current(); !ok {
		return model.Faultf(model.NotFound, "Здесь ничего нет.")
	}
	return nil
}

func askNew(env *pane.Env, l *matter.List) pane.Outcome {
	if l.Part() == Proposals {
		return AskProposal(env, 0, model.PutProposal{Kind: model.ProposalToUnit})
	}
	return AskProblem(env, 0, model.PutProblem{})
}

func askEdit(env *pane.Env, l *matter.List) pane.Outcome {
	if p, ok := matter.At[model.Problem](l); ok {
		return AskProblem(env, p.ID, model.PutProblem{Title: p.Title, Unit: p.Unit, Place: p.Place, Topic: p.Topic, Query: p.Query, Threshold: p.Threshold, Patience: p.Patience})
	}
	p, _ := matter.At[model.Proposal](l)
	return AskProposal(env, p.ID, model.PutProposal{Kind: p.Kind, To: p.To, What: p.What, Why: p.Why, By: p.By, Figures: p.Figures, Watermark: p.Watermark,
		Problem: p.Problem, Poll: p.Poll, Remark: p.Remark})
}

func history(env *pane.Env, l *matter.List) pane.Outcome {
	row, _ := l.Current()
	return matter.History(env, row.Ref)
}

func showCases(_ *pane.Env, p model.Problem) pane.Outcome {
	return pane.Show("queue", queue.Find{Text: "проблема:" + strconv.FormatInt(p.ID, 10)})
}

// checkQuery refuses conditions that cannot be read.
func checkQuery(field string) func(*pane.Env, overlay.Values) (string, string) {
	return func(_ *pane.Env, v overlay.Values) (string, string) {
		if v(field) == "" {
			return "", ""
		}
		if _, err := query.Parse(v(field)); err != nil {
			return field, err.Error()
		}
		return "", ""
	}
}

// AskProblem opens a card (id 0) or changes one.
func AskProblem(env *pane.Env, id int64, a model.PutProblem) pane.Outcome {
	title := "Новая проблема"
	if id != 0 {
		title = "Проблема № " + strconv.FormatInt(id, 10)
	}
	threshold, patience := "", ""
	if a.Threshold > 0 {
		threshold = strconv.Itoa(a.Threshold)
	}
	if a.Patience > 0 {
		patience = strconv.Itoa(a.Patience)
	}
	fields := []widget.Field{
		{ID: "title", Label: "Что не так и где", Value: a.Title, Hint: "без имён и адресов граждан"},
		{ID: "unit", Label: "Кто отвечает", Kind: widget.FieldChoice, Value: matter.ID(a.Unit), Options: matter.Units(env, "не назначен")},
		{ID: "place", Label: "Населённый пункт", Kind: widget.FieldChoice, Value: a.Place, Options: matter.Places(env, "весь район")},
		{ID: "topic", Label: "Тема", Value: a.Topic, Hint: "как в картине"},
		{ID: "query", Label: "Прикладывать по условиям", Value: a.Query, Hint: "тема:тепло место:ревда получено:>2026-11-01"},
		{ID: "threshold", Label: "Вернётся при сообщениях", Value: threshold, Hint: "пусто — " + strconv.Itoa(model.DefaultThreshold)},
		{ID: "patience", Label: "за дней после решения", Value: patience, Hint: "пусто — " + strconv.Itoa(model.DefaultPatience)},
	}
	return pane.Push(matter.Form(title, fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		put := &model.PutProblem{Title: v("title"), Unit: model.UnitID(matter.Number(v("unit"))), Place: v("place"), Topic: v("topic"), Query: v("query"),
			Threshold: int(matter.Number(v("threshold"))), Patience: int(matter.Number(v("patience")))}
		return matter.Do(env, "Записана проблема: "+put.Title, model.Ref{Noun: model.NounProblem, ID: id}, put)
	}).Check(matter.All(matter.Filled("title", "Назовите проблему одной строкой."), checkQuery("query"), wholeNumbers("threshold", "patience"))))
}

func wholeNumbers(fields ...string) func(*pane.Env, overlay.Values) (string, string) {
	return func(_ *pane.Env, v overlay.Values) (string, string) {
		for _, f := range fields {
			if n, err := strconv.Atoi(strings.TrimSpace(v(f))); v(f) != "" && (err != nil || n < 0) {
				return f, "Напишите целое число."
			}
		}
		return "", ""
	}
}

// askAttach takes numbers of appeals, or conditions that may go on attaching.
func askAttach(env *pane.Env, p model.Problem) pane.Outcome {
	fields := []widget.Field{
		{ID: "what", Label: "Номера или условия", Value: p.Query, Hint: "12 15 18  или  тема:тепло место:ревда"},
		{ID: "keep", Label: "Прикладывать и дальше", Kind: widget.FieldFlag},
	}
	return pane.Push(matter.Form("Приложить к проблеме № "+strconv.FormatInt(p.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return attach(env, p, v("what"), v("keep") != "")
	}).Check(matter.All(matter.Filled("what", "Напишите номера обращений или условия отбора."), func(env *pane.Env, v overlay.Values) (string, string) {
		if _, ok := numbers(v("what")); ok {
			return "", ""
		}
		return checkQuery("what")(env, v)
	})))
}

// numbers reads a list of numbers; ok is false when it is something else.
func numbers(text string) (ids []model.AppealID, ok bool) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '№' }) {
		n, err := strconv.ParseInt(w, 10, 64)
		if err != nil {
			return nil, false
		}
		ids = append(ids, model.AppealID(n))
	}
	return ids, len(ids) > 0
}

func attach(env *pane.Env, p model.Problem, what string, keep bool) pane.Outcome {
	return matter.Ask(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
		ids, listed := numbers(what)
		op := store.Op{Title: "Приложены обращения к проблеме № " + strconv.FormatInt(p.ID, 10)}
		if !listed {
			q, err := query.Parse(what)
			if err != nil {
				return pane.Nothing(), model.Faultf(model.Usage, "%s", err.Error())
			}
			found, more, err := env.Store.Found(ctx, env.Me.Actor, q, problem.MostCases)
			if err != nil {
				return pane.Nothing(), err
			}
			if more {
				return pane.Nothing(), model.Faultf(model.Usage, "Условиям подходит больше %s обращений. Сузьте их: добавьте тему, место или дату.", russian.Number(problem.MostCases))
			}
			ids = found
			if keep {
				op.Steps = append(op.Steps, store.Step{Ref: ref(p), Action: &model.PutProblem{Title: p.Title, Unit: p.Unit, Place: p.Place, Topic: p.Topic,
					Query: what, Threshold: p.Threshold, Patience: p.Patience}})
			}
		}
		fresh := 0
		for _, id := range ids {
			if !p.Symptomatic(id) {
				fresh++
			}
		}
		if fresh > 0 || !keep {
			op.Steps = append(op.Steps, store.Step{Ref: ref(p), Action: &model.AttachCases{Cases: ids, ByQuery: !listed}})
		}
		r, err := env.Store.Do(ctx, env.Me.Actor, op)
		if err != nil {
			return pane.Nothing(), err
		}
		return matter.Told("Приложено: "+russian.Count(fresh, "обращение", "обращения", "обращений"), r), nil
	})
}

func askDetach(env *pane.Env, p model.Problem) pane.Outcome {
	return pane.Push(matter.Form("Открепить от проблемы № "+strconv.FormatInt(p.ID, 10), []widget.Field{{ID: "what", Label: "Номера обращений"}},
		func(env *pane.Env, v overlay.Values) pane.Outcome {
			ids, _ := numbers(v("what"))
			return matter.Do(env, "Обращения откреплены", ref(p), &model.DetachCases{Cases: ids})
		}).Check(func(_ *pane.Env, v overlay.Values) (string, string) {
		if _, ok := numbers(v("what")); !ok {
			return "what", "Напишите номера обращений через пробел."
		}
		return "", ""
	}))
}

func askHypothesis(_ *pane.Env, p model.Problem) pane.Outcome {
	return pane.Push(matter.Form("Гипотеза: почему это происходит", []widget.Field{{ID: "text", Label: "Гипотеза"}}, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return matter.Do(env, "Записана гипотеза", ref(p), &model.PutHypothesis{Text: v("text")})
	}).Check(matter.Filled("text", "Напишите гипотезу.")))
}

func askEvidence(_ *pane.Env, p model.Problem) pane.Outcome {
	if len(p.Hypotheses) == 0 {
		return pane.Fail(model.Faultf(model.Stage, "Гипотез ещё нет. Запишите гипотезу (i), затем доводы."))
	}
	var list []widget.Option
	for _, h := range p.Hypotheses {
		list = append(list, widget.Option{ID: strconv.Itoa(h.ID), Label: h.Text})
	}
	fields := []widget.Field{
		{ID: "hypothesis", Label: "Гипотеза", Kind: widget.FieldChoice, Options: list, Value: list[0].ID},
		{ID: "side", Label: "Довод", Kind: widget.FieldChoice, Options: []widget.Option{{ID: "", Label: "за"}, {ID: "against", Label: "против"}}},
		{ID: "text", Label: "Что установлено"},
		{ID: "source", Label: "Откуда известно", Hint: "акт, номер обращения, ссылка"},
		{ID: "verdict", Label: "Вывод о гипотезе", Kind: widget.FieldChoice, Options: []widget.Option{{ID: "", Label: "проверяется"},
			{ID: string(model.VerdictConfirmed), Label: "подтвердилась"}, {ID: string(model.VerdictRejected), Label: "отвергнута"}}},
	}
	return pane.Push(matter.Form("Довод", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		id := int(matter.Number(v("hypothesis")))
		actions := []model.Action{&model.AddEvidence{Hypothesis: id, Against: v("side") != "", Text: v("text"), Source: v("source")}}
		if v("verdict") != "" {
			actions = append(actions, &model.PutHypothesis{ID: id, Verdict: model.Verdict(v("verdict"))})
		}
		return matter.Do(env, "Записан довод", ref(p), actions...)
	}).Check(matter.Filled("text", "Напишите довод.")))
}

func askCause(_ *pane.Env, p model.Problem) pane.Outcome {
	var list []widget.Option
	for _, c := range model.Causes() {
		list = append(list, widget.Option{ID: string(c), Label: c.Title()})
	}
	value := string(p.Cause)
	if value == "" {
		value = list[0].ID
	}
	fields := []widget.Field{{ID: "cause", Label: "Причина", Kind: widget.FieldChoice, Options: list, Value: value}, {ID: "words", Label: "Своими словами", Value: p.CauseWords}}
	return pane.Push(matter.Form("Причина проблемы № "+strconv.FormatInt(p.ID, 10), fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		return matter.Do(env, "Названа причина", ref(p), &model.NameCause{Cause: model.Cause(v("cause")), Words: v("words")})
	}))
}

// askMeasure asks which measure, when there are any.
func askMeasure(env *pane.Env, p model.Problem) pane.Outcome {
	if len(p.Measures) == 0 {
		return measureForm(env, p, model.Measure{Unit: p.Unit, State: model.MeasurePlanned})
	}
	choices := []widget.Choice{{ID: "0", Label: "Новая мера"}}
	for _, m := range p.Measures {
		choices = append(choices, widget.Choice{ID: strconv.Itoa(m.ID), Label: m.What, Hint: m.State.Title()})
	}
	return pane.Push(overlay.NewChoose("Какая мера", "мера", choices, func(env *pane.Env, c widget.Choice) pane.Outcome {
		for _, m := range p.Measures {
			if strconv.Itoa(m.ID) == c.ID {
				return measureForm(env, p, m)
			}
		}
		return measureForm(env, p, model.Measure{Unit: p.Unit, State: model.MeasurePlanned})
	}))
}

func measureForm(env *pane.Env, p model.Problem, m model.Measure) pane.Outcome {
	var states []widget.Option
	for _, s := range model.MeasureStates() {
		states = append(states, widget.Option{ID: string(s), Label: s.Title()})
	}
	fields := []widget.Field{
		{ID: "what", Label: "Что сделать", Value: m.What},
		{ID: "unit", Label: "Кто отвечает", Kind: widget.FieldChoice, Value: matter.ID(m.Unit), Options: matter.Units(env, "вне администрации")},
		{ID: "owner", Label: "Если не наше: кто", Value: m.Owner},
		{ID: "due", Label: "Срок", Value: matter.Day(env, m.Due)},
		{ID: "state", Label: "Состояние", Kind: widget.FieldChoice, Options: states, Value: string(m.State)},
		{ID: "done", Label: "Выполнена", Value: matter.Day(env, m.Done), Hint: "день; пусто — сегодня"},
	}
	return pane.Push(matter.Form("Мера", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		due, _ := matter.Date(env, v("due"))
		day, _ := matter.Date(env, v("done"))
		next := model.Measure{ID: m.ID, What: v("what"), Unit: model.UnitID(matter.Number(v("unit"))), Owner: v("owner"), Due: due, State: model.MeasureState(v("state")), Done: day}
		return matter.Do(env, "Мера: "+next.What, ref(p), &model.PutMeasure{Measure: next})
	}).Check(matter.All(matter.Filled("what", "Напишите, что будет сделано."), matter.Dates("due", "done"))))
}

// askAnswer writes one draft for each attached appeal that waits for an answer.
func askAnswer(_ *pane.Env, p model.Problem) pane.Outcome {
	fields := []widget.Field{{ID: "text", Label: "Общий ответ", Kind: widget.FieldText, Lines: 8}}
	return pane.Push(matter.Form("Общий ответ: каждый проект утверждается отдельно", fields, func(env *pane.Env, v overlay.Values) pane.Outcome {
		text := v("text")
		return matter.Run(env, func(ctx context.Context, env *pane.Env) (pane.Outcome, error) {
			r, err := matters.HoldingAnswer(ctx, env.Store, env.Me.Actor, p.ID, text)
			if err != nil {
				return pane.Nothing(), err
			}
			drafts := 0
			for _, x := range r.Changed {
				if x.Noun == model.NounAppeal {
					drafts++
				}
			}
			return matter.Told("Подготовлено: "+russian.Count(drafts, "проект", "проекта", "проектов"), r), nil
		})
	}).Check(matter.Filled("text", "Напишите текст ответа.")))
}

func askSolve(_ *pane.Env, p model.Problem) pane.Outcome {
	return pane.Push(matter.Form("Закрыть проблему № "+strconv.FormatInt(p.ID, 10), []widget.Field{{ID: "outcome", Label: "Чем решена и откуда это видно"}},
		func(env *pane.Env, v overlay.Values) pane.Outcome {
			return matter.Do(env, "Проблема решена: "+p.Title, ref(p), &model.SolveProblem{Outcome: v("outcome")})
		}).Check(matter.Filled("outcome", "Напишите итог.")))
}

func returnVerb() matter.Verb {
	v := on(&model.ReturnProblem{}, false, func(_ *pane.Env, p model.Problem) pane.Outcome {
		return pane.Push(matter.Form("Вернуть проблему № "+strconv.FormatInt(p.ID, 10), []widget.Field{{ID: "why", Label: "Почему"}}, func(env *pane.Env, v overlay.Values) pane.Outcome {
			return matter.Do(env, "Проблема возвращена: "+p.Title, ref(p), &model.ReturnProblem{Reason: v("why")})
		}).Check(matter.Filled("why", "Напишите, почему.")))
	})
	can := v.Can
	v.Can = func(env *pane.Env, l *matter.List) error {
		if p, ok := matter.At[model.Problem](l); ok && p.Stage.Open() {
			return model.Faultf(model.Stage, "Проблема и так в работе.")
		}
		return can(env, l)
	}
	return v
}
