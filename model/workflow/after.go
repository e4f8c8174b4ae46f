package workflow

import "kurator/model"

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
	if c.Unit != 0 {
		c.move(model.StageAssigned, "")
	} else {
		c.move(model.StageSorted, "")
	}
	c.say(model.EventNotice, "Возвращено в работу: "+a.Reason+".")
	return nil
}

// backToWork clears what says that the case was finished; answers already given stay.
func (c *change) backToWork() {
	c.ReopenedAt = c.at.Happened
	c.AnsweredAt, c.ClosedAt = 0, 0
	c.Outcome, c.CloseReason, c.Mark = "", "", 0
	for i := range c.Questions {
		c.Questions[i].Outcome = ""
	}
	c.Approval = nil
	if d := len(c.Drafts); d > 0 && c.Drafts[d-1].Returned == "" {
		c.Drafts[d-1].Returned = "обращение возвращено в работу"
	}
}

// writeAgain puts the citizen's new text beside the old answers; an answered case returns to the queue.
func (c *change) writeAgain(a *model.WriteAgain) error {
	if a.Text.Empty() {
		return model.Faultf(model.Usage, "Нет текста нового сообщения гражданина.")
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
	switch {
	case !c.Stage.Open():
		return c.refuse("продлевать нечего: ответ уже направлен.", "")
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
		return c.Kind == "" || c.Kind == model.KindLaw59
	}
	return c.Kind == model.KindLaw59
}

// deferSolution records a promise with its own date and owner.
func (c *change) deferSolution(a *model.Defer) error {
	if a.Date == "" {
		return model.Faultf(model.Usage, "Укажите дату, к которой обещано решение.")
	}
	if c.in(model.StageNew, model.StageSorted) {
		return c.refuse("обещать ещё рано: обращение не назначено.", "")
	}
	c.Promises = append(c.Promises, model.Promise{Date: a.Date, Unit: orElse(a.Unit, c.Unit), Text: a.Text,
		Made: c.at.Happened})
	c.say(model.EventNotice, "Обещание записано: до "+string(a.Date)+".")
	return nil
}

// keepPromise marks the oldest open promise as kept.
func (c *change) keepPromise() error {
	for i := range c.Promises {
		if c.Promises[i].Kept == 0 {
			c.Promises[i].Kept = c.at.Happened
			c.say(model.EventNotice, "Обещание выполнено.")
			return nil
		}
	}
	return c.refuse("невыполненных обещаний нет.", "")
}

// rate records the citizen's mark.
func (c *change) rate(a *model.Rate) error {
	if a.Mark < 1 || a.Mark > 5 {
		return model.Faultf(model.Usage, "Оценка бывает от 1 до 5.")
	}
	if c.Stage.Open() {
		return c.refuse("оценивать рано: ответ ещё не направлен.", "")
	}
	c.Mark = a.Mark
	c.say(model.EventNotice, "Оценка записана.")
	return nil
}

// recount is refused for closed cases: their dates never change.
func (c *change) recount() error {
	if c.in(model.StageClosed) {
		return c.refuse("сроки закрытых обращений не пересчитываются.", "")
	}
	return nil
}
