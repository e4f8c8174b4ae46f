package workflow

import "kurator/model"

// ReturnReasons is the dictionary of reasons to send a draft back (domain §3).
func ReturnReasons() []string {
	return []string{
		"отписка, не по существу",
		"отвечено не на все вопросы",
		"нет подтверждения (фото, акт)",
		"лишние ссылки на законы",
		"противоречивый ответ",
		"персональные данные в публичном ответе",
		"«не наша компетенция» без указания чья",
		"канцелярский язык",
		"нет контакта исполнителя",
	}
}

// draft adds a version. Editing a text that was approved un-approves it.
func (c *change) draft(a *model.WriteDraft) error {
	if !c.Stage.Open() {
		return c.refuse("проект не нужен: "+c.finished(), "Чтобы ответить ещё раз, верните обращение в работу.")
	}
	if c.in(model.StageNew) {
		return c.refuse("сначала разберите его.", "")
	}
	if a.Text.Empty() {
		return model.Faultf(model.Usage, "Проект ответа пустой. Напишите текст.")
	}
	c.Drafts = append(c.Drafts, model.Draft{Version: len(c.Drafts) + 1, Text: a.Text, By: c.at.Actor,
		Vouched: a.Vouched, At: c.at.Happened})
	c.say(model.EventText, "Сохранён проект ответа.")
	if c.Approval != nil || c.in(model.StageApproval, model.StageApproved) {
		c.Approval = nil
		c.say(model.EventNotice, "Текст изменён: утверждение снято.")
		c.move(model.StageReview, "")
	}
	return nil
}

// submit hands the draft on: the unit gives it to the curator, the curator passes it for approval.
func (c *change) submit(a *model.Submit) error {
	if c.CurrentDraft() == nil {
		return c.refuse("проекта ответа ещё нет.", "Напишите проект и передайте его снова.")
	}
	switch {
	case c.in(model.StageSorted, model.StageAssigned, model.StageReturned):
		if err := c.newText("передать"); err != nil {
			return err
		}
		c.move(model.StageReview, a.Vouched)
	case c.in(model.StageReview):
		c.move(model.StageApproval, a.Vouched)
	default:
		return c.refuse("передавать проект некуда.", "")
	}
	return nil
}

// newText refuses to go on with a version that was sent back, or has gone out as an interim answer.
func (c *change) newText(what string) error {
	switch d := c.CurrentDraft(); {
	case d == nil:
		return c.refuse("проекта ответа ещё нет.", "Напишите проект и повторите.")
	case d.Returned != "":
		return c.refuse("это та же версия, которую вернули, "+what+" её нельзя.", "Исправьте текст и повторите.")
	case d.Sent != 0:
		return c.refuse("эта версия уже отправлена гражданину, "+what+" её нельзя.", "Напишите окончательный ответ.")
	}
	return nil
}

// sendBack returns the draft to the unit with a reason.
func (c *change) sendBack(a *model.Return) error {
	if !c.in(model.StageReview, model.StageApproval, model.StageApproved) {
		return c.refuse("возвращать нечего: проект не у куратора.", "")
	}
	if a.Reason == "" {
		return model.Faultf(model.Usage, "Укажите причину возврата: по ней подразделение поймёт, что исправить.")
	}
	if c.Unit == 0 {
		return c.refuse("возвращать некому: подразделение не назначено.", "Назначьте подразделение.")
	}
	d := c.CurrentDraft()
	if d == nil {
		return c.refuse("возвращать нечего: нет проекта ответа.", "")
	}
	d.Returned, d.Comment = a.Reason, a.Comment
	c.Approval = nil
	c.move(model.StageReturned, "")
	return nil
}

// approve signs the text. Rights and the channel's approval policy are checked by access before. Who wrote the text and may
// approve it does so in one step, without handing it to nobody but themselves.
func (c *change) approve(a *model.Approve) error {
	d := c.CurrentDraft()
	own := a.Who == "" && d != nil && d.By.Official != 0 && d.By.Official == c.at.Actor.Official
	switch {
	case c.in(model.StageApproved):
		return c.refuse("текст уже утверждён.", "")
	case own && c.in(model.StageSorted, model.StageAssigned, model.StageReturned):
	case !c.in(model.StageReview, model.StageApproval):
		return c.refuse("утверждать нечего: проект не передан на проверку.", "")
	}
	if err := c.newText("утвердить"); err != nil {
		return err
	}
	if d.Text.Hash == "" {
		return model.Faultf(model.Failed, "Текст проекта не сохранён, подписать его нельзя. Сохраните проект и повторите.")
	}
	if a.At > c.at.Recorded {
		return model.Faultf(model.Usage, "Это время ещё не наступило. Проверьте дату утверждения.")
	}
	by := c.at.Actor
	if a.Who != "" {
		by = model.Actor{Title: a.Who, Via: "elsewhere"}
	}
	c.Approval = &model.Approval{Signature: model.Signature(d.Text, c.Channel(), c.Applicant), By: by,
		At: orElse(a.At, c.at.Happened), Author: own, Document: a.Document}
	c.at.Happened = c.Approval.At // the hand-over happened when it was approved
	c.move(model.StageApproved, a.Who)
	if c.Approval.Author {
		c.say(model.EventNotice, "Утвердил автор.")
	}
	return nil
}
