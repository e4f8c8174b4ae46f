package demo

import (
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Where the numbers of foreign systems begin: apart from those of the sample exports, so that both fit one database.
const (
	firstIM    = 30_000_000
	firstPOS   = 210_000_000
	firstEPGU  = 5_100_000_000
	firstECPUR = 100_000
)

const regionalCentre = "ЦУР Мурманской области"

// register fills what the channel tells when the message arrives.
func (d *district) register(s *story) {
	o, sub := s.opening, s.subject
	f := &s.facts
	f.Registration = model.Registration{Channel: o.channel}
	f.Kind, f.Genre = s.kind, s.genre
	f.Received, f.Place = o.at, s.scene.place.name
	f.Organisation = d.office.Settings.OfficeName
	if d.r.IntN(100) < 12 {
		f.Organisation = d.office.Units[10+model.UnitID(d.r.IntN(2))].Name
	}
	f.Topic = model.Topic{Code: sub.topic.Code, Title: sub.topic.Title}
	n := int(s.id)
	switch o.channel {
	case model.ChannelIM:
		d.registerIM(s, n)
	case model.ChannelPOS:
		d.registerPOS(s, n)
	case model.ChannelSED:
		f.Received, f.ReceivedDateOnly, f.Registered = s.day.start, true, s.day.start
		f.Registration.ExternalID = "07/" + strconv.Itoa(n) + "-ОГ"
		f.Registration.Planned = isoDate(s.day.date + 30)
		f.Registration.Source = []string{"Почта", "Лично", "E-mail", "ЕПГУ"}[d.r.IntN(4)]
	case model.ChannelECPUR:
		f.Registration.ExternalID = "НС-" + strconv.Itoa(firstECPUR+n)
		f.Registered = o.at
	case model.ChannelMail, model.ChannelVisit, model.ChannelPortal:
		f.Registered = d.later(o.at, time.Hour)
	}
	if o.channel != model.ChannelPOS || d.r.IntN(100) < 80 { // the export of ПОС has no text: somebody pasted it, or not yet
		f.Body = d.message(s)
	}
	d.introduce(s)
}

func (d *district) registerIM(s *story, n int) {
	r := &s.facts.Registration
	r.ExternalID, r.SecondID = strconv.Itoa(firstIM+n), strconv.Itoa(600_000+n)
	r.Card = "https://vk.com/wall-0_" + strconv.Itoa(n)
	r.Stage = "Назначение ответственного"
	s.facts.Topic = model.Topic{Code: s.subject.topic.Code, Group: s.subject.im[0], Title: s.subject.im[1]}
	if s.turns.has(turnHigh) || d.r.IntN(100) < 6 {
		s.facts.Priority = model.PriorityHigh
	}
}

func (d *district) registerPOS(s *story, n int) {
	f := &s.facts
	r := &f.Registration
	f.Received, f.ReceivedDateOnly = s.day.start, true
	r.ExternalID, r.SecondID = strconv.Itoa(firstPOS+n), strconv.Itoa(firstEPGU+n)
	r.Card = "https://pos.gosuslugi.ru/backoffice/appeals/" + r.ExternalID
	r.Source = []string{"EPGU", "MOBILE", "WIDGET"}[d.r.IntN(3)]
	r.Stage, r.Status = "Исполнение", "В работе"
	r.Planned = isoDate(s.day.date + 30)
	if s.kind == model.KindFastTrack {
		r.Planned = isoDate(s.day.date + 10)
	}
	f.Topic = model.Topic{Code: s.subject.topic.Code, Group: s.subject.pos[0], Title: s.subject.pos[2]}
}

// introduce fills who writes and where the problem is.
func (d *district) introduce(s *story) {
	f, p := &s.facts, s.person
	f.Applicant.Kind = p.kind
	address := string(number(append(append(append(d.buffer[:0], s.scene.place.name...), ", "...),
		s.scene.street.name+", д. "...), s.scene.house))
	if s.opening.channel != model.ChannelIM || d.r.IntN(2) == 0 { // ИМ often knows the settlement only
		f.Address = model.Words(address)
	}
	if p.kind == model.ApplicantAnonymous {
		return
	}
	f.Applicant.Name = model.Words(p.name)
	switch s.opening.channel {
	case model.ChannelIM, model.ChannelSocial:
		f.Applicant.Contact = model.Words(account(d.r))
	case model.ChannelPhone, model.ChannelVisit, model.ChannelECPUR:
		f.Applicant.Contact = model.Words(phone(d.r))
	default:
		f.Applicant.Contact = model.Words(email(d.r))
	}
	if s.kind == model.KindLaw59 {
		if p.kind == model.ApplicantPerson {
			address += ", кв. " + strconv.Itoa(s.scene.flat)
		}
		f.Applicant.Address = model.Words(address)
	}
}

func isoDate(date calendar.Date) model.Date { return model.Date(date.String()) }

// later is the moment after so much of the office's working time.
func (d *district) later(at model.Instant, working time.Duration) model.Instant {
	t, err := d.hours.Add(at.In(time.UTC), working)
	if err != nil {
		return d.Now + 1 // beyond the calendar is beyond now
	}
	return model.InstantOf(t)
}

const workday = 7*time.Hour + 12*time.Minute

// pace is the working time from receipt to the final answer: usually well within the term, sometimes not.
func (d *district) pace(s *story) time.Duration {
	between := func(from, to time.Duration) time.Duration {
		x := d.r.Float64()
		return from + time.Duration(float64(to-from)*x*x)
	}
	var total time.Duration
	late := d.r.IntN(100) < 7
	switch s.opening.channel {
	case model.ChannelIM, model.ChannelSocial:
		total = between(40*time.Minute, 7*time.Hour)
		if late {
			total *= 5
		}
	case model.ChannelPhone:
		total = between(time.Hour, 2*workday)
	case model.ChannelECPUR:
		total = between(workday, 6*workday)
	case model.ChannelPOS:
		total = between(workday, 12*workday)
		if s.kind == model.KindFastTrack {
			total = between(workday, 6*workday)
		}
		if late {
			total += 12 * workday
		}
	default:
		total = between(4*workday, 19*workday)
		if late {
			total += 7 * workday
		}
	}
	return total
}

// outcome is how the case ends when it is answered.
func (d *district) outcome(s *story) (result model.Outcome, solved bool) {
	switch x := d.r.IntN(100); {
	case x < 42:
		return model.OutcomeSolved, true
	case x < 82:
		return model.OutcomeExplained, false
	case x < 90 && s.kind == model.KindLaw59:
		return model.OutcomeSupported, false
	case x < 90:
		return model.OutcomeMeasures, true
	case x < 94 && s.kind == model.KindLaw59:
		return model.OutcomeNotSupported, false
	}
	return model.OutcomeDeferred, false
}

// verdict is what the citizen says about the answer: a mark, and why the case ends.
func (d *district) verdict(s *story, solved bool) (mark int, reason string) {
	happy := d.r.IntN(100)
	if solved {
		happy += 25
	}
	rated := s.turns.has(turnMark) || d.r.IntN(100) < 38
	switch {
	case s.opening.channel == model.ChannelIM && !rated:
		return 0, "Нет ответа от автора"
	case !rated:
		return 0, ""
	case happy > 75:
		mark, reason = 5-d.r.IntN(2), "Автор доволен"
	case happy > 50:
		mark, reason = 3, "Автор нейтрален"
	default:
		mark, reason = 1+d.r.IntN(2), "Автор недоволен"
	}
	if s.opening.channel != model.ChannelIM {
		reason = ""
	}
	return mark, reason
}
