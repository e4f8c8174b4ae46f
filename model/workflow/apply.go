// Package workflow is the one place where an appeal changes: Apply takes a state and an action and gives the next state,
// what happened in words, or the sentence that says why not. It is pure: no clock, no files, no SQL.
package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Rules is what an appeal is judged by besides itself.
type Rules struct {
	Office *model.Office
	// Deadlines derives the deadlines of an appeal from policies and calendar.
	Deadlines func(*model.Appeal) (model.Due, error)
}

// change is one application in progress: the state being built and what happened so far.
type change struct {
	Rules
	*model.Appeal
	at     model.Moment
	events []model.Event

	interim  bool       // an interim answer was given: it promises the final one
	promised model.Date // by which day, when said
}

// Apply returns the state after the action and what happened. The state passed in is not changed. Receive needs a state
// with nothing but its ID. An error is a *model.Fault and leaves nothing behind.
func (r Rules) Apply(state model.Appeal, action model.Action, at model.Moment) (model.Appeal, []model.Event, error) {
	if at.Happened == 0 {
		at.Happened = at.Recorded
	}
	if at.Happened > at.Recorded {
		return state, nil, model.Faultf(model.Usage, "Это время ещё не наступило. Проверьте дату действия.")
	}
	if state.Anonymised != 0 && !erasesMore(action) {
		return state, nil, model.Faultf(model.Stage, "Обращение № %s обезличено: срок его хранения истёк, изменить его больше нельзя.", state.ID)
	}
	next := clone(state)
	c := &change{Rules: r, Appeal: &next, at: at}
	if err := c.apply(action); err != nil {
		return state, nil, err
	}
	c.settleWaits(&state)
	if err := c.settleDue(state, action); err != nil {
		return state, nil, err
	}
	c.settlePromises()
	return next, c.events, nil
}

func (c *change) apply(action model.Action) error {
	switch a := action.(type) {
	case *model.Receive:
		return c.receive(a)
	case *model.Sync:
		return c.sync(a)
	case *model.Sort:
		return c.sort(a)
	case *model.Assign:
		return c.assign(a)
	case *model.WriteDraft:
		return c.draft(a)
	case *model.Submit:
		return c.submit(a)
	case *model.Return:
		return c.sendBack(a)
	case *model.Approve:
		return c.approve(a)
	case *model.Answer:
		return c.answer(a)
	case *model.Close:
		return c.close(a)
	case *model.Reopen:
		return c.reopen(a)
	case *model.WriteAgain:
		return c.writeAgain(a)
	}
	return c.beside(action)
}

// beside does what may happen at any stage.
func (c *change) beside(action model.Action) error {
	switch a := action.(type) {
	case *model.Extend:
		return c.extend(a)
	case *model.Redirect:
		return c.redirect(a)
	case *model.AddNote:
		return c.note(a)
	case *model.Wait:
		return c.wait(a)
	case *model.Defer:
		return c.deferSolution(a)
	case *model.KeepPromise:
		return c.keepPromise()
	case *model.Rate:
		return c.rate(a)
	case *model.ScoreAnswer:
		return c.score(a)
	case *model.Recount:
		return c.recount()
	case *model.Anonymise:
		return c.anonymise(a)
	}
	return c.exchange(action)
}

// exchange does what concerns executors, files and other appeals.
func (c *change) exchange(action model.Action) error {
	switch a := action.(type) {
	case *model.Issue:
		return c.issue(a)
	case *model.Remind:
		return c.remind(a)
	case *model.Attach:
		return c.attach(a)
	case *model.Detach:
		return c.detach(a)
	case *model.Merge:
		return c.merge(a)
	case *model.Unmerge:
		return c.unmerge()
	case *model.Distinct:
		return c.distinct(a)
	case *model.Fill:
		return c.fill(a)
	}
	return model.Faultf(model.Usage, "Действие «%s» не относится к обращению.", action.Name())
}

// clone copies the slices a reducer may change, so that the state passed in stays as it was.
func clone(a model.Appeal) model.Appeal {
	a.Registrations = slices.Clone(a.Registrations)
	a.Questions = slices.Clone(a.Questions)
	a.Handovers = slices.Clone(a.Handovers)
	a.Drafts = slices.Clone(a.Drafts)
	a.Replies = slices.Clone(a.Replies)
	a.Messages = slices.Clone(a.Messages)
	a.Notes = slices.Clone(a.Notes)
	a.Promises = slices.Clone(a.Promises)
	a.Waits = slices.Clone(a.Waits)
	a.Ratings = slices.Clone(a.Ratings)
	a.NotTwins = slices.Clone(a.NotTwins)
	a.Sendings = slices.Clone(a.Sendings)
	a.Attachments = slices.Clone(a.Attachments)
	return a
}

// settleDue derives the deadlines again; closed cases never change theirs. News that closes a case may still bring the
// channel's last word on its date.
func (c *change) settleDue(state model.Appeal, action model.Action) error {
	before := state.Due
	_, news := action.(*model.Sync)
	if c.in(model.StageClosed) && before != (model.Due{}) && (state.Stage == model.StageClosed || !news) {
		return nil
	}
	if _, asked := action.(*model.Recount); !asked && !news && before != (model.Due{}) && !state.Stage.Open() && !c.Stage.Open() {
		return nil // what was answered keeps the date it was answered by, whatever the rules are since
	}
	due, err := c.Deadlines(c.Appeal)
	if err != nil {
		return err
	}
	c.Due = due
	if w, ok := action.(*model.Wait); ok && w.On {
		if due.Channel.Kind != "" && due.Channel.LateFrom == 0 {
			c.say(model.EventDue, "Срок остановлен.")
		} else {
			c.say(model.EventDue, "Срок идёт.")
		}
	}
	if before.Channel.Date != "" && before.Channel.Date != due.Channel.Date {
		c.say(model.EventDue, "Срок теперь "+russianDate(due.Channel.Date)+".")
	}
	return nil
}

// settleWaits keeps when the mark «ждём гражданина» stood: a policy may say that a clock stands still meanwhile.
func (c *change) settleWaits(state *model.Appeal) {
	last := len(c.Waits) - 1
	switch {
	case c.Waiting && !state.Waiting:
		c.Waits = append(c.Waits, model.Stretch{From: c.at.Happened})
	case !c.Waiting && last >= 0 && c.Waits[last].To == 0:
		c.Waits[last].To = max(c.at.Happened, c.Waits[last].From)
	}
}

// settlePromises: an interim answer promises the final one by its own date or by that of the clock it has started; the final
// answer keeps the promise. A promise of a solution is kept by a later answer that says it is there.
func (c *change) settlePromises() {
	owed := func(p model.Promise) bool { return p.Answer && p.Kept == 0 }
	if !c.Stage.Open() {
		finished := orElse(c.AnsweredAt, c.ClosedAt)
		solved := c.Outcome == model.OutcomeSolved || c.Outcome == model.OutcomeMeasures
		for i := range c.Promises {
			p := &c.Promises[i]
			if owed(*p) || solved && p.Kept == 0 && p.Made < finished {
				p.Kept = finished
			}
		}
		return
	}
	if c.interim && (c.promised != "" || !slices.ContainsFunc(c.Promises, owed)) {
		c.Promises = append(c.Promises, model.Promise{Date: orElse(c.promised, c.Due.AnswerBy.Date), Unit: c.Unit,
			Made: c.at.Happened, Answer: true})
	}
}

func (c *change) say(kind model.EventKind, text string) {
	c.events = append(c.events, model.Event{Ref: model.AppealRef(c.ID), Kind: kind, Say: text})
}

// move sets the stage and hands the appeal to the stage's holder, with a line in the ledger.
func (c *change) move(to model.StageID, vouched string) {
	if c.Stage != to {
		c.Stage = to
		c.say(model.EventStage, to.Title()+".")
	}
	c.hand(c.stageHolder(to), c.at.Happened, vouched)
}

// hand passes the appeal to a holder at the moment given; the ledger keeps when it happened and when it was recorded.
func (c *change) hand(to model.Holder, happened model.Instant, vouched string) {
	last := len(c.Handovers) - 1
	if last >= 0 && c.Handovers[last].Holder == to && c.Handovers[last].Stage == c.Stage {
		return
	}
	if last >= 0 {
		happened = max(happened, c.Handovers[last].Happened) // exactly one holder at every instant
	}
	c.Holder = to
	c.Handovers = append(c.Handovers, model.Handover{Holder: to, Stage: c.Stage, Happened: happened,
		Recorded: c.at.Recorded, Vouched: vouched})
	if title := c.Office.HolderTitle(to); title != "" {
		c.say(model.EventHolder, "Держит: "+title+".")
	}
}

// stageHolder is who owns the clock at a stage (domain §3).
func (c *change) stageHolder(s model.StageID) model.Holder {
	switch s {
	case model.StageNew, model.StageSorted, model.StageReview, model.StageApproved:
		return model.Holder{Kind: model.HolderCurator, Channel: c.Channel()}
	case model.StageAssigned, model.StageReturned:
		return model.Holder{Kind: model.HolderUnit, Unit: c.Unit}
	case model.StageApproval:
		return model.Holder{Kind: model.HolderHead}
	}
	return model.Holder{}
}

// russianDate writes a date as people read it.
func russianDate(d model.Date) string {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return string(d)
	}
	return russian.DateShort(t)
}

// checkDate refuses what is no date; none at all is allowed.
func checkDate(d model.Date) error {
	if _, err := time.Parse(time.DateOnly, string(d)); d != "" && err != nil {
		return model.Faultf(model.Usage, "«%s» — не дата. Напишите её в виде 2026-03-01.", d)
	}
	return nil
}

// refuse makes the sentence for an action the stage does not allow.
func (c *change) refuse(what, hint string) error {
	say := fmt.Sprintf("Обращение № %s на стадии «%s»: %s %s", c.ID, c.Stage.Title(), what, hint)
	return model.Faultf(model.Stage, "%s", strings.TrimSpace(say))
}

// finished says why nothing is owed any more.
func (c *change) finished() string {
	if c.AnsweredAt == 0 {
		return "оно закрыто без ответа."
	}
	return "ответ уже направлен."
}

// in tells whether the appeal is at one of the stages.
func (c *change) in(stages ...model.StageID) bool { return slices.Contains(stages, c.Stage) }
