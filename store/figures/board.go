package figures

import (
	"cmp"
	"context"
	"slices"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
)

// Board is what the coordinator sees on one screen. Every figure leads to its cases: see Live.Cases.
type Board struct {
	Asked, Period, Previous, YearAgo stats.Period
	Scope                            stats.Scope
	Lines                            []Line
	Overdue                          []Group // who holds what is overdue then
	Topics                           []Group // what the period brought, the most frequent first
	Units                            []Group // discipline, the worst first; with few drafts at the end
	Targets                          []TargetState
	Open, OverdueNow                 Line // at the end of the periods, or now while it lasts
	Promises                         int  // that come due in the period
	Unhappy                          int  // negative marks that wait for the curator

	snap  *store.Snapshot
	now   model.Instant
	today model.Date
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

// Outline is a board with its periods and its scope, over a period as far as it has come, and nothing counted.
func (l *Live) Outline(ctx context.Context, period stats.Period) (Board, error) {
	snap, err := l.store.Snapshot(ctx)
	if err != nil {
		return Board{}, err
	}
	b := Board{Asked: period, snap: snap, now: l.store.Now(), today: l.store.Today(snap)}
	b.Period, b.Previous, b.YearAgo = period.Compared(b.today)
	b.Scope = Scope(snap, l.Names(), b.Period, b.now)
	return b, nil
}

// Board counts the board over a period.
func (l *Live) Board(ctx context.Context, period stats.Period) (Board, error) {
	b, err := l.Outline(ctx, period)
	if err != nil {
		return b, err
	}
	list, finish := b.Count()
	if err := l.Take(list...); err != nil {
		return b, err
	}
	finish()
	return b, nil
}

// Compare counts figures in the three periods; the lines are there when the cases were taken.
func (b *Board) Compare(list []*stats.Figure) (censuses []stats.Census, lines func() []Line) {
	var counters [3]*stats.Counter
	for i, p := range [...]stats.Period{b.Period, b.Previous, b.YearAgo} {
		if i == 2 && p == b.Previous { // of a whole year
			counters[i] = counters[1]
			continue
		}
		counters[i] = stats.NewCounter(Scope(b.snap, b.Scope.Names, p, b.now), list, nil)
		censuses = append(censuses, counters[i])
	}
	return censuses, func() (out []Line) {
		is, was, year := counters[0].Total(), counters[1].Total(), counters[2].Total()
		for i, f := range list {
			out = append(out, Line{f, is.Values[i], was.Values[i], year.Values[i]})
		}
		return out
	}
}

// Standing is the scope of what stands at the end of the period, or now while it lasts.
func (b *Board) Standing() stats.Scope { return Standing(b.Scope) }

// Standing is the scope of what stands at the moment up to which a scope counts: it asks for no case that was finished before.
func Standing(s stats.Scope) stats.Scope {
	s.To = min(s.To, s.Now+1)
	s.From = s.To
	return s
}

// Lasts tells whether the period is not over.
func (b *Board) Lasts() bool { return b.Scope.Now < b.Scope.To }

// Waiting is the scope of the negative marks that wait for the curator.
func (b *Board) Waiting() stats.Scope {
	return Scope(b.snap, b.Scope.Names, stats.Period{From: model.DateOf(b.now-waitingDays*24*3600, b.snap.Zone()), To: b.today}, b.now)
}

// Count is what must be taken of the cases for the board, and what fills it in then.
func (b *Board) Count() (list []stats.Census, finish func()) {
	count := func(s stats.Scope, id stats.ID, dims ...stats.Dim) *stats.Counter {
		c := stats.NewCounter(s, stats.Pick(id), nil, dims...)
		list = append(list, c)
		return c
	}
	overdue := count(b.Standing(), stats.OverdueNow, stats.ByHolder)
	waits, promises := count(b.Waiting(), stats.Unhappy), count(b.Scope, stats.PromisesDue)
	topics, units := count(b.Scope, stats.Received, stats.ByTopic), count(b.Scope, stats.Discipline, stats.ByUnit)
	aims := NewAims(b.snap.Office, b.Scope, b.Period)
	shown := boardFigures()
	periods, lines := b.Compare(append(shown, stats.Pick(stats.OpenNow, stats.OverdueNow)...))
	list = append(append(list, aims.Censuses()...), periods...)
	return list, func() {
		all := lines()
		b.Lines, b.Open, b.OverdueNow = all[:len(shown)], all[len(shown)], all[len(shown)+1]
		b.Promises, b.Unhappy = promises.Total().Values[0].Hits, waits.Total().Values[0].Hits
		b.Overdue, b.Topics = most(b.groups(overdue, stats.ByHolder)), most(b.groups(topics, stats.ByTopic))
		b.Units = worst(slices.DeleteFunc(b.groups(units, stats.ByUnit), func(g Group) bool { return g.Key == 0 }))
		b.Targets = aims.States()
	}
}

// groups are the rows of a counter of one figure by one dimension.
func (b *Board) groups(c *stats.Counter, dim stats.Dim) (list []Group) {
	for _, r := range c.Rows() {
		list = append(list, Group{r.Keys[0], dim.Title(r.Keys[0], b.Scope.Names, b.snap.Office), r.Values[0]})
	}
	return list
}

// most drops empty groups and orders the others by size.
func most(list []Group) []Group {
	list = slices.DeleteFunc(list, func(g Group) bool { return g.Value.Hits == 0 })
	slices.SortStableFunc(list, func(a, b Group) int {
		return cmp.Or(cmp.Compare(b.Value.Hits, a.Value.Hits), cmp.Compare(a.Title, b.Title))
	})
	return list
}

// worst orders units by discipline; those with too little to be ranked stand at the end by name.
func worst(list []Group) []Group {
	slices.SortStableFunc(list, func(a, b Group) int {
		switch few := a.Value.Small(); {
		case few != b.Value.Small():
			if few {
				return 1
			}
			return -1
		case few:
			return cmp.Compare(a.Title, b.Title)
		}
		return cmp.Or(cmp.Compare(a.Value.X, b.Value.X), cmp.Compare(a.Title, b.Title))
	})
	return list
}
