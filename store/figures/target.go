package figures

import (
	"kurator/model"
	"kurator/model/stats"
)

// TargetState is a target with the figure as it stands and the verdict in words.
type TargetState struct {
	Target  model.Target
	Figure  *stats.Figure
	Value   stats.Value
	Verdict string
}

// Aims counts what the targets of a period ask for, each over its own channel.
type Aims struct {
	targets  []model.Target
	figures  []*stats.Figure
	counters []*stats.Counter
}

// NewAims takes the targets in force on the last day of the period.
func NewAims(office *model.Office, scope stats.Scope, period stats.Period) *Aims {
	a := &Aims{}
	for _, t := range office.TargetList() {
		f, known := stats.Find(stats.ID(t.Figure))
		if !known || !period.To.Within(t.From, t.To) {
			continue
		}
		a.targets, a.figures = append(a.targets, t), append(a.figures, f)
		a.counters = append(a.counters, stats.NewCounter(scope, []*stats.Figure{f}, OfChannel(t.Channel)))
	}
	return a
}

// OfChannel takes the cases of a channel; nil, which takes all, for none.
func OfChannel(channel model.ChannelID) func(*stats.Case) bool {
	if channel == "" {
		return nil
	}
	return func(c *stats.Case) bool { return stats.ChannelOf(c) == channel }
}

// Censuses are what must be taken of the cases before States.
func (a *Aims) Censuses() []stats.Census {
	list := make([]stats.Census, len(a.counters))
	for i, c := range a.counters {
		list[i] = c
	}
	return list
}

// States are the targets with what was counted.
func (a *Aims) States() []TargetState {
	var list []TargetState
	for i, t := range a.targets {
		v := a.counters[i].Total().Values[0]
		list = append(list, TargetState{t, a.figures[i], v, stats.Judge(a.figures[i], t, v)})
	}
	return list
}
