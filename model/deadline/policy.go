package deadline

import (
	"fmt"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/calendar"
)

// Names of clocks.
const (
	Register     = "register"
	Redirect     = "redirect"
	Notify       = "notify"
	Answer       = "answer"
	InterimFinal = "interim_final"
	Publication  = "publication"
	Approval     = "approval"
	Review       = "review"
	Draft        = "draft"
	External     = "external" // the foreign system's own date
	Promised     = "promise"
	Plain        = "term" // plain arithmetic without a policy
)

// ClockTitle is the clock's name on the screen.
func ClockTitle(name string) string {
	switch name {
	case Register:
		return "Регистрация"
	case Redirect:
		return "Перенаправление"
	case Notify:
		return "Уведомление заявителя"
	case Answer:
		return "Ответ"
	case InterimFinal:
		return "Окончательный ответ"
	case Publication:
		return "Отправка ответа"
	case Approval:
		return "Утверждение"
	case Review:
		return "Проверка куратором"
	case Draft:
		return "Проект ответа"
	case External:
		return "Срок в системе канала"
	case Promised:
		return "Обещание"
	case Plain:
		return "Срок"
	}
	return name
}

// Event is what a clock is counted from.
type Event string

// Events.
const (
	FromReceived   Event = "received"
	FromRegistered Event = "registered"  // not known yet: receipt, moved to the next working day
	FromHandedOver Event = "handed_over" // not known: receipt
	FromInterim    Event = "interim"     // the clock exists only after an interim answer
	BeforeNext     Event = "before_next" // counted back from the next inner clock
)

// LastDay says what happens when a clock in days ends on a day off.
type LastDay string

// Rules of the last day.
const (
	Previous LastDay = "previous"
	Next     LastDay = "next"
	AsIs     LastDay = "as_is"
)

// Certainty tells how sure a policy is.
type Certainty string

// Degrees of certainty.
const (
	Ordered   Certainty = "order"   // the office's own order
	Verified  Certainty = "source"  // seen in the cited public source
	Assumed   Certainty = "default" // a sensible default nobody confirmed
	Confirmed Certainty = "office"  // confirmed by the office
)

// Policy is one rule for one clock: plain data with effective dates and a basis. Empty Channel, Kind, Priority and Topic
// match anything; of several policies the more specific wins (topic, kind, priority, channel), then the later one.
type Policy struct {
	ID       string          `json:"id"`
	Clock    string          `json:"clock"`
	Channel  model.ChannelID `json:"channel,omitempty"`
	Kind     model.Kind      `json:"kind,omitempty"`
	Priority model.Priority  `json:"priority,omitempty"`
	Topic    string          `json:"topic,omitempty"` // prefix of the topic's code

	From calendar.Date `json:"from,omitzero"` // first and last day of receipt the policy is for
	To   calendar.Date `json:"to,omitzero"`

	// Off says that these cases have no such clock, against a less specific policy; Term and Counted stay empty.
	Off        bool    `json:"off,omitempty"`
	Term       string  `json:"term,omitempty"`
	Counted    Event   `json:"counted,omitempty"`
	LastDay    LastDay `json:"last_day,omitempty"` // of clocks in days; empty = previous
	Schedule   string  `json:"schedule,omitempty"` // empty = office
	Law59      bool    `json:"law59,omitempty"`    // days off by decree of the President (2020–2021) do not move the last day
	MayExtend  bool    `json:"may_extend,omitempty"`
	MayPause   bool    `json:"may_pause,omitempty"`
	PauseBasis string  `json:"pause_basis,omitempty"` // required when MayPause
	Restart    bool    `json:"restart,omitempty"`     // reopening starts the clock anew

	Basis     string    `json:"basis"`
	Certainty Certainty `json:"certainty"`
}

// rule is a policy made ready for use.
type rule struct {
	Policy
	term     Term
	schedule *calendar.Schedule
	view     calendar.View
	rank     int
}

// faults lists everything that is wrong with the policy.
func (p Policy) faults(schedules map[string]*calendar.Schedule) []string {
	var out []string
	add := func(bad bool, format string, args ...any) {
		if bad {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	add(p.ID == "", "нет обозначения (id)")
	add(!slices.Contains(policyClocks(), p.Clock), "неизвестные часы «%s» (%s)", p.Clock, strings.Join(policyClocks(), " "))
	add(p.Channel != "" && !p.Channel.Known(), "неизвестный канал «%s»", p.Channel)
	if !p.Off {
		out = append(out, p.countFaults()...)
	}
	add(!slices.Contains([]LastDay{"", Previous, Next, AsIs}, p.LastDay), "неизвестное правило последнего дня «%s» (previous, next, as_is)", p.LastDay)
	add(schedules[p.scheduleID()] == nil, "нет расписания «%s»", p.scheduleID())
	add(p.From != 0 && p.To != 0 && p.To < p.From, "конец действия раньше начала")
	add(strings.TrimSpace(p.Basis) == "", "не указано основание")
	add(p.MayPause && strings.TrimSpace(p.PauseBasis) == "", "приостановка разрешена, но её основание не указано")
	return out
}

// countFaults lists what is wrong with the way the policy counts.
func (p Policy) countFaults() []string {
	var out []string
	if _, err := ParseTerm(p.Term); err != nil {
		out = append(out, strings.TrimSuffix(err.Error(), "."))
	}
	if slices.Contains(innerClocks(), p.Clock) != (p.Counted == BeforeNext) {
		out = append(out, "внутренние сроки, и только они, считаются назад (counted = before_next)")
	}
	if p.Clock == InterimFinal && p.Counted != FromInterim {
		out = append(out, "срок после промежуточного ответа считается от него (counted = interim)")
	}
	if !slices.Contains([]Event{FromReceived, FromRegistered, FromHandedOver, FromInterim, BeforeNext}, p.Counted) {
		out = append(out, fmt.Sprintf("неизвестное событие «%s»", p.Counted))
	}
	return out
}

func (p Policy) scheduleID() string {
	if p.Schedule == "" {
		return OfficeSchedule
	}
	return p.Schedule
}

// rank orders policies by how specific they are.
func (p Policy) rank() int {
	n := min(len(p.Topic), 255) << 3
	if p.Kind != "" {
		n |= 4
	}
	if p.Priority != "" {
		n |= 2
	}
	if p.Channel != "" {
		n |= 1
	}
	return n
}

func policyClocks() []string {
	return append([]string{Register, Redirect, Notify, Answer, InterimFinal}, innerClocks()...)
}

func inChain(name string) bool { return slices.Contains(innerClocks(), name) }

// innerClocks are in the order they are counted back.
func innerClocks() []string { return []string{Publication, Approval, Review, Draft} }

func (r *rule) matches(c *Case, received calendar.Date) bool {
	return (r.Kind == "" || r.Kind == c.Kind) &&
		(r.Priority == "" || r.Priority == c.Priority) &&
		(r.From == 0 || received >= r.From) && (r.To == 0 || received <= r.To) &&
		strings.HasPrefix(c.Topic, r.Topic)
}
