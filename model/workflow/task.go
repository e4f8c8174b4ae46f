package workflow

import (
	"encoding/hex"
	"slices"

	"kurator/model"
)

// issue notes that the unit was given its task.
func (c *change) issue(a *model.Issue) error {
	if err := c.sendable("задание"); err != nil {
		return err
	}
	c.Sendings = append(c.Sendings, model.Sending{Kind: model.SendingTask, At: c.at.Happened, By: c.at.Actor, Unit: c.Unit,
		How: orElse(a.How, model.ByFile), Letter: a.Letter})
	c.say(model.EventNotice, "Задание передано: "+c.Office.UnitTitle(c.Unit)+".")
	return nil
}

// remind notes that the unit was reminded; of one deadline with one lead it is reminded once.
func (c *change) remind(a *model.Remind) error {
	if err := c.sendable("напоминание"); err != nil {
		return err
	}
	if err := checkDate(a.Due); err != nil {
		return err
	}
	if slices.ContainsFunc(c.Sendings, func(s model.Sending) bool {
		return s.Kind == model.SendingReminder && a.Lead != "" && s.Unit == c.Unit && s.Due == a.Due && s.Lead == a.Lead
	}) {
		return model.Faultf(model.Conflict, "Об этом сроке обращения № %s уже напоминали.", c.ID)
	}
	c.Sendings = append(c.Sendings, model.Sending{Kind: model.SendingReminder, At: c.at.Happened, By: c.at.Actor, Unit: c.Unit,
		How: orElse(a.How, model.ByFile), Letter: a.Letter, Due: a.Due, Lead: a.Lead})
	c.say(model.EventNotice, "Напоминание передано: "+c.Office.UnitTitle(c.Unit)+".")
	return nil
}

// sendable refuses what no unit is to answer.
func (c *change) sendable(what string) error {
	switch {
	case !c.Stage.Open():
		return c.refuse(what+" не нужно: "+c.finished(), "")
	case c.Unit == 0:
		return c.refuse("передавать "+what+" некому: подразделение не назначено.", "Назначьте подразделение.")
	}
	return nil
}

// attach ties a file to the appeal; the same file is there once.
func (c *change) attach(a *model.Attach) error {
	if sum, err := hex.DecodeString(a.Hash); err != nil || len(sum) != 32 || a.Size <= 0 {
		return model.Faultf(model.Usage, "Файл не прикреплён: он пуст или не сохранён. Прикрепите его ещё раз.")
	}
	if c.attached(a.Hash) >= 0 {
		return model.Faultf(model.Conflict, "Этот файл уже прикреплён к обращению № %s.", c.ID)
	}
	c.Attachments = append(c.Attachments, model.Attachment{Name: a.File, Hash: a.Hash, Size: a.Size, At: c.at.Happened, By: c.at.Actor})
	c.say(model.EventNotice, "Файл прикреплён.")
	return nil
}

func (c *change) detach(a *model.Detach) error {
	at := c.attached(a.Hash)
	if at < 0 {
		return model.Faultf(model.NotFound, "Такого файла у обращения № %s нет.", c.ID)
	}
	c.Attachments = slices.Delete(c.Attachments, at, at+1)
	c.say(model.EventNotice, "Файл откреплён.")
	return nil
}

func (c *change) attached(hash string) int {
	return slices.IndexFunc(c.Attachments, func(f model.Attachment) bool { return f.Hash == hash })
}
