package stats

import (
	"math"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// share counts one case: a hit only where it is in the base.
func share(base, hit bool) (int, int) { return one(base && hit), one(base) }

const day = 24 * 60 * 60

// span is the seconds from receipt; an answer dated by its day alone cannot lie before receipt.
func span(c *Case, until model.Instant) uint32 { return seconds(until - c.Received) }

// seconds fits a stretch of time into 32 bits, which is more than a century.
func seconds(d model.Instant) uint32 { return uint32(min(max(d, 0), math.MaxUint32)) }

// answerWork is the working time of the office until the answer in seconds; a year the calendar does not know gives none.
func answerWork(c *Case, s *Scope) (uint32, bool) {
	if !s.in(c.Answered) || s.Work == nil {
		return 0, false
	}
	d, err := s.Work.Between(time.Unix(int64(c.Received), 0), time.Unix(int64(max(c.Answered, c.Received)), 0))
	return seconds(model.Instant(d / time.Second)), err == nil
}

// term counts answers by the civil days they took.
func term(c *Case, s *Scope, least, most int) (int, int) {
	if !s.in(c.Answered) {
		return 0, 0
	}
	from := c.Registered
	if from == 0 {
		from = c.Received
	}
	n := int(calendar.DateOf(c.Answered.In(s.Zone), s.Zone) - calendar.DateOf(from.In(s.Zone), s.Zone))
	n = max(n, 0)
	return share(true, n >= least && n <= most)
}

// lateFrom is the first instant behind the promised day.
func (p Promise) lateFrom(s *Scope) model.Instant {
	return model.InstantOf((p.Date + 1).Start(s.Zone))
}

// promises counts those whose date falls in the period; kept tells whether in time.
func (c *Case) promises(s *Scope, hit func(p Promise, lateFrom model.Instant, kept bool) bool) (hits, base int) {
	for _, p := range c.Promises {
		if late := max(p.lateFrom(s), c.Received); p.Date != 0 && s.due(late) {
			h, b := share(true, hit(p, late, p.Kept != 0 && p.Kept < late))
			hits, base = hits+h, base+b
		}
	}
	return hits, base
}

// returnedDrafts counts how often a unit handed its draft on, and how often one came back.
func returnedDrafts(c *Case, s *Scope) (hits, base int) {
	for i, x := range c.Ledger {
		if !s.in(x.From) || i == 0 {
			continue
		}
		base += one(x.Stage == stageReview && c.Ledger[i-1].Holder == holderUnit)
		hits += one(c.sentBack(i))
	}
	return hits, base
}

// sentBack tells whether the line of the ledger is a return; another unit that takes a returned case over is none.
func (c *Case) sentBack(i int) bool {
	return c.Ledger[i].Stage == stageReturned && i > 0 && c.Ledger[i-1].Stage != stageReturned
}

// drafted is when the unit first handed a draft on, or was answered for, in the life of the case that counts; 0 not yet.
func (c *Case) drafted() model.Instant {
	had := false
	for _, x := range c.Ledger {
		if had && x.Holder != holderUnit && x.Stage >= stageReview && x.Stage != stageReturned && x.From >= c.Reopened {
			return x.From
		}
		had = x.Holder == holderUnit
	}
	return 0
}

// discipline: what is not due yet is neither on time nor late.
func discipline(c *Case, s *Scope) (hit, base int) {
	if !s.due(c.DraftDue) {
		return 0, 0
	}
	done := c.drafted()
	if done == 0 && (s.Now < c.DraftDue || !c.Open()) {
		return 0, 0 // not due yet, or taken from the unit before it wrote
	}
	return share(true, done != 0 && done < c.DraftDue)
}

func complete(c *Case, s *Scope) (hits, base int) {
	if !s.in(c.Answered) {
		return 0, 0
	}
	for _, q := range c.Questions {
		hits += one(q.Outcome != 0)
	}
	return hits, len(c.Questions)
}

// quality is the points an answer got, as hundredths: a share of all there are when divided by their number.
func quality(c *Case, s *Scope) (uint32, bool) {
	sum := uint32(0)
	for _, p := range c.Score.Points {
		sum += uint32(p)
	}
	return 100 * sum, s.in(c.Score.At)
}

// UsualSample is every how manieth answer is judged where the office has not said.
const UsualSample = 10

// Sampled tells whether the answer is to be judged: every k-th case by its number, and every negative mark.
func (c *Case) Sampled(k int) bool {
	if k <= 0 {
		k = UsualSample
	}
	return c.Answered != 0 && (c.Mark >= 1 && c.Mark <= model.LowMark || int64(c.ID)%int64(k) == 0)
}

// SampleStep is every how manieth answer is judged in the scope.
func (s *Scope) SampleStep() int {
	if s.Sample <= 0 {
		return UsualSample
	}
	return s.Sample
}
