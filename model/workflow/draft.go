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
		return c.refuse("проект уже не нужен: ответ направлен.", "Чтобы ответить ещё раз, верните обращение в работу.")
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
		if c.in(model.StageReturned) && c.CurrentDraft().Returned != "" {
			return c.refuse("это та же версия, которую вернули.", "Исправьте текст и передайте снова.")
		}
		c.move(model.StageReview, a.Vouched)
	case c.in(model.StageReview):
		c.move(model.StageApproval, a.Vouched)
	default:
		return c.refuse("передавать проект некуда.", "")
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
	d := &c.Drafts[len(c.Drafts)-1]
	d.Returned, d.Comment = a.Reason, a.Comment
	c.Approval = nil
	c.move(model.StageReturned, "")
	return nil
}

// approve signs the text. Rights and the channel's approval policy are checked by access before.
func (c *change) approve(a *model.Approve) error {
	if !c.in(model.StageReview, model.StageApproval) {
		if c.in(model.StageApproved) {
			return c.refuse("текст уже утверждён.", "")
		}
		return c.refuse("утверждать нечего: проект не передан на проверку.", "")
	}
	d := c.CurrentDraft()
	if d == nil {
		return c.refuse("утверждать нечего: нет проекта ответа.", "")
	}
	by := c.at.Actor
	if a.Who != "" {
		by = model.Actor{Title: a.Who, Via: "elsewhere"}
	}
	c.Approval = &model.Approval{Signature: model.Signature(d.Text, c.Channel(), c.Applicant), By: by, At: c.at.Happened,
		Author: a.Who == "" && d.By.Official == c.at.Actor.Official, Document: a.Document}
	c.move(model.StageApproved, "")
	if c.Approval.Author {
		c.say(model.EventNotice, "Утвердил автор.")
	}
	return nil
}
