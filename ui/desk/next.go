package desk

import (
	"context"
	"strings"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/pane"
	"kurator/ui/verb"
)

// urgent is the case to be done next, and why.
type urgent struct {
	row store.Row
	why []string
}

// candidates is how many cases are weighed: those with the nearest terms, the rest cannot be more urgent than all of them.
const candidates = 500

// findUrgent weighs the cases the person holds and opens the most urgent one.
func (v *verbs) findUrgent(env *pane.Env) pane.Outcome {
	s, actor, weights, now := env.Store, env.Me.Actor, v.next, env.Time()
	return pane.Work(v.urgent.Start(env.Ctx, func(ctx context.Context) (urgent, error) {
		mine := query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldHolder, Value: query.Me{}}}
		page, err := s.List(ctx, actor, store.ListRequest{Query: query.Query{Expr: mine}, Limit: candidates})
		if err != nil {
			return urgent{}, err
		}
		if len(page.Rows) == 0 {
			return urgent{}, model.Faultf(model.NotFound, "У вас сейчас нет обращений, которые ждут вас.")
		}
		return mostUrgent(weights, page.Rows, now), nil
	}))
}

// mostUrgent is the row with the highest score; between equals the lower number.
func mostUrgent(w config.Next, rows []store.Row, now time.Time) urgent {
	var best urgent
	top := -1.0
	for _, r := range rows {
		score, why := weigh(w, &r, now)
		if score > top || score == top && r.ID < best.row.ID {
			top, best = score, urgent{r, why}
		}
	}
	return best
}

// weigh adds up the reasons of one case.
func weigh(w config.Next, r *store.Row, now time.Time) (score float64, why []string) {
	add := func(weight, amount float64, words string) {
		if weight > 0 && amount > 0 {
			score += weight * amount
			why = append(why, words)
		}
	}
	if left := r.Due.LateFrom.In(now.Location()).Sub(now); r.Due.LateFrom != 0 {
		days := left.Hours() / 24
		if left < 0 {
			add(w.Overdue, 1+min(-days/10, 1), "срок прошёл "+russian.Duration(-left)+" назад")
		} else {
			add(w.Due, max(0, 1-days/5), "до срока "+russian.Duration(left))
		}
	}
	if r.Priority == model.PriorityHigh {
		add(w.Priority, 1, "высокая важность")
	}
	if r.WroteAgain > 0 {
		add(w.Repeated, 1, "гражданин написал снова")
	}
	if held := now.Sub(r.HeldSince.In(now.Location())); r.HeldSince != 0 {
		add(w.Age, min(held.Hours()/24/30, 1), "ждёт вас "+russian.Duration(held))
	}
	return score, why
}

func (u urgent) outcome() pane.Outcome {
	o := pane.Show("queue", model.AppealRef(u.row.ID)).And(pane.Show("card", verb.Show{ID: u.row.ID}))
	text := "№ " + u.row.ID.String()
	if len(u.why) > 0 {
		text += ": " + strings.Join(u.why, " · ")
	}
	o.Toast = &pane.Toast{Text: text}
	return o
}
