package desk

import (
	"context"
	"time"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/config"
)

// lateWatch notices when one more of the person's cases has become overdue: nothing is written then, so the feed of changes does not tell.
type lateWatch struct {
	store *store.Store
	actor model.Actor
	asked time.Time
	known int // overdue cases at the last look; -1 before the first
	off   bool
}

// lateEvery is how often it looks.
const lateEvery = 30 * time.Second

func newLateWatch(s *store.Store, actor model.Actor) *lateWatch {
	return &lateWatch{store: s, actor: actor, known: -1}
}

// more tells whether there are more than at the last look. Who may not see the list is never told anything.
func (w *lateWatch) more(ctx context.Context, now time.Time) (bool, error) {
	if w.off || !w.asked.IsZero() && now.Sub(w.asked) < lateEvery {
		return false, nil
	}
	w.asked = now
	mine := query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldOverdue, Value: query.Flag(true)},
		query.Term{Field: query.FieldHolder, Value: query.Me{}}}
	tallies, err := w.store.Count(ctx, w.actor, []query.Query{{Expr: mine}})
	if model.CodeOf(err) == model.Forbidden {
		w.off = true
		return false, nil
	}
	if err != nil {
		return false, err
	}
	before := w.known
	w.known = tallies[0].N
	return before >= 0 && w.known > before, nil
}

// quietAt tells whether nothing is to be heard of at a moment of the office.
func quietAt(r config.Remind, now time.Time) bool {
	from, until, err := r.QuietHours()
	if err != nil || from == until {
		return false
	}
	at := now.Hour()*60 + now.Minute()
	if from < until {
		return from <= at && at < until
	}
	return at >= from || at < until
}
