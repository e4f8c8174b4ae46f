package workflow

import (
	"slices"

	"kurator/model"
)

// merge ties the appeal to another about the same thing. Nothing but the tie changes: terms, holders and answers stay each
// its own, so that untying gives back exactly what was.
func (c *change) merge(a *model.Merge) error {
	switch {
	case a.Main <= 0:
		return model.Faultf(model.Usage, "Укажите номер обращения, с которым связать это.")
	case a.Main == c.ID:
		return model.Faultf(model.Usage, "Обращение нельзя связать с ним самим. Укажите другой номер.")
	case c.Twin == a.Main:
		return c.refuse("оно уже связано с № "+a.Main.String()+".", "")
	case c.Twin != 0:
		return c.refuse("оно уже связано с № "+c.Twin.String()+".", "Сначала разъедините их.")
	}
	c.Twin = a.Main
	c.say(model.EventNotice, "Связано с № "+a.Main.String()+". Ответ даётся в каждом канале свой.")
	return nil
}

func (c *change) unmerge() error {
	if c.Twin == 0 {
		return c.refuse("оно ни с чем не связано.", "")
	}
	c.say(model.EventNotice, "Разъединено с № "+c.Twin.String()+".")
	c.Twin = 0
	return nil
}

// distinct remembers that another appeal is about something else, so that it is not offered again.
func (c *change) distinct(a *model.Distinct) error {
	switch {
	case a.Other <= 0 || a.Other == c.ID:
		return model.Faultf(model.Usage, "Укажите номер другого обращения, которое не дубль этого.")
	case c.Twin == a.Other:
		return c.refuse("оно связано с № "+a.Other.String()+".", "Сначала разъедините их.")
	case slices.Contains(c.NotTwins, a.Other):
		return c.refuse("это уже отмечено.", "")
	}
	c.NotTwins = append(c.NotTwins, a.Other)
	c.say(model.EventNotice, "Запомнено: № "+a.Other.String()+" — не дубль.")
	return nil
}

// fill puts in the words that the export did not bring. What is there already stays, as with news from the channel.
func (c *change) fill(a *model.Fill) error {
	before := [...]model.Text{c.Body, c.Address, c.Applicant.Name, c.Applicant.Contact, c.Applicant.Address}
	c.takeTexts(&model.Facts{Body: a.Body, Address: a.Address, Applicant: a.Applicant})
	after := [...]model.Text{c.Body, c.Address, c.Applicant.Name, c.Applicant.Contact, c.Applicant.Address}
	same := func(x, y model.Text) bool { return x.Ref == y.Ref && x.Body == y.Body }
	if slices.EqualFunc(before[:], after[:], same) {
		return c.refuse("заполнять нечего: текст, адрес и заявитель уже записаны.", "")
	}
	if c.Applicant.Kind == "" || (c.Applicant.Kind == model.ApplicantAnonymous && !c.Applicant.Name.Empty()) {
		c.Applicant.Kind = orElse(a.Applicant.Kind, model.ApplicantPerson)
	}
	c.say(model.EventText, "Записан текст с карточки канала.")
	return nil
}

// confirmAnswers: an answer that was recorded here is confirmed by the first export that shows one in that channel.
func (c *change) confirmAnswers(n news) {
	shown := max(n.Answered, n.Finished)
	for _, a := range n.Answers {
		if !a.Interim {
			shown = max(shown, a.At)
		}
	}
	if shown == 0 || n.Interim || c.before(shown, true) {
		return
	}
	for i := range c.Replies {
		r := &c.Replies[i]
		if r.Origin == model.OriginHere && !r.Interim && r.Confirmed == 0 && r.Channel == n.Registration.Channel {
			r.Confirmed = orElse(n.Registration.AsOf, c.at.Recorded)
		}
	}
}
