package demo

import (
	"fmt"
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/workflow"
)

// Officials of store/seed who do what no unit's head does.
const (
	coordinator model.OfficialID = 1
	pressHead   model.OfficialID = 2 // head of the centre and curator of every channel
	legalHead   model.OfficialID = 3 // second curator of СЭД
)

// next makes the case that an opening of the plan stands for.
func (d *district) next(o opening) Case {
	s := d.begin(o)
	d.register(s)
	if o.planted == nil || o.planted.plant != PlantShow {
		d.destine(s)
	}
	plant := PlantNone
	if o.planted != nil {
		plant = o.planted.plant
	}
	if plant != PlantShow && s.stage == model.StageClosed && d.toldBriefly(s) {
		if c, ended := d.archive(s); ended {
			c.Plant = plant
			return c
		}
	}
	d.befriend(s)
	life := d.live(s)
	d.last[s.subject] = origin{s.id, s.scene}
	return Case{ID: s.id, Plant: plant, Steps: d.stamp(s, life)}
}

// large is the size of a district that is mostly archive.
const large = 5000

// toldBriefly tells whether a closed case comes in one step: what is old, and in a large district most of the rest.
func (d *district) toldBriefly(s *story) bool {
	if d.age(s) > memory {
		return d.Appeals > 2000
	}
	return d.Appeals > large && d.r.IntN(100) < 80
}

// destine chooses where the case stands now.
func (d *district) destine(s *story) {
	days := d.age(s)
	open := chanceOpen(days/usualDays(s.opening.channel, s.kind), d.busy)
	if d.r.Float64() < open {
		stages := []model.StageID{model.StageNew, model.StageSorted, model.StageAssigned, model.StageReview, model.StageReturned,
			model.StageApproval, model.StageApproved}
		weights := []int{16, 26, 56, 72, 82, 92, 100}
		if days < 1.5 {
			weights = []int{50, 62, 80, 88, 92, 97, 100}
		}
		if days > 4 { // nobody leaves a message unread for a week
			weights = []int{3, 9, 47, 67, 81, 93, 100}
		}
		s.stage = stages[pick(d.r, weights)]
	} else if s.stage = model.StageClosed; days < 20 && d.r.IntN(100) < 30 {
		s.stage = model.StageAnswered
	}
	d.chance(s)
}

// chance adds turns at their usual rates.
func (d *district) chance(s *story) {
	for _, x := range []struct {
		turn    turns
		percent int
		where   bool
	}{
		{turnQuestions, 9, true},
		{turnReturned, 14, true},
		{turnInterim, 5, s.stage == model.StageClosed},
		{turnExtended, 8, s.kind == model.KindLaw59},
		{turnWaiting, 6, s.stage == model.StageAssigned},
		{turnAgain, 4, s.stage != model.StageNew},
		{turnReopened, 3, s.stage == model.StageClosed || s.stage == model.StageAssigned},
		{turnRedirected, 7, s.stage == model.StageClosed && s.opening.channel != model.ChannelECPUR},
		{turnDuplicate, 3, s.stage == model.StageClosed},
		{turnLeft, 40, s.stage == model.StageClosed && s.person.kind == model.ApplicantAnonymous},
		{turnImported, 45, s.opening.channel == model.ChannelIM || s.opening.channel == model.ChannelPOS},
		{turnForeign, 40, s.stage.Order() >= model.StageAnswered.Order() && (s.opening.channel == model.ChannelIM || s.opening.channel == model.ChannelPOS)},
		{turnOutside, 12, s.opening.channel == model.ChannelIM && s.stage == model.StageNew},
		{turnNote, 18, true},
		{turnOwn, 30, s.opening.channel == model.ChannelIM || s.opening.channel == model.ChannelSocial},
	} {
		if roll := d.r.IntN(100); x.where && roll < x.percent {
			s.turns |= x.turn
		}
	}
}

// befriend settles turns that exclude one another.
func (d *district) befriend(s *story) {
	twin, known := d.last[s.subject]
	if s.turns.has(turnDuplicate) && !known {
		s.turns &^= turnDuplicate
	}
	if s.turns.has(turnDuplicate) {
		s.original = twin.id
		s.scene.street, s.scene.house, s.scene.place = twin.scene.street, twin.scene.house, twin.scene.place
		s.facts.Place = twin.scene.place.name
		s.facts.Address = model.Words(fmt.Sprintf("%s, %s, д. %d", twin.scene.place.name, twin.scene.street.name, twin.scene.house))
		s.facts.Body = d.message(s)
	}
	if s.turns.has(turnRedirected) && s.subject.outside == "" {
		s.turns &^= turnRedirected
	}
	if s.turns&(turnDuplicate|turnRedirected|turnLeft) != 0 {
		s.turns &^= turnForeign | turnImported | turnOwn | turnReopened | turnInterim | turnExtended
	}
	if s.stage == model.StageReturned || s.turns&(turnReturned|turnImported|turnReopened|turnInterim) != 0 {
		s.turns &^= turnOwn
	}
	if s.stage.Open() && s.stage != model.StageAssigned {
		s.turns &^= turnReopened
	}
	if s.stage == model.StageAssigned || s.stage.Order() < model.StageAssigned.Order() && s.turns.has(turnImported) {
		s.turns &^= turnOwn
		if s.stage != model.StageAssigned {
			s.turns &^= turnImported
		}
	}
}

// deed is a step whose time is not settled yet: so much working time after the one before.
type deed struct {
	action model.Action
	by     model.OfficialID
	gap    time.Duration
}

// life collects the deeds of one case.
type life struct {
	d     *district
	s     *story
	total time.Duration // the pace: gaps are shares of it
	deeds []deed
}

func (l *life) do(action model.Action, by model.OfficialID, share float64) {
	l.deeds = append(l.deeds, deed{action, by, time.Duration(float64(l.total) * share)})
}

// live writes the case step by step up to the stage where it stands now.
func (d *district) live(s *story) *life {
	l := &life{d: d, s: s, total: d.pace(s)}
	curator := d.curator(s)
	if s.turns.has(turnImported) {
		s.facts.Unit = s.subject.topic.Unit
		s.facts.Registration.Executor = d.office.Units[s.facts.Unit].Name
		s.facts.Registration.HandedAt = s.facts.Received + 900
	}
	l.do(&model.Receive{Facts: s.facts}, curator, 0)
	if s.turns.has(turnOutside) {
		held := s.facts
		held.Outside, held.Registration.Stage = regionalCentre, "На согласовании"
		l.do(&model.Sync{Facts: held}, curator, 0.1)
	}
	if s.stage == model.StageNew && !s.turns.has(turnAgain) {
		return l
	}
	l.do(d.sorting(s), curator, 0.06)
	switch {
	case s.turns.has(turnDuplicate):
		l.do(&model.Close{Outcome: model.OutcomeDuplicate, DuplicateOf: s.original}, curator, 0.1)
		return l
	case s.turns.has(turnRedirected):
		a := &model.Redirect{To: s.subject.outside, Document: "исх. № 07/" + s.id.String()}
		if s.genre == model.GenreComplaint {
			a.ComplainedOf = "управляющая организация дома"
		}
		l.do(a, curator, 0.15)
		return l
	case s.turns.has(turnLeft):
		l.do(&model.Close{Outcome: model.OutcomeLeft, Reason: "59-ФЗ, ст. 11 ч. 1: не указаны фамилия и адрес"}, curator, 0.1)
		return l
	case s.stage == model.StageSorted:
		return l
	case s.turns.has(turnForeign):
		l.foreign(curator)
		return l
	}
	l.work(curator)
	return l
}

// foreign is a case answered in the foreign system: the desk learns of it from exports.
func (l *life) foreign(curator model.OfficialID) {
	d, s := l.d, l.s
	outcome, solved := d.outcome(s)
	answered := s.facts
	answered.Unit = s.subject.topic.Unit
	answered.Registration.Executor = d.office.Units[answered.Unit].Name
	if answered.Registration.Channel == model.ChannelIM {
		answered.Registration.Stage = "Оценка удовлетворенности"
	}
	text := model.Text{}
	if s.opening.channel != model.ChannelPOS {
		text = d.answer(s, solved)
	}
	answered.Answers = []model.Reply{{Text: text}} // its time is set when the deed gets one
	answered.Outcome = outcome
	if s.opening.channel == model.ChannelPOS && s.stage == model.StageClosed { // ПОС ends with the answer
		answered.Finished = 1 // set when the deed gets its time
		answered.Mark, answered.CloseReason = d.verdict(s, solved)
	}
	l.do(&model.Sync{Facts: answered}, curator, 0.9)
	if s.stage != model.StageClosed || answered.Finished != 0 {
		return
	}
	closed := answered
	closed.Answers = nil
	closed.Mark, closed.CloseReason = d.verdict(s, solved)
	closed.Finished = 1
	l.deeds = append(l.deeds, deed{&model.Sync{Facts: closed}, curator, 2 * workday})
}

// work is the way through the unit, the curator and the approval.
func (l *life) work(curator model.OfficialID) {
	d, s := l.d, l.s
	unit := s.subject.topic.Unit
	author := d.heads[unit]
	if s.turns.has(turnOwn) {
		author = curator
	} else if !s.turns.has(turnImported) {
		l.do(&model.Assign{Unit: unit}, curator, 0.03)
	}
	l.asides(curator, author)
	if s.stage == model.StageAssigned && !s.turns.has(turnReopened) && !s.turns.has(turnInterim) {
		return
	}
	if s.turns.has(turnInterim) {
		l.interim(curator, author)
		if s.stage == model.StageAssigned {
			return
		}
	}
	outcome, solved := d.outcome(s)
	if !l.draft(curator, author, solved) {
		return
	}
	l.do(d.approval(s), d.approver(s, curator), 0.08)
	if s.stage == model.StageApproved {
		return
	}
	l.do(&model.Answer{Outcome: outcome, Link: model.Words(s.facts.Registration.Card), Promise: promiseOf(outcome)}, curator, 0.05)
	l.after(curator, solved)
}

// asides are what happens while the unit works.
func (l *life) asides(curator, author model.OfficialID) {
	d, s := l.d, l.s
	if s.turns.has(turnNote) {
		l.do(&model.AddNote{Text: d.words(d.note, s)}, author, 0.06)
	}
	if s.turns.has(turnWaiting) {
		l.do(&model.Wait{On: true}, curator, 0.05)
	}
	if s.turns.has(turnExtended) && s.kind == model.KindLaw59 {
		l.deeds = append(l.deeds, deed{&model.Extend{Days: 15 + 5*d.r.IntN(4), Reason: d.extend[d.r.IntN(len(d.extend))]}, curator, 8 * workday})
	}
	if s.turns.has(turnAgain) && s.stage.Open() && s.stage != model.StageNew {
		l.do(&model.WriteAgain{Text: d.words(d.again, s)}, curator, 0.1)
	}
}

// draft writes the answer and takes it to approval; false when the case stops on the way.
func (l *life) draft(curator, author model.OfficialID, solved bool) bool {
	d, s := l.d, l.s
	vouched := d.office.Officials[author].Title()
	l.do(&model.WriteDraft{Text: d.answer(s, solved), Vouched: vouched}, author, 0.45)
	l.do(&model.Submit{Vouched: vouched}, author, 0.02)
	if s.turns.has(turnReturned) || s.stage == model.StageReturned {
		reasons := workflow.ReturnReasons()
		l.do(&model.Return{Reason: reasons[d.r.IntN(len(reasons))], Comment: d.words(d.comment, s)}, curator, 0.07)
		if s.stage == model.StageReturned {
			return false
		}
		l.do(&model.WriteDraft{Text: d.answer(s, solved), Vouched: vouched}, author, 0.15)
		l.do(&model.Submit{Vouched: vouched}, author, 0.02)
	}
	if s.stage == model.StageReview {
		return false
	}
	if author != curator || s.stage == model.StageApproval {
		l.do(&model.Submit{}, curator, 0.07)
	}
	return s.stage != model.StageApproval
}

// interim tells the citizen that the work goes on, and promises a date.
func (l *life) interim(curator, author model.OfficialID) {
	d, s := l.d, l.s
	text := d.words([]phrase{d.book.interim}, s)
	l.do(&model.WriteDraft{Text: text, Vouched: d.office.Officials[author].Title()}, author, 0.1)
	l.do(&model.Submit{}, author, 0.02)
	l.do(d.approval(s), d.approver(s, curator), 0.03)
	l.do(&model.Answer{Interim: true, Link: model.Words(s.facts.Registration.Card)}, curator, 0.02)
	l.do(&model.Defer{Text: d.words(d.promise, s)}, curator, 0.01)
	if s.stage.Order() >= model.StageAnswered.Order() {
		l.do(&model.KeepPromise{}, curator, 0.3)
	}
}

// after is what follows the answer.
func (l *life) after(curator model.OfficialID, solved bool) {
	d, s := l.d, l.s
	if s.stage == model.StageNew { // the citizen wrote again and the answered case is back in the queue
		l.deeds = append(l.deeds, deed{&model.WriteAgain{Text: d.words(d.again, s)}, curator, workday})
		return
	}
	mark, reason := d.verdict(s, solved)
	if s.stage == model.StageAnswered {
		if mark != 0 {
			l.deeds = append(l.deeds, deed{&model.Rate{Mark: mark}, curator, workday})
		}
		return
	}
	l.deeds = append(l.deeds, deed{&model.Close{Reason: reason, Mark: mark}, curator, time.Duration(1+d.r.IntN(3)) * workday})
	if !s.turns.has(turnReopened) {
		return
	}
	l.deeds = append(l.deeds, deed{&model.Reopen{Reason: d.reopen[d.r.IntN(len(d.reopen))]}, curator, workday})
	if s.stage == model.StageAssigned {
		return
	}
	s.turns &^= turnReopened | turnReturned
	author := d.heads[s.subject.topic.Unit]
	l.draft(curator, author, true)
	l.do(d.approval(s), d.approver(s, curator), 0.08)
	l.do(&model.Answer{Outcome: model.OutcomeSolved, Link: model.Words(s.facts.Registration.Card)}, curator, 0.05)
	l.deeds = append(l.deeds, deed{&model.Close{Mark: max(mark, 3)}, curator, workday})
}

// sorting is the curator's triage.
func (d *district) sorting(s *story) *model.Sort {
	sub, place := s.subject, s.scene.place.name
	topic := s.facts.Topic
	a := &model.Sort{Topic: &topic, Place: &place}
	if d.r.IntN(100) < 70 || s.opening.channel == model.ChannelSED {
		a.Essence = d.words(sub.essence, s)
	}
	if s.turns.has(turnQuestions) {
		other := d.pickSubject(s.day.season)
		a.Questions = []model.Question{{Topic: topic, Text: d.words(sub.ask, s)},
			{Topic: model.Topic{Code: other.topic.Code, Title: other.topic.Title}, Text: d.words(other.ask, s)}}
	}
	return a
}

// curator is who works on the channel: СЭД has two.
func (d *district) curator(s *story) model.OfficialID {
	if s.opening.channel == model.ChannelSED && s.id%2 == 0 {
		return legalHead
	}
	return pressHead
}

// approver is the coordinator for some answers by the law, the head of the centre otherwise.
func (d *district) approver(s *story, curator model.OfficialID) model.OfficialID {
	if elsewhere(s.opening.channel) {
		return curator
	}
	if s.kind == model.KindLaw59 && s.id%3 == 0 {
		return coordinator
	}
	return pressHead
}

// approval is given here, or in the foreign system and recorded here.
func (d *district) approval(s *story) *model.Approve {
	if !elsewhere(s.opening.channel) {
		return &model.Approve{}
	}
	return &model.Approve{Who: d.office.Officials[coordinator].Position, Document: "№ 07/" + strconv.Itoa(int(s.id)) + "-ОТ"}
}

func elsewhere(c model.ChannelID) bool {
	return c == model.ChannelPOS || c == model.ChannelSED || c == model.ChannelECPUR
}

// stamp gives each deed its moment. Where there was too little time since receipt everything goes faster, and what is not
// done yet is left out.
func (d *district) stamp(s *story, l *life) []Step {
	steps := []Step{{Action: l.deeds[0].action, Happened: s.opening.at, By: l.deeds[0].by}}
	var needed time.Duration
	for _, x := range l.deeds[1:] {
		needed += x.gap
	}
	available, err := d.hours.Between(s.opening.at.In(time.UTC), d.Now.In(time.UTC))
	if err != nil || available < 10*time.Minute {
		return steps
	}
	faster := 1.0
	if needed > available*9/10 {
		faster = max(float64(available)*0.9/float64(needed), 0.25)
	}
	var spent time.Duration
	for _, x := range l.deeds[1:] {
		spent += max(time.Duration(float64(x.gap)*faster), 3*time.Minute).Truncate(time.Second)
		at := d.later(s.opening.at, spent)
		if at > d.Now {
			break
		}
		d.date(x.action, s, at)
		steps = append(steps, Step{Action: x.action, Happened: at, By: x.by})
	}
	return steps
}

// date settles what an action says about its own time.
func (d *district) date(action model.Action, s *story, at model.Instant) {
	switch a := action.(type) {
	case *model.Extend:
		a.Notified = model.DateOf(at, d.Zone)
	case *model.WriteAgain:
		a.At = max(at-1200, s.opening.at)
	case *model.Defer:
		a.Date = d.promiseDate(s, at)
	case *model.Answer:
		if a.Promise != "" {
			a.Promise = d.promiseDate(s, at)
		}
	case *model.Sync:
		if len(a.Facts.Answers) > 0 {
			a.Facts.Answers[0].At = at - 120
		}
		if a.Facts.Finished != 0 {
			a.Facts.Finished = at
			d.finishRegistration(&a.Facts.Registration, at)
		}
	}
}

// promised marks a promise whose date is settled with the time of the deed.
const promised model.Date = "0001-01-01"

// promiseOf tells whether the outcome owes a date.
func promiseOf(outcome model.Outcome) model.Date {
	if outcome == model.OutcomeDeferred {
		return promised
	}
	return ""
}

// promiseDate is one to four weeks after the promise was made.
func (d *district) promiseDate(s *story, made model.Instant) model.Date {
	_, last := d.Calendar.Years()
	day := calendar.DateOf(made.In(d.Zone), d.Zone) + 7 + calendar.Date(s.id%21)
	return isoDate(min(day, calendar.NewDate(last, time.December, 31)))
}
