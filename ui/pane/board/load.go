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

// content is what the pane shows of one period, as far as it was asked for. It is made beside the loop and never changed afterwards.
type content struct {
	have    [parts]bool // the parts that were counted
	period  stats.Period
	live    *figures.Live
	snap    *store.Snapshot
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

// count counts the period anew beside the loop, for the part that is shown. The cases are read once; later their changes are taken over.
func (b *Board) count(env *pane.Env) pane.Outcome {
	s, actor, period, live, pending, part := env.Store, env.Me.Actor, b.period, b.live, b.pending, b.tabs.Current
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
		return read(ctx, s, actor, live, period, part)
	}))
}

// turned counts what a part shows that was not shown yet. What is counted anew just now is counted for the part shown by then.
func (b *Board) turned(env *pane.Env) pane.Outcome {
	c, part := b.content, b.tabs.Current
	switch {
	case b.refused != nil || c == nil && !b.load.Waiting():
		return pane.Nothing()
	case c == nil || b.load.Waiting():
		return b.count(env)
	case c.have[part]:
		return pane.Nothing()
	}
	return pane.Work(b.load.Start(env.Ctx, func(context.Context) (*content, error) {
		more := *c
		return &more, more.take(part)
	}))
}

func qualityFigures() []*stats.Figure {
	return stats.Pick(stats.Quality, stats.SampleDone, stats.Complete, stats.PhotoShare, stats.KeptPromises, stats.ReturnedDrafts, stats.Responses, stats.GoodMarks,
		stats.BadMarks, stats.MeanMark, stats.RepeatedShare)
}

func read(ctx context.Context, s *store.Store, actor model.Actor, live *figures.Live, period stats.Period, part int) (*content, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	c := &content{period: period, live: live, snap: snap, office: snap.Office, names: live.Names(), course: stats.ByDate}
	var finish func()
	c.board, err = live.Board(ctx, period, func(b *figures.Board) (list []stats.Census) {
		c.board = *b
		if b.Period.Days() > longPeriod {
			c.course = stats.ByMonth
		}
		list, finish = c.part(part)
		return list
	})
	if err != nil {
		return nil, err
	}
	finish()
	c.present = c.board.Scope
	c.present.From, c.present.To, c.present.Now = stats.Forever-1, stats.Forever, now
	c.waiting = figures.Scope(snap, c.names, stats.Period{From: model.DateOf(now-waitingDays*24*3600, snap.Zone()), To: s.Today(snap)}, now)
	return c, c.redList(ctx, s, actor, snap)
}

// take counts what a part has beside the board itself, when the board is there.
func (c *content) take(part int) error {
	list, finish := c.part(part)
	if err := c.live.Take(list...); err != nil {
		return err
	}
	finish()
	return nil
}

// part is what must be taken of the cases for a part, and what makes the part of it.
func (c *content) part(part int) (list []stats.Census, finish func()) {
	c.have[part] = true
	switch part {
	case partOverview, partCourse:
		return c.takeCourse()
	case partMap:
		return c.takeMaps()
	case partTime:
		return c.takeTimes()
	}
	return c.takeQuality()
}

// by counts the cases of the period by some dimensions.
func (c *content) by(dims ...stats.Dim) *stats.Counter {
	return stats.NewCounter(c.board.Scope, stats.Pick(stats.Received), nil, dims...)
}

func (c *content) takeCourse() ([]stats.Census, func()) {
	c.have[partOverview], c.have[partCourse] = true, true
	received, channels, outcomes := c.by(c.course), c.by(stats.ByChannel), c.by(stats.ByOutcome)
	return []stats.Census{received, channels, outcomes}, func() { c.putCourse(received, channels, outcomes) }
}

func (c *content) putCourse(received, channels, outcomes *stats.Counter) {
	c.received, c.channels, c.outcomes = c.groups(received, c.course), most(c.groups(channels, stats.ByChannel)), most(c.groups(outcomes, stats.ByOutcome))
	for i := range c.outcomes {
		if c.outcomes[i].Key == 0 {
			c.outcomes[i].Title = "результата ещё нет"
		}
	}
}

func (c *content) groups(counter *stats.Counter, dim stats.Dim) []figures.Group {
	var list []figures.Group
	for _, r := range counter.Rows() {
		list = append(list, figures.Group{Key: r.Keys[0], Title: dim.Title(r.Keys[0], c.names, c.office), Value: r.Values[0]})
	}
	return list
}

func (c *content) takeMaps() ([]stats.Census, func()) {
	places, hours := c.by(stats.ByTopic, stats.ByPlace), c.by(stats.ByWeekday, stats.ByHour)
	return []stats.Census{places, hours}, func() {
		c.places, c.hours = c.pairs(places, stats.ByTopic, stats.ByPlace), c.pairs(hours, stats.ByWeekday, stats.ByHour)
	}
}

func (c *content) takeTimes() ([]stats.Census, func()) {
	stages := stats.NewStageCounter(c.board.Scope, nil, stats.NoDim, stats.ByUnit, stats.ByTopic)
	return []stats.Census{stages}, func() {
		c.stages, c.stays, c.slow = stages.Rows(stats.NoDim), stages.Rows(stats.ByUnit), stages.Rows(stats.ByTopic)
	}
}

func (c *content) takeQuality() ([]stats.Census, func()) {
	scope := c.board.Scope
	quality := [3]*stats.Counter{}
	for i, p := range []stats.Period{c.board.Period, c.board.Previous, c.board.YearAgo} {
		quality[i] = stats.NewCounter(figures.Scope(c.snap, c.names, p, scope.Now), qualityFigures(), nil)
	}
	rubric, returns := stats.NewRubric(scope, nil), stats.NewReturns(scope, nil)
	return []stats.Census{quality[0], quality[1], quality[2], rubric, returns}, func() {
		c.putQuality(quality)
		c.rubric, c.returns = rubric, returns.Rows()
	}
}

func (c *content) putQuality(quality [3]*stats.Counter) {
	now, was, year := quality[0].Total(), quality[1].Total(), quality[2].Total()
	c.quality = nil
	for i, f := range qualityFigures() {
		c.quality = append(c.quality, figures.Line{Figure: f, Now: now.Values[i], Previous: was.Values[i], YearAgo: year.Values[i]})
	}
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
