package poll

import (
	"fmt"
	"slices"

	"kurator/model"
	"kurator/model/russian"
)

// results enters what sites have counted and checks every sum.
func (c *change) results(a *model.PutResults) error {
	if c.p.Stage.Order() < model.PollRunning.Order() {
		return model.Faultf(model.Stage, "Итоги вносят, когда опрос идёт или завершён. Сейчас: «%s».", c.p.Stage.Title())
	}
	if c.p.Stage == model.PollSummed {
		return model.Faultf(model.Stage, "Итоги опроса подведены. Чтобы исправить их, отмените подведение.")
	}
	if len(a.Results) == 0 {
		return model.Faultf(model.Usage, "Итогов нет ни по одной площадке.")
	}
	for _, r := range a.Results {
		if r.AsOf == 0 {
			r.AsOf = c.at.Happened
		}
		if err := checkSite(&c.p, r); err != nil {
			return err
		}
		if i := slices.IndexFunc(c.p.Results, func(x model.SiteResult) bool { return x.Site == r.Site }); i >= 0 {
			c.p.Results[i] = r
		} else {
			c.p.Results = append(c.p.Results, r)
		}
	}
	c.p.Total = a.Total
	if err := Agree(&c.p); err != nil {
		return err
	}
	c.say = "Итоги внесены: " + russian.Count(c.p.Participants(), "участник", "участника", "участников") + "."
	return nil
}

func siteName(p *model.Poll, id int) (string, bool) {
	for _, s := range p.Sites {
		if s.ID == id {
			return s.Name, true
		}
	}
	return "", false
}

func questionOf(p *model.Poll, id int) (model.PollQuestion, bool) {
	for _, q := range p.Questions {
		if q.ID == id {
			return q, true
		}
	}
	return model.PollQuestion{}, false
}

// checkSite checks what one site says against itself.
func checkSite(p *model.Poll, r model.SiteResult) error {
	name, ok := siteName(p, r.Site)
	if !ok {
		return model.Faultf(model.NotFound, "Площадки № %d у этого опроса нет.", r.Site)
	}
	where := "Площадка «" + name + "»"
	if r.Participants < 0 {
		return model.Faultf(model.Usage, "%s: участников не может быть меньше нуля.", where)
	}
	for _, q := range p.Questions {
		i := slices.IndexFunc(r.Answers, func(a model.AnswerCounts) bool { return a.Question == q.ID })
		if i < 0 {
			return model.Faultf(model.Usage, "%s: нет итогов по вопросу %d.", where, q.ID)
		}
		if err := checkCounts(where, q, r.Answers[i], r.Participants); err != nil {
			return err
		}
	}
	if len(r.Answers) != len(p.Questions) {
		return model.Faultf(model.Usage, "%s: итогов по вопросам %d, а вопросов %d.", where, len(r.Answers), len(p.Questions))
	}
	return nil
}

// checkCounts checks the counts of one question: of one choice they add up to the answers, of several none exceeds them.
func checkCounts(where string, q model.PollQuestion, a model.AnswerCounts, participants int) error {
	where = fmt.Sprintf("%s, вопрос %d", where, q.ID)
	if len(a.Options) != len(q.Options) {
		return model.Faultf(model.Usage, "%s: вариантов в итогах %d, а в вопросе %d.", where, len(a.Options), len(q.Options))
	}
	sum := 0
	for i, n := range a.Options {
		switch {
		case n < 0:
			return model.Faultf(model.Usage, "%s: у варианта «%s» голосов меньше нуля.", where, q.Options[i])
		case n > a.Answered:
			return differ("%s: вариант «%s» выбрали %d, а ответили на вопрос %d", where, q.Options[i], n, a.Answered)
		}
		sum += n
	}
	switch {
	case a.Answered < 0 || a.Answered > participants:
		return differ("%s: ответили %d, а участников %d", where, "", a.Answered, participants)
	case (q.Kind == model.AnswerSingle || q.Kind == model.AnswerScale) && sum != a.Answered:
		return differ("%s: по вариантам в сумме %d, а ответили %d", where, "", sum, a.Answered)
	case q.Kind == model.AnswerMany && sum < a.Answered:
		return differ("%s: по вариантам в сумме %d — меньше, чем ответивших %d", where, "", sum, a.Answered)
	}
	return nil
}

// differ is a refusal that names the difference. An empty option is left out of the sentence.
func differ(format, where, option string, found, stated int) error {
	args := []any{where}
	if option != "" {
		args = append(args, option)
	}
	args = append(args, found, stated)
	return model.Faultf(model.BadData, format+": разница %s. Сверьте итоги с протоколом.", append(args, russian.Difference(int64(found-stated)))...)
}

// Agree holds the sums over the sites against the organiser's own total: participants, answers and every option.
func Agree(p *model.Poll) error {
	if p.Total == nil {
		return nil
	}
	for _, s := range p.Sites {
		if _, ok := p.Result(s.ID); !ok {
			return model.Faultf(model.BadData, "Общий итог сверить не с чем: с площадки «%s» итогов нет.", s.Name)
		}
	}
	if n := p.Participants(); n != p.Total.Participants {
		return differ("%s: по площадкам в сумме %d, а в общем итоге %d", "Участников", "", n, p.Total.Participants)
	}
	for _, stated := range p.Total.Answers {
		q, ok := questionOf(p, stated.Question)
		if !ok {
			return model.Faultf(model.NotFound, "Вопроса № %d у этого опроса нет.", stated.Question)
		}
		if len(stated.Options) != len(q.Options) {
			return model.Faultf(model.Usage, "Общий итог, вопрос %d: вариантов %d, а в вопросе %d.", q.ID, len(stated.Options), len(q.Options))
		}
		where := fmt.Sprintf("Вопрос %d", q.ID)
		sum := p.Sum(q.ID)
		for i, n := range sum.Options {
			if n != stated.Options[i] {
				return differ("%s, вариант «%s»: по площадкам в сумме %d, а в общем итоге %d", where, q.Options[i], n, stated.Options[i])
			}
		}
		if sum.Answered != stated.Answered {
			return differ("%s: ответили по площадкам в сумме %d, а в общем итоге %d", where, "", sum.Answered, stated.Answered)
		}
	}
	return nil
}

// Turnout is the share of the base that took part, in percent; ok is false when no base is known.
func Turnout(p *model.Poll) (percent float64, ok bool) {
	if p.Base <= 0 {
		return 0, false
	}
	return 100 * float64(p.Participants()) / float64(p.Base), true
}

// Held tells whether the threshold is reached; known is false when there is none.
func Held(p *model.Poll) (held, known bool) {
	return p.Participants() >= p.Threshold, p.Threshold > 0
}

// Mean is the mean step of a scale, counted from 1; ok is false when nobody answered.
func Mean(a model.AnswerCounts) (mean float64, ok bool) {
	sum, n := 0, 0
	for i, x := range a.Options {
		sum += (i + 1) * x
		n += x
	}
	if n == 0 {
		return 0, false
	}
	return float64(sum) / float64(n), true
}
