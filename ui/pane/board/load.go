package board

import (
	"context"
	"sync"

	"kurator/model"
	"kurator/model/query"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
	"kurator/ui/pane"
)

// content is what the pane shows of one period, as far as it was asked for. It is made beside the loop and never changed afterwards.
type content struct {
	have     [parts]bool // the parts that were counted
	period   stats.Period
	live     *figures.Live
	store    *store.Store
	actor    model.Actor
	office   *model.Office
	board    figures.Board
	standing stats.Scope // of what is open at the end of the period, or now
	waiting  stats.Scope // of the marks that wait for the curator
	red      []store.Row // what is overdue longest
	redHeld  []string    // with whom

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

	cut    *cut // what is shown by its parts
	pieces []figures.Group
	sum    stats.Value
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

// redMost is how many cases the red list names.
const redMost = 15

// count counts the period anew beside the loop, for the part that is shown. The cases are read once; later their changes are taken over.
func (b *Board) count(env *pane.Env) pane.Outcome {
	s, actor, period, live, pending, part, cut := env.Store, env.Me.Actor, b.period, b.live, b.pending, b.tabs.Current, b.cut
	pending.Refs = append([]model.Ref(nil), pending.Refs...)
	return pane.Work(b.load.Start(env.Ctx, func(ctx context.Context) (*content, error) {
		live, err := kept(ctx, s, actor, live, pending, period)
		if err != nil {
			return nil, err
		}
		return read(ctx, s, actor, live, period, part, cut)
	}))
}

// kept are the cases in memory with what has changed; they are read the first time, and when a period asks for older ones.
func kept(ctx context.Context, s *store.Store, actor model.Actor, live *figures.Live, pending store.Changes, period stats.Period) (*figures.Live, error) {
	if live == nil {
		return figures.NewLiveFor(ctx, s, actor, period)
	}
	if enough, err := live.Reaches(ctx, period); err != nil || !enough {
		return figures.NewLiveFor(ctx, s, actor, period)
	}
	return live, live.Apply(ctx, pending)
}

// turned counts what a part shows that was not shown yet. What is counted anew just now is counted for the part shown by then.
func (b *Board) turned(env *pane.Env) pane.Outcome {
	c, part := b.content, b.tabs.Current
	switch {
	case b.refused != nil || c == nil && !b.load.Waiting():
		return pane.Nothing()
	case c == nil || b.load.Waiting():
		return b.count(env)
	case c.have[part] && (part != partSplit || c.cut == b.cut):
		return pane.Nothing()
	}
	cut := b.cut
	return pane.Work(b.load.Start(env.Ctx, func(ctx context.Context) (*content, error) {
		more := *c
		more.have[partSplit] = more.have[partSplit] && more.cut == cut
		more.cut = cut
		return &more, more.take(ctx, part)
	}))
}

func qualityFigures() []*stats.Figure {
	return stats.Pick(stats.Quality, stats.SampleDone, stats.Complete, stats.PhotoShare, stats.KeptPromises, stats.ReturnedDrafts, stats.Responses, stats.GoodMarks,
		stats.BadMarks, stats.MeanMark, stats.RepeatedShare)
}

func read(ctx context.Context, s *store.Store, actor model.Actor, live *figures.Live, period stats.Period, part int, cut *cut) (*content, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	c := &content{period: period, live: live, store: s, actor: actor, office: snap.Office, names: live.Names(), course: stats.ByDate, cut: cut}
	if c.board, err = live.Outline(ctx, period); err != nil {
		return nil, err
	}
	if c.board.Period.Days() > longPeriod {
		c.course = stats.ByMonth
	}
	c.standing, c.waiting = c.board.Standing(), c.board.Waiting()
	return c, c.take(ctx, part)
}

// take counts what a part shows.
func (c *content) take(ctx context.Context, part int) error {
	list, finish := c.part(part)
	if err := c.live.Take(list...); err != nil {
		return err
	}
	finish()
	if part == partOverview {
		return c.redList(ctx)
	}
	return nil
}

// part is what must be taken of the cases for a part, and what makes the part of it.
func (c *content) part(part int) (list []stats.Census, finish func()) {
	c.have[part] = true
	switch part {
	case partOverview:
		board, put := c.board.Count()
		c.have[partCourse] = true // the overview shows its trend
		course, putCourse := c.takeCourse()
		return append(board, course...), func() {
			put()
			putCourse()
		}
	case partCourse:
		return c.takeCourse()
	case partMap:
		return c.takeMaps()
	case partTime:
		return c.takeTimes()
	case partSplit:
		return c.takeSplit()
	}
	return c.takeQuality()
}

// by counts the cases of the period by some dimensions.
func (c *content) by(dims ...stats.Dim) *stats.Counter {
	return stats.NewCounter(c.board.Scope, stats.Pick(stats.Received), nil, dims...)
}

func (c *content) takeCourse() ([]stats.Census, func()) {
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
		var group sync.WaitGroup // rows only read, and of ten years there are millions of stays to put in order
		group.Go(func() { c.stays = stages.Rows(stats.ByUnit) })
		group.Go(func() { c.stages = stages.Rows(stats.NoDim) })
		c.slow = stages.Rows(stats.ByTopic)
		group.Wait()
	}
}

func (c *content) takeQuality() ([]stats.Census, func()) {
	list, lines := c.board.Compare(qualityFigures())
	rubric, returns := stats.NewRubric(c.board.Scope, nil), stats.NewReturns(c.board.Scope, nil)
	return append(list, rubric, returns), func() {
		c.quality, c.rubric, c.returns = lines(), rubric, returns.Rows()
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
func (c *content) redList(ctx context.Context) error {
	late := query.Query{Expr: query.And{query.Term{Field: query.FieldOpen, Value: query.Flag(true)}, query.Term{Field: query.FieldOverdue, Value: query.Flag(true)}},
		Sort: []query.Sort{{Field: query.FieldDue}}}
	page, err := c.store.List(ctx, c.actor, store.ListRequest{Query: late, Limit: redMost})
	if model.CodeOf(err) == model.Forbidden {
		return nil
	}
	if err != nil {
		return err
	}
	c.red, c.redHeld = page.Rows, nil
	for _, r := range c.red {
		c.redHeld = append(c.redHeld, c.office.HolderTitle(r.Holder))
	}
	return nil
}
