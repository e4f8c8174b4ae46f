package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/config"
	"kurator/ui/pane"
	"kurator/ui/verb"
)

// urgent is a case to be done next, and why.
type urgent struct {
	row store.Row
	verb.Urgency
}

// candidates is how many cases are weighed: those with the nearest terms, the rest cannot be more urgent than all of them.
const candidates = 500

// findUrgent weighs the cases the person holds and opens the most urgent one.
func (v *verbs) findUrgent(env *pane.Env) pane.Outcome {
	work := env
	return pane.Await(v.urgent.Start(env.Ctx, func(ctx context.Context) (urgent, error) {
		list, err := weighed(ctx, work)
		if err != nil {
			return urgent{}, err
		}
		if len(list) == 0 {
			return urgent{}, model.Faultf(model.NotFound, "У вас сейчас нет обращений, которые ждут вас.")
		}
		return list[0], nil
	}))
}

// weighed are the cases the person holds, the most urgent first.
func weighed(ctx context.Context, env *pane.Env) ([]urgent, error) {
	mine := query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldHolder, Value: query.Me{}}}
	page, err := env.Store.List(ctx, env.Me.Actor, store.ListRequest{Query: query.Query{Expr: mine}, Limit: candidates})
	if err != nil {
		return nil, err
	}
	return order(env.Config.Next, page.Rows, env.Time()), nil
}

func (u urgent) outcome() pane.Outcome {
	o := pane.Show("queue", model.AppealRef(u.row.ID)).And(pane.Show("card", verb.Show{ID: u.row.ID}))
	text := "№ " + u.row.ID.String()
	if why := u.Words(); why != "" {
		text += ": " + why
	}
	o.Toast = &pane.Toast{Text: text}
	return o
}

// order puts the highest score first; between equals the lower number.
func order(w config.Next, rows []store.Row, now time.Time) []urgent {
	list := make([]urgent, len(rows))
	for i := range rows {
		list[i] = urgent{rows[i], verb.Weigh(w, verb.PressingRow(&rows[i]), now)}
	}
	slices.SortFunc(list, func(a, b urgent) int {
		if c := cmp.Compare(b.Score, a.Score); c != 0 {
			return c
		}
		return cmp.Compare(a.row.ID, b.row.ID)
	})
	return list
}
