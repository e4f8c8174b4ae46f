// Package poll is the one place where polls, votes, discussions and hearings change, and where their sums are checked. It is
// pure: it saves nothing, and what is passed in stays as it was.
package poll

import (
	"slices"
	"strings"
	"time"

	"kurator/model"
)

type change struct {
	p   model.Poll
	at  model.Moment
	say string
}

// Apply returns the poll after the action; state is nil for a new one. An error is a *model.Fault.
func Apply(state *model.Poll, id int64, action model.Action, at model.Moment) (model.Poll, []model.Event, error) {
	c := &change{at: at}
	put, isPut := action.(*model.PutPoll)
	switch {
	case state == nil && !isPut:
		return model.Poll{}, nil, model.Faultf(model.NotFound, "Опроса № %d нет. Проверьте номер.", id)
	case state == nil:
		c.p = model.Poll{ID: id}
		c.move(model.PollDraft)
	default:
		c.p = *state
		c.p.Life, c.p.Results = slices.Clone(state.Life), slices.Clone(state.Results)
	}
	var err error
	if isPut {
		err = c.put(put, state)
	} else {
		err = c.apply(action)
	}
	if err != nil {
		return model.Poll{}, nil, err
	}
	return c.p, []model.Event{{Ref: model.Ref{Noun: model.NounPoll, ID: id}, Kind: model.EventNotice, Say: c.say}}, nil
}

func (c *change) apply(action model.Action) error {
	switch a := action.(type) {
	case *model.MovePoll:
		return c.advance(a.Stage)
	case *model.PutResults:
		return c.results(a)
	case *model.DecidePoll:
		if c.p.Stage.Order() < model.PollFinished.Order() {
			return model.Faultf(model.Stage, "Решение записывают, когда опрос завершён.")
		}
		if strings.TrimSpace(a.Decision) == "" {
			return model.Faultf(model.Usage, "Напишите, какое решение принято.")
		}
		c.p.Decision, c.p.Document, c.p.Done = strings.TrimSpace(a.Decision), strings.TrimSpace(a.Document), strings.TrimSpace(a.Done)
		c.say = "Решение по опросу записано."
		return nil
	case *model.LinkPoll:
		c.p.Problems = slices.Clone(a.Problems)
		c.say = "Связь с проблемами записана."
		return nil
	}
	return model.Faultf(model.Usage, "Действие «%s» не относится к опросу.", action.Name())
}

// put fills the poll in. What people have been asked already is not changed behind them.
func (c *change) put(a *model.PutPoll, state *model.Poll) error {
	p := &c.p
	sites, questions := cleanSites(a.Sites), cleanQuestions(a.Questions)
	if err := check(a, sites, questions); err != nil {
		return err
	}
	if state != nil && state.Stage.Order() >= model.PollPublished.Order() &&
		(!slices.Equal(sites, state.Sites) || !slices.EqualFunc(questions, state.Questions, sameQuestion) || a.Kind != state.Kind) {
		return model.Faultf(model.Stage, "Опрос уже опубликован: вид, вопросы и площадки не меняют. Верните его на согласование или заведите новый.")
	}
	p.Kind, p.Title, p.Sites, p.Questions = a.Kind, strings.TrimSpace(a.Title), sites, questions
	p.Topic, p.Place, p.AgeFrom, p.From, p.To = strings.TrimSpace(a.Topic), strings.TrimSpace(a.Place), a.AgeFrom, a.From, a.To
	p.Base, p.BaseWords, p.Threshold = a.Base, strings.TrimSpace(a.BaseWords), a.Threshold
	p.SamePerson, p.Basis, p.Problems = strings.TrimSpace(a.SamePerson), strings.TrimSpace(a.Basis), slices.Clone(a.Problems)
	c.say = "Опрос записан."
	return nil
}

func sameQuestion(a, b model.PollQuestion) bool {
	return a.ID == b.ID && a.Text == b.Text && a.Kind == b.Kind && slices.Equal(a.Options, b.Options)
}

func cleanSites(list []model.Site) []model.Site {
	var out []model.Site
	for i, s := range list {
		s.Name, s.Link, s.Channel = strings.TrimSpace(s.Name), strings.TrimSpace(s.Link), strings.TrimSpace(s.Channel)
		if s.ID == 0 {
			s.ID = i + 1
		}
		out = append(out, s)
	}
	return out
}

func cleanQuestions(list []model.PollQuestion) []model.PollQuestion {
	var out []model.PollQuestion
	for i, q := range list {
		q.Text = strings.TrimSpace(q.Text)
		if q.ID == 0 {
			q.ID = i + 1
		}
		options := make([]string, 0, len(q.Options))
		for _, o := range q.Options {
			if o = strings.TrimSpace(o); o != "" {
				options = append(options, o)
			}
		}
		q.Options = options
		out = append(out, q)
	}
	return out
}

func check(a *model.PutPoll, sites []model.Site, questions []model.PollQuestion) error {
	switch {
	case strings.TrimSpace(a.Title) == "":
		return model.Faultf(model.Usage, "Назовите опрос.")
	case !slices.Contains(model.PollKinds(), a.Kind):
		return model.Faultf(model.Usage, "Вида «%s» нет. Есть: poll, vote, discussion, hearing.", a.Kind)
	case len(sites) == 0:
		return model.Faultf(model.Usage, "Укажите хотя бы одну площадку: где отвечают.")
	case len(questions) == 0:
		return model.Faultf(model.Usage, "Напишите хотя бы один вопрос.")
	case a.AgeFrom < 0 || a.Base < 0 || a.Threshold < 0:
		return model.Faultf(model.Usage, "Возраст, база и порог — числа не меньше нуля.")
	case a.Base > 0 && strings.TrimSpace(a.BaseWords) == "":
		return model.Faultf(model.Usage, "Напишите, что это за база явки: кто в неё входит и откуда число.")
	case len(sites) > 1 && strings.TrimSpace(a.SamePerson) == "":
		return model.Faultf(model.Usage, "Площадок несколько: напишите правило, как считается один человек, ответивший на двух.")
	case a.From != "" && a.To != "" && a.To < a.From:
		return model.Faultf(model.Usage, "Опрос заканчивается раньше, чем начинается. Проверьте даты.")
	}
	for _, d := range []model.Date{a.From, a.To} {
		if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
			return model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", d)
		}
	}
	seen := map[int]bool{}
	for _, s := range sites {
		if s.Name == "" || seen[s.ID] {
			return model.Faultf(model.Usage, "У каждой площадки должны быть название и свой номер.")
		}
		seen[s.ID] = true
	}
	return checkQuestions(questions)
}

func checkQuestions(questions []model.PollQuestion) error {
	seen := map[int]bool{}
	for _, q := range questions {
		switch {
		case q.Text == "" || seen[q.ID]:
			return model.Faultf(model.Usage, "У каждого вопроса должны быть слова и свой номер.")
		case !slices.Contains(model.AnswerKinds(), q.Kind):
			return model.Faultf(model.Usage, "Вопрос %d: вида ответа «%s» нет. Есть: single, many, scale, text.", q.ID, q.Kind)
		case q.Kind != model.AnswerText && len(q.Options) < 2:
			return model.Faultf(model.Usage, "Вопрос %d: вариантов должно быть не меньше двух.", q.ID)
		case q.Kind == model.AnswerText && len(q.Options) > 0:
			return model.Faultf(model.Usage, "Вопрос %d: у свободного ответа вариантов не бывает.", q.ID)
		}
		seen[q.ID] = true
		sorted := slices.Sorted(slices.Values(q.Options))
		if len(slices.Compact(sorted)) < len(q.Options) {
			return model.Faultf(model.Usage, "Вопрос %d: один вариант написан дважды.", q.ID)
		}
	}
	return nil
}

// advance moves by one stage; summing up asks for everything that is owed by then.
func (c *change) advance(to model.PollStage) error {
	now, next := c.p.Stage.Order(), to.Order()
	switch {
	case next < 0:
		return model.Faultf(model.Usage, "Стадии «%s» нет. Есть: draft, agreed, published, running, finished, summed.", to)
	case next == now-1 && now < model.PollRunning.Order(): // nobody has answered yet
	case next != now+1:
		return model.Faultf(model.Stage, "Опрос «%s»: сейчас он на стадии «%s», отсюда — только к следующей.", c.p.Title, c.p.Stage.Title())
	}
	switch to {
	case model.PollPublished:
		for _, s := range c.p.Sites {
			if s.Link == "" && s.Channel == "" {
				return model.Faultf(model.Usage, "Площадка «%s»: укажите ссылку, а если это не сайт — чем она является.", s.Name)
			}
		}
		if c.p.From == "" || c.p.To == "" {
			return model.Faultf(model.Usage, "Укажите, с какого и по какой день отвечают.")
		}
	case model.PollSummed:
		if err := c.complete(); err != nil {
			return err
		}
	}
	c.move(to)
	c.say = "Опрос: " + strings.ToLower(to.Title()) + "."
	return nil
}

func (c *change) complete() error {
	for _, s := range c.p.Sites {
		r, ok := c.p.Result(s.ID)
		switch {
		case !ok:
			return model.Faultf(model.Stage, "С площадки «%s» итогов нет. Внесите их.", s.Name)
		case r.Provisional:
			return model.Faultf(model.Stage, "Итоги площадки «%s» предварительные. Внесите окончательные.", s.Name)
		}
	}
	return nil
}

func (c *change) move(to model.PollStage) {
	c.p.Stage = to
	c.p.Life = append(c.p.Life, model.PollStep{Stage: to, At: c.at.Happened, By: c.at.Actor})
}
