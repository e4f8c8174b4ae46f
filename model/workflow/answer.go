package workflow

import "kurator/model"

// answer records that the approved text went out. An interim answer stops only the clock of the first answer.
func (c *change) answer(a *model.Answer) error {
	if !c.Stage.Open() {
		return c.refuse("ответ уже направлен.", "")
	}
	if !c.Approved() {
		return c.refuse("нет утверждённого текста ответа, поэтому отметить «Ответ направлен» нельзя.",
			"Передайте проект на проверку и утвердите его; если ответили прямо во внешней системе, загрузите её выгрузку.")
	}
	at := orElse(a.At, c.at.Happened)
	if at < c.Received {
		return model.Faultf(model.Usage, "Ответ не мог уйти раньше, чем поступило обращение. Проверьте дату.")
	}
	if at > c.at.Recorded {
		return model.Faultf(model.Usage, "Дата ответа ещё не наступила. Проверьте дату.")
	}
	c.Replies = append(c.Replies, model.Reply{At: at, Text: c.CurrentDraft().Text, Channel: c.Channel(),
		Interim: a.Interim, By: c.at.Actor, Link: a.Link})
	if a.Interim {
		c.Approval = nil
		c.say(model.EventNotice, "Промежуточный ответ отправлен. Окончательный ещё нужен.")
		if c.Unit != 0 {
			c.move(model.StageAssigned, "")
		} else {
			c.move(model.StageSorted, "")
		}
		return nil
	}
	c.AnsweredAt, c.Waiting = at, false
	if a.Outcome != "" {
		c.settleOutcome(a.Outcome)
	}
	c.Stage = model.StageAnswered
	c.hand(model.Holder{}, at, "")
	c.say(model.EventStage, model.StageAnswered.Title()+".")
	return nil
}

// settleOutcome sets the result of the case and of the questions that have none.
func (c *change) settleOutcome(o model.Outcome) {
	c.Outcome = o
	for i := range c.Questions {
		if c.Questions[i].Outcome == "" {
			c.Questions[i].Outcome = o
		}
	}
}

// close ends the work: after an answer, or without one for a stated reason.
func (c *change) close(a *model.Close) error {
	if c.in(model.StageClosed) {
		return c.refuse("оно уже закрыто.", "")
	}
	outcome := orElse(a.Outcome, c.Outcome)
	if c.Stage != model.StageAnswered {
		if !outcome.WithoutAnswer() {
			return c.refuse("ответ ещё не направлен, закрыть можно только с результатом «направлено по компетенции», "+
				"«оставлено без ответа», «переписка прекращена», «не требует ответа» или «дубль».", "")
		}
		if a.Reason == "" && outcome != model.OutcomeDuplicate {
			return model.Faultf(model.Usage, "Укажите причину, по которой обращение закрывается без ответа.")
		}
	}
	if outcome == "" {
		outcome = model.OutcomeAnswered
	}
	if a.Mark < 0 || a.Mark > 5 {
		return model.Faultf(model.Usage, "Оценка бывает от 1 до 5.")
	}
	c.settleOutcome(outcome)
	c.CloseReason = orElse(a.Reason, c.CloseReason)
	c.Mark = orElse(a.Mark, c.Mark)
	c.DuplicateOf = orElse(a.DuplicateOf, c.DuplicateOf)
	c.ClosedAt, c.Waiting = c.at.Happened, false
	c.move(model.StageClosed, "")
	return nil
}

// redirect sends the appeal to the competent body and closes it here. A complaint may not go to the body complained of
// (59-ФЗ art. 8 p. 6): a refusal, not a hint.
func (c *change) redirect(a *model.Redirect) error {
	if !c.Stage.Open() {
		return c.refuse("перенаправить уже нельзя.", "")
	}
	if a.To == "" {
		return model.Faultf(model.Usage, "Укажите, куда перенаправляется обращение.")
	}
	if a.ComplainedOf != "" && model.SameName(a.ComplainedOf, a.To) {
		return model.Faultf(model.Stage, "Жалобу нельзя направить тому, на кого жалуются (59-ФЗ, ст. 8, ч. 6). Выберите другого получателя.")
	}
	if c.Channel() == model.ChannelECPUR {
		return model.Faultf(model.Stage, "ЕЦПУР не допускает перенаправления в другие органы. Подготовьте ответ.")
	}
	c.settleOutcome(model.OutcomeRedirected)
	c.CloseReason = "направлено: " + a.To
	if a.Document != "" {
		c.CloseReason += ", " + a.Document
	}
	c.ClosedAt, c.Waiting = c.at.Happened, false
	c.move(model.StageClosed, "")
	return nil
}
