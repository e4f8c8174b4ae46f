package verb

import (
	"strings"
	"time"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// Urgency is how pressing a case is, with every reason and what it adds.
type Urgency struct {
	Score   float64
	Reasons []Reason
}

// Reason is one part of a score.
type Reason struct {
	Words          string
	Weight, Amount float64 // Score += Weight × Amount
}

// Pressing are the facts a case is weighed by: as much as a row of a list knows.
type Pressing struct {
	LateFrom   model.Instant // late in the channel from then on; 0 = no term
	AnswerBy   model.Instant // our own term, when it is the earlier one
	HeldSince  model.Instant
	Priority   model.Priority
	WroteAgain int
	Mark       int
}

// PressingRow are the facts of a row.
func PressingRow(r *store.Row) Pressing {
	p := Pressing{LateFrom: r.Due.LateFrom, HeldSince: r.HeldSince, Priority: r.Priority, WroteAgain: r.WroteAgain, Mark: r.Mark}
	if r.AnswerBy != "" && r.Due.LateFrom != 0 && r.SortAt < r.Due.LateFrom {
		p.AnswerBy = r.SortAt
	}
	return p
}

// PressingAppeal are the facts of an appeal; they agree with those of its row.
func PressingAppeal(a *model.Appeal) Pressing {
	p := Pressing{LateFrom: a.Due.Channel.LateFrom, Priority: a.Priority, Mark: a.Mark}
	if n := len(a.Handovers); n > 0 {
		p.HeldSince = a.Handovers[n-1].Happened
	}
	for _, m := range a.Messages {
		if !m.Seen {
			p.WroteAgain++
		}
	}
	if ours := a.Due.AnswerBy.LateFrom; ours != 0 && p.LateFrom != 0 && ours < p.LateFrom {
		p.AnswerBy = ours
	}
	return p
}

// What the amounts are measured by: a term counts as near within nearDays, an overdue case twice as much after lateDays, a case waits in full
// after waitDays.
const (
	nearDays = 5
	lateDays = 10
	waitDays = 30
)

// Weigh adds up the reasons of one case, the heaviest first.
func Weigh(w config.Next, p Pressing, now time.Time) Urgency {
	var u Urgency
	add := func(weight, amount float64, words string) {
		if weight > 0 && amount > 0 {
			u.Score += weight * amount
			u.Reasons = append(u.Reasons, Reason{words, weight, amount})
		}
	}
	at := func(i model.Instant) time.Time { return i.In(now.Location()) }
	if p.LateFrom != 0 {
		left := at(p.LateFrom).Sub(now)
		days := left.Hours() / 24
		if left <= 0 {
			add(w.Overdue, 1+min(-days/lateDays, 1), "срок прошёл "+russian.Duration(-left)+" назад")
		} else {
			add(w.Due, max(0, 1-days/nearDays), "до срока "+russian.Duration(left))
		}
	}
	if p.AnswerBy != 0 && p.LateFrom > model.InstantOf(now) && !now.Before(at(p.AnswerBy)) {
		add(w.Due, 1, "внутренний срок прошёл "+russian.Duration(now.Sub(at(p.AnswerBy)))+" назад")
	}
	if p.Priority == model.PriorityHigh {
		add(w.Priority, 1, "высокая важность")
	}
	if p.WroteAgain > 0 {
		add(w.Repeated, 1, "гражданин написал снова")
	}
	if p.Mark >= 1 && p.Mark <= model.LowMark {
		add(w.Mark, 1, "оценка "+MarkText(p.Mark))
	}
	if p.HeldSince != 0 {
		if held := now.Sub(at(p.HeldSince)); held > 0 {
			add(w.Age, min(held.Hours()/24/waitDays, 1), "ждёт "+russian.Duration(held))
		}
	}
	return u
}

// Words are the reasons in one line.
func (u Urgency) Words() string {
	words := make([]string, len(u.Reasons))
	for i, r := range u.Reasons {
		words[i] = r.Words
	}
	return strings.Join(words, " · ")
}

// paragraphs are the score, reason by reason.
func (u Urgency) paragraphs() []widget.Paragraph {
	text := []widget.Paragraph{{Runs: []widget.Run{{Text: "Место в очереди «самое срочное»", Role: theme.Title},
		{Text: "  " + russian.CountDecimal(u.Score, 1, "балл", "балла", "баллов", "балла"), Role: theme.Accent}}}}
	for _, r := range u.Reasons {
		text = append(text, widget.Paragraph{Indent: 4, Runs: []widget.Run{{Text: "  + " + russian.Decimal(r.Weight*r.Amount, 1) + "  "}, {Text: r.Words},
			{Text: " (вес " + russian.Decimal(r.Weight, 1) + " × " + russian.Decimal(r.Amount, 2) + ")", Role: theme.Muted}}})
	}
	if len(u.Reasons) == 0 {
		text = append(text, widget.Par("  Ничего не торопит.", theme.Muted))
	}
	return append(text, widget.Par("  Веса — в настройках, раздел [next]; при равном счёте раньше меньший номер.", theme.Muted))
}
