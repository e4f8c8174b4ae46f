package workflow

import (
	"maps"

	"kurator/model"
)

// rate records the citizen's mark. A negative one asks for the curator's judgement of the answer; it reopens nothing.
func (c *change) rate(a *model.Rate) error {
	if a.Mark < 1 || a.Mark > 5 {
		return model.Faultf(model.Usage, "Оценка бывает от 1 до 5.")
	}
	if c.Stage.Open() {
		return c.refuse("оценивать рано: ответ ещё не направлен.", "")
	}
	c.Mark = a.Mark
	c.Ratings = append(c.Ratings, model.Rating{Mark: a.Mark, Reason: a.Reason, Text: a.Text, At: c.at.Happened, By: c.at.Actor})
	c.say(model.EventNotice, "Оценка записана.")
	if a.Mark <= model.LowMark {
		c.Score = nil // what was judged before the citizen spoke is judged again
		c.say(model.EventNotice, "Оценка отрицательная: разберите ответ по критериям качества и решите, возвращать ли обращение в работу.")
	}
	return nil
}

// score judges the answer that stands by the rubric; a second judgement replaces the first.
func (c *change) score(a *model.ScoreAnswer) error {
	if c.Stage.Open() || c.AnsweredAt == 0 {
		return c.refuse("оценивать качество рано: ответа ещё нет.", "")
	}
	for _, criterion := range model.Criteria() {
		points, ok := a.Points[criterion]
		if !ok {
			return model.Faultf(model.Usage, "Нет баллов по критерию «%s». Поставьте 0, 1 или 2.", criterion.Title())
		}
		if points < 0 || points > model.MaxPoints {
			return model.Faultf(model.Usage, "Баллы по критерию «%s» бывают 0, 1 или 2.", criterion.Title())
		}
	}
	if len(a.Points) != len(model.Criteria()) {
		return model.Faultf(model.Usage, "Есть баллы по критерию, которого нет в списке: point, questions, evidence, language, tone, contact, term.")
	}
	c.Score = &model.Score{Points: maps.Clone(a.Points), At: c.at.Happened, By: c.at.Actor, Comment: a.Comment}
	c.say(model.EventNotice, "Качество ответа оценено.")
	return nil
}
