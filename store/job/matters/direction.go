package matters

import (
	"context"
	"slices"

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
			counter := stats.NewCounter(figures.Scope(snap, names, stats.Period{From: d.From, To: to}, now), []*stats.Figure{figure}, figures.OfChannel(target.Channel))
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
	case stats.Days:
		return russian.Decimal(x, 1) + " дн"
	case stats.Hours:
		return russian.Decimal(x, 1) + " раб. ч"
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

// TargetCourse is a target with its figure month by month.
type TargetCourse struct {
	Name, Aim string
	Months    []MonthValue
}

// MonthValue is a figure over one month of a direction, cut to its period.
type MonthValue struct {
	Period stats.Period
	X      float64
	Text   string // the value in words; a dash when there is none
	Base   int
	Met    bool
}

// historyMonths is how many months of a direction are looked back at.
const historyMonths = 12

// DirectionCourse counts the targets of a direction over each of its months up to today, the latest twelve.
func DirectionCourse(ctx context.Context, s *store.Store, actor model.Actor, d *model.Direction) ([]TargetCourse, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	names, err := figures.Names(ctx, s, snap)
	if err != nil {
		return nil, err
	}
	months := monthsOf(d, s.Today(snap))
	var list []TargetCourse
	var counters []*stats.Counter
	var censuses []stats.Census
	var targets []model.Target
	for _, id := range d.Targets {
		target, ok := snap.Office.Targets[id]
		figure, known := stats.Find(stats.ID(target.Figure))
		if !ok || !known {
			continue
		}
		for _, m := range months {
			c := stats.NewCounter(figures.Scope(snap, names, m, s.Now()), []*stats.Figure{figure}, figures.OfChannel(target.Channel))
			counters, censuses = append(counters, c), append(censuses, c)
		}
		list, targets = append(list, TargetCourse{Name: figure.Name, Aim: aimOf(figure, target)}), append(targets, target)
	}
	if err := figures.Read(ctx, s, actor, censuses...); err != nil {
		return nil, err
	}
	for i, c := range counters {
		to, figure, v := &list[i/len(months)], c.Figures()[0], c.Total().Values[0]
		to.Months = append(to.Months, MonthValue{Period: months[i%len(months)], X: v.X, Text: number(figure, v.X), Base: v.Base,
			Met: stats.Judge(figure, targets[i/len(months)], v) == stats.Met})
	}
	return begun(list), nil
}

// begun leaves out the months before the first that any of the targets has something of.
func begun(list []TargetCourse) []TargetCourse {
	first := historyMonths
	for _, c := range list {
		if i := slices.IndexFunc(c.Months, func(m MonthValue) bool { return m.Base > 0 }); i >= 0 {
			first = min(first, i)
		}
	}
	for i, c := range list {
		list[i].Months = c.Months[min(first, len(c.Months)):]
	}
	return list
}

// monthsOf are the months of a direction up to today.
func monthsOf(d *model.Direction, today model.Date) []stats.Period {
	end := today
	if d.To != "" && d.To < today {
		end = d.To
	}
	var list []stats.Period
	for day := end; day >= d.From; {
		m := stats.StepMonth.Around(day)
		before := m.Previous().To
		list = append(list, stats.Period{From: max(m.From, d.From), To: min(m.To, end)})
		if day = before; len(list) == historyMonths {
			break
		}
	}
	slices.Reverse(list)
	return list
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
