package deadline

import (
	"fmt"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
)

// LineKind tells what a line of an explanation is about, for the screen's colours and signs.
type LineKind string

// Kinds of lines.
const (
	LineHead    LineKind = "head"    // the clock and its due date
	LineEvent   LineKind = "event"   // what it is counted from
	LineCount   LineKind = "count"   // what was counted
	LineSkip    LineKind = "skip"    // days that were not counted, with the act
	LinePause   LineKind = "pause"   // a stretch in which the clock stood still
	LineChange  LineKind = "change"  // extension, resolution
	LineLastDay LineKind = "lastday" // the last-day rule
	LineBasis   LineKind = "basis"   // the legal basis
)

// Line is one line of an explanation.
type Line struct {
	Kind LineKind `json:"kind"`
	Text string   `json:"text"`
}

// explained is what the explanation of a clock needs besides clock and rule.
type explained struct {
	event  string // what happened at the start
	extra  int    // days of a valid extension
	change []Line
	pauses calendar.Pauses
	// refused tells that the case has pauses the policy does not allow.
	refused bool
}

// Explain says line by line why the clock of the case ends when it does: the starting event, each counted stretch, each
// skipped day with the act that made it a day off, pauses, extension, last-day rule, legal basis. Runs of equal days are
// folded. Errors are *model.Fault sentences.
func (b *Book) Explain(c Case, clock Clock) ([]Line, error) {
	if clock.Further > 0 && clock.Further <= len(c.Also) && !inChain(clock.Name) {
		c = c.Also[clock.Further-1]
	}
	f, err := b.facts(&c)
	if err != nil && clock.Name != External && clock.Name != Promised {
		return nil, err
	}
	switch {
	case clock.Name == External || clock.Name == Promised:
		return b.explainGiven(&clock), nil
	case clock.Start == 0:
		return nil, model.Faultf(model.BadData, "Срок задан без начала отсчёта, объяснить его нельзя.")
	}
	r := f.pick(clock.Name, &c, f.received)
	if r == nil {
		return nil, model.Faultf(model.BadData, "Правила для срока «%s» больше нет. Пересчитайте сроки: kurator verify.", ClockTitle(clock.Name))
	}
	if r.Counted == BeforeNext {
		return b.explainBack(f, &clock, r)
	}
	x := explained{event: f.eventText(&clock, r)}
	if x.refused = !r.MayPause && !f.pauses.Empty(); r.MayPause {
		x.pauses = f.pauses
	}
	if err := f.explainChanges(&x, &clock, r); err != nil {
		return nil, err
	}
	return b.explain(&clock, r, x)
}

func (b *Book) head(c *Clock) Line {
	text := c.Title() + ": " + c.DueRussian(b.loc)
	if c.Kind == model.DueDate && !c.Paused {
		text += " (" + russian.WeekdayShort(c.Date.Weekday()) + "), просрочка — со следующего дня"
	}
	return Line{LineHead, text}
}

func (b *Book) explainGiven(c *Clock) []Line {
	return []Line{b.head(c), {LineEvent, "Дата задана, а не посчитана"}, {LineBasis, "Основание: " + c.Basis}}
}

func (f facts) eventText(c *Clock, r *rule) string {
	switch {
	case c.Start == f.ReopenedAt && f.ReopenedAt != 0:
		return "Возвращено в работу"
	case r.Counted == FromInterim:
		return "Промежуточный ответ"
	case r.Counted == FromHandedOver && f.HandedOver != 0:
		return "Передано исполнителю"
	case r.Counted == FromRegistered && f.Registered != 0:
		return "Зарегистрировано"
	}
	return "Поступило"
}

// explainChanges finds out what changed the plain term of the answer.
func (f facts) explainChanges(x *explained, c *Clock, r *rule) error {
	if c.Name != Answer && c.Name != InterimFinal {
		return nil
	}
	if f.Extended.Days != 0 {
		plain := *f.Case
		plain.Extended, plain.ResolutionDate = Extension{}, 0
		original, _, err := facts{f.Book, &plain, f.received, f.pauses}.clock(c.Name)
		if err != nil {
			return err
		}
		if why := f.extensionFault(r, &original); why != "" {
			x.change = append(x.change, Line{LineChange, "Продление не учтено. " + why})
		} else {
			x.extra = f.Extended.Days
			x.change = append(x.change, Line{LineChange, fmt.Sprintf("Продлено %s на %s, прежний срок — %s; считается от даты до переноса (59-ФЗ, ст. 12 ч. 2)",
				calendar.DateOf(instant(f.Extended.At), f.loc).Russian(), russian.Days(f.Extended.Days), original.DueRussian(f.loc))})
		}
	}
	if d := f.ResolutionDate; d != 0 {
		text := "Дата резолюции " + d.Russian() + " не раньше срока закона и его не меняет"
		if d == c.Date && c.Original != 0 {
			text = "Резолюция сокращает срок до " + d.Russian()
		}
		x.change = append(x.change, Line{LineChange, text})
	}
	return nil
}

// explain writes the explanation of a clock counted forward.
func (b *Book) explain(c *Clock, r *rule, x explained) ([]Line, error) {
	when := b.at(c.Start)
	if r.term.Kind() == model.DueDate { // the time of day plays no part
		when = dayName(calendar.DateOf(instant(c.Start), b.loc))
	}
	event := fmt.Sprintf("%s %s; срок — %s", x.event, when, r.term.Russian())
	lines := []Line{b.head(c), {LineEvent, event}}
	for _, p := range x.pauses.List() {
		lines = append(lines, Line{LinePause, b.pauseText(p)})
	}
	if !x.pauses.Empty() && r.PauseBasis != "" {
		lines = append(lines, Line{LinePause, "Основание приостановки: " + r.PauseBasis})
	}
	if x.refused {
		lines = append(lines, Line{LinePause, "Паузы не учтены: правило не разрешает приостанавливать этот срок"})
	}
	counted, err := b.explainCount(c, r, x)
	if err != nil {
		return nil, asFault(err)
	}
	lines = append(lines, counted...)
	lines = append(lines, x.change...)
	return append(lines, Line{LineBasis, "Основание: " + c.Basis}), nil
}

func (b *Book) explainCount(c *Clock, r *rule, x explained) ([]Line, error) {
	if c.Paused {
		return []Line{{LinePause, "Пауза не закончена: срок остановлен"}}, nil
	}
	switch r.term.Unit {
	case Hours:
		return []Line{{LineCount, fmt.Sprintf("%s подряд, днём и ночью: до %s", r.term.Russian(), b.at(c.Due))}}, nil
	case WorkHours:
		return explainHours(c, r, x.pauses)
	}
	lines, err := b.explainRegistration(c, r)
	if err != nil {
		return nil, err
	}
	var counted []Line
	if r.term.Unit == WorkDays {
		counted, err = explainWorkdays(c, r, x.pauses)
	} else {
		counted = explainDays(c, r, x)
	}
	if err != nil {
		return nil, err
	}
	lastDay, err := explainLastDay(c, r)
	return append(append(lines, counted...), lastDay...), err
}

// explainRegistration says that a receipt on a day off counts as registered on the next working day.
func (b *Book) explainRegistration(c *Clock, r *rule) ([]Line, error) {
	received := calendar.DateOf(instant(c.Start), b.loc)
	if received >= c.StartDate {
		return nil, nil
	}
	var lines []Line
	for d := received; d < c.StartDate; d++ {
		day, err := b.cal.Day(d)
		if err != nil {
			return nil, err
		}
		lines = append(lines, Line{LineSkip, dayName(d) + " — " + reason(day)})
	}
	return append(lines, Line{LineEvent, "Поступило в нерабочий день: регистрация " + dayName(c.StartDate)}), nil
}

func explainDays(c *Clock, r *rule, x explained) []Line {
	n := r.term.N + x.extra
	if n == 0 {
		return []Line{{LineCount, "Срок — день события " + c.StartDate.Russian()}}
	}
	text := fmt.Sprintf("День 1 — %s, день %d — %s", dayName(c.StartDate+1), n, dayName(c.Unshifted))
	if int(c.Unshifted-c.StartDate) > n {
		text += fmt.Sprintf("; не считаются %s, целиком попавшие в паузу", russian.Days(int(c.Unshifted-c.StartDate)-n))
	}
	return []Line{{LineCount, text}}
}

// explainLastDay walks from the plain last day to the one the rule gives.
func explainLastDay(c *Clock, r *rule) ([]Line, error) {
	works, err := r.schedule.Workday(c.Unshifted, r.view)
	if err != nil && r.LastDay == AsIs {
		return []Line{{LineLastDay, "Последний день остаётся как есть, без переноса"}}, nil
	}
	if err != nil || works {
		return nil, err
	}
	shifted, err := r.lastDay(c.Unshifted, c.StartDate)
	if err != nil {
		return nil, err
	}
	step, words := calendar.Date(-1), "переносится на предыдущий рабочий день, "+dayName(shifted)
	if shifted > c.Unshifted {
		step, words = 1, "переносится на следующий рабочий день, "+dayName(shifted)
	}
	if shifted == c.Unshifted {
		words = "остаётся как есть, без переноса"
		if r.LastDay == Previous {
			words = "остаётся: рабочего дня между событием и концом срока нет"
		}
		shifted = c.Unshifted + step
	}
	skipped, err := skippedDays(r, c.Unshifted, shifted, step)
	return append(skipped, Line{LineLastDay, "Последний день — выходной и " + words}), err
}

// skippedDays lists the days off from d to the day before end, folded.
func skippedDays(r *rule, d, end, step calendar.Date) ([]Line, error) {
	var f folder
	for ; d != end; d += step {
		day, err := r.schedule.Calendar().Day(d)
		if err != nil {
			return nil, err
		}
		f.add(d, LineSkip, reason(day))
	}
	return f.lines(), nil
}

func (b *Book) at(i model.Instant) string {
	t := instant(i).In(b.loc)
	return russian.WeekdayShort(t.Weekday()) + " " + t.Format("02.01.2006 15:04")
}

func (b *Book) pauseText(p calendar.Interval) string {
	text := "Пауза с " + b.at(model.InstantOf(p.From))
	if p.To.IsZero() {
		return text + ", не закончена"
	}
	return text + " до " + b.at(model.InstantOf(p.To))
}

func dayName(d calendar.Date) string {
	return russian.WeekdayShort(d.Weekday()) + " " + d.Russian()
}

// explainBack writes the explanation of an inner clock.
func (b *Book) explainBack(f facts, c *Clock, r *rule) ([]Line, error) {
	clocks, err := f.inner()
	if err != nil {
		return nil, err
	}
	next, err := f.AnswerBy(*f.Case)
	if err != nil {
		return nil, err
	}
	for _, inner := range clocks {
		if inner.Name == c.Name {
			break
		}
		next = inner
	}
	lines := []Line{b.head(c), {LineEvent, fmt.Sprintf("%s до срока «%s» (%s)", r.term.Russian(), ClockTitle(next.Name), next.DueRussian(b.loc))}}
	if c.LateFrom == next.LateFrom || c.StartDate == c.Date && c.Kind == model.DueDate || c.Kind == model.DueInstant && c.Due == c.Start {
		lines = append(lines, Line{LineChange, "Времени мало: срок не раньше начала и не позже следующего"})
	}
	return append(lines, Line{LineBasis, "Основание: " + c.Basis}), nil
}

func texts(lines []Line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Text
		if l.Kind != LineHead {
			out[i] = "  " + l.Text
		}
	}
	return out
}
