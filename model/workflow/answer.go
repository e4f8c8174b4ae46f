package workflow

import (
	"slices"
	"strings"

	"kurator/model"
)

// answer records that the approved text went out. An interim answer stops only the clock of the first answer.
func (c *change) answer(a *model.Answer) error {
	if !c.Stage.Open() {
		return c.refuse(c.finished(), "")
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
	if err := c.checkResult(a.Outcome, 0); err != nil {
		return err
	}
	if err := checkDate(a.Promise); err != nil {
		return err
	}
	if a.Outcome == model.OutcomeDeferred && !c.keepsPromise() && a.Promise == "" {
		return model.Faultf(model.Usage, "Решение отложено: укажите дату, к которой оно обещано.")
	}
	draft := c.CurrentDraft()
	draft.Sent = at
	reply := model.Reply{At: at, Text: draft.Text, Channel: c.Channel(), Interim: a.Interim, By: c.at.Actor, Link: a.Link}
	if a.Link.Ref == 0 { // an action of before, which is repeated as it was done
		reply.PlainLink = a.Link.Body
	}
	c.Replies = append(c.Replies, reply)
	if a.Interim {
		c.Approval = nil
		c.interim, c.promised = true, a.Promise
		c.say(model.EventNotice, "Промежуточный ответ отправлен. Окончательный ещё нужен.")
		if c.Unit != 0 {
			c.move(model.StageAssigned, "")
		} else {
			c.move(model.StageSorted, "")
		}
		return nil
	}
	if a.Promise != "" {
		c.Promises = append(c.Promises, model.Promise{Date: a.Promise, Unit: c.Unit, Made: c.at.Happened})
	}
	c.AnsweredAt, c.Waiting = at, false
	if a.Outcome != "" {
		c.settleOutcome(a.Outcome)
		c.ByHand.Outcome = true
	}
	c.Stage = model.StageAnswered
	c.hand(model.Holder{}, at, "")
	c.say(model.EventStage, model.StageAnswered.Title()+".")
	return nil
}

// keepsPromise tells whether a solution is promised already.
func (c *change) keepsPromise() bool {
	return slices.ContainsFunc(c.Promises, func(p model.Promise) bool { return !p.Answer && p.Kept == 0 })
}

// checkResult refuses words that are no result and marks that are none.
func (c *change) checkResult(o model.Outcome, mark int) error {
	if o != "" && !slices.Contains(model.Outcomes(), o) {
		return model.Faultf(model.Usage, "Результата «%s» нет. Результаты: %s.", o, words(model.Outcomes()))
	}
	if mark < 0 || mark > 5 {
		return model.Faultf(model.Usage, "Оценка бывает от 1 до 5.")
	}
	return nil
}

func words[T ~string](list []T) string {
	var all []string
	for _, x := range list {
		all = append(all, string(x))
	}
	return strings.Join(all, ", ")
}

// settleOutcome sets the result of the case, of its only question, and of those of its questions that have none.
func (c *change) settleOutcome(o model.Outcome) {
	c.Outcome = o
	for i := range c.Questions {
		if c.Questions[i].Outcome == "" || (len(c.Questions) == 1 && !c.ByHand.Questions) {
			c.Questions[i].Outcome = o
		}
	}
}

// close ends the work: after an answer, or without one for a stated reason.
func (c *change) close(a *model.Close) error {
	if c.in(model.StageClosed) {
		return c.refuse("оно уже закрыто.", "")
	}
	if err := c.checkResult(a.Outcome, a.Mark); err != nil {
		return err
	}
	outcome := orElse(a.Outcome, c.Outcome)
	switch {
	case outcome != model.OutcomeDuplicate && a.DuplicateOf != 0:
		return model.Faultf(model.Usage, "Другое обращение указывают только у дубля. Выберите результат «дубль».")
	case outcome == model.OutcomeDuplicate && (a.DuplicateOf <= 0 || a.DuplicateOf == c.ID):
		return model.Faultf(model.Usage, "Укажите номер обращения, которое повторяет этот дубль.")
	case a.Outcome == model.OutcomeDeferred && !c.keepsPromise():
		return model.Faultf(model.Usage, "Решение отложено: сначала запишите обещание с датой.")
	}
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
	c.sortByChannel()
	c.settleOutcome(outcome)
	c.ByHand.Outcome = c.ByHand.Outcome || a.Outcome != "" || a.Reason != ""
	c.CloseReason = orElse(a.Reason, c.CloseReason)
	c.Mark = orElse(a.Mark, c.Mark)
	c.DuplicateOf = orElse(a.DuplicateOf, c.DuplicateOf)
	c.ClosedAt, c.Waiting = max(c.at.Happened, c.AnsweredAt, c.Received), false
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
	if c.Channel() == model.ChannelECPUR {
		return model.Faultf(model.Stage, "ЕЦПУР не допускает перенаправления в другие органы. Подготовьте ответ.")
	}
	if c.Genre == model.GenreComplaint && a.ComplainedOf == "" {
		return model.Faultf(model.Usage, "Это жалоба: укажите, на кого жалуются. Тому же органу её направить нельзя (59-ФЗ, ст. 8, ч. 6).")
	}
	if a.ComplainedOf != "" && c.sameBody(a.ComplainedOf, a.To) {
		return model.Faultf(model.Stage, "Жалобу нельзя направить тому, на кого жалуются (59-ФЗ, ст. 8, ч. 6). Выберите другого получателя.")
	}
	c.sortByChannel()
	c.settleOutcome(model.OutcomeRedirected)
	c.CloseReason = "направлено: " + a.To
	if a.Document != "" {
		c.CloseReason += ", " + a.Document
	}
	c.ByHand.Outcome = true
	c.ClosedAt, c.Waiting = max(c.at.Happened, c.Received), false
	c.move(model.StageClosed, "")
	return nil
}

// sameBody tells whether two names mean one body: the same words, or two names of one unit.
func (c *change) sameBody(a, b string) bool {
	if model.SameName(a, b) {
		return true
	}
	x, okX := c.Office.FindUnit(a)
	y, okY := c.Office.FindUnit(b)
	return okX && okY && x.ID == y.ID
}
