package matters

import (
	"context"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
)

// DirectionState is a direction of the coordinator with what has come of its targets.
type DirectionState struct {
	Direction model.Direction
	Current   bool // the period holds today
	Targets   []TargetState
}

// TargetState is a target held against its figure.
type TargetState struct {
	Target  model.Target
	Name    string
	Aim     string // «не больше 5 %»
	Value   string
	Base    int
	Verdict string
}

type directionPlan struct {
	states   []DirectionState
	counters []*stats.Counter // of the targets, in their order
}

// planDirections prepares the counting of every direction's targets over its own period.
func planDirections(ctx context.Context, s *store.Store, actor model.Actor, snap *store.Snapshot, names *stats.Names) (*directionPlan, []stats.Census, error) {
	list, err := s.Directions(ctx, actor)
	if err != nil {
		return nil, nil, err
	}
	plan := &directionPlan{}
	var censuses []stats.Census
	today, now := s.Today(snap), s.Now()
	for _, d := range list {
		state := DirectionState{Direction: d, Current: today.Within(d.From, d.To)}
		to := today
		if d.To != "" && d.To < today {
			to = d.To
		}
		for _, id := range d.Targets {
			target, ok := snap.Office.Targets[id]
			figure, known := stats.Find(stats.ID(target.Figure))
			if !ok || !known || to < d.From {
				continue
			}
			filter := func(c *stats.Case) bool { return target.Channel == "" || stats.ChannelOf(c) == target.Channel }
			counter := stats.NewCounter(figures.Scope(snap, names, stats.Period{From: d.From, To: to}, now), []*stats.Figure{figure}, filter)
			plan.counters = append(plan.counters, counter)
			censuses = append(censuses, counter)
			state.Targets = append(state.Targets, TargetState{Target: target, Name: figure.Name, Aim: aimOf(figure, target)})
		}
		plan.states = append(plan.states, state)
	}
	return plan, censuses, nil
}

func aimOf(f *stats.Figure, t model.Target) string {
	word := "не меньше "
	if f.Good == stats.Less {
		word = "не больше "
	}
	return word + number(f, t.Value)
}

func number(f *stats.Figure, x float64) string {
	switch f.Unit {
	case stats.Percent:
		return russian.Percent(x, 1)
	case stats.Cases, stats.Items:
		return russian.Decimal(x, 0)
	case stats.MarkUnit:
		return russian.Decimal(x, 2)
	}
	return russian.Decimal(x, 1)
}

// judge fills in what was counted.
func (p *directionPlan) judge() []DirectionState {
	n := 0
	for i := range p.states {
		for k := range p.states[i].Targets {
			t, counter := &p.states[i].Targets[k], p.counters[n]
			n++
			figure := counter.Figures()[0]
			v := counter.Total().Values[0]
			t.Value, t.Base, t.Verdict = number(figure, v.X), v.Base, stats.Judge(figure, t.Target, v)
		}
	}
	return p.states
}

// Directions are the coordinator's directions with the state of their targets at a glance.
func Directions(ctx context.Context, s *store.Store, actor model.Actor) ([]DirectionState, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	names, err := figures.Names(ctx, s, snap)
	if err != nil {
		return nil, err
	}
	plan, censuses, err := planDirections(ctx, s, actor, snap, names)
	if err != nil {
		return nil, err
	}
	if err := figures.Read(ctx, s, actor, censuses...); err != nil {
		return nil, err
	}
	return plan.judge(), nil
}
