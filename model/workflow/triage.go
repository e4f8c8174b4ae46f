package workflow

import (
	"slices"
	"time"

	"kurator/model"
	"kurator/model/deadline"
)

// sort settles what the appeal is about. It may be repeated until the answer is approved.
func (c *change) sort(a *model.Sort) error {
	if !c.in(model.StageNew, model.StageSorted, model.StageAssigned, model.StageReview, model.StageReturned) {
		return c.refuse("разбор уже не изменить.", "Верните обращение в работу (переоткрыть) и повторите.")
	}
	if err := checkSort(a); err != nil {
		return err
	}
	if a.Topic != nil {
		c.Topic, c.ByHand.Topic = *a.Topic, true
	}
	if a.Place != nil {
		c.Place, c.ByHand.Place = *a.Place, true
	}
	if a.Kind != "" {
		c.Kind, c.ByHand.Kind = a.Kind, true
	}
	if a.Genre != "" {
		c.Genre, c.ByHand.Genre = a.Genre, true
	}
	if a.Priority != nil {
		c.Priority, c.ByHand.Priority = *a.Priority, true
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

// checkSort refuses words outside the vocabularies a deadline or a figure hangs on.
func checkSort(a *model.Sort) error {
	kinds := []model.Kind{model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment, deadline.KindCourt, deadline.KindUnreadable}
	genres := []model.Genre{model.GenreProposal, model.GenreStatement, model.GenreComplaint, model.GenreRequest, model.GenreNone}
	switch {
	case a.Kind != "" && !slices.Contains(kinds, a.Kind):
		return model.Faultf(model.Usage, "Вида «%s» нет. Виды: %s.", a.Kind, words(kinds))
	case a.Genre != "" && !slices.Contains(genres, a.Genre):
		return model.Faultf(model.Usage, "Жанра «%s» нет. Бывают: %s.", a.Genre, words(genres))
	case a.Priority != nil && *a.Priority != model.PriorityNormal && *a.Priority != model.PriorityHigh:
		return model.Faultf(model.Usage, "Срочности «%s» нет. Бывает обычная (пусто) и high.", *a.Priority)
	}
	for _, q := range a.Questions {
		if q.Outcome != "" && !slices.Contains(model.Outcomes(), q.Outcome) {
			return model.Faultf(model.Usage, "Результата «%s» нет. Результаты: %s.", q.Outcome, words(model.Outcomes()))
		}
	}
	return nil
}

// settleQuestions takes the questions given, else makes one from the topic and keeps it in step with the topic.
func (c *change) settleQuestions(a *model.Sort) {
	switch {
	case len(a.Questions) > 0:
		c.Questions, c.ByHand.Questions = slices.Clone(a.Questions), true
	case len(c.Questions) == 0:
		c.sortByChannel()
	case len(c.Questions) == 1 && a.Topic != nil:
		c.Questions[0].Topic = c.Topic
	}
}

// assign gives the appeal to a unit, from the start or instead of another unit.
func (c *change) assign(a *model.Assign) error {
	unit, ok := c.Office.Units[a.Unit]
	if !ok {
		return unknownUnit()
	}
	switch {
	// The day in UTC: an office east of it has that day already, so a unit is never called closed too early.
	case unit.To != "" && model.DateOf(c.at.Happened, time.UTC) > unit.To:
		return model.Faultf(model.Stage, "Подразделение «%s» работало по %s. Выберите действующее.", unit.Title(), russianDate(unit.To))
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

func unknownUnit() error {
	return model.Faultf(model.NotFound, "Такого подразделения нет. Список подразделений: kurator staff units.")
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

// wait sets the mark «ждём гражданина»; clocks run on (domain §2: ИМ, ПОС and 59-ФЗ know no pause), unless a policy of the office
// allows a pause.
func (c *change) wait(a *model.Wait) error {
	if !c.Stage.Open() {
		return c.refuse("ждать нечего: "+c.finished(), "")
	}
	if c.Waiting == a.On {
		return c.refuse("отметка уже такая.", "")
	}
	c.Waiting = a.On
	if a.On {
		c.say(model.EventNotice, "Отмечено: ждём гражданина.")
	} else {
		c.say(model.EventNotice, "Отметка «ждём гражданина» снята.")
	}
	return nil
}
