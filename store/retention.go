package store

import (
	"context"
	"encoding/json"
	"slices"

	"kurator/model"
	"kurator/model/access"
	"kurator/model/workflow"
	"kurator/store/db"
)

// Expired is what has been kept long enough in one channel.
type Expired struct {
	Channel model.ChannelID
	Years   int        // the channel's time
	Appeals int        // closed appeals to anonymise
	Oldest  model.Date // of the days they were closed
	Rows    int        // rows of exports that could not be read
}

// RetentionPlan is what the times of keeping ask for today.
type RetentionPlan struct {
	Today    model.Date
	Channels []Expired // those with something to erase
	Former   int       // anonymised before this, with something left in the journal's rows
	Removed  int       // appeals taken out long ago whose words are still kept
	Unclosed int       // older than their time, but nobody has closed them: they stay
	Erasing  bool      // an earlier erasing has not been finished

	refs []model.Ref
}

// Total is how many objects would be anonymised.
func (p *RetentionPlan) Total() int { return len(p.refs) }

// RetentionPlan looks what has been kept long enough. Nothing is changed.
func (s *Store) RetentionPlan(ctx context.Context, actor model.Actor) (*RetentionPlan, error) {
	if err := s.may(ctx, actor, access.RightErase); err != nil {
		return nil, err
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	b := planner{snap: snap, now: s.Now(), plan: &RetentionPlan{Today: s.Today(snap)}, channels: map[model.ChannelID]*Expired{}}
	if b.plan.Erasing, err = s.Erasing(ctx); err != nil {
		return nil, err
	}
	err = s.db.ViewFor(ctx, verifyLimit, func(v *db.View) error {
		for _, look := range []func(*db.View) error{b.appeals, b.quarantine, b.removed, b.former, b.unclosed} {
			if err := look(v); err != nil {
				return err
			}
		}
		return nil
	})
	for _, c := range model.Channels() {
		if x := b.channels[c]; x != nil {
			b.plan.Channels = append(b.plan.Channels, *x)
		}
	}
	return b.plan, err
}

type planner struct {
	snap     *Snapshot
	now      model.Instant
	plan     *RetentionPlan
	channels map[model.ChannelID]*Expired
}

// before is the instant before which something must have ended to be kept long enough under the shortest time.
func (b *planner) before() model.Instant {
	years := model.MaxRetention
	for _, c := range model.Channels() {
		years = min(years, b.snap.Office.Settings.RetentionYears(c))
	}
	return model.InstantOf(b.now.In(b.snap.Zone()).AddDate(-years, 0, 0))
}

func (b *planner) in(c model.ChannelID) *Expired {
	if b.channels[c] == nil {
		b.channels[c] = &Expired{Channel: c, Years: b.snap.Office.Settings.RetentionYears(c)}
	}
	return b.channels[c]
}

func (b *planner) appeals(v *db.View) error {
	rows, err := v.Query(`SELECT d.doc FROM appeal a JOIN appeal_doc d ON d.id = a.id
		WHERE a.stage = $1 AND a.closed_at < $2 AND d.doc ->> 'anonymised' IS NULL ORDER BY a.id`, string(model.StageClosed), int64(b.before()))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var doc []byte
		var a model.Appeal
		if err := rows.Scan(&doc); err != nil {
			return err
		}
		if err := json.Unmarshal(doc, &a); err != nil {
			return err
		}
		years := b.snap.Office.Settings.RetentionOf(&a)
		if workflow.LastKeptDay(&a, years, b.snap.Zone()) >= b.plan.Today {
			continue
		}
		b.plan.refs = append(b.plan.refs, model.AppealRef(a.ID))
		x := b.in(a.Channel())
		x.Appeals++
		if closed := model.DateOf(a.ClosedAt, b.snap.Zone()); x.Oldest == "" || closed < x.Oldest {
			x.Oldest = closed
		}
	}
	return rows.Err()
}

func (b *planner) quarantine(v *db.View) error {
	rows, err := v.Query(`SELECT n.doc FROM noun n JOIN text t ON t.id = -n.id WHERE n.noun = 'quarantine' AND t.body <> '' ORDER BY n.id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var doc []byte
		var q model.Quarantine
		if err := rows.Scan(&doc); err != nil {
			return err
		}
		if err := json.Unmarshal(doc, &q); err != nil {
			return err
		}
		if quarantineEnds(b.snap, q) < b.plan.Today {
			b.plan.refs = append(b.plan.refs, model.Ref{Noun: model.NounQuarantine, ID: q.ID})
			b.in(q.Channel).Rows++
		}
	}
	return rows.Err()
}

// removed finds appeals that were taken out and have words left.
func (b *planner) removed(v *db.View) error {
	return b.also(v, &b.plan.Removed, `SELECT DISTINCT t.id >> 16 AS appeal FROM text t WHERE t.id >= 0 AND t.body <> ''
		AND NOT EXISTS (SELECT 1 FROM appeal_doc d WHERE d.id = t.id >> 16)
		AND (SELECT j.recorded FROM journal j WHERE j.noun = 'appeal' AND j.object = t.id >> 16 ORDER BY j.seq DESC LIMIT 1) < $1 ORDER BY 1`,
		int64(b.now)-removedDays*24*60*60)
}

// former finds appeals that were anonymised by a program that left the journal's rows as they were.
func (b *planner) former(v *db.View) error {
	return b.also(v, &b.plan.Former, `SELECT a.id FROM appeal a JOIN appeal_doc d ON d.id = a.id WHERE a.stage = $1 AND a.closed_at < $2 AND d.doc ->> 'anonymised' IS NOT NULL
		AND EXISTS (SELECT 1 FROM journal j WHERE j.noun = 'appeal' AND j.object = a.id AND j.version = $3 AND (instr(j.payload || j.inverse, '"second_id":"')
			OR instr(j.payload || j.inverse, '"card":"') OR instr(j.payload || j.inverse, '"linked":"') OR instr(j.payload || j.inverse, '"link":"'))) ORDER BY a.id`,
		string(model.StageClosed), int64(b.before()), versionPlain)
}

// also adds the appeals that a query finds to the plan and counts them.
func (b *planner) also(v *db.View, n *int, query string, args ...any) error {
	rows, err := v.Query(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id model.AppealID
		if err := rows.Scan(&id); err != nil {
			return err
		}
		*n++
		b.plan.refs = append(b.plan.refs, model.AppealRef(id))
	}
	return rows.Err()
}

// unclosed counts what is older than its time and still not closed.
func (b *planner) unclosed(v *db.View) error {
	return v.Row("SELECT count(*) FROM appeal WHERE stage <> $1 AND received < $2", []any{string(model.StageClosed), int64(b.before())}, &b.plan.Unclosed)
}

// Destroyed is one line of the extract of the journal that an act of destruction needs.
type Destroyed struct {
	Ref        model.Ref
	Channel    model.ChannelID
	ExternalID string
	Received   model.Instant
	Closed     model.Instant
	Seq        int64 // of the journal row
	Recorded   model.Instant
}

// RetentionResult is what was anonymised.
type RetentionResult struct {
	Batch     string
	Destroyed []Destroyed
	Skipped   []Skip
}

// eraseSlice is how many objects one transaction anonymises: some 20 ms, so that a person's save does not wait.
const eraseSlice = 100

// ApplyRetention anonymises what the plan found, a transaction for each slice. When it is interrupted, what was done stays done
// and the next plan finds the rest. Scrub is to follow.
func (s *Store) ApplyRetention(ctx context.Context, actor model.Actor, plan *RetentionPlan, progress func(done int)) (RetentionResult, error) {
	result := RetentionResult{Batch: "retention-" + NewID(s.clock())}
	done := 0
	for refs := range slices.Chunk(plan.refs, eraseSlice) {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		op := Op{Batch: result.Batch, Partial: true, Bulk: true}
		for _, ref := range refs {
			op.Steps = append(op.Steps, Step{Ref: ref, Action: &model.Anonymise{}})
		}
		r, err := s.Do(ctx, actor, op)
		if err != nil {
			return result, err
		}
		result.Skipped = append(result.Skipped, r.Skipped...)
		if done += len(refs); progress != nil {
			progress(done)
		}
	}
	var err error
	result.Destroyed, err = s.destroyed(ctx, "o.batch = $1 AND o.batch <> ''", result.Batch)
	return result, err
}

// DestroyedBetween is the extract of the journal of a period, for an act that is written later: after an interruption, or when
// it has been lost.
func (s *Store) DestroyedBetween(ctx context.Context, actor model.Actor, from, to model.Instant) ([]Destroyed, error) {
	if err := s.may(ctx, actor, access.RightErase); err != nil {
		return nil, err
	}
	return s.destroyed(ctx, "o.recorded BETWEEN $1 AND $2", int64(from), int64(to))
}

func (s *Store) destroyed(ctx context.Context, which string, args ...any) (list []Destroyed, err error) {
	err = s.db.ViewFor(ctx, verifyLimit, func(v *db.View) error {
		rows, err := v.Query(`SELECT j.noun, j.object, j.seq, j.recorded, coalesce(a.channel, ''), coalesce(a.external_id, ''), coalesce(a.received, 0),
			coalesce(a.closed_at, 0) FROM operation o JOIN journal j ON j.seq BETWEEN o.first_seq AND o.last_seq AND j.action = 'anonymise'
			LEFT JOIN appeal a ON j.noun = 'appeal' AND a.id = j.object WHERE `+which+` ORDER BY j.seq`, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var x Destroyed
			if err := rows.Scan(&x.Ref.Noun, &x.Ref.ID, &x.Seq, &x.Recorded, &x.Channel, &x.ExternalID, &x.Received, &x.Closed); err != nil {
				return err
			}
			list = append(list, x)
		}
		return rows.Err()
	})
	return list, err
}
