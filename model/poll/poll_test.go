package poll_test

import (
	"strings"
	"testing"

	"kurator/model"
	"kurator/model/poll"
)

func at() model.Moment { return model.Moment{Happened: 1_790_000_000, Recorded: 1_790_000_000} }

func asked() *model.PutPoll {
	return &model.PutPoll{Kind: model.PollVote, Title: "Где быть катку", From: "2026-11-01", To: "2026-11-20", Base: 6394, BaseWords: "жители пгт Ревда, 2021", Threshold: 100,
		SamePerson: "считается дважды: площадки не сверяют", Sites: []model.Site{{Name: "Сайт", Link: "https://example.ru/1"}, {Name: "ВКонтакте", Link: "https://example.ru/2"}},
		Questions: []model.PollQuestion{{Text: "Где?", Kind: model.AnswerSingle, Options: []string{"У школы", "В парке"}},
			{Text: "Что ещё?", Kind: model.AnswerMany, Options: []string{"Свет", "Прокат", "Скамейки"}}, {Text: "Ваше мнение", Kind: model.AnswerText}}}
}

// running is a poll that people answer.
func running(t *testing.T) model.Poll {
	t.Helper()
	p, _, err := poll.Apply(nil, 1, asked(), at())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []model.PollStage{model.PollAgreed, model.PollPublished, model.PollRunning} {
		if p, _, err = poll.Apply(&p, 1, &model.MovePoll{Stage: s}, at()); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func site(id, people, school, park int) model.SiteResult {
	return model.SiteResult{Site: id, Participants: people, Answers: []model.AnswerCounts{{Question: 1, Answered: school + park, Options: []int{school, park}},
		{Question: 2, Answered: 10, Options: []int{10, 4, 0}}, {Question: 3, Answered: 3}}}
}

func total(people, school, park int) *model.PollTotal {
	return &model.PollTotal{Participants: people, Answers: []model.AnswerCounts{{Question: 1, Answered: school + park, Options: []int{school, park}}}}
}

func TestResults(t *testing.T) {
	p := running(t)
	p, _, err := poll.Apply(&p, 1, &model.PutResults{Results: []model.SiteResult{site(1, 120, 70, 50), site(2, 60, 20, 35)}, Total: total(180, 90, 85)}, at())
	if err != nil {
		t.Fatal(err)
	}
	if sum := p.Sum(1); sum.Answered != 175 || sum.Options[0] != 90 || sum.Options[1] != 85 {
		t.Errorf("sum %+v", sum)
	}
	turnout, ok := poll.Turnout(&p)
	held, known := poll.Held(&p)
	if !ok || turnout < 2.81 || turnout > 2.82 || !held || !known || p.Provisional() {
		t.Errorf("turnout %v %v, held %v", turnout, ok, held)
	}
	for _, s := range []model.PollStage{model.PollFinished, model.PollSummed} {
		if p, _, err = poll.Apply(&p, 1, &model.MovePoll{Stage: s}, at()); err != nil {
			t.Fatal(err)
		}
	}
	if p, _, err = poll.Apply(&p, 1, &model.DecidePoll{Decision: "Каток у школы", Document: "пост. № 5"}, at()); err != nil || p.Decision == "" {
		t.Error(err)
	}
}

func TestSumsThatDisagreeAreRefused(t *testing.T) {
	provisional := site(1, 120, 70, 50)
	provisional.Provisional = true
	for name, test := range map[string]struct {
		put  model.PutResults
		says []string
	}{
		"an option":             {model.PutResults{Results: []model.SiteResult{site(1, 120, 70, 50), site(2, 60, 20, 35)}, Total: total(180, 85, 90)}, []string{"Вопрос 1", "«У школы»", "в сумме 90", "итоге 85", "+5"}},
		"participants":          {model.PutResults{Results: []model.SiteResult{site(1, 120, 70, 50), site(2, 60, 20, 35)}, Total: total(175, 90, 85)}, []string{"Участников", "180", "175", "+5"}},
		"answers of one choice": {model.PutResults{Results: []model.SiteResult{{Site: 1, Participants: 100, Answers: []model.AnswerCounts{{Question: 1, Answered: 100, Options: []int{70, 20}}, {Question: 2}, {Question: 3}}}}}, []string{"Сайт", "в сумме 90", "ответили 100", "-10"}},
		"more than took part":   {model.PutResults{Results: []model.SiteResult{site(1, 100, 70, 50)}}, []string{"ответили 120", "участников 100", "+20"}},
		"one of several":        {model.PutResults{Results: []model.SiteResult{{Site: 1, Participants: 9, Answers: []model.AnswerCounts{{Question: 1, Options: []int{0, 0}}, {Question: 2, Answered: 4, Options: []int{5, 0, 0}}, {Question: 3}}}}}, []string{"«Свет»", "5", "4"}},
		"a site is missing":     {model.PutResults{Results: []model.SiteResult{site(1, 120, 70, 50)}, Total: total(120, 70, 50)}, []string{"«ВКонтакте»"}},
	} {
		p := running(t)
		_, _, err := poll.Apply(&p, 1, &test.put, at())
		if err == nil {
			t.Errorf("%s: taken", name)
			continue
		}
		say := strings.ReplaceAll(err.Error(), "−", "-")
		for _, want := range test.says {
			if !strings.Contains(say, want) {
				t.Errorf("%s: no %q in %q", name, want, say)
			}
		}
	}
	p := running(t)
	p, _, err := poll.Apply(&p, 1, &model.PutResults{Results: []model.SiteResult{provisional, site(2, 60, 20, 35)}}, at())
	if err != nil || !p.Provisional() {
		t.Fatal(err)
	}
	p, _, _ = poll.Apply(&p, 1, &model.MovePoll{Stage: model.PollFinished}, at())
	if _, _, err := poll.Apply(&p, 1, &model.MovePoll{Stage: model.PollSummed}, at()); err == nil || !strings.Contains(err.Error(), "предварительные") {
		t.Errorf("summed up on provisional results: %v", err)
	}
}

func TestRefused(t *testing.T) {
	change := func(f func(*model.PutPoll)) *model.PutPoll {
		a := asked()
		f(a)
		return a
	}
	for name, a := range map[string]*model.PutPoll{
		"no rule for two sites": change(func(a *model.PutPoll) { a.SamePerson = "" }),
		"no site":               change(func(a *model.PutPoll) { a.Sites = nil }),
		"a base without words":  change(func(a *model.PutPoll) { a.BaseWords = "" }),
		"an option twice":       change(func(a *model.PutPoll) { a.Questions[0].Options = []string{"да", "да"} }),
		"one option":            change(func(a *model.PutPoll) { a.Questions[0].Options = []string{"да"} }),
		"ends too early":        change(func(a *model.PutPoll) { a.To = "2026-10-01" }),
	} {
		if _, _, err := poll.Apply(nil, 1, a, at()); model.CodeOf(err) != model.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := running(t)
	if _, _, err := poll.Apply(&p, 1, change(func(a *model.PutPoll) { a.Questions[0].Text = "Куда?" }), at()); model.CodeOf(err) != model.Stage {
		t.Errorf("a question changed behind those who answered: %v", err)
	}
	if _, _, err := poll.Apply(&p, 1, &model.MovePoll{Stage: model.PollSummed}, at()); model.CodeOf(err) != model.Stage {
		t.Errorf("a stage was skipped: %v", err)
	}
	draft, _, _ := poll.Apply(nil, 1, asked(), at())
	if _, _, err := poll.Apply(&draft, 1, &model.PutResults{Results: []model.SiteResult{site(1, 120, 70, 50)}}, at()); model.CodeOf(err) != model.Stage {
		t.Errorf("results of a draft: %v", err)
	}
}

func TestMean(t *testing.T) {
	if m, ok := poll.Mean(model.AnswerCounts{Options: []int{1, 0, 3}}); !ok || m != 2.5 {
		t.Error(m, ok)
	}
	if _, ok := poll.Mean(model.AnswerCounts{Options: []int{0, 0}}); ok {
		t.Error("a mean of nothing")
	}
}
