package workflow_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"kurator/model"
)

func TestLifeFromNewToClosed(t *testing.T) {
	pos := curatorOf(model.ChannelPOS)
	d := enter(t, model.ChannelPOS).stands(model.StageNew, pos)
	d.do(&model.Sort{Essence: text("Не горят фонари")}).stands(model.StageSorted, pos)
	d.do(&model.Assign{Unit: 1}).stands(model.StageAssigned, unit1)
	d.do(&model.WriteDraft{Text: text("Отписка"), Vouched: "Начальник отдела"}, preparer).stands(model.StageAssigned, unit1)
	d.do(&model.Submit{Vouched: "Начальник отдела"}, preparer).stands(model.StageReview, pos)
	d.do(&model.Return{Reason: "отписка, не по существу"}).stands(model.StageReturned, unit1)
	d.do(&model.WriteDraft{Text: text("Фонари починим до пятницы.")}, preparer)
	d.do(&model.Submit{}, preparer).stands(model.StageReview, pos)
	d.do(&model.Submit{}).stands(model.StageApproval, byHead)
	d.do(&model.Approve{}, head).stands(model.StageApproved, pos)
	d.do(&model.Answer{Outcome: model.OutcomeExplained, Link: text("https://pos.example/42")}).stands(model.StageAnswered, nobody)
	d.do(&model.Close{Mark: 5, Reason: "Автор доволен"}).stands(model.StageClosed, nobody)

	a := d.a
	if a.Outcome != model.OutcomeExplained || a.Questions[0].Outcome != model.OutcomeExplained || a.Mark != 5 || a.CloseReason != "Автор доволен" {
		t.Errorf("result %q, question %q, mark %d, reason %q", a.Outcome, a.Questions[0].Outcome, a.Mark, a.CloseReason)
	}
	if len(a.Drafts) != 2 || a.Drafts[0].Returned == "" || a.Drafts[1].Sent != a.AnsweredAt || a.Drafts[0].Vouched == "" {
		t.Errorf("drafts %+v", a.Drafts)
	}
	if len(a.Replies) != 1 || a.Replies[0].Text.Hash != a.Drafts[1].Text.Hash || a.Replies[0].Origin != model.OriginHere || a.Replies[0].Link.Empty() {
		t.Errorf("replies %+v", a.Replies)
	}
	var stages []model.StageID
	for i, h := range a.Handovers {
		stages = append(stages, h.Stage)
		if i > 0 && h.Happened <= a.Handovers[i-1].Happened {
			t.Errorf("line %d of the ledger does not follow the one before: %+v", i, a.Handovers)
		}
	}
	if want := []model.StageID{"new", "sorted", "assigned", "review", "returned", "review", "approval", "approved", "answered", "closed"}; !slices.Equal(stages, want) {
		t.Errorf("ledger %v, want %v", stages, want)
	}
	if a.Handovers[3].Vouched != "Начальник отдела" || a.Handovers[0].Happened != received || a.Handovers[0].Recorded != start+3600 {
		t.Errorf("who vouched, when it happened and when it was recorded: %+v", a.Handovers)
	}
	if a.Due.Channel.Date != "2026-04-01" {
		t.Errorf("due %s, want receipt + 30 days", a.Due.Channel.Date)
	}
}

// The desk's «enter»: accept and assign are two steps of one operation, judged at the same second.
func TestSortAndAssignAtOnce(t *testing.T) {
	d := enter(t, model.ChannelIM)
	m := model.Moment{Happened: start + 60, Recorded: start + 60, Actor: curator}
	for _, a := range []model.Action{&model.Sort{}, &model.Assign{Unit: 2}} {
		if err := d.tryAt(a, m); err != nil {
			t.Fatal(err)
		}
	}
	d.stands(model.StageAssigned, unit2)
	if len(d.a.Questions) != 1 || d.a.Questions[0].Topic.Title != "Уличное освещение" {
		t.Errorf("questions %+v, want one of the channel's topic", d.a.Questions)
	}
}

// TestStagesAndActions: what each stage allows. A plus is allowed; else the words of the refusal.
func TestStagesAndActions(t *testing.T) {
	const (
		inWork   = "и так в работе"
		answered = "ответ уже направлен"
		early    = "ответ ещё не направлен"
		noText   = "нет утверждённого текста"
		late     = "разбор уже не изменить"
		noDraft  = "проекта ответа ещё нет"
	)
	table := []struct {
		action func() model.Action
		want   [9]string // in the order of model.Stages
	}{
		{func() model.Action { return &model.Receive{Facts: facts(model.ChannelSED)} },
			[9]string{"уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано", "уже зарегистрировано"}},
		{func() model.Action { return &model.Sort{} },
			[9]string{"+", "+", "+", "+", "+", late, late, late, late}},
		{func() model.Action { return &model.Assign{Unit: 2} },
			[9]string{"сначала разберите", "+", "+", "+", "+", "уже нельзя", "уже нельзя", "уже нельзя", "уже нельзя"}},
		{func() model.Action { return &model.WriteDraft{Text: text("Новый текст")} },
			[9]string{"сначала разберите", "+", "+", "+", "+", "+", "+", answered, answered}},
		{func() model.Action { return &model.Submit{} },
			[9]string{noDraft, noDraft, noDraft, "+", "та же версия", "передавать проект некуда", "передавать проект некуда", "передавать проект некуда", "передавать проект некуда"}},
		{func() model.Action { return &model.Return{Reason: "противоречивый ответ"} },
			[9]string{"возвращать нечего", "возвращать нечего", "возвращать нечего", "+", "возвращать нечего", "+", "+", "возвращать нечего", "возвращать нечего"}},
		{func() model.Action { return &model.Approve{} },
			[9]string{"не передан", "не передан", "не передан", "+", "не передан", "+", "уже утверждён", "не передан", "не передан"}},
		{func() model.Action { return &model.Answer{} },
			[9]string{noText, noText, noText, noText, noText, noText, "+", answered, answered}},
		{func() model.Action { return &model.Answer{Interim: true} },
			[9]string{noText, noText, noText, noText, noText, noText, "+", answered, answered}},
		{func() model.Action { return &model.Close{} },
			[9]string{early, early, early, early, early, early, early, "+", "уже закрыто"}},
		{func() model.Action { return &model.Close{Outcome: model.OutcomeLeft, Reason: "оскорбления"} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "+", "уже закрыто"}},
		{func() model.Action { return &model.Reopen{Reason: "ответ не по существу"} },
			[9]string{inWork, inWork, inWork, inWork, inWork, inWork, inWork, "+", "+"}},
		{func() model.Action { return &model.WriteAgain{Text: text("Опять темно")} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "+", "+"}},
		{func() model.Action { return &model.Extend{Days: 10, Reason: "запрос в область"} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "продлевать нечего", "продлевать нечего"}},
		{func() model.Action { return &model.Redirect{To: "Министерство"} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "перенаправить уже нельзя", "перенаправить уже нельзя"}},
		{func() model.Action { return &model.AddNote{Text: text("Звонили")} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "+", "+"}},
		{func() model.Action { return &model.Wait{On: true} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "ждать нечего", "ждать нечего"}},
		{func() model.Action { return &model.Defer{Date: "2026-06-01"} },
			[9]string{"обещать ещё рано", "обещать ещё рано", "+", "+", "+", "+", "+", "+", "+"}},
		{func() model.Action { return &model.KeepPromise{} },
			[9]string{"обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет", "обещаний нет"}},
		{func() model.Action { return &model.Rate{Mark: 4} },
			[9]string{"оценивать рано", "оценивать рано", "оценивать рано", "оценивать рано", "оценивать рано", "оценивать рано", "оценивать рано", "+", "+"}},
		{func() model.Action { return &model.Recount{} },
			[9]string{"+", "+", "+", "+", "+", "+", "+", "+", "не пересчитываются"}},
	}
	for _, row := range table {
		for i, stage := range model.Stages() {
			d := enter(t, model.ChannelSED).to(stage)
			action := row.action()
			before := d.a
			err := d.try(action, head)
			switch want := row.want[i]; {
			case want == "+" && err != nil:
				t.Errorf("%s at %s: refused: %v", action.Name(), stage, err)
			case want != "+" && err == nil:
				t.Errorf("%s at %s: allowed", action.Name(), stage)
			case want != "+" && !strings.Contains(err.Error(), want):
				t.Errorf("%s at %s: %q does not say %q", action.Name(), stage, err, want)
			case want != "+" && !reflect.DeepEqual(before, d.a):
				t.Errorf("%s at %s: a refusal changed the state", action.Name(), stage)
			}
		}
	}
}

// Regression: approval is bound to text, channel and addressee.
func TestApprovalIsBoundToTheText(t *testing.T) {
	for _, stage := range []model.StageID{model.StageApproval, model.StageApproved} {
		d := enter(t, model.ChannelPOS).to(stage)
		d.do(&model.WriteDraft{Text: text("Уже другой текст")}, preparer).stands(model.StageReview, curatorOf(model.ChannelPOS))
		if d.a.Approval != nil || d.a.Approved() || !strings.Contains(d.say(), "утверждение снято") {
			t.Errorf("edited at %s: approval %+v, said %q", stage, d.a.Approval, d.say())
		}
		d.refused(&model.Answer{}, model.Stage, "нет утверждённого текста")
	}
	d := enter(t, model.ChannelPOS, func(f *model.Facts) { f.Applicant.Name = text("Иванова Анна") }).to(model.StageApproved)
	for name, change := range map[string]func(*model.Appeal){
		"the text":      func(a *model.Appeal) { a.Drafts[0].Text = text("Подложный текст") },
		"the channel":   func(a *model.Appeal) { a.Registrations[0].Channel = model.ChannelIM },
		"the addressee": func(a *model.Appeal) { a.Applicant.Name = text("Другой человек") },
		"the contact":   func(a *model.Appeal) { a.Applicant.Contact = text("anna@example.ru") },
		"an unsealed text": func(a *model.Appeal) {
			a.Drafts[0].Text = model.Words("Без печати")
			a.Approval = &model.Approval{Signature: model.Signature(a.Drafts[0].Text, a.Channel(), a.Applicant)}
		},
	} {
		forged := *d
		forged.a.Drafts = slices.Clone(d.a.Drafts)
		forged.a.Registrations = slices.Clone(d.a.Registrations)
		change(&forged.a)
		if forged.a.Approved() {
			t.Errorf("%s was changed and the approval still holds", name)
		}
		forged.refused(&model.Answer{}, model.Stage, "нет утверждённого текста")
	}
	if !d.a.Approved() {
		t.Error("the untouched text is not approved")
	}
}

// News fills an unknown addressee, but not that of an answer approved and not yet sent: it would move the case back.
func TestNewsDoesNotUnapprove(t *testing.T) {
	d := enter(t, model.ChannelPOS).to(model.StageApproved)
	name := text("Иванова Анна")
	d.sync(func(f *model.Facts) { f.Applicant.Name = name })
	if !d.a.Approved() || d.a.Stage != model.StageApproved {
		t.Errorf("news took the approval away at %s", d.a.Stage)
	}
	d.do(&model.Answer{}).sync(func(f *model.Facts) { f.Applicant.Name = name })
	if d.a.Applicant.Name.Hash != name.Hash {
		t.Error("the addressee is not filled after the answer")
	}
}

func TestApprovals(t *testing.T) {
	d := enter(t, model.ChannelIM).do(&model.Sort{}).do(&model.WriteDraft{Text: text("Да")})
	d.do(&model.Approve{}).stands(model.StageApproved, curatorOf(model.ChannelIM))
	if !d.a.Approval.Author || !strings.Contains(d.say(), "Утвердил автор") {
		t.Errorf("approved by the author in one step: %+v, said %q", d.a.Approval, d.say())
	}

	d = enter(t, model.ChannelSED).to(model.StageReview)
	when := d.now + 60
	d.do(&model.Approve{Who: "Глава района", Document: "12-СЭД", At: when})
	if p := d.a.Approval; p.Author || p.By.Title != "Глава района" || p.By.Official != 0 || p.Document != "12-СЭД" || p.At != when {
		t.Errorf("approved elsewhere: %+v", p)
	}
	if h := d.a.Handovers[len(d.a.Handovers)-1]; h.Happened != when || h.Recorded != d.now {
		t.Errorf("happened %d, recorded %d; want %d, %d", h.Happened, h.Recorded, when, d.now)
	}
	d = enter(t, model.ChannelSED).to(model.StageReview)
	d.refused(&model.Approve{Who: "Глава", At: d.now + 100*3600}, model.Usage, "ещё не наступило")

	d = enter(t, model.ChannelIM).to(model.StageReturned)
	d.refused(&model.Approve{}, model.Stage, "не передан")
	if err := d.try(&model.Approve{}, preparer); model.CodeOf(err) != model.Stage || !strings.Contains(err.Error(), "вернули") {
		t.Errorf("a version sent back was approved by its author: %v", err)
	}
}

// Apply neither changes the state passed in nor takes the action's own slices into the next one.
func TestStatePassedInStays(t *testing.T) {
	d := enter(t, model.ChannelSED, func(f *model.Facts) { f.Outside = "ЦУР" }).to(model.StageApproved)
	before, frozen := d.a, deepCopy(d.a)
	for _, a := range []model.Action{&model.Answer{Outcome: model.OutcomeSolved}, &model.Return{Reason: "X"}, &model.Defer{Date: "2026-05-05"},
		&model.Extend{Days: 3, Reason: "X"}, &model.WriteAgain{Text: text("X")}, &model.Redirect{To: "X"},
		&model.Sync{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelSED, ExternalID: "42", Status: "X"}, Finished: d.now}}} {
		if _, _, err := rules.Apply(before, a, model.Moment{Happened: d.now, Recorded: d.now}); err != nil {
			t.Errorf("%s: %v", a.Name(), err)
		}
		if !reflect.DeepEqual(before, frozen) {
			t.Fatalf("%s changed the state passed in", a.Name())
		}
	}
	questions := []model.Question{{Topic: model.Topic{Title: "A"}}, {Topic: model.Topic{Title: "B"}}}
	d = enter(t, model.ChannelIM).do(&model.Sort{Questions: questions})
	questions[0].Topic.Title = "changed later"
	if d.a.Questions[0].Topic.Title != "A" {
		t.Error("the state shares its questions with the action")
	}
}

// Every sentence of a refusal ends well, and every action of another noun is refused.
func TestSentences(t *testing.T) {
	d := enter(t, model.ChannelPOS)
	d.refused(&model.PutUnit{}, model.Usage, "не относится к обращению")
	for _, a := range []model.Action{&model.Close{}, &model.Submit{}, &model.Approve{}, &model.Return{}, &model.Reopen{}, &model.Rate{Mark: 9}} {
		err := d.try(a)
		if err == nil || err.Error() != strings.TrimSpace(err.Error()) || !strings.HasSuffix(err.Error(), ".") || strings.Contains(err.Error(), "  ") {
			t.Errorf("%s: %q is no sentence", a.Name(), err)
		}
	}
	err := d.tryAt(&model.Sort{}, model.Moment{Happened: d.now + 60, Recorded: d.now})
	if model.CodeOf(err) != model.Usage {
		t.Errorf("an action of the future: %v", err)
	}
	if err := d.tryAt(&model.Sort{}, model.Moment{Recorded: d.now}); err != nil || d.a.Handovers[len(d.a.Handovers)-1].Happened != d.now {
		t.Errorf("an action without a time of its own: %v", err)
	}
}
