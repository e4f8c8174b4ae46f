package workflow

import (
	"slices"

	"kurator/model"
	"kurator/model/deadline"
)

// MaxExtension is the longest extension of a 59-ФЗ term in days (art. 12 p. 2).
const MaxExtension = 30

// reopen returns an answered or closed case to work.
func (c *change) reopen(a *model.Reopen) error {
	if c.Stage.Open() {
		return c.refuse("оно и так в работе.", "")
	}
	if a.Reason == "" {
		return model.Faultf(model.Usage, "Укажите, почему обращение возвращается в работу.")
	}
	c.backToWork()
	c.sortByChannel()
	if c.Unit != 0 {
		c.move(model.StageAssigned, "")
	} else {
		c.move(model.StageSorted, "")
	}
	c.say(model.EventNotice, "Возвращено в работу.")
	return nil
}

// backToWork clears what says that the case was finished; answers already given stay.
func (c *change) backToWork() {
	c.ReopenedAt = c.at.Happened
	c.AnsweredAt, c.ClosedAt = 0, 0
	c.Outcome, c.CloseReason, c.Mark, c.DuplicateOf, c.ByHand.Outcome = "", "", 0, 0, false
	for i := range c.Questions {
		c.Questions[i].Outcome = ""
	}
	c.Approval, c.Score = nil, nil
	if d := len(c.Drafts); d > 0 && c.Drafts[d-1].Returned == "" {
		c.Drafts[d-1].Returned = "обращение возвращено в работу"
	}
}

// writeAgain puts the citizen's new text beside the old answers; an answered case returns to the queue.
func (c *change) writeAgain(a *model.WriteAgain) error {
	if a.Text.Empty() {
		return model.Faultf(model.Usage, "Нет текста нового сообщения гражданина.")
	}
	if a.At > c.at.Recorded {
		return model.Faultf(model.Usage, "Это время ещё не наступило. Проверьте дату сообщения.")
	}
	c.Messages = append(c.Messages, model.Message{At: orElse(a.At, c.at.Happened), Text: a.Text})
	c.Waiting = false
	c.say(model.EventNotice, "Гражданин написал снова.")
	if !c.Stage.Open() {
		c.backToWork()
		c.move(model.StageNew, "")
	}
	return nil
}

// extend moves the 59-ФЗ date: once, before it expires, counted from the unshifted date (art. 12 p. 2).
func (c *change) extend(a *model.Extend) error {
	if err := checkDate(a.Notified); err != nil {
		return err
	}
	switch {
	case c.Extension != nil && a.Days == 0 && a.Notified != "" && c.Extension.Notified == "":
		told := *c.Extension
		told.Notified = a.Notified
		c.Extension = &told
		c.say(model.EventNotice, "Записано, что гражданин уведомлён о продлении.")
		return nil
	case !c.Stage.Open():
		return c.refuse("продлевать нечего: "+c.finished(), "")
	case !c.underLaw59():
		return c.refuse("продление есть только у обращений по 59-ФЗ.", "Срок этого канала не продлевается.")
	case c.Extension != nil:
		return c.refuse("срок уже продлевали, второй раз закон не позволяет.", "")
	case a.Days < 1 || a.Days > MaxExtension:
		return model.Faultf(model.Usage, "Продлить можно на срок от 1 до %d дней (59-ФЗ, ст. 12, ч. 2).", MaxExtension)
	case a.Reason == "":
		return model.Faultf(model.Usage, "Укажите причину продления: её сообщают гражданину.")
	case c.Due.AnswerBy.LateFrom != 0 && c.at.Happened >= c.Due.AnswerBy.LateFrom:
		return c.refuse("срок уже истёк, продлить его нельзя.", "Продлевают только до истечения срока.")
	}
	c.Extension = &model.Extension{Days: a.Days, Reason: a.Reason, At: c.at.Happened, Notified: a.Notified,
		Original: c.Due.AnswerBy.Date}
	if a.Notified == "" {
		c.say(model.EventNotice, "Срок продлён. Не забудьте уведомить гражданина.")
	}
	return nil
}

// underLaw59 tells whether the answer's term is the law's own.
func (c *change) underLaw59() bool {
	switch c.Channel() {
	case model.ChannelSED, model.ChannelMail, model.ChannelVisit, model.ChannelPortal:
		return !slices.Contains([]model.Kind{model.KindComment, deadline.KindCourt, deadline.KindUnreadable}, c.Kind)
	}
	return c.Kind == model.KindLaw59
}

// deferSolution records a promise with its own date and owner.
func (c *change) deferSolution(a *model.Defer) error {
	if a.Date == "" {
		return model.Faultf(model.Usage, "Укажите дату, к которой обещано решение.")
	}
	if err := checkDate(a.Date); err != nil {
		return err
	}
	if _, ok := c.Office.Units[a.Unit]; a.Unit != 0 && !ok {
		return unknownUnit()
	}
	if c.in(model.StageNew, model.StageSorted) {
		return c.refuse("обещать ещё рано: обращение не назначено.", "")
	}
	c.Promises = append(c.Promises, model.Promise{Date: a.Date, Unit: orElse(a.Unit, c.Unit), Text: a.Text,
		Made: c.at.Happened})
	c.say(model.EventNotice, "Обещание записано: до "+russianDate(a.Date)+".")
	return nil
}

// keepPromise marks the oldest open promise of a solution as kept; that of an answer is kept by the answer.
func (c *change) keepPromise() error {
	for i := range c.Promises {
		if c.Promises[i].Kept == 0 && !c.Promises[i].Answer {
			c.Promises[i].Kept = c.at.Happened
			c.say(model.EventNotice, "Обещание выполнено.")
			return nil
		}
	}
	return c.refuse("невыполненных обещаний нет.", "")
}

// recount is refused for closed cases: their dates never change.
func (c *change) recount() error {
	if c.in(model.StageClosed) {
		return c.refuse("сроки закрытых обращений не пересчитываются.", "")
	}
	return nil
}
