package workflow_test

import (
	"testing"

	"kurator/model"
)

// A unit head who answers straight in ПОС leaves no false overdue case here: the answer reported by the export, with or
// without its text, ends the case on the day it was given, however late the export is loaded.
func TestUnitHeadAnswersInPOS(t *testing.T) {
	for _, stage := range []model.StageID{model.StageNew, model.StageSorted, model.StageAssigned, model.StageReview, model.StageReturned,
		model.StageApproval, model.StageApproved} {
		d := enter(t, model.ChannelPOS).to(stage)
		lateFrom := d.a.Due.Channel.LateFrom
		given := at("2026-03-31 15:00") // the day before the last
		d.now = at("2026-04-10 09:00")  // overdue by every look at the open queue
		if d.now < lateFrom {
			t.Fatal("the export comes before the deadline: the test would prove nothing")
		}
		d.sync(func(f *model.Facts) { f.Answers = []model.Reply{{At: given}} })
		d.stands(model.StageAnswered, nobody)
		if d.a.AnsweredAt != given || d.a.AnsweredAt >= d.a.Due.Channel.LateFrom {
			t.Errorf("from %s: answered %d, late from %d", stage, d.a.AnsweredAt, d.a.Due.Channel.LateFrom)
		}
		if r := d.a.Replies[0]; r.Origin != model.OriginForeign || !r.Text.Empty() || len(d.a.Questions) == 0 {
			t.Errorf("from %s: reply %+v, questions %v", stage, r, d.a.Questions)
		}
		if h := d.a.Handovers[len(d.a.Handovers)-1]; h.Happened != given || h.Recorded != d.now || h.Vouched != "внешняя система" {
			t.Errorf("from %s: the ledger ends with %+v, want the time of the answer", stage, h)
		}
	}
	d := enter(t, model.ChannelPOS).to(model.StageAssigned)
	end := at("2026-03-31 00:00")
	d.now = at("2026-04-10 09:00")
	d.sync(func(f *model.Facts) { f.Finished, f.ReceivedDateOnly, f.Outcome = end, true, model.OutcomeExplained })
	d.stands(model.StageClosed, nobody)
	if d.a.AnsweredAt != end || d.a.ClosedAt != end || d.a.Outcome != model.OutcomeExplained || d.a.Questions[0].Outcome != model.OutcomeExplained {
		t.Errorf("closed by its end date alone: %+v", d.a)
	}
}

// What the channel knows when the appeal first arrives sets its stage at once.
func TestReceiveSetsStage(t *testing.T) {
	handed, given, end := received+600, received+3600, received+7200
	d := enter(t, model.ChannelIM, func(f *model.Facts) { f.Unit, f.Registration.HandedAt = 1, handed }).stands(model.StageAssigned, unit1)
	if h := d.a.Handovers; len(h) != 2 || h[0].Happened != received || h[1].Happened != handed {
		t.Errorf("ledger %+v", h)
	}
	enter(t, model.ChannelIM, func(f *model.Facts) { f.Unit = 1 }).stands(model.StageAssigned, unit1)
	d = enter(t, model.ChannelIM, func(f *model.Facts) {
		f.Unit, f.Answers, f.Finished, f.Mark, f.CloseReason = 1, []model.Reply{{At: given, Text: text("Да")}}, end, 5, "Автор доволен"
	})
	d.stands(model.StageClosed, nobody)
	if d.a.Unit != 1 || d.a.AnsweredAt != given || d.a.ClosedAt != end || d.a.Mark != 5 || d.a.CloseReason == "" || len(d.a.Replies) != 1 || d.a.Due.Channel.LateFrom == 0 {
		t.Errorf("received closed: %+v", d.a)
	}
	d = enter(t, model.ChannelPOS, func(f *model.Facts) { f.Finished, f.Outcome = end, model.OutcomeRedirected })
	if d.a.AnsweredAt != 0 || len(d.a.Replies) != 0 || d.a.Stage != model.StageClosed {
		t.Errorf("redirected there, and yet an answer is on record: %+v", d.a)
	}
	d = enter(t, model.ChannelSED, func(f *model.Facts) {
		f.Questions = []model.Question{{Topic: model.Topic{Title: "А"}}, {Topic: model.Topic{Title: "Б"}}}
	})
	if len(d.a.Questions) != 2 || d.a.Topic.Title != "Уличное освещение" {
		t.Errorf("questions of the channel: %+v, topic %+v", d.a.Questions, d.a.Topic)
	}
	for name, f := range map[string]model.Facts{
		"no channel": {Registration: model.Registration{Channel: "fax"}, Received: received},
		"no time":    {Registration: model.Registration{Channel: model.ChannelIM}},
	} {
		empty := desk{t: t, a: model.Appeal{ID: 7}, now: start}
		if err := empty.try(&model.Receive{Facts: f}); model.CodeOf(err) != model.Usage {
			t.Errorf("%s: %v", name, err)
		}
		if err := empty.try(&model.Sync{Facts: f}); model.CodeOf(err) != model.NotFound {
			t.Errorf("news of nothing: %v", err)
		}
	}
}

// Regression: the same news told again changes nothing but what the registration itself says.
func TestNewsTwice(t *testing.T) {
	for name, tell := range map[string]func(*model.Facts){
		"an answer":         func(f *model.Facts) { f.Answers = []model.Reply{{At: received + 3600}} },
		"an interim answer": func(f *model.Facts) { f.Answered, f.Interim = received+3600, true },
		"three of one time": func(f *model.Facts) {
			f.Answers = []model.Reply{{At: received + 3600, Text: text("1")}, {At: received + 3600, Text: text("2")}, {At: received + 3600, Text: text("3")}}
		},
		"an end":      func(f *model.Facts) { f.Finished = received + 7200 },
		"an executor": func(f *model.Facts) { f.Unit, f.Registration.Executor = 1, "ЖКХ" },
		"outside":     func(f *model.Facts) { f.Unit, f.Outside = 1, "ЦУР" },
	} {
		d := enter(t, model.ChannelIM).sync(tell)
		once := deepCopy(d.a)
		d.sync(tell)
		if len(d.a.Replies) != len(once.Replies) || len(d.a.Handovers) != len(once.Handovers) || d.a.Stage != once.Stage ||
			d.a.AnsweredAt != once.AnsweredAt || d.a.ClosedAt != once.ClosedAt || len(d.a.Promises) != len(once.Promises) {
			t.Errorf("%s told twice:\n%+v\nwas\n%+v", name, d.a, once)
		}
	}
	d := enter(t, model.ChannelIM).sync(func(f *model.Facts) { f.Answers = []model.Reply{{At: received + 3600}} })
	d.sync(func(f *model.Facts) { f.Answers = []model.Reply{{At: received + 3600, Text: text("Да")}} })
	if len(d.a.Replies) != 1 || d.a.Replies[0].Text.Empty() {
		t.Errorf("the text told later: %+v", d.a.Replies)
	}
	// The channel reports by its date the answer that went out from here.
	d = enter(t, model.ChannelPOS).to(model.StageAnswered)
	d.sync(func(f *model.Facts) { f.Answers = []model.Reply{{At: at("2026-03-02 00:00"), DateOnly: true}} })
	if len(d.a.Replies) != 1 {
		t.Errorf("our own answer twice: %+v", d.a.Replies)
	}
}

// Regression: news of the case's earlier life does not end it again, nor does the old executor get it back.
func TestNewsOfEarlierLife(t *testing.T) {
	end := at("2026-03-03 12:00")
	old := func(f *model.Facts) {
		f.Unit, f.Registration.Executor, f.Registration.HandedAt = 1, "ЖКХ", received
		f.Answers, f.Finished, f.Registration.Finished = []model.Reply{{At: end - 3600}}, end, "2026-03-03"
	}
	d := enter(t, model.ChannelIM).sync(old).stands(model.StageClosed, nobody)
	d.now = at("2026-03-05 10:00")
	d.do(&model.WriteAgain{Text: text("Опять темно")})
	d.sync(func(f *model.Facts) { old(f); f.Outcome, f.Mark = model.OutcomeSolved, 5 })
	d.stands(model.StageNew, curatorOf(model.ChannelIM))
	if d.a.AnsweredAt != 0 || d.a.Outcome != "" || d.a.Mark != 0 {
		t.Errorf("the old result is back: %+v", d.a)
	}
	d.sync(func(f *model.Facts) { old(f); f.Registration.HandedAt = at("2026-03-05 11:00") }).stands(model.StageAssigned, unit1)
	d.sync(func(f *model.Facts) {
		old(f)
		f.Finished, f.Registration.Finished = at("2026-03-06 12:00"), "2026-03-06"
		f.Answers = append(f.Answers, model.Reply{At: at("2026-03-06 11:00")})
	}).stands(model.StageClosed, nobody)
	if d.a.AnsweredAt != at("2026-03-06 11:00") {
		t.Errorf("answered %d", d.a.AnsweredAt)
	}

	// Dates without a time: reopened on the very day of the old end.
	d = enter(t, model.ChannelPOS)
	day := func(f *model.Facts) {
		f.Finished, f.ReceivedDateOnly, f.Registration.Finished = at("2026-03-03 00:00"), true, "2026-03-03"
	}
	d.sync(day)
	d.now = at("2026-03-03 14:00")
	d.do(&model.Reopen{Reason: "X"})
	d.sync(day).stands(model.StageSorted, curatorOf(model.ChannelPOS))
}

// News keeps what was settled by hand here, and follows the channel in the rest.
func TestNewsKeepsWhatWasSettledHere(t *testing.T) {
	high := model.PriorityHigh
	place := "с. Каневка"
	tell := func(f *model.Facts) {
		f.Topic, f.Place, f.Kind, f.Genre = model.Topic{Title: "Дороги"}, "с. Сосновка", model.KindLaw59, model.GenreStatement
		f.Body, f.Applicant.Name, f.Organisation, f.Registered = text("Текст"), text("Имя"), "Школа", received+60
	}
	d := enter(t, model.ChannelPOS).do(&model.Sort{Topic: &model.Topic{Title: "Свет"}, Place: &place, Kind: model.KindMessage,
		Genre: model.GenreComplaint, Priority: &high}).sync(tell)
	if a := d.a; a.Topic.Title != "Свет" || a.Place != place || a.Kind != model.KindMessage || a.Genre != model.GenreComplaint || a.Priority != high || a.Questions[0].Topic.Title != "Свет" {
		t.Errorf("news changed what was settled: %+v", a)
	}
	if a := d.a; a.Body.Empty() || a.Applicant.Name.Empty() || a.Organisation != "Школа" || a.Registered != received+60 {
		t.Errorf("news did not fill what was not known: %+v", a)
	}
	body := d.a.Body.Hash
	d.sync(tell)
	if d.a.Body.Hash != body {
		t.Error("news replaced a text")
	}
	d = enter(t, model.ChannelPOS).do(&model.Sort{}).sync(tell)
	if a := d.a; a.Topic.Title != "Дороги" || a.Kind != model.KindLaw59 || a.Questions[0].Topic.Title != "Дороги" {
		t.Errorf("news was not followed: %+v", a)
	}
	d = enter(t, model.ChannelIM).to(model.StageAnswered).do(&model.Close{Outcome: model.OutcomeSolved, Reason: "Автор доволен"})
	d.sync(func(f *model.Facts) {
		f.Finished, f.Outcome, f.CloseReason, f.Mark = d.now, model.OutcomeExplained, "Нет ответа от автора", 4
	})
	if a := d.a; a.Outcome != model.OutcomeSolved || a.CloseReason != "Автор доволен" || a.Mark != 4 {
		t.Errorf("the result given here: %q, %q, %d", a.Outcome, a.CloseReason, a.Mark)
	}
}

func TestExecutorsAndOutside(t *testing.T) {
	d := enter(t, model.ChannelIM).sync(func(f *model.Facts) { f.Unit, f.Registration.Executor, f.Registration.AsOf = 1, "ЖКХ", start+60 })
	d.stands(model.StageAssigned, unit1)
	if h := d.a.Handovers[1]; h.Happened != start+60 {
		t.Errorf("handed over at %d, want the time of the export", h.Happened)
	}
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 2, "Школа" }).stands(model.StageAssigned, unit2)
	d.do(&model.Assign{Unit: 1}).sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 2, "Школа" }).stands(model.StageAssigned, unit1)
	outside := model.Holder{Kind: model.HolderOutside, Name: "ЦУР"}
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor, f.Outside = 2, "Школа", "ЦУР" }).stands(model.StageAssigned, outside)
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 2, "Школа" }).stands(model.StageAssigned, unit1)
	d = enter(t, model.ChannelIM).to(model.StageReturned)
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 2, "Школа" }).stands(model.StageReturned, unit1)
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 1, "ЖКХ" }).stands(model.StageReturned, unit1)
	d.sync(func(f *model.Facts) { f.Unit, f.Registration.Executor = 2, "Школа" }).stands(model.StageReturned, unit2)
}

// A second registration has its own system: an answer there does not hide that one is owed in the main one.
func TestSecondRegistration(t *testing.T) {
	second := func(d *desk, channel model.ChannelID) {
		d.t.Helper()
		d.do(&model.Sync{Facts: model.Facts{Registration: model.Registration{Channel: channel, ExternalID: "07/19-ОГ-10"}, Received: received,
			Topic: model.Topic{Title: "Другое"}, Answers: []model.Reply{{At: received + 60}}, Finished: received + 120, Outcome: model.OutcomeExplained}})
	}
	d := enter(t, model.ChannelPOS).to(model.StageAssigned)
	second(d, model.ChannelSED)
	d.stands(model.StageAssigned, unit1)
	if len(d.a.Registrations) != 2 || len(d.a.Replies) != 1 || d.a.Replies[0].Channel != model.ChannelSED || d.a.AnsweredAt != 0 || d.a.Topic.Title == "Другое" {
		t.Errorf("second registration: %+v", d.a)
	}
	d = enter(t, model.ChannelPhone).to(model.StageAssigned)
	second(d, model.ChannelPOS)
	d.stands(model.StageClosed, nobody)
}

func TestNewsMovesTheDueDate(t *testing.T) {
	d := enter(t, model.ChannelPOS)
	d.sync(func(f *model.Facts) { f.Registration.Planned = "2026-03-20" })
	if d.a.Due.Channel.Date != "2026-03-20" || !d.a.Due.Channel.Foreign {
		t.Errorf("due %+v", d.a.Due)
	}
	if said := d.say(); said != "Срок теперь 20.03.2026." {
		t.Errorf("said %q", said)
	}
	// The channel's last word comes with the end; afterwards the dates of a closed case never change.
	d.sync(func(f *model.Facts) { f.Registration.Planned, f.Finished = "2026-03-25", received+3600 })
	if d.a.Due.Channel.Date != "2026-03-25" {
		t.Errorf("due %+v", d.a.Due)
	}
	d.sync(func(f *model.Facts) { f.Registration.Planned, f.Finished = "2026-03-28", received+3600 })
	if d.a.Due.Channel.Date != "2026-03-25" {
		t.Errorf("a closed case is due %+v", d.a.Due)
	}
}
