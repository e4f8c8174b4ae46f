package figures_test

import (
	"time"

	"kurator/model"
	"kurator/model/stats"
)

// recounter knows the definitions a second time, in terms of documents.
type recounter struct {
	s      stats.Scope
	office *model.Office
}

func (x *recounter) in(i model.Instant) bool { return i != 0 && x.s.From <= i && i < x.s.To }

// ends tells whether a day or an hour that ends just before an instant lies in the period.
func (x *recounter) ends(late model.Instant) bool { return late != 0 && x.in(late-1) }

func num(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// one is what one appeal adds: hits, base, values.
func (x *recounter) one(id stats.ID, a *model.Appeal) (hits, base int, values []float64) {
	received, answered := x.in(a.Received), x.in(a.AnsweredAt)
	of := func(base, hit bool) (int, int, []float64) { return num(base && hit), num(base), nil }
	took := func(until model.Instant, ok bool) (int, int, []float64) {
		if !ok {
			return 0, 0, nil
		}
		return 0, 0, []float64{max(float64(until-a.Received), 0) / 86400}
	}
	late := model.Instant(0)
	if a.Due.Channel.LateFrom != 0 {
		late = max(a.Due.Channel.LateFrom, a.Received)
	}
	open := a.Stage != model.StageAnswered && a.Stage != model.StageClosed
	overdue := open && late != 0 && late <= x.s.Now
	first, isFirst := x.first(a)
	switch id {
	case stats.Received:
		return num(received), 0, nil
	case stats.QuestionCount:
		return num(received) * max(1, len(a.Questions)), 0, nil
	case stats.Answered:
		return num(answered), 0, nil
	case stats.StillOpen:
		return num(received && open), 0, nil
	case stats.OpenNow:
		return num(x.openAtEnd(a, open)), 0, nil
	case stats.OverdueNow:
		return num(x.openAtEnd(a, open) && late != 0 && late <= x.s.Now), 0, nil
	case stats.Overdue:
		return of(x.ends(late), overdue || x.lateAnswer(a))
	case stats.OverdueAnswered:
		return of(x.ends(late), x.lateAnswer(a))
	case stats.OverdueOpen:
		return of(x.ends(late), overdue)
	case stats.FirstMean, stats.FirstMedian:
		return took(first, isFirst && x.in(first))
	case stats.AnswerMean, stats.AnswerMedian:
		return took(a.AnsweredAt, answered)
	case stats.POSDays:
		return took(a.AnsweredAt, answered && a.Channel() == model.ChannelPOS)
	case stats.WorkMean, stats.WorkMedian:
		if !answered {
			return 0, 0, nil
		}
		return 0, 0, []float64{x.officeHours(a.Received, max(a.AnsweredAt, a.Received))}
	case stats.Handled:
		return of(received, a.Outcome == "решено" || a.Outcome == "разъяснено")
	case stats.DeferredShare:
		return of(received, a.Outcome == "отложено")
	case stats.Redirected:
		return of(received, a.Outcome == "направлено по компетенции")
	case stats.RepeatedShare:
		return of(received, len(a.Messages) > 0 || a.ReopenedAt > 0)
	case stats.Collective:
		return of(received, a.Applicant.Kind == "collective")
	case stats.FastTrack:
		return of(received && a.Channel() == "pos", a.Kind == "fast_track")
	}
	return x.two(id, a, answered, open)
}

// openAtEnd tells whether the citizen waited when the period ended, or waits now while it lasts: of a life that ended by reopening the
// ledger tells.
func (x *recounter) openAtEnd(a *model.Appeal, open bool) bool {
	end := x.s.To
	if x.s.Now < end {
		end = x.s.Now + 1
	}
	done := a.AnsweredAt
	if done == 0 {
		done = a.ClosedAt
	}
	switch {
	case a.Received >= end:
		return false
	case a.ReopenedAt < end:
		return open || max(done, a.Received) >= end
	}
	waits := true
	for _, h := range a.Handovers {
		if max(h.Happened, a.Received) < end {
			waits = h.Stage != "answered" && h.Stage != "closed"
		}
	}
	return waits
}

// two are the figures of answers, drafts and promises.
func (x *recounter) two(id stats.ID, a *model.Appeal, answered, open bool) (hits, base int, values []float64) {
	of := func(base, hit bool) (int, int, []float64) { return num(base && hit), num(base), nil }
	switch id {
	case stats.GoodMarks:
		return of(answered && a.Mark > 0, a.Mark == 4 || a.Mark == 5)
	case stats.BadMarks:
		return of(answered && a.Mark > 0, a.Mark == 1 || a.Mark == 2)
	case stats.Responses:
		return of(answered, a.Mark > 0)
	case stats.MeanMark:
		if answered && a.Mark > 0 {
			return 0, 0, []float64{float64(a.Mark)}
		}
	case stats.Unhappy:
		return num(answered && a.Unhappy()), 0, nil
	case stats.Within15, stats.Within30, stats.Over30:
		days := x.civilDays(a)
		return of(answered, id == stats.Within15 && days <= 15 || id == stats.Within30 && days > 15 && days <= 30 || id == stats.Over30 && days > 30)
	case stats.Complete:
		for _, q := range a.Questions {
			hits += num(answered && q.Outcome != "")
			base += num(answered)
		}
	case stats.LatePromises, stats.KeptPromises, stats.PromisesDue:
		return x.promises(id, a)
	case stats.Quality:
		if a.Score != nil && x.in(a.Score.At) {
			sum := 0
			for _, p := range a.Score.Points {
				sum += p
			}
			values = append(values, float64(sum)*100/14)
		}
	case stats.PhotoShare:
		return of(a.Score != nil && x.in(a.Score.At) && x.photo(a.Topic), a.Score != nil && a.Score.Points["evidence"] == 2)
	case stats.SampleDone:
		return of(answered && (a.Mark == 1 || a.Mark == 2 || a.ID%10 == 0), a.Score != nil)
	case stats.ReturnedDrafts:
		for i, h := range a.Handovers {
			if i > 0 && x.in(max(h.Happened, a.Received)) {
				before := a.Handovers[i-1]
				base += num(h.Stage == "review" && before.Holder.Kind == "unit")
				hits += num(h.Stage == "returned" && before.Stage != "returned")
			}
		}
	case stats.Discipline:
		return x.discipline(a, open)
	}
	return hits, base, values
}

func (x *recounter) photo(t model.Topic) bool {
	for _, r := range x.office.Topics {
		if r.Photo && (r.Code != "" && len(t.Code) >= len(r.Code) && t.Code[:len(r.Code)] == r.Code || t.Title != "" && model.SameName(r.Title, t.Title)) {
			return true
		}
	}
	return false
}

// first is the first answer since the case was last reopened.
func (x *recounter) first(a *model.Appeal) (first model.Instant, ok bool) {
	all := []model.Instant{a.AnsweredAt}
	for _, r := range a.Replies {
		if r.At >= a.ReopenedAt {
			all = append(all, r.At)
		}
	}
	for _, i := range all {
		if i != 0 && (first == 0 || i < first) {
			first = i
		}
	}
	if first != 0 {
		first = max(first, a.Received)
	}
	return first, first != 0
}

func (x *recounter) lateAnswer(a *model.Appeal) bool {
	if a.Stage.Open() {
		return false
	}
	if v := a.Registrations[0].Late; v != nil {
		return *v
	}
	done := a.AnsweredAt
	if done == 0 {
		done = a.ClosedAt
	}
	return a.Due.Channel.LateFrom != 0 && done >= a.Due.Channel.LateFrom
}

func (x *recounter) civilDays(a *model.Appeal) int {
	from := a.Registered
	if from == 0 {
		from = a.Received
	}
	midnight := func(i model.Instant) time.Time {
		t := i.In(x.s.Zone)
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	return max(0, int(midnight(a.AnsweredAt).Sub(midnight(from)).Hours()/24))
}

// officeHours adds up the office's stretches day by day.
func (x *recounter) officeHours(from, to model.Instant) (hours float64) {
	stretches, err := x.s.Work.Stretches(from.In(time.UTC), to.In(time.UTC))
	if err != nil {
		return 0
	}
	for _, s := range stretches {
		hours += s.To.Sub(s.From).Hours()
	}
	return hours
}

func (x *recounter) promises(id stats.ID, a *model.Appeal) (hits, base int, values []float64) {
	for _, p := range a.Promises {
		day, err := time.ParseInLocation(time.DateOnly, string(p.Date), x.s.Zone)
		if err != nil {
			continue
		}
		end := max(model.InstantOf(day.AddDate(0, 0, 1)), a.Received)
		if !x.ends(end) {
			continue
		}
		inTime := p.Kept != 0 && p.Kept < end
		switch id {
		case stats.KeptPromises:
			hits, base = hits+num(inTime), base+1
		case stats.LatePromises:
			hits, base = hits+num(!inTime && (p.Kept != 0 || x.s.Now >= end)), base+1
		default:
			hits += num(p.Kept == 0)
		}
	}
	return hits, base, nil
}

// discipline walks the ledger to the first time the unit let go of its draft since the case was last reopened.
func (x *recounter) discipline(a *model.Appeal, open bool) (hits, base int, values []float64) {
	due := a.Due.DraftBy.LateFrom
	if due == 0 || !x.ends(max(due, a.Received)) {
		return 0, 0, nil
	}
	due = max(due, a.Received)
	done := model.Instant(0)
	for i := 1; i < len(a.Handovers) && done == 0; i++ {
		h, before := a.Handovers[i], a.Handovers[i-1]
		left := h.Stage != "new" && h.Stage != "sorted" && h.Stage != "assigned" && h.Stage != "returned"
		if before.Holder.Kind == "unit" && h.Holder.Kind != "unit" && left && h.Happened >= a.ReopenedAt {
			done = max(h.Happened, a.Received)
		}
	}
	if done == 0 && (x.s.Now < due || !open) {
		return 0, 0, nil
	}
	return num(done != 0 && done < due), 1, nil
}
