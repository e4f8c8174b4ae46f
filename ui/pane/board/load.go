package board

import (
	"context"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
	"kurator/ui/pane"
)

// content is everything the pane shows of one period. It is made beside the loop and never changed afterwards.
type content struct {
	live    *figures.Live
	office  *model.Office
	board   figures.Board
	present stats.Scope // of what is open now
	waiting stats.Scope // of the marks that wait for the curator
	red     []store.Row // what is overdue longest
	redHeld []string    // with whom

	received []figures.Group // by day, or by month
	course   stats.Dim       // ByDate or ByMonth
	channels []figures.Group
	outcomes []figures.Group
	places   table // topics and settlements
	hours    table // weekdays and hours
	stages   []stats.StageTime
	stays    []stats.StageTime // by who held
	slow     []stats.StageTime // by topic
	quality  []figures.Line
	rubric   *stats.Rubric
	returns  []stats.ReturnRow
	names    *stats.Names
}

// table is a figure of pairs of places.
type table struct {
	rows, columns []figures.Group
	cells         map[[2]int64]stats.Value
	dims          [2]stats.Dim
	step          int // how many hours stand in one column
}

// longPeriod is from how many days on the course is shown by months.
const longPeriod = 62

// waitingDays is how long a negative mark is shown as a task; redMost how many cases the red list names.
const (
	waitingDays = 30
	redMost     = 15
)

// count counts the period anew beside the loop. The cases are read once; later their changes are taken over.
func (b *Board) count(env *pane.Env) pane.Outcome {
	s, actor, period, live, pending := env.Store, env.Me.Actor, b.period, b.live, b.pending
	pending.Refs = append([]model.Ref(nil), pending.Refs...)
	return pane.Work(b.load.Start(env.Ctx, func(ctx context.Context) (*content, error) {
		var err error
		if live == nil {
			live, err = figures.NewLive(ctx, s, actor)
		} else {
			err = live.Apply(ctx, pending)
		}
		if err != nil {
			return nil, err
		}
		return read(ctx, s, actor, live, period)
	}))
}

func qualityFigures() []*stats.Figure {
	return stats.Pick(stats.Quality, stats.SampleDone, stats.Complete, stats.PhotoShare, stats.KeptPromises, stats.ReturnedDrafts, stats.Responses, stats.GoodMarks,
		stats.BadMarks, stats.MeanMark, stats.RepeatedShare)
}

func read(ctx context.Context, s *store.Store, actor model.Actor, live *figures.Live, period stats.Period) (*content, error) {
	board, err := live.Board(ctx, period)
	if err != nil {
		return nil, err
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	c := &content{live: live, office: snap.Office, board: board, names: live.Names(), course: stats.ByDate}
	if board.Period.Days() > longPeriod {
		c.course = stats.ByMonth
	}
	c.present = board.Scope
	c.present.From, c.present.To, c.present.Now = stats.Forever-1, stats.Forever, now
	c.waiting = figures.Scope(snap, c.names, stats.Period{From: model.DateOf(now-waitingDays*24*3600, snap.Zone()), To: s.Today(snap)}, now)
	if err := c.take(snap); err != nil {
		return nil, err
	}
	return c, c.redList(ctx, s, actor, snap)
}

// take counts in one pass what the board itself does not have.
func (c *content) take(snap *store.Snapshot) error {
	scope := c.board.Scope
	one := func(id stats.ID, dims ...stats.Dim) *stats.Counter {
		return stats.NewCounter(scope, stats.Pick(id), nil, dims...)
	}
	received, channels, outcomes := one(stats.Received, c.course), one(stats.Received, stats.ByChannel), one(stats.Received, stats.ByOutcome)
	places, hours := one(stats.Received, stats.ByTopic, stats.ByPlace), one(stats.Received, stats.ByWeekday, stats.ByHour)
	quality := [3]*stats.Counter{}
	for i, p := range []stats.Period{c.board.Period, c.board.Previous, c.board.YearAgo} {
		quality[i] = stats.NewCounter(figures.Scope(snap, c.names, p, scope.Now), qualityFigures(), nil)
	}
	stages := stats.NewStageCounter(scope, nil, stats.NoDim, stats.ByUnit, stats.ByTopic)
	rubric, returns := stats.NewRubric(scope, nil), stats.NewReturns(scope, nil)
	if err := c.live.Take(received, channels, outcomes, places, hours, quality[0], quality[1], quality[2], stages, rubric, returns); err != nil {
		return err
	}
	groups := func(counter *stats.Counter, dim stats.Dim) []figures.Group {
		var list []figures.Group
		for _, r := range counter.Rows() {
			list = append(list, figures.Group{Key: r.Keys[0], Title: dim.Title(r.Keys[0], c.names, snap.Office), Value: r.Values[0]})
		}
		return list
	}
	c.received, c.channels, c.outcomes = groups(received, c.course), most(groups(channels, stats.ByChannel)), most(groups(outcomes, stats.ByOutcome))
	for i := range c.outcomes {
		if c.outcomes[i].Key == 0 {
			c.outcomes[i].Title = "результата ещё нет"
		}
	}
	c.places, c.hours = c.pairs(places, stats.ByTopic, stats.ByPlace), c.pairs(hours, stats.ByWeekday, stats.ByHour)
	now, was, year := quality[0].Total(), quality[1].Total(), quality[2].Total()
	for i, f := range qualityFigures() {
		c.quality = append(c.quality, figures.Line{Figure: f, Now: now.Values[i], Previous: was.Values[i], YearAgo: year.Values[i]})
	}
	c.stages, c.stays, c.slow = stages.Rows(stats.NoDim), stages.Rows(stats.ByUnit), stages.Rows(stats.ByTopic)
	c.rubric, c.returns = rubric, returns.Rows()
	return nil
}

// pairs orders the places of both dimensions by size; days and hours keep the order of the clock.
func (c *content) pairs(counter *stats.Counter, down, across stats.Dim) table {
	t := table{cells: map[[2]int64]stats.Value{}, dims: [2]stats.Dim{down, across}}
	rows, columns := map[int64]int{}, map[int64]int{}
	for _, r := range counter.Rows() {
		t.cells[r.Keys] = r.Values[0]
		rows[r.Keys[0]] += r.Values[0].Hits
		columns[r.Keys[1]] += r.Values[0].Hits
	}
	t.rows, t.columns = c.sorted(rows, down), c.sorted(columns, across)
	return t
}

// redList reads what is overdue longest; who may not see single cases sees the figures all the same.
func (c *content) redList(ctx context.Context, s *store.Store, actor model.Actor, snap *store.Snapshot) error {
	late := query.Query{Expr: query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldOverdue, Value: query.Flag(true)}},
		Sort: []query.Sort{{Field: query.FieldDue}}}
	page, err := s.List(ctx, actor, store.ListRequest{Query: late, Limit: redMost})
	if model.CodeOf(err) == model.Forbidden {
		return nil
	}
	if err != nil {
		return err
	}
	c.red = page.Rows
	for _, r := range c.red {
		c.redHeld = append(c.redHeld, snap.Office.HolderTitle(r.Holder))
	}
	return nil
}
