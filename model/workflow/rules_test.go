package workflow_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"kurator/model"
)

// deepCopy goes through JSON, as the store does; the texts of tests are sealed, so nothing but their words is lost.
func deepCopy(a model.Appeal) model.Appeal {
	doc, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	var b model.Appeal
	if err := json.Unmarshal(doc, &b); err != nil {
		panic(err)
	}
	from, to := a.Texts(), b.Texts()
	for i := range from {
		*to[i] = *from[i]
	}
	return b
}

func TestSorting(t *testing.T) {
	high := model.PriorityHigh
	place := "с. Краснощелье"
	d := enter(t, model.ChannelIM).do(&model.Sort{Topic: &model.Topic{Title: "Дороги"}, Place: &place, Kind: model.KindComment,
		Genre: model.GenreComplaint, Priority: &high, Essence: text("Яма")})
	if a := d.a; a.Topic.Title != "Дороги" || a.Place != place || a.Kind != model.KindComment || a.Genre != model.GenreComplaint ||
		a.Priority != high || a.Questions[0].Topic.Title != "Дороги" || a.Essence.Empty() {
		t.Errorf("sorted %+v", a)
	}
	d.do(&model.Sort{Questions: []model.Question{{Topic: model.Topic{Title: "Дороги"}}, {Topic: model.Topic{Title: "Свет"}}}})
	d.do(&model.Sort{Topic: &model.Topic{Title: "ЖКХ"}})
	if len(d.a.Questions) != 2 || d.a.Questions[0].Topic.Title != "Дороги" {
		t.Errorf("questions %+v", d.a.Questions)
	}
	odd := model.Priority("odd")
	d.refused(&model.Sort{Kind: "odd"}, model.Usage, "Вида «odd» нет")
	d.refused(&model.Sort{Genre: "odd"}, model.Usage, "Жанра «odd» нет")
	d.refused(&model.Sort{Priority: &odd}, model.Usage, "Срочности «odd» нет")
	d.refused(&model.Sort{Questions: []model.Question{{Outcome: "odd"}}}, model.Usage, "Результата «odd» нет")
}

func TestAssigning(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageAssigned)
	d.refused(&model.Assign{Unit: 1}, model.Stage, "уже у этого подразделения")
	d.refused(&model.Assign{Unit: 9}, model.NotFound, "подразделения нет")
	d.refused(&model.Assign{Unit: 3}, model.Stage, "работало по 31.12.2025")
	d.do(&model.Assign{Unit: 2}).stands(model.StageAssigned, unit2)
	d = enter(t, model.ChannelPOS).do(&model.Sort{}).do(&model.WriteDraft{Text: text("Сама")}).do(&model.Submit{})
	d.refused(&model.Return{Reason: "X"}, model.Stage, "возвращать некому")
}

func TestInterimAnswer(t *testing.T) {
	d := enter(t, model.ChannelIM).to(model.StageApproved)
	first := d.a.Due
	d.do(&model.Answer{Interim: true}).stands(model.StageAssigned, unit1)
	if d.a.AnsweredAt != 0 || d.a.Approval != nil || !d.a.Replies[0].Interim {
		t.Errorf("answered %d, approval %v, reply %+v", d.a.AnsweredAt, d.a.Approval, d.a.Replies[0])
	}
	if d.a.Due.Channel.Date <= first.Channel.Date {
		t.Errorf("due %s: the clock of the final answer has not begun (first %s)", d.a.Due.Channel.Date, first.Channel.Date)
	}
	if len(d.a.Promises) != 1 || !d.a.Promises[0].Answer || d.a.Promises[0].Date != d.a.Due.AnswerBy.Date || d.a.Promises[0].Unit != 1 {
		t.Errorf("promises %+v, want the final answer by %s", d.a.Promises, d.a.Due.AnswerBy.Date)
	}
	d.refused(&model.KeepPromise{}, model.Stage, "невыполненных обещаний нет")
	d.refused(&model.Submit{}, model.Stage, "уже отправлена")
	d.do(&model.WriteDraft{Text: text("Починили.")}, preparer).do(&model.Submit{}, preparer).do(&model.Approve{}, head)
	d.refused(&model.Answer{Promise: "завтра"}, model.Usage, "не дата")
	d.do(&model.Answer{}).stands(model.StageAnswered, nobody)
	if d.a.Promises[0].Kept != d.a.AnsweredAt {
		t.Error("the final answer did not keep the promise of the interim one")
	}

	// 59-ФЗ knows no interim term: the date stays.
	d = enter(t, model.ChannelVisit).to(model.StageApproved)
	was := d.a.Due
	d.do(&model.Answer{Interim: true, Promise: "2026-03-20"})
	if d.a.Due != was || d.a.Promises[0].Date != "2026-03-20" {
		t.Errorf("due %+v, was %+v; promises %+v", d.a.Due, was, d.a.Promises)
	}
}

func TestAnswerDates(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageApproved)
	d.refused(&model.Answer{At: received - 60}, model.Usage, "раньше, чем поступило")
	d.refused(&model.Answer{At: d.now + 100*3600}, model.Usage, "ещё не наступила")
	d.refused(&model.Answer{Outcome: "odd"}, model.Usage, "Результата «odd» нет")
	d.refused(&model.Answer{Outcome: model.OutcomeDeferred}, model.Usage, "укажите дату")
	when := d.now - 1800
	d.do(&model.Answer{At: when, Outcome: model.OutcomeDeferred, Promise: "2026-06-01"})
	if d.a.AnsweredAt != when || d.a.Promises[0].Date != "2026-06-01" || d.a.Promises[0].Kept != 0 {
		t.Errorf("answered %d, want %d; promises %+v", d.a.AnsweredAt, when, d.a.Promises)
	}
}

func TestClosing(t *testing.T) {
	d := enter(t, model.ChannelMail)
	d.refused(&model.Close{Outcome: model.OutcomeSolved, Reason: "X"}, model.Stage, "ответ ещё не направлен")
	d.refused(&model.Close{Outcome: model.OutcomeLeft}, model.Usage, "Укажите причину")
	d.refused(&model.Close{Outcome: "odd"}, model.Usage, "Результата «odd» нет")
	d.refused(&model.Close{Outcome: model.OutcomeDuplicate}, model.Usage, "номер обращения")
	d.refused(&model.Close{Outcome: model.OutcomeDuplicate, DuplicateOf: 7}, model.Usage, "номер обращения")
	d.refused(&model.Close{Outcome: model.OutcomeLeft, Reason: "X", DuplicateOf: 3}, model.Usage, "только у дубля")
	due := d.a.Due
	d.do(&model.Close{Outcome: model.OutcomeDuplicate, DuplicateOf: 3}).stands(model.StageClosed, nobody)
	if d.a.DuplicateOf != 3 || d.a.AnsweredAt != 0 || d.a.Due != due || len(d.a.Questions) != 1 {
		t.Errorf("closed as a duplicate: %+v", d.a)
	}
	d.do(&model.Reopen{Reason: "не дубль"}).stands(model.StageSorted, curatorOf(model.ChannelMail))
	if d.a.DuplicateOf != 0 || d.a.Outcome != "" || d.a.ClosedAt != 0 {
		t.Errorf("reopened: %+v", d.a)
	}
	d = enter(t, model.ChannelMail).to(model.StageAnswered)
	d.refused(&model.Close{Mark: 6}, model.Usage, "от 1 до 5")
	d.refused(&model.Close{Outcome: model.OutcomeDeferred}, model.Usage, "обещание")
	d.do(&model.Close{}).do(&model.Rate{Mark: 2})
	if d.a.Outcome != model.OutcomeAnswered || d.a.Mark != 2 {
		t.Errorf("closed with %q and mark %d", d.a.Outcome, d.a.Mark)
	}
}

func TestReopening(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageClosed)
	due := d.a.Due
	d.refused(&model.Reopen{}, model.Usage, "почему")
	d.now = at("2026-03-20 12:00")
	d.do(&model.Reopen{Reason: "Ивановой по-прежнему темно"}).stands(model.StageAssigned, unit1)
	if strings.Contains(d.say(), "Ивановой") {
		t.Errorf("the notice repeats what was typed: %q", d.say())
	}
	if d.a.AnsweredAt != 0 || d.a.ReopenedAt != d.now || len(d.a.Replies) != 1 || d.a.Outcome != "" || d.a.Questions[0].Outcome != "" {
		t.Errorf("reopened: %+v", d.a)
	}
	if d.a.Due.Channel.Date <= due.Channel.Date {
		t.Errorf("due %s: the clock did not restart (was %s)", d.a.Due.Channel.Date, due.Channel.Date)
	}
	d.refused(&model.Submit{}, model.Stage, "вернули")
	d.refused(&model.Answer{}, model.Stage, "нет утверждённого текста")
}

func TestCitizenWritesAgain(t *testing.T) {
	for _, stage := range []model.StageID{model.StageAnswered, model.StageClosed} {
		d := enter(t, model.ChannelIM).to(stage)
		d.refused(&model.WriteAgain{}, model.Usage, "Нет текста")
		d.refused(&model.WriteAgain{Text: text("X"), At: d.now + 100*3600}, model.Usage, "ещё не наступило")
		d.do(&model.WriteAgain{Text: text("Опять темно")}).stands(model.StageNew, curatorOf(model.ChannelIM))
		if len(d.a.Replies) != 1 || len(d.a.Messages) != 1 || d.a.Messages[0].Seen || d.a.AnsweredAt != 0 {
			t.Errorf("from %s: %+v", stage, d.a)
		}
		d.do(&model.Sort{}).do(&model.Assign{Unit: 1}).stands(model.StageAssigned, unit1)
		if !d.a.Messages[0].Seen {
			t.Error("sorting did not see the message")
		}
	}
	d := enter(t, model.ChannelIM).to(model.StageAssigned).do(&model.Wait{On: true}).do(&model.WriteAgain{Text: text("И фото")})
	d.stands(model.StageAssigned, unit1)
	if d.a.Waiting {
		t.Error("the citizen wrote, and we still wait for them")
	}
}

func TestExtension(t *testing.T) {
	law := func() *desk { return enter(t, model.ChannelVisit).to(model.StageAssigned) }
	extend := &model.Extend{Days: 30, Reason: "запрошены сведения"}
	d := law()
	original := d.a.Due.AnswerBy.Date
	d.refused(&model.Extend{Days: 31, Reason: "X"}, model.Usage, "от 1 до 30")
	d.refused(&model.Extend{Reason: "X"}, model.Usage, "от 1 до 30")
	d.refused(&model.Extend{Days: 5}, model.Usage, "причину")
	d.do(extend)
	if d.a.Due.AnswerBy.Date <= original || d.a.Extension.Original != original || !strings.Contains(d.say(), "уведомить") {
		t.Errorf("due %s, extension %+v, said %q", d.a.Due.AnswerBy.Date, d.a.Extension, d.say())
	}
	d.refused(extend, model.Stage, "второй раз")
	d.refused(&model.Extend{Notified: "завтра"}, model.Usage, "не дата")
	d.do(&model.Extend{Notified: "2026-03-05"})
	if d.a.Extension.Notified != "2026-03-05" || d.a.Extension.Days != 30 {
		t.Errorf("the notice to the citizen: %+v", d.a.Extension)
	}
	d.refused(&model.Extend{Notified: "2026-03-06"}, model.Stage, "второй раз")

	late := law()
	late.now = late.a.Due.AnswerBy.LateFrom
	late.refused(extend, model.Stage, "срок уже истёк")
	// Decided in time and written down later: what happened counts.
	inTime := model.Moment{Happened: late.a.Due.AnswerBy.LateFrom - 1, Recorded: late.now}
	if err := late.tryAt(extend, inTime); err != nil {
		t.Errorf("an extension decided in time: %v", err)
	}
	for _, channel := range []model.ChannelID{model.ChannelIM, model.ChannelPOS, model.ChannelECPUR, model.ChannelPhone, model.ChannelSocial} {
		enter(t, channel).refused(extend, model.Stage, "только у обращений по 59-ФЗ")
	}
	enter(t, model.ChannelPOS, func(f *model.Facts) { f.Kind = model.KindLaw59 }).do(extend)
}

func TestRedirecting(t *testing.T) {
	enter(t, model.ChannelECPUR).refused(&model.Redirect{To: "Министерство"}, model.Stage, "не допускает перенаправления")
	d := enter(t, model.ChannelSED, func(f *model.Facts) { f.Genre = model.GenreComplaint })
	d.refused(&model.Redirect{}, model.Usage, "куда")
	d.refused(&model.Redirect{To: "Министерство"}, model.Usage, "на кого жалуются")
	d.refused(&model.Redirect{To: "«Министерство ЖКХ»", ComplainedOf: "министерство жкх"}, model.Stage, "ст. 8, ч. 6")
	d.refused(&model.Redirect{To: "Отдел ЖКХ", ComplainedOf: "Отдел жилищно-коммунального хозяйства"}, model.Stage, "ст. 8, ч. 6")
	d.do(&model.Redirect{To: "Прокуратура", ComplainedOf: "Отдел ЖКХ", Document: "исх. 5"}).stands(model.StageClosed, nobody)
	if d.a.Outcome != model.OutcomeRedirected || d.a.CloseReason != "направлено: Прокуратура, исх. 5" || d.a.ClosedAt != d.now {
		t.Errorf("redirected: %+v", d.a)
	}
}

func TestPromises(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageAssigned)
	d.refused(&model.Defer{}, model.Usage, "дату")
	d.refused(&model.Defer{Date: "1 июня"}, model.Usage, "не дата")
	d.refused(&model.Defer{Date: "2026-06-01", Unit: 9}, model.NotFound, "подразделения нет")
	d.do(&model.Defer{Date: "2026-06-01"}).do(&model.Defer{Date: "2026-05-01", Unit: 2})
	d.do(&model.KeepPromise{})
	if d.a.Promises[0].Kept != d.now || d.a.Promises[1].Kept != 0 || d.a.Promises[0].Unit != 1 || d.a.Promises[1].Unit != 2 {
		t.Errorf("promises %+v", d.a.Promises)
	}
	d.do(&model.Close{Outcome: model.OutcomeNotNeeded, Reason: "X"}).do(&model.KeepPromise{}) // a promise outlives the case
}

// A promise stands while the case is deferred and when it is explained; an answer after it that reports the solution keeps it.
func TestSolutionKeepsItsPromise(t *testing.T) {
	for outcome, kept := range map[model.Outcome]bool{model.OutcomeSolved: true, model.OutcomeMeasures: true, model.OutcomeExplained: false, model.OutcomeSupported: false} {
		d := enter(t, model.ChannelPOS).to(model.StageApproved)
		d.do(&model.Answer{Outcome: model.OutcomeDeferred, Promise: "2026-06-01"})
		if d.do(&model.Close{}); d.a.Promises[0].Kept != 0 {
			t.Fatalf("deferred, and the promise is kept: %+v", d.a.Promises)
		}
		d.now += 3600
		d.do(&model.Reopen{Reason: "Сделали"}).to(model.StageApproved)
		d.now += 3600
		d.do(&model.Answer{Outcome: outcome}).do(&model.Defer{Date: "2026-07-01"})
		if p := d.a.Promises; (p[0].Kept == d.a.AnsweredAt) != kept || (p[0].Kept != 0) != kept || p[1].Kept != 0 {
			t.Errorf("%s: promises %+v, answered %d", outcome, p, d.a.AnsweredAt)
		}
	}
}

func TestWaitingStopsNoClock(t *testing.T) {
	d := enter(t, model.ChannelIM).to(model.StageAssigned)
	due := d.a.Due
	d.do(&model.Wait{On: true})
	d.refused(&model.Wait{On: true}, model.Stage, "уже такая")
	if d.a.Due != due || !d.a.Waiting {
		t.Errorf("due %+v, was %+v", d.a.Due, due)
	}
	d.do(&model.Wait{})
}

// The ledger: what happened earlier and is written down later keeps both times, and never overtakes the line before.
func TestLedgerHappenedAndRecorded(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageAssigned)
	d.do(&model.WriteDraft{Text: text("Да")}, preparer)
	mail := d.a.Handovers[2].Happened + 600
	d.now += 50 * 3600
	if err := d.tryAt(&model.Submit{Vouched: "Начальник отдела"}, model.Moment{Happened: mail, Recorded: d.now, Actor: curator}); err != nil {
		t.Fatal(err)
	}
	last := d.a.Handovers[3]
	if last.Happened != mail || last.Recorded != d.now || last.Vouched != "Начальник отдела" {
		t.Errorf("by mail: %+v", last)
	}
	if err := d.tryAt(&model.Return{Reason: "X"}, model.Moment{Happened: mail - 5000, Recorded: d.now}); err != nil {
		t.Fatal(err)
	}
	if h := d.a.Handovers[4]; h.Happened != mail {
		t.Errorf("a hand-over before the one it follows: %+v", d.a.Handovers)
	}
	holders := []model.Holder{}
	for _, h := range d.a.Handovers {
		holders = append(holders, h.Holder)
	}
	pos := curatorOf(model.ChannelPOS)
	if !slices.Equal(holders, []model.Holder{pos, pos, unit1, pos, unit1}) {
		t.Errorf("holders %v", holders)
	}
}
