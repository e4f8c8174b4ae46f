package workflow

import "kurator/model"

// sort settles what the appeal is about. It may be repeated until the answer is approved.
func (c *change) sort(a *model.Sort) error {
	if !c.in(model.StageNew, model.StageSorted, model.StageAssigned, model.StageReview, model.StageReturned) {
		return c.refuse("разбор уже не изменить.", "Верните обращение в работу (переоткрыть) и повторите.")
	}
	if a.Topic != nil {
		c.Topic = *a.Topic
	}
	if a.Place != nil {
		c.Place = *a.Place
	}
	if a.Kind != "" {
		c.Kind = a.Kind
	}
	if a.Genre != "" {
		c.Genre = a.Genre
	}
	if a.Priority != nil {
		c.Priority = *a.Priority
	}
	if !a.Essence.Empty() {
		c.Essence = a.Essence
	}
	c.settleQuestions(a)
	for i := range c.Messages {
		c.Messages[i].Seen = true
	}
	if c.Stage == model.StageNew {
		c.move(model.StageSorted, "")
	}
	return nil
}

// settleQuestions takes the questions given, else makes one from the topic and keeps it in step with the topic.
func (c *change) settleQuestions(a *model.Sort) {
	switch {
	case len(a.Questions) > 0:
		c.Questions = a.Questions
	case len(c.Questions) == 0:
		c.Questions = []model.Question{{Topic: c.Topic}}
	case len(c.Questions) == 1 && a.Topic != nil:
		c.Questions[0].Topic = c.Topic
	}
}

// assign gives the appeal to a unit, from the start or instead of another unit.
func (c *change) assign(a *model.Assign) error {
	unit, ok := c.Office.Units[a.Unit]
	if !ok {
		return model.Faultf(model.NotFound, "Такого подразделения нет. Список подразделений: kurator staff units.")
	}
	switch {
	case c.in(model.StageNew):
		return c.refuse("сначала разберите его (тема, место).", "На рабочем столе Enter делает это вместе с назначением.")
	case !c.in(model.StageSorted, model.StageAssigned, model.StageReturned, model.StageReview):
		return c.refuse("назначить исполнителя уже нельзя.", "Верните обращение в работу и повторите.")
	case c.Unit == a.Unit && c.in(model.StageAssigned, model.StageReturned):
		return c.refuse("оно уже у этого подразделения.", unit.Title()+".")
	}
	c.Unit = a.Unit
	c.Approval = nil
	c.move(model.StageAssigned, "")
	return nil
}

// note adds a remark at any stage.
func (c *change) note(a *model.AddNote) error {
	if a.Text.Empty() {
		return model.Faultf(model.Usage, "Заметка пустая. Напишите текст заметки.")
	}
	c.Notes = append(c.Notes, model.Note{At: c.at.Happened, By: c.at.Actor, Text: a.Text})
	c.say(model.EventText, "Заметка добавлена.")
	return nil
}

// wait sets the mark «ждём гражданина»; clocks run on (domain §2: ИМ, ПОС and 59-ФЗ know no pause).
func (c *change) wait(a *model.Wait) error {
	if !c.Stage.Open() {
		return c.refuse("ответ уже направлен, ждать нечего.", "")
	}
	if c.Waiting == a.On {
		return c.refuse("отметка уже такая.", "")
	}
	c.Waiting = a.On
	if a.On {
		c.say(model.EventNotice, "Отмечено: ждём гражданина. Срок идёт.")
	} else {
		c.say(model.EventNotice, "Отметка «ждём гражданина» снята.")
	}
	return nil
}
