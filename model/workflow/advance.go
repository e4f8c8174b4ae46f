package workflow

import (
	"slices"

	"kurator/model"
)

// foreignSystem vouches for hand-overs that an export tells of.
const foreignSystem = "внешняя система"

// lastSecond is how far a date without a time of day may reach.
const lastSecond = 24*3600 - 1

// news is what a channel tells of a case, beside what it told before.
type news struct {
	*model.Facts
	before model.Registration
	moves  bool // the registration decides the stage
	first  bool // the case is entered with it
}

// advance moves the case as far as the foreign system has moved it, never back.
func (c *change) advance(n news) {
	if n.moves {
		c.takeExecutor(n)
		c.takeOutside(n)
	}
	c.takeAnswers(n)
	c.confirmAnswers(n)
	if n.moves {
		c.takeEnd(n)
		c.takeResult(n)
	}
}

// takeExecutor: an executor named by the channel sets «Назначено»; another one named later takes the case over.
func (c *change) takeExecutor(n news) {
	at := orElse(n.Registration.HandedAt, c.told(n))
	other := n.before.Executor != n.Registration.Executor
	switch {
	case n.Unit == 0:
	case c.in(model.StageNew, model.StageSorted):
		if c.ReopenedAt != 0 && n.Registration.HandedAt < c.ReopenedAt && !other {
			return // the executor of the case's earlier life
		}
		c.sortByChannel()
		c.Unit = n.Unit
		c.moveForeign(model.StageAssigned, at)
	case c.in(model.StageAssigned, model.StageReturned):
		if n.before.Executor != "" && other && n.Unit != c.Unit {
			c.Unit = n.Unit
			c.hand(c.stageHolder(c.Stage), at, foreignSystem)
		}
	case c.Unit == 0:
		c.Unit = n.Unit
	}
}

// told is the moment the news is about, where it carries none: receipt for a new case, else the time of the export.
func (c *change) told(n news) model.Instant {
	if n.first {
		return c.Received
	}
	return orElse(n.Registration.AsOf, c.at.Happened)
}

// takeOutside: a holder outside the administration has the case until the channel names none.
func (c *change) takeOutside(n news) {
	at := orElse(n.Registration.AsOf, c.at.Happened)
	switch {
	case !c.Stage.Open():
	case n.Outside != "":
		c.hand(model.Holder{Kind: model.HolderOutside, Name: n.Outside}, at, foreignSystem)
	case c.Holder.Kind == model.HolderOutside:
		c.hand(c.stageHolder(c.Stage), at, foreignSystem)
	}
}

// takeAnswers records the answers given in the channel that are not known here yet. Several may carry the same time, as
// ИМ tells that of the first only: each known answer stands for one of them.
func (c *change) takeAnswers(n news) {
	answers := n.Answers
	if len(answers) == 0 && n.Answered != 0 && c.AnsweredAt == 0 {
		answers = []model.Reply{{At: n.Answered, Interim: n.Interim, DateOnly: n.ReceivedDateOnly}}
	}
	var matched []int
	for _, reply := range answers {
		reply.Channel = orElse(reply.Channel, n.Registration.Channel)
		if i := c.knownReply(reply, matched); i >= 0 {
			matched = append(matched, i)
			c.takeReplyText(i, reply)
			continue
		}
		matched = append(matched, len(c.Replies))
		c.keepReply(reply)
		if n.moves && !reply.Interim && !c.before(reply.At, reply.DateOnly) {
			c.answeredElsewhere(reply.At)
		}
	}
}

// knownReply finds the answer among those known: the same one told again, or one that went out from here and that the
// channel now reports by its date alone.
func (c *change) knownReply(reply model.Reply, but []int) int {
	for i, r := range c.Replies {
		if r.Channel != reply.Channel || r.Interim != reply.Interim || slices.Contains(but, i) {
			continue
		}
		sameDay := reply.DateOnly && r.At >= reply.At && r.At <= reply.At+lastSecond
		if r.At == reply.At || (sameDay && r.Origin == model.OriginHere) {
			return i
		}
	}
	return -1
}

// takeReplyText fills the text of an answer that was known without one.
func (c *change) takeReplyText(i int, reply model.Reply) {
	if c.Replies[i].Origin == model.OriginForeign && c.Replies[i].Text.Empty() {
		c.Replies[i].Text = reply.Text
	}
}

// before tells whether something happened before the case was reopened, so that it says nothing about what is owed now.
func (c *change) before(at model.Instant, dateOnly bool) bool {
	if dateOnly {
		at += lastSecond
	}
	return at < c.ReopenedAt
}

// keepReply keeps an answer reported by the foreign system, whether or not there is an approved text here.
func (c *change) keepReply(reply model.Reply) {
	reply.Origin = model.OriginForeign
	reply.By = model.Actor{Title: foreignSystem, Via: "import"}
	c.Replies = append(c.Replies, reply)
	c.interim = c.interim || reply.Interim
}

// answeredElsewhere: what the foreign system reports as answered is answered.
func (c *change) answeredElsewhere(at model.Instant) {
	if c.in(model.StageClosed) {
		return
	}
	c.sortByChannel()
	if c.AnsweredAt == 0 {
		c.AnsweredAt = max(at, c.Received)
	}
	c.Waiting = false
	if c.Stage.Open() {
		c.moveForeign(model.StageAnswered, at)
	}
}

// takeEnd: an end date closes the case, unless it is the one of an earlier life.
func (c *change) takeEnd(n news) {
	end := n.Finished
	if end == 0 || c.in(model.StageClosed) || c.before(end, n.ReceivedDateOnly) {
		return
	}
	if end < c.ReopenedAt && n.before.Finished == n.Registration.Finished {
		return // reopened on the day of the end date that was known before
	}
	c.sortByChannel()
	if c.AnsweredAt == 0 && !n.Outcome.WithoutAnswer() {
		c.AnsweredAt = max(end, c.Received)
		if reply := (model.Reply{At: end, DateOnly: n.ReceivedDateOnly, Channel: n.Registration.Channel}); c.knownReply(reply, nil) < 0 {
			c.keepReply(reply)
		}
	}
	c.ClosedAt, c.Waiting = max(end, c.Received, c.AnsweredAt), false
	c.moveForeign(model.StageClosed, c.ClosedAt)
}

// takeResult takes the result of a finished case over.
func (c *change) takeResult(n news) {
	if c.Stage.Open() {
		return
	}
	take(&c.Mark, n.Mark, false)
	if c.ByHand.Outcome {
		return
	}
	take(&c.CloseReason, n.CloseReason, false)
	if n.Outcome == "" {
		return
	}
	c.settleOutcome(n.Outcome)
	if c.AnsweredAt == 0 && !n.Outcome.WithoutAnswer() { // closed without an answer there, and answered after all
		c.AnsweredAt = max(orElse(n.Finished, c.ClosedAt), c.Received)
		c.ClosedAt = max(c.ClosedAt, c.AnsweredAt)
	}
}

// moveForeign sets a stage that the foreign system has reached.
func (c *change) moveForeign(to model.StageID, at model.Instant) {
	c.Stage = to
	c.say(model.EventStage, to.Title()+" (внешняя система).")
	c.hand(c.stageHolder(to), at, foreignSystem)
}

// sortByChannel makes the one question of a case that the channel has already sorted.
func (c *change) sortByChannel() {
	if len(c.Questions) == 0 {
		c.Questions = []model.Question{{Topic: c.Topic}}
	}
}
