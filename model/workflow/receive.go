package workflow

import (
	"slices"

	"kurator/model"
)

// receive enters the appeal. What the channel already knows (executor, answers, end date) sets its stage at once.
func (c *change) receive(a *model.Receive) error {
	f := &a.Facts
	if c.Rev != 0 || len(c.Registrations) > 0 {
		return model.Faultf(model.Conflict, "Обращение № %s уже зарегистрировано.", c.ID)
	}
	if err := checkChannel(f.Registration.Channel); err != nil {
		return err
	}
	if f.Received == 0 {
		return model.Faultf(model.Usage, "Не указано время поступления обращения.")
	}
	c.Registrations = []model.Registration{f.Registration}
	c.Received, c.ReceivedDateOnly = f.Received, f.ReceivedDateOnly
	c.Applicant, c.Body, c.Address = f.Applicant, f.Body, f.Address
	c.Stage = model.StageNew
	c.hand(c.stageHolder(model.StageNew), f.Received, "")
	c.takeFacts(f)
	c.advance(news{Facts: f, moves: true, first: true})
	return nil
}

func checkChannel(channel model.ChannelID) error {
	if channel.Known() {
		return nil
	}
	return model.Faultf(model.Usage, "Неизвестный канал «%s». Каналы: im, pos, sed, ecpur, mail, phone, visit, social, portal.", channel)
}

// sync takes over what the foreign system says now about one registration.
func (c *change) sync(a *model.Sync) error {
	f := &a.Facts
	if len(c.Registrations) == 0 {
		return model.Faultf(model.NotFound, "Обращения № %s нет, сверять нечего.", c.ID)
	}
	if err := checkChannel(f.Registration.Channel); err != nil {
		return err
	}
	at := slices.IndexFunc(c.Registrations, func(r model.Registration) bool {
		return r.Channel == f.Registration.Channel && r.ExternalID == f.Registration.ExternalID
	})
	// A second registration has its own clock in its own system. It moves the case only where the main channel has no
	// system that would: else an answer there would hide that one is still owed here.
	n := news{Facts: f, moves: at == 0 || !c.Channel().Foreign()}
	registration := f.Registration
	if at != 0 { // the receipt of the main one is the appeal's
		registration.Received, registration.ReceivedDateOnly, registration.Registered = f.Received, f.ReceivedDateOnly, f.Registered
	}
	if at < 0 {
		c.Registrations = append(c.Registrations, registration)
	} else {
		n.before = c.Registrations[at]
		c.Registrations[at] = registration
	}
	if at == 0 {
		c.takeTexts(f)
		c.takeFacts(f)
	}
	c.advance(n)
	return nil
}

// takeTexts fills texts the desk does not have yet; what was entered by hand stays. The addressee of an approved answer
// waits until it has gone out: the approval signs it, and news never moves a case back.
func (c *change) takeTexts(f *model.Facts) {
	fill := func(mine *model.Text, theirs model.Text) {
		if mine.Empty() && !theirs.Empty() {
			*mine = theirs
		}
	}
	fill(&c.Body, f.Body)
	fill(&c.Address, f.Address)
	if c.Stage != model.StageApproved {
		fill(&c.Applicant.Name, f.Applicant.Name)
		fill(&c.Applicant.Contact, f.Applicant.Contact)
	}
	fill(&c.Applicant.Address, f.Applicant.Address)
}

// takeFacts copies what the channel decides, except what a person has settled here.
func (c *change) takeFacts(f *model.Facts) {
	take(&c.Organisation, f.Organisation, false)
	take(&c.Registered, f.Registered, false)
	take(&c.Kind, f.Kind, c.ByHand.Kind)
	take(&c.Genre, f.Genre, c.ByHand.Genre)
	take(&c.Topic, f.Topic, c.ByHand.Topic)
	take(&c.Place, f.Place, c.ByHand.Place)
	if !c.ByHand.Priority {
		c.Priority = f.Priority // back to normal too
	}
	switch {
	case c.ByHand.Questions:
	case len(f.Questions) > 0: // a channel that tells the questions apart has sorted them already
		c.Questions = slices.Clone(f.Questions)
	case len(c.Questions) == 1 && !c.ByHand.Topic:
		c.Questions[0].Topic = c.Topic
	}
}

// take copies a fact that is there, unless the desk's own stays.
func take[T comparable](mine *T, theirs T, stays bool) {
	if !stays {
		*mine = orElse(theirs, *mine)
	}
}

func orElse[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}
