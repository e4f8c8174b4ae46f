package figures

import (
	"cmp"
	"context"
	"slices"

	"kurator/model"
	"kurator/model/stats"
)

// Board is what the coordinator sees on one screen. Every figure leads to its cases: see Live.Cases.
type Board struct {
	Asked, Period, Previous, YearAgo stats.Period
	Scope                            stats.Scope
	Lines                            []Line
	Overdue                          []Group // who holds what is overdue now
	Topics                           []Group // what the period brought, the most frequent first
	Units                            []Group // discipline, the worst first; with fewer than two drafts at the end
	Targets                          []TargetState
	Open, OverdueNow, Promises       int // now, and promises that come due in the period
	Unhappy                          int // negative marks that wait for the curator
}

// Line is a figure in three periods.
type Line struct {
	Figure                 *stats.Figure
	Now, Previous, YearAgo stats.Value
}

// Group is a figure of one place of a dimension.
type Group struct {
	Key   int64
	Title string
	Value stats.Value
}

// boardFigures are the lines of the board.
func boardFigures() []*stats.Figure {
	return stats.Pick(stats.Received, stats.Answered, stats.Handled, stats.Overdue, stats.AnswerMedian, stats.POSDays, stats.GoodMarks, stats.Responses,
		stats.Discipline, stats.ReturnedDrafts, stats.RepeatedShare, stats.LatePromises)
}

// waitingDays is how long a negative mark is shown as a task.
const waitingDays = 30

// rankFrom is from how many drafts on a unit is ranked.
const rankFrom = 2

// Board counts the board over a period as far as it has come. What more there is to take of the same cases is taken in the same pass:
// more, which may be nil, is told the periods and the scope.
func (l *Live) Board(ctx context.Context, period stats.Period, more func(*Board) []stats.Census) (Board, error) {
	snap, err := l.store.Snapshot(ctx)
	if err != nil {
		return Board{}, err
	}
	now, names := l.store.Now(), l.Names()
	b := Board{Asked: period}
	b.Period, b.Previous, b.YearAgo = period.Compared(l.store.Today(snap))
	b.Scope = Scope(snap, names, b.Period, now)
	present := b.Scope // what is open is open now, whatever the period: only open cases reach beyond every instant
	present.From, present.To, present.Now = stats.Forever-1, stats.Forever, now
	waiting := Scope(snap, names, stats.Period{From: model.DateOf(now-waitingDays*24*3600, snap.Zone()), To: l.store.Today(snap)}, now)
	count := func(s stats.Scope, list []*stats.Figure, dims ...stats.Dim) *stats.Counter {
		return stats.NewCounter(s, list, nil, dims...)
	}
	periods := [3]*stats.Counter{count(b.Scope, boardFigures()), count(Scope(snap, names, b.Previous, now), boardFigures()), count(Scope(snap, names, b.YearAgo, now), boardFigures())}
	open := count(present, stats.Pick(stats.OverdueNow, stats.OpenNow), stats.ByHolder)
	waits := count(waiting, stats.Pick(stats.Unhappy))
	promises := count(b.Scope, stats.Pick(stats.PromisesDue))
	topics, units := count(b.Scope, stats.Pick(stats.Received), stats.ByTopic), count(b.Scope, stats.Pick(stats.Discipline), stats.ByUnit)
	aims := NewAims(snap.Office, b.Scope, b.Period)
	all := append(aims.Censuses(), periods[0], periods[1], periods[2], open, promises, topics, units, waits)
	if more != nil {
		all = append(all, more(&b)...)
	}
	if err := l.Take(all...); err != nil {
		return b, err
	}
	is, was, year := periods[0].Total(), periods[1].Total(), periods[2].Total()
	for i, f := range boardFigures() {
		b.Lines = append(b.Lines, Line{f, is.Values[i], was.Values[i], year.Values[i]})
	}
	b.Open, b.OverdueNow, b.Promises = open.Value(stats.OpenNow).Hits, open.Value(stats.OverdueNow).Hits, promises.Value(stats.PromisesDue).Hits
	b.Unhappy = waits.Value(stats.Unhappy).Hits
	group := func(c *stats.Counter, dim stats.Dim) []Group {
		var list []Group
		for _, r := range c.Rows() {
			list = append(list, Group{r.Keys[0], dim.Title(r.Keys[0], names, snap.Office), r.Values[0]})
		}
		return list
	}
	b.Overdue, b.Topics = most(group(open, stats.ByHolder)), most(group(topics, stats.ByTopic))
	b.Units = worst(slices.DeleteFunc(group(units, stats.ByUnit), func(g Group) bool { return g.Key == 0 }))
	b.Targets = aims.States()
	return b, nil
}

// most drops empty groups and orders the others by size.
func most(list []Group) []Group {
	list = slices.DeleteFunc(list, func(g Group) bool { return g.Value.Hits == 0 })
	slices.SortStableFunc(list, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Value.Hits, a.Value.Hits), cmp.Compare(a.Title, b.Title))
	})
	return list
}

// worst orders units by discipline; those not ranked stand at the end.
func worst(list []Group) []Group {
	few := func(g Group) int {
		if g.Value.Base < rankFrom {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Group) int {
		return cmp.Or(cmp.Compare(few(a), few(b)), cmp.Compare(a.Value.X, b.Value.X), cmp.Compare(a.Title, b.Title))
	})
	return list
}
