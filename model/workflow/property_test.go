package workflow_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kurator/model"
)

// TestRandomLives drives appeals through random actions: whatever is tried, Apply answers with a state that holds together
// or with a sentence, and never touches the state it was given.
func TestRandomLives(t *testing.T) {
	reached := map[model.StageID]int{}
	rapid.Check(t, func(t *rapid.T) {
		now := start
		state := model.Appeal{ID: 7}
		steps := rapid.IntRange(1, 40).Draw(t, "steps")
		for i := range steps {
			var action model.Action = &model.Receive{Facts: drawFacts(t, now)}
			if i > 0 {
				action = drawAction(t, state, now)
			}
			now += model.Instant(rapid.IntRange(0, 3*24*3600).Draw(t, "pause"))
			m := model.Moment{Happened: now - model.Instant(rapid.IntRange(0, 2*24*3600).Draw(t, "recorded later")), Recorded: now,
				Actor: rapid.SampledFrom([]model.Actor{curator, preparer, head}).Draw(t, "actor")}
			frozen := deepCopy(state)
			next, events, err := rules.Apply(state, action, m)
			if !reflect.DeepEqual(normal(state), normal(frozen)) {
				t.Fatalf("%s changed the state passed in", action.Name())
			}
			if err != nil {
				var fault *model.Fault
				if !errors.As(err, &fault) || fault.Say == "" || events != nil || !reflect.DeepEqual(next, state) {
					t.Fatalf("%s: refused with %v, events %v", action.Name(), err, events)
				}
				if i == 0 {
					t.Fatalf("not received: %v", err)
				}
				continue
			}
			if broken := holdsTogether(state, next, action, m); broken != "" {
				t.Fatalf("after %s from %s: %s\n%+v", action.Name(), state.Stage, broken, next)
			}
			state = next
			state.Rev++
			reached[state.Stage]++
		}
	})
	for _, stage := range model.Stages() {
		if reached[stage] == 0 {
			t.Errorf("no random life came to %s: the test proves nothing about it", stage)
		}
	}
}

// normal makes empty and missing slices the same, as JSON leaves them.
func normal(a model.Appeal) model.Appeal { return deepCopy(a) }

// holdsTogether says which invariant a step broke, "" for none.
func holdsTogether(before, after model.Appeal, action model.Action, m model.Moment) string {
	for _, check := range []func(model.Appeal, model.Appeal, model.Action, model.Moment) string{ledgerHolds, datesHold, newsHolds} {
		if broken := check(before, after, action, m); broken != "" {
			return broken
		}
	}
	switch {
	case after.Stage.Order() < 0:
		return "unknown stage"
	case after.Stage != model.StageNew && len(after.Questions) == 0:
		return "sorted without questions"
	case after.Stage == model.StageApproved && !after.Approved():
		return "approved without a valid approval"
	case after.Stage.Open() && after.Stage != model.StageApproved && after.Approval != nil:
		return "an approval before its stage"
	case slices.Contains([]model.StageID{model.StageReview, model.StageReturned, model.StageApproval}, after.Stage) && after.CurrentDraft() == nil:
		return "a draft is passed on that nobody has written"
	case (after.Stage == model.StageAssigned || after.Stage == model.StageReturned) && after.Unit == 0:
		return "assigned to nobody"
	case !after.Stage.Open() && after.Waiting:
		return "waits for the citizen after the answer"
	}
	return ""
}

// ledgerHolds: exactly one holder at every instant, the one of the stage or one outside.
func ledgerHolds(before, after model.Appeal, _ model.Action, m model.Moment) string {
	var want model.Holder
	switch after.Stage {
	case model.StageAssigned, model.StageReturned:
		want = model.Holder{Kind: model.HolderUnit, Unit: after.Unit}
	case model.StageApproval:
		want = byHead
	case model.StageAnswered, model.StageClosed:
	default:
		want = curatorOf(after.Channel())
	}
	outside := after.Stage.Open() && after.Holder.Kind == model.HolderOutside
	last := after.Handovers[len(after.Handovers)-1]
	switch {
	case after.Holder != want && !outside:
		return fmt.Sprintf("%s holds at %s", after.Holder.Key(), after.Stage)
	case last.Holder != after.Holder || last.Stage != after.Stage:
		return "the ledger does not end with the holder"
	case !slices.Equal(after.Handovers[:len(before.Handovers)], before.Handovers):
		return "the ledger was rewritten"
	}
	for i, h := range after.Handovers[len(before.Handovers):] {
		if h.Recorded != m.Recorded {
			return "a hand-over was not recorded when it was"
		}
		if at := len(before.Handovers) + i; at > 0 && h.Happened < after.Handovers[at-1].Happened {
			return "the ledger goes back in time"
		}
	}
	return ""
}

// datesHold: answered and closed go with their times, and the dates of closed cases stay.
func datesHold(before, after model.Appeal, action model.Action, _ model.Moment) string {
	answered := after.AnsweredAt != 0
	switch {
	case after.Stage.Open() && (answered || after.ClosedAt != 0):
		return "open, and answered or closed"
	case after.Stage == model.StageAnswered && (!answered || after.ClosedAt != 0):
		return "answered without its time, or closed"
	case after.Stage == model.StageClosed && after.ClosedAt == 0:
		return "closed without its time"
	case after.Stage == model.StageClosed && !answered && !after.Outcome.WithoutAnswer():
		return "closed without an answer or a reason for that: " + string(after.Outcome)
	case answered && (after.AnsweredAt < after.Received || (after.ClosedAt != 0 && after.ClosedAt < after.AnsweredAt)):
		return "received, answered and closed are out of order"
	case before.Stage == model.StageClosed && after.Stage == model.StageClosed && before.Due != after.Due:
		return "the due date of a closed case moved"
	case after.Due.Channel.LateFrom == 0 || after.Due.Policy == "" || after.Due.Calendar == "":
		return "no due date"
	}
	if _, ours := action.(*model.Answer); ours && after.Stage == model.StageAnswered {
		r := after.Replies[len(after.Replies)-1]
		if !before.Approved() || r.Text.Hash != before.CurrentDraft().Text.Hash {
			return "what went out is not what was approved"
		}
	}
	return ""
}

// newsHolds: news of the channel never moves a case back and never loses an answer.
func newsHolds(before, after model.Appeal, action model.Action, _ model.Moment) string {
	if len(after.Replies) < len(before.Replies) || len(after.Drafts) < len(before.Drafts) {
		return "history was lost"
	}
	if _, ok := action.(*model.Sync); ok && after.Stage.Order() < before.Stage.Order() {
		return "news moved the case back"
	}
	return ""
}

// drawFacts makes what an export may tell at a moment.
func drawFacts(t *rapid.T, now model.Instant) model.Facts {
	f := facts(rapid.SampledFrom(model.Channels()).Draw(t, "channel"))
	f.Kind = rapid.SampledFrom([]model.Kind{"", model.KindLaw59, model.KindMessage, model.KindFastTrack}).Draw(t, "kind")
	f.Genre = rapid.SampledFrom([]model.Genre{"", model.GenreComplaint}).Draw(t, "genre")
	f.Priority = rapid.SampledFrom([]model.Priority{model.PriorityNormal, model.PriorityHigh}).Draw(t, "priority")
	f.ReceivedDateOnly = rapid.Bool().Draw(t, "date only")
	f.Unit = model.UnitID(rapid.IntRange(0, 2).Draw(t, "unit"))
	f.Registration.Executor = rapid.SampledFrom([]string{"", "ЖКХ", "Школа"}).Draw(t, "executor")
	f.Outside = rapid.SampledFrom([]string{"", "", "ЦУР"}).Draw(t, "outside")
	f.Outcome = rapid.SampledFrom([]model.Outcome{"", model.OutcomeSolved, model.OutcomeRedirected}).Draw(t, "outcome")
	moment := func(name string) model.Instant {
		return received + model.Instant(rapid.Int64Range(-3600, int64(now-received)+3600).Draw(t, name))
	}
	if rapid.Bool().Draw(t, "named") {
		f.Applicant.Name = text("Имя")
	}
	if rapid.Bool().Draw(t, "handed over") {
		f.Registration.HandedAt = moment("handed at")
	}
	for range rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "answers") {
		f.Answers = append(f.Answers, model.Reply{At: moment("answer at"), Interim: rapid.Bool().Draw(t, "interim"), DateOnly: rapid.Bool().Draw(t, "by date")})
	}
	if rapid.IntRange(0, 5).Draw(t, "finished") == 0 {
		f.Finished = moment("finished at")
	}
	return f
}

// drawAction makes an action on the appeal; that of the next step of the usual way comes often, so that lives get far.
func drawAction(t *rapid.T, a model.Appeal, now model.Instant) model.Action {
	if rapid.Bool().Draw(t, "usual") {
		return usual(t, a)
	}
	outcome := rapid.SampledFrom(append(model.Outcomes(), "")).Draw(t, "result")
	switch rapid.IntRange(0, 17).Draw(t, "action") {
	case 0:
		f := drawFacts(t, now)
		f.Registration.Channel = a.Channel()
		return &model.Sync{Facts: f}
	case 1:
		return &model.Sync{Facts: drawFacts(t, now)}
	case 2:
		return &model.Sort{Topic: &model.Topic{Title: "Дороги"}, Kind: rapid.SampledFrom([]model.Kind{"", model.KindLaw59, "odd"}).Draw(t, "sorted as")}
	case 3:
		return &model.Assign{Unit: model.UnitID(rapid.IntRange(0, 4).Draw(t, "to"))}
	case 4:
		return &model.WriteDraft{Text: text("Иной текст")}
	case 5:
		return &model.Submit{}
	case 6:
		return &model.Return{Reason: "противоречивый ответ"}
	case 7:
		return &model.Approve{Who: rapid.SampledFrom([]string{"", "Глава"}).Draw(t, "who")}
	case 8:
		return &model.Answer{Interim: rapid.Bool().Draw(t, "interim"), Outcome: outcome}
	case 9:
		return &model.Close{Outcome: outcome, Reason: "причина", DuplicateOf: model.AppealID(rapid.IntRange(0, 8).Draw(t, "of"))}
	case 10:
		return &model.Reopen{Reason: "причина"}
	case 11:
		return &model.WriteAgain{Text: text("Опять")}
	case 12:
		return &model.Extend{Days: rapid.IntRange(-1, 40).Draw(t, "days"), Reason: "причина"}
	case 13:
		return &model.Redirect{To: "Министерство", ComplainedOf: rapid.SampledFrom([]string{"", "министерство", "Отдел ЖКХ"}).Draw(t, "of whom")}
	case 14:
		return &model.Wait{On: rapid.Bool().Draw(t, "on")}
	case 15:
		return &model.Defer{Date: "2026-06-01"}
	case 16:
		return &model.Rate{Mark: rapid.IntRange(0, 6).Draw(t, "mark")}
	}
	return rapid.SampledFrom([]model.Action{&model.KeepPromise{}, &model.Recount{}, &model.AddNote{Text: text("Заметка")}, &model.Receive{}}).Draw(t, "other")
}

// usual is a step of the way from new to closed.
func usual(t *rapid.T, a model.Appeal) model.Action {
	fresh := a.CurrentDraft() != nil && a.CurrentDraft().Returned == "" && a.CurrentDraft().Sent == 0
	switch a.Stage {
	case model.StageNew:
		return &model.Sort{}
	case model.StageSorted:
		return &model.Assign{Unit: 1}
	case model.StageAssigned, model.StageReturned:
		if fresh {
			return &model.Submit{}
		}
		return &model.WriteDraft{Text: text("Текст")}
	case model.StageReview:
		return rapid.SampledFrom([]model.Action{&model.Submit{}, &model.Approve{}, &model.Return{Reason: "причина"}}).Draw(t, "review")
	case model.StageApproval:
		return &model.Approve{}
	case model.StageApproved:
		return &model.Answer{}
	case model.StageAnswered:
		return &model.Close{}
	}
	return &model.WriteAgain{Text: text("Опять")}
}
