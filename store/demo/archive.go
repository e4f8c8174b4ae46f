package demo

import (
	"time"

	"kurator/model"
)

// archive is a case that ended long ago, told in one step as an export tells it. ok is false when it has not ended yet.
func (d *district) archive(s *story) (c Case, ok bool) {
	f := &s.facts
	answered := d.later(s.opening.at, d.pace(s))
	finished := answered + model.Instant((97*time.Hour + time.Duration(d.r.IntN(7200))*time.Second).Seconds())
	if s.opening.channel != model.ChannelIM {
		finished = answered + model.Instant(600+d.r.IntN(3*24*3600))
	}
	if finished > d.Now {
		return Case{}, false
	}
	outcome, solved := d.outcome(s)
	f.Unit, f.Outcome = s.subject.topic.Unit, outcome
	f.Registration.Executor = d.office.Units[f.Unit].Name
	f.Registration.HandedAt = d.later(s.opening.at, time.Duration(5+d.r.IntN(20))*time.Minute)
	f.Mark, f.CloseReason = d.verdict(s, solved)
	f.Finished = finished
	if s.opening.channel == model.ChannelPOS {
		f.Answered = answered // «текста нет в выгрузке»
	} else {
		f.Answers = []model.Reply{{At: answered, Text: d.answer(s, solved)}}
	}
	d.finishRegistration(&f.Registration, answered)
	return Case{ID: s.id, Steps: []Step{{Action: &model.Receive{Facts: s.facts}, Happened: finished, By: d.curator(s)}}}, true
}

// finishRegistration sets what the foreign system shows of an ended case.
func (d *district) finishRegistration(r *model.Registration, answered model.Instant) {
	switch r.Channel {
	case model.ChannelIM:
		r.Stage = "Готово"
		return
	case model.ChannelPOS:
		r.Stage, r.Status = "Завершено", "Отправлен ответ заявителю"
	case model.ChannelSED:
	default:
		return
	}
	r.Finished = model.DateOf(answered, d.Zone)
	late := r.Finished > r.Planned
	r.Late = &late
}
