// Package problem is the one place where problems, proposals and directions change, and where it is counted whether a measure
// has helped. It is pure: it saves nothing, and what is passed in stays as it was.
package problem

import (
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// MostCases is how many appeals one problem may have.
const MostCases = 5000

// change is one application in progress.
type change struct {
	office *model.Office
	p      model.Problem
	at     model.Moment
	say    string
}

// Apply returns the problem after the action. state is nil for a new one; id is its number. An error is a *model.Fault.
func Apply(office *model.Office, state *model.Problem, id int64, action model.Action, at model.Moment) (model.Problem, []model.Event, error) {
	c := &change{office: office, at: at}
	put, isPut := action.(*model.PutProblem)
	switch {
	case state == nil && !isPut:
		return model.Problem{}, nil, missing("Проблемы", id)
	case state == nil:
		c.p = model.Problem{ID: id, Noticed: at.Happened, By: at.Actor}
		c.move(model.ProblemNoticed)
	default:
		c.p = clone(state)
	}
	var err error
	if isPut {
		err = c.put(put, state == nil)
	} else {
		err = c.apply(action)
	}
	if err != nil {
		return model.Problem{}, nil, err
	}
	return c.p, []model.Event{{Ref: model.Ref{Noun: model.NounProblem, ID: id}, Kind: model.EventNotice, Say: c.say}}, nil
}

func missing(what string, id int64) error {
	return model.Faultf(model.NotFound, "%s № %d нет. Проверьте номер.", what, id)
}

func clone(p *model.Problem) model.Problem {
	c := *p
	c.Symptoms, c.Detached, c.Measures = slices.Clone(p.Symptoms), slices.Clone(p.Detached), slices.Clone(p.Measures)
	c.Life, c.Hypotheses = slices.Clone(p.Life), slices.Clone(p.Hypotheses)
	return c
}

func (c *change) apply(action model.Action) error {
	if !c.p.Stage.Open() && !allowedWhenSolved(action) {
		return model.Faultf(model.Stage, "Проблема № %d решена. Чтобы работать с ней дальше, верните её в работу.", c.p.ID)
	}
	switch a := action.(type) {
	case *model.AttachCases:
		return c.attach(a)
	case *model.DetachCases:
		return c.detach(a)
	case *model.PutHypothesis:
		return c.hypothesis(a)
	case *model.AddEvidence:
		return c.evidence(a)
	case *model.NameCause:
		return c.cause(a)
	case *model.PutMeasure:
		return c.measure(a.Measure)
	case *model.TellAll:
		c.p.ToldAt = c.at.Happened
		c.say = "Подготовлен общий ответ: " + russian.Count(len(a.Cases), "проект", "проекта", "проектов") + "."
		return nil
	case *model.SolveProblem:
		return c.solve(a)
	case *model.ReturnProblem:
		return c.bringBack(a)
	}
	return model.Faultf(model.Usage, "Действие «%s» не относится к проблеме.", action.Name())
}

// allowedWhenSolved: messages go on coming, and they prove or disprove the solution.
func allowedWhenSolved(action model.Action) bool {
	switch action.(type) {
	case *model.AttachCases, *model.DetachCases, *model.ReturnProblem:
		return true
	}
	return false
}

func (c *change) put(a *model.PutProblem, fresh bool) error {
	title := strings.TrimSpace(a.Title)
	switch {
	case title == "":
		return model.Faultf(model.Usage, "Назовите проблему одной строкой: что не так и где.")
	case a.Threshold < 0 || a.Patience < 0:
		return model.Faultf(model.Usage, "Порог возврата — число сообщений и число дней, не меньше нуля.")
	}
	if err := unitKnown(c.office, a.Unit); err != nil {
		return err
	}
	c.p.Title, c.p.Unit, c.p.Place, c.p.Topic, c.p.Query = title, a.Unit, strings.TrimSpace(a.Place), strings.TrimSpace(a.Topic), strings.TrimSpace(a.Query)
	c.p.Threshold, c.p.Patience = a.Threshold, a.Patience
	if len(a.Cases) > 0 {
		if err := c.attach(&model.AttachCases{Cases: a.Cases}); err != nil {
			return err
		}
	}
	c.say = "Карточка проблемы изменена."
	if fresh {
		c.say = "Проблема замечена."
	}
	return nil
}

func unitKnown(office *model.Office, id model.UnitID) error {
	if id == 0 {
		return nil
	}
	if _, ok := office.Units[id]; !ok {
		return model.Faultf(model.NotFound, "Такого подразделения нет в справочнике. Проверьте список подразделений.")
	}
	return nil
}

// attach adds symptoms. By the query it leaves alone what was taken off by hand.
func (c *change) attach(a *model.AttachCases) error {
	n := 0
	for _, id := range a.Cases {
		if id <= 0 || c.p.Symptomatic(id) || a.ByQuery && slices.Contains(c.p.Detached, id) {
			continue
		}
		c.p.Symptoms = append(c.p.Symptoms, model.Symptom{Appeal: id, At: c.at.Happened, ByQuery: a.ByQuery})
		c.p.Detached = slices.DeleteFunc(c.p.Detached, func(x model.AppealID) bool { return x == id })
		n++
	}
	switch {
	case n == 0:
		return model.Faultf(model.Usage, "Эти обращения уже приложены к проблеме № %d.", c.p.ID)
	case len(c.p.Symptoms) > MostCases:
		return model.Faultf(model.Usage, "К одной проблеме можно приложить не больше %d обращений. Сузьте условия отбора.", MostCases)
	}
	c.say = "Приложено: " + russian.Count(n, "обращение", "обращения", "обращений") + "."
	return nil
}

func (c *change) detach(a *model.DetachCases) error {
	n := len(c.p.Symptoms)
	c.p.Symptoms = slices.DeleteFunc(c.p.Symptoms, func(s model.Symptom) bool { return slices.Contains(a.Cases, s.Appeal) })
	if n -= len(c.p.Symptoms); n == 0 {
		return model.Faultf(model.Usage, "Этих обращений среди приложенных нет.")
	}
	for _, id := range a.Cases {
		if !slices.Contains(c.p.Detached, id) {
			c.p.Detached = append(c.p.Detached, id)
		}
	}
	c.say = "Откреплено: " + russian.Count(n, "обращение", "обращения", "обращений") + "."
	return nil
}

func (c *change) hypothesis(a *model.PutHypothesis) error {
	text := strings.TrimSpace(a.Text)
	if !slices.Contains([]model.Verdict{model.VerdictOpen, model.VerdictConfirmed, model.VerdictRejected}, a.Verdict) {
		return model.Faultf(model.Usage, "Вывод о гипотезе — confirmed, rejected или пусто.")
	}
	if a.ID == 0 {
		if text == "" {
			return model.Faultf(model.Usage, "Напишите гипотезу: почему это происходит.")
		}
		c.p.Hypotheses = append(c.p.Hypotheses, model.Hypothesis{ID: nextID(c.p.Hypotheses, func(h model.Hypothesis) int { return h.ID }), Text: text, Verdict: a.Verdict})
		c.say = "Гипотеза записана."
	} else {
		h, err := c.findHypothesis(a.ID)
		if err != nil {
			return err
		}
		if text != "" {
			h.Text = text
		}
		h.Verdict = a.Verdict
		c.say = "Гипотеза " + a.Verdict.Title() + "."
	}
	if c.p.Stage == model.ProblemNoticed || c.p.Stage == model.ProblemReturned {
		c.move(model.ProblemStudied)
	}
	return nil
}

func nextID[T any](list []T, id func(T) int) int {
	last := 0
	for _, x := range list {
		last = max(last, id(x))
	}
	return last + 1
}

func (c *change) findHypothesis(id int) (*model.Hypothesis, error) {
	i := slices.IndexFunc(c.p.Hypotheses, func(h model.Hypothesis) bool { return h.ID == id })
	if i < 0 {
		return nil, model.Faultf(model.NotFound, "Гипотезы %d у проблемы № %d нет.", id, c.p.ID)
	}
	return &c.p.Hypotheses[i], nil
}

func (c *change) evidence(a *model.AddEvidence) error {
	h, err := c.findHypothesis(a.Hypothesis)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(a.Text)
	if text == "" {
		return model.Faultf(model.Usage, "Напишите довод: что установлено и откуда это известно.")
	}
	h.Evidence = append(slices.Clone(h.Evidence), model.Evidence{Against: a.Against, Text: text, Source: strings.TrimSpace(a.Source), At: c.at.Happened, By: c.at.Actor})
	c.say = "Довод записан."
	return nil
}

func (c *change) cause(a *model.NameCause) error {
	words := strings.TrimSpace(a.Words)
	switch {
	case !slices.Contains(model.Causes(), a.Cause):
		return model.Faultf(model.Usage, "Выберите причину из словаря; чего в нём нет — «Другое» и своими словами.")
	case a.Cause == model.CauseOther && words == "":
		return model.Faultf(model.Usage, "Напишите причину своими словами: «Другое» само по себе ничего не говорит.")
	}
	c.p.Cause, c.p.CauseWords = a.Cause, words
	if c.p.Stage != model.ProblemMeasures {
		c.move(model.ProblemCause)
	}
	c.say = "Причина найдена: " + a.Cause.Title() + "."
	return nil
}

func (c *change) measure(m model.Measure) error {
	m.What = strings.TrimSpace(m.What)
	if m.State == "" {
		m.State = model.MeasurePlanned
	}
	switch {
	case m.What == "":
		return model.Faultf(model.Usage, "Напишите, что будет сделано.")
	case m.Unit == 0 && strings.TrimSpace(m.Owner) == "":
		return model.Faultf(model.Usage, "Укажите, кто отвечает за меру: подразделение или, если она не наша, кто именно.")
	case !slices.Contains(model.MeasureStates(), m.State):
		return model.Faultf(model.Usage, "Состояния меры «%s» нет. Есть: planned, going, done, dropped.", m.State)
	}
	if err := unitKnown(c.office, m.Unit); err != nil {
		return err
	}
	for _, d := range []model.Date{m.Due, m.Done} {
		if err := checkDate(d); err != nil {
			return err
		}
	}
	today := c.today()
	switch {
	case m.State != model.MeasureDone:
		m.Done = ""
	case m.Done == "":
		m.Done = today
	case m.Done > today:
		return model.Faultf(model.Usage, "День, когда мера выполнена, ещё не наступил. Проверьте дату.")
	}
	if m.ID == 0 {
		m.ID = nextID(c.p.Measures, func(m model.Measure) int { return m.ID })
		c.p.Measures = append(c.p.Measures, m)
		c.say = "Мера записана."
	} else {
		i := slices.IndexFunc(c.p.Measures, func(x model.Measure) bool { return x.ID == m.ID })
		if i < 0 {
			return model.Faultf(model.NotFound, "Меры %d у проблемы № %d нет.", m.ID, c.p.ID)
		}
		c.p.Measures[i] = m
		c.say = "Мера " + m.State.Title() + "."
	}
	if m.State == model.MeasureGoing || m.State == model.MeasureDone {
		c.move(model.ProblemMeasures)
	}
	return nil
}

func (c *change) solve(a *model.SolveProblem) error {
	outcome := strings.TrimSpace(a.Outcome)
	if outcome == "" {
		return model.Faultf(model.Usage, "Напишите итог: чем решена проблема и откуда это видно.")
	}
	for _, m := range c.p.Measures {
		if m.State == model.MeasurePlanned || m.State == model.MeasureGoing {
			return model.Faultf(model.Stage, "Мера «%s» ещё не выполнена. Отметьте её выполненной или отменённой и закройте карточку.", m.What)
		}
	}
	if c.p.Cause == "" {
		return model.Faultf(model.Stage, "Причина не названа. Назовите её и закройте карточку: без причины решение случайно.")
	}
	c.p.Outcome, c.p.SolvedAt = outcome, c.at.Happened
	c.move(model.ProblemSolved)
	c.say = "Проблема решена."
	return nil
}

func (c *change) bringBack(a *model.ReturnProblem) error {
	if c.p.Stage.Open() {
		return model.Faultf(model.Stage, "Проблема № %d и так в работе.", c.p.ID)
	}
	why := strings.TrimSpace(a.Reason)
	switch {
	case a.Messages > 0:
		why = "после решения поступило " + russian.Count(a.Messages, "сообщение", "сообщения", "сообщений")
	case why == "":
		return model.Faultf(model.Usage, "Напишите, почему проблема возвращается в работу.")
	}
	c.p.Why, c.p.ReturnedAt = why, c.at.Happened
	c.p.Returns++
	c.move(model.ProblemReturned)
	c.say = "Проблема вернулась: " + why + "."
	return nil
}

// move changes the stage once.
func (c *change) move(to model.ProblemStage) {
	if c.p.Stage != to {
		c.p.Stage = to
		c.p.Life = append(c.p.Life, model.LifeStep{Stage: to, At: c.at.Happened})
	}
}

func (c *change) today() model.Date { return today(c.office, c.at) }

// today is the civil date an action happened on, in the office's zone.
func today(office *model.Office, at model.Moment) model.Date {
	loc, err := time.LoadLocation(office.Settings.Zone)
	if err != nil {
		loc = time.UTC
	}
	return model.DateOf(at.Happened, loc)
}

// checkDate lets an empty date pass.
func checkDate(d model.Date) error {
	if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
		return model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", d)
	}
	return nil
}
