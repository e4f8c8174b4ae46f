package workflow

import "kurator/model"

// receive enters the appeal. What the channel already knows (executor, answers, end date) sets its stage at once.
func (c *change) receive(a *model.Receive) error {
	f := &a.Facts
	if c.Rev != 0 || len(c.Registrations) > 0 {
		return model.Faultf(model.Conflict, "Обращение № %s уже зарегистрировано.", c.ID)
	}
	if !f.Registration.Channel.Known() {
		return model.Faultf(model.Usage, "Неизвестный канал «%s». Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", f.Registration.Channel)
	}
	if f.Received == 0 {
		return model.Faultf(model.Usage, "Не указано время поступления обращения.")
	}
	c.Registrations = []model.Registration{f.Registration}
	c.Received, c.ReceivedDateOnly, c.Registered = f.Received, f.ReceivedDateOnly, f.Registered
	c.Applicant, c.Body, c.Address = f.Applicant, f.Body, f.Address
	c.Stage = model.StageNew
	c.hand(c.stageHolder(model.StageNew), f.Received, "")
	c.takeFacts(f)
	c.advance(f)
	return nil
}

// sync takes over what the foreign system says now about one registration.
func (c *change) sync(a *model.Sync) error {
	f := &a.Facts
	at := -1
	for i, r := range c.Registrations {
		if r.Channel == f.Registration.Channel && r.ExternalID == f.Registration.ExternalID {
			at = i
		}
	}
	second := at < 0 // a second registration of the same case, with its own clock
	if second {
		c.Registrations = append(c.Registrations, f.Registration)
	} else {
		c.Registrations[at] = f.Registration
	}
	if !second {
		c.takeTexts(f)
		c.takeFacts(f)
	}
	c.advance(f)
	return nil
}

// takeTexts fills texts the desk does not have yet; what was entered by hand stays.
func (c *change) takeTexts(f *model.Facts) {
	fill := func(mine *model.Text, theirs model.Text) {
		if mine.Empty() && !theirs.Empty() {
			*mine = theirs
		}
	}
	fill(&c.Body, f.Body)
	fill(&c.Address, f.Address)
	fill(&c.Applicant.Name, f.Applicant.Name)
	fill(&c.Applicant.Contact, f.Applicant.Contact)
	fill(&c.Applicant.Address, f.Applicant.Address)
}

// takeFacts copies what the channel decides. Topic and place are the channel's until the curator sorts the appeal.
func (c *change) takeFacts(f *model.Facts) {
	if f.Organisation != "" {
		c.Organisation = f.Organisation
	}
	if f.Kind != "" {
		c.Kind = f.Kind
	}
	if f.Genre != "" {
		c.Genre = f.Genre
	}
	c.Priority = f.Priority
	if len(c.Questions) == 0 { // not sorted yet
		if f.Topic != (model.Topic{}) {
			c.Topic = f.Topic
		}
		if f.Place != "" {
			c.Place = f.Place
		}
	}
	if f.Outcome != "" {
		c.Outcome = f.Outcome
	}
	if f.CloseReason != "" {
		c.CloseReason = f.CloseReason
	}
	if f.Mark != 0 {
		c.Mark = f.Mark
	}
}

// advance moves the case as far as the foreign system has moved it, never back.
func (c *change) advance(f *model.Facts) {
	if f.Unit != 0 && c.in(model.StageNew, model.StageSorted) {
		c.sortByChannel()
		c.Unit = f.Unit
		c.Stage = model.StageAssigned
		c.hand(c.stageHolder(model.StageAssigned), orElse(f.Registration.HandedAt, c.Received), "внешняя система")
	}
	if f.Outside != "" && c.Stage.Open() {
		c.hand(model.Holder{Kind: model.HolderOutside, Name: f.Outside}, c.at.Happened, "внешняя система")
	}
	c.takeAnswers(f)
	if f.Finished != 0 && c.Stage != model.StageClosed {
		c.sortByChannel()
		if c.AnsweredAt == 0 {
			c.recordForeignReply(model.Reply{At: f.Finished, DateOnly: f.ReceivedDateOnly})
		}
		c.Stage = model.StageClosed
		c.ClosedAt = max(f.Finished, c.Received)
		c.hand(model.Holder{}, c.ClosedAt, "внешняя система")
	}
}

// takeAnswers records the answers given in the channel that are not known here yet.
func (c *change) takeAnswers(f *model.Facts) {
	for _, reply := range f.Answers {
		if !c.knowsReply(reply) {
			c.recordForeignReply(reply)
		}
	}
	if f.Answered != 0 && len(f.Answers) == 0 && c.AnsweredAt == 0 {
		c.recordForeignReply(model.Reply{At: f.Answered, Interim: f.Interim})
	}
}

func (c *change) knowsReply(reply model.Reply) bool {
	for _, r := range c.Replies {
		if r.Origin == model.OriginForeign && r.At == reply.At && r.Channel == orElse(reply.Channel, c.Channel()) {
			return true
		}
	}
	return false
}

// recordForeignReply keeps an answer reported by the foreign system: what it reports as answered is answered, without an
// approved text here.
func (c *change) recordForeignReply(reply model.Reply) {
	reply.Origin = model.OriginForeign
	reply.Channel = orElse(reply.Channel, c.Channel())
	reply.By = model.Actor{Title: "внешняя система", Via: "import"}
	c.Replies = append(c.Replies, reply)
	if reply.Interim || c.Stage == model.StageClosed {
		return
	}
	c.sortByChannel()
	if c.AnsweredAt == 0 {
		c.AnsweredAt = reply.At
	}
	if c.Stage.Order() < model.StageAnswered.Order() {
		c.Stage = model.StageAnswered
		c.hand(model.Holder{}, reply.At, "внешняя система")
		c.say(model.EventStage, model.StageAnswered.Title()+" (внешняя система).")
	}
}

// sortByChannel makes the one question of a case that the channel has already sorted.
func (c *change) sortByChannel() {
	if len(c.Questions) == 0 {
		c.Questions = []model.Question{{Topic: c.Topic, Outcome: c.Outcome}}
	}
}

func orElse[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}
