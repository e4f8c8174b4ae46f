package deadline

import (
	"fmt"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/calendar"
)

// Request is what `kurator deadline` asks: either Term (plain arithmetic over the plain calendar) or Channel (policies).
type Request struct {
	Term    string
	LastDay string // of a term in days; empty = previous
	Hours   string // template instead of the office's hours, in the form of calendar.ParseWeek

	Channel  string
	Kind     string
	Priority string
	Topic    string

	From   string   // see ParseTime
	Pauses []string // «FROM..TO»; an empty TO is a pause that has not ended
	Zone   *time.Location
	// Explain asks for the line-by-line explanation.
	Explain bool
}

// Result is the answer: the JSON of `kurator deadline`.
type Result struct {
	Clocks  []ResultClock `json:"clocks"`
	Explain []string      `json:"explain,omitempty"`
}

// ResultClock is one clock of a Result; Due is «2024-05-13» or RFC 3339 in the zone asked for.
type ResultClock struct {
	Clock string        `json:"clock"`
	Due   string        `json:"due"`
	Kind  model.DueKind `json:"kind"`
	Basis string        `json:"basis"`
}

// Compute answers a request; Zone nil means the book's. Errors are *model.Fault sentences.
func (b *Book) Compute(req Request) (Result, error) {
	if (req.Term == "") == (req.Channel == "") {
		return Result{}, model.Faultf(model.Usage, "Укажите либо канал (--channel), либо срок (--term), но не оба сразу.")
	}
	b, err := b.In(req.Zone)
	if err != nil {
		return Result{}, err
	}
	from, err := ParseTime(req.From, b.loc)
	if err != nil {
		return Result{}, err
	}
	pauses, err := parsePauses(req.Pauses, b.loc)
	if err != nil {
		return Result{}, err
	}
	if req.Term != "" {
		return b.computeTerm(req, from, pauses)
	}
	return b.computePolicy(req, from, pauses)
}

// In is the same book in another zone; nil and the book's own zone give the book itself.
func (b *Book) In(loc *time.Location) (*Book, error) {
	if loc == nil || loc.String() == b.loc.String() {
		return b, nil
	}
	return NewBook(b.spec, b.cal, loc)
}

func (b *Book) computeTerm(req Request, from time.Time, pauses []calendar.Interval) (Result, error) {
	r, err := b.termRule(req)
	if err != nil {
		return Result{}, err
	}
	c := Clock{Name: Plain, Term: r.term, Start: model.InstantOf(from), StartDate: calendar.DateOf(from, b.loc), Basis: r.Basis}
	if err := r.run(&c, 0, calendar.MergePauses(pauses)); err != nil {
		return Result{}, err
	}
	if c.Paused {
		return Result{}, model.Faultf(model.Usage, "Пауза без конца остановила срок: дату назвать нельзя. Укажите конец паузы: --pause FROM..TO.")
	}
	result := Result{Clocks: []ResultClock{c.result(b.loc)}}
	if req.Explain {
		lines, err := b.explain(&c, r, explained{event: "Событие", pauses: calendar.MergePauses(pauses)})
		if err != nil {
			return Result{}, err
		}
		result.Explain = texts(lines)
	}
	return result, nil
}

// termRule is the rule a plain term stands for.
func (b *Book) termRule(req Request) (*rule, error) {
	term, err := ParseTerm(req.Term)
	if err != nil {
		return nil, err
	}
	r := &rule{Policy: Policy{Clock: Plain, Counted: FromReceived, LastDay: LastDay(req.LastDay), MayPause: true}, term: term, schedule: b.office}
	switch r.LastDay {
	case "":
		r.LastDay = Previous
	case Previous, Next, AsIs:
	default:
		return nil, model.Faultf(model.Usage, "Неизвестное правило последнего дня «%s». Бывает previous, next и as_is.", req.LastDay)
	}
	if req.Hours != "" {
		week, err := calendar.ParseWeek(req.Hours)
		if err != nil {
			return nil, model.Faultf(model.Usage, "%s", err)
		}
		if r.schedule, err = calendar.NewSchedule(b.cal, week, b.loc); err != nil {
			return nil, model.Faultf(model.Usage, "%s", err)
		}
	}
	r.Basis = fmt.Sprintf("Срок %s по производственному календарю", term.Russian())
	if term.Unit == WorkHours {
		r.Basis += ", часы " + r.schedule.Week().String()
	}
	return r, nil
}

func (b *Book) computePolicy(req Request, from time.Time, pauses []calendar.Interval) (Result, error) {
	c := Case{
		Channel: model.ChannelID(req.Channel), Kind: model.Kind(req.Kind), Priority: model.Priority(req.Priority), Topic: req.Topic,
		Received: model.InstantOf(from), Pauses: pauses,
	}
	if err := checkRequest(c); err != nil {
		return Result{}, err
	}
	if c.Priority == "normal" {
		c.Priority = model.PriorityNormal
	}
	clocks, err := b.Clocks(c)
	if err != nil {
		return Result{}, err
	}
	var result Result
	for _, clock := range clocks {
		result.Clocks = append(result.Clocks, clock.result(b.loc))
		if !req.Explain {
			continue
		}
		lines, err := b.Explain(c, clock)
		if err != nil {
			return Result{}, err
		}
		result.Explain = append(result.Explain, texts(lines)...)
	}
	return result, nil
}

func checkRequest(c Case) error {
	if !c.Channel.Known() {
		var ids []string
		for _, id := range model.Channels() {
			ids = append(ids, string(id))
		}
		return model.Faultf(model.Usage, "Неизвестный канал «%s». Каналы: %s.", c.Channel, strings.Join(ids, " "))
	}
	switch c.Kind {
	case "", model.KindLaw59, model.KindMessage, model.KindFastTrack, model.KindComment, KindCourt, KindUnreadable:
	default:
		return model.Faultf(model.Usage, "Неизвестный вид обращения «%s». Виды: law59 message fast_track comment court unreadable.", c.Kind)
	}
	switch c.Priority {
	case model.PriorityNormal, model.PriorityHigh, "normal":
	default:
		return model.Faultf(model.Usage, "Неизвестная важность «%s». Бывает normal и high.", c.Priority)
	}
	return nil
}

func (c Clock) result(loc *time.Location) ResultClock {
	return ResultClock{Clock: c.Name, Due: c.DueText(loc), Kind: c.Kind, Basis: c.Basis}
}

// ParseTime reads a moment: RFC 3339, «2024-05-07 17:30», «2024-05-07T17:30:00», «07.05.2024 17:30» or a date alone (its
// start). A time without a zone is in loc. The error is a *model.Fault.
func ParseTime(s string, loc *time.Location) (time.Time, error) {
	text := strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil && plausible(t) {
			return t, nil
		}
	}
	for _, day := range []string{"2006-01-02", "02.01.2006"} {
		for _, layout := range []string{day, day + " 15:04", day + "T15:04", day + " 15:04:05", day + "T15:04:05"} {
			if t, err := time.ParseInLocation(layout, text, loc); err == nil && plausible(t) {
				if layout == day {
					return calendar.DateOf(t.Add(12*time.Hour), loc).Start(loc), nil
				}
				return firstReading(t), nil
			}
		}
	}
	return time.Time{}, model.Faultf(model.Usage, "Не удалось понять время «%s». Напишите его как 2024-05-07T17:30, 07.05.2024 17:30 или 2024-05-07T17:30:00+03:00.", s)
}

// firstReading is the first of the two moments at which a wall clock that is put back shows the same time: the standard
// library does not say which one it takes.
func firstReading(t time.Time) time.Time {
	_, now := t.Zone()
	_, before := t.Add(-24 * time.Hour).Zone()
	earlier := t.Add(time.Duration(now-before) * time.Second)
	if before > now && earlier.Format(time.DateTime) == t.Format(time.DateTime) {
		return earlier
	}
	return t
}

func plausible(t time.Time) bool { return t.Year() >= 1971 && t.Year() < 2200 }

func parsePauses(list []string, loc *time.Location) ([]calendar.Interval, error) {
	var pauses []calendar.Interval
	for _, s := range list {
		from, to, ok := strings.Cut(s, "..")
		if !ok {
			return nil, model.Faultf(model.Usage, "Не удалось понять паузу «%s». Напишите её как НАЧАЛО..КОНЕЦ, например 2024-05-07T10:00..2024-05-07T12:00.", s)
		}
		var p calendar.Interval
		var err error
		if p.From, err = ParseTime(from, loc); err != nil {
			return nil, err
		}
		if strings.TrimSpace(to) != "" {
			if p.To, err = ParseTime(to, loc); err != nil {
				return nil, err
			}
			if p.To.Before(p.From) {
				return nil, model.Faultf(model.Usage, "Пауза «%s» кончается раньше, чем начинается. Поменяйте начало и конец местами.", s)
			}
		}
		pauses = append(pauses, p)
	}
	return pauses, nil
}
