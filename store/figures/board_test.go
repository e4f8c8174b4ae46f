package figures_test

import (
	"slices"
	"testing"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store/figures"
)

func TestBoardEqualsARecount(t *testing.T) {
	d := newDistrict(t)
	d.must(model.Ref{Noun: model.NounTarget}, &model.PutTarget{Target: model.Target{Figure: string(stats.POSDays), Value: 8}})
	live, err := figures.NewLive(d.Ctx, d.Store, d.Me)
	if err != nil {
		t.Fatal(err)
	}
	board, err := live.Board(d.Ctx, stats.StepMonth.Around("2026-11-25"))
	if err != nil {
		t.Fatal(err)
	}
	if board.Period.To != "2026-11-25" || board.Previous.To != "2026-10-25" || board.Asked.To != "2026-11-30" {
		t.Errorf("cut at today: %v %v", board.Period, board.Previous)
	}
	d.splitsAddUp(live, board.Scope)
	docs := d.docs()
	for _, line := range board.Lines {
		if want, _ := d.recount(line.Figure.ID, docs, board.Scope, 0); !alike(line.Now, want) {
			t.Errorf("%s: %+v, recounted %+v", line.Figure.ID, line.Now, want)
		}
	}
	open, overdue, held := 0, 0, 0
	for _, a := range docs {
		if a.Stage.Open() {
			open++
			overdue += num(a.Due.Channel.LateFrom != 0 && a.Due.Channel.LateFrom <= model.InstantOf(d.Clock))
		}
	}
	for _, g := range board.Overdue {
		held += g.Value.Hits
	}
	if board.Open.Now.Hits != open || board.OverdueNow.Now.Hits != overdue || held != overdue || overdue == 0 {
		t.Errorf("%d open, %d overdue, %d by holder; recounted %d and %d", board.Open.Now.Hits, board.OverdueNow.Now.Hits, held, open, overdue)
	}
	if len(board.Targets) == 0 || slices.ContainsFunc(board.Targets, func(t figures.TargetState) bool { return t.Verdict == "" }) || len(board.Topics) == 0 || len(board.Units) == 0 {
		t.Errorf("%+v", board)
	}
	for i := 1; i < len(board.Topics); i++ {
		if board.Topics[i].Value.Hits > board.Topics[i-1].Value.Hits {
			t.Error("the topics are not in order")
		}
	}
}

// splitsAddUp: the parts of a figure by any dimension are all there is of it; those with few cases stand behind the others.
func (d *district) splitsAddUp(live *figures.Live, s stats.Scope) {
	d.T.Helper()
	for _, id := range []stats.ID{stats.Received, stats.Discipline, stats.AnswerMedian} {
		for _, dim := range stats.Splits() {
			c := stats.NewCounter(s, stats.Pick(id), nil, dim)
			if err := live.Take(c); err != nil {
				d.T.Fatal(err)
			}
			hits, base, few := 0, 0, false
			for _, g := range figures.Split(c, dim, s.Names, d.Snap().Office) {
				if hits, base = hits+g.Value.Hits, base+g.Value.Base; few && !g.Value.Small() || g.Title == "" {
					d.T.Errorf("%s %s: «%s» is ranked behind those with few cases, or has no name", id, dim.Heading(), g.Title)
				}
				few = g.Value.Small()
			}
			if total := c.Total().Values[0]; hits != total.Hits || base != total.Base || !total.Known() {
				d.T.Errorf("%s %s: %d and %d of %+v", id, dim.Heading(), hits, base, total)
			}
		}
	}
}

// What is taken back by undo leaves the figures, and comes back with the undo of the undo.
func TestLiveFollowsTheFeed(t *testing.T) {
	d := newDistrict(t)
	live, err := figures.NewLive(d.Ctx, d.Store, d.Me)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Poll(d.Ctx); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		changes, err := d.Poll(d.Ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := live.Apply(d.Ctx, changes); err != nil {
			t.Fatal(err)
		}
		c := stats.NewCounter(d.scope(stats.StepYear.Around("2025-06-01")), stats.Pick(stats.Received), nil, stats.ByTopic)
		if err := live.Take(c); err != nil {
			t.Fatal(err)
		}
		return c.Value(stats.Received).Hits
	}
	before := count()
	zone := d.Snap().Zone()
	// Older than everything there: it lands in front of what was read before.
	old := &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelMail}, Received: model.Date("2025-01-02").Start(zone),
		Topic: model.Topic{Title: "Тема, которой ещё не было"}}}
	op := d.try(0, old)
	if n := count(); op == "" || n != before+1 {
		t.Fatalf("%d, then %d", before, n)
	}
	undone, err := d.Undo(d.Ctx, d.Me, op)
	if err != nil {
		t.Fatal(err)
	}
	if n := count(); n != before {
		t.Errorf("undone: %d, not %d", n, before)
	}
	if _, err := d.Undo(d.Ctx, d.Me, undone.Operation); err != nil {
		t.Fatal(err)
	}
	if n := count(); n != before+1 {
		t.Errorf("done again: %d, not %d", n, before+1)
	}
}

// Who may not see reports gets no figures.
func TestFiguresAreForThoseWhoMaySeeThem(t *testing.T) {
	d := newDistrict(t)
	stranger := model.Actor{Official: 999}
	c := stats.NewCounter(d.scope(stats.StepYear.Around("2026-06-01")), stats.Figures(), nil)
	if err := figures.Read(d.Ctx, d.Store, stranger, c); model.CodeOf(err) != model.Forbidden {
		t.Error(err)
	}
	if _, err := figures.NewLive(d.Ctx, d.Store, stranger); model.CodeOf(err) != model.Forbidden {
		t.Error(err)
	}
}

// A board of these days reads two years only; one of long ago reads all, and both tell the same of these days.
func TestLiveReachesAsFarAsThePeriodAsks(t *testing.T) {
	d := newDistrict(t)
	zone := d.Snap().Zone()
	old := model.Date("2019-03-05").Start(zone) + 9*3600
	d.must(model.Ref{Noun: model.NounAppeal}, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS},
		Received: old, Answered: old + 3*86400, Finished: old + 4*86400, Outcome: model.OutcomeSolved}})
	week, past := stats.StepWeek.Around(model.DateOf(d.Now(), zone)), stats.StepMonth.Around("2019-03-01")
	near, err := figures.NewLiveFor(d.Ctx, d.Store, d.Me, week)
	if err != nil {
		t.Fatal(err)
	}
	far, err := figures.NewLiveFor(d.Ctx, d.Store, d.Me, past)
	if err != nil {
		t.Fatal(err)
	}
	if all := len(d.docs()); near.Len() != all-1 || far.Len() != all {
		t.Errorf("%d and %d cases of %d", near.Len(), far.Len(), all)
	}
	for _, x := range []struct {
		live   *figures.Live
		period stats.Period
		want   bool
	}{{near, week, true}, {near, stats.StepYear.Around(week.To), true}, {near, past, false}, {far, past, true}, {far, week, true}} {
		if got, err := x.live.Reaches(d.Ctx, x.period); err != nil || got != x.want {
			t.Errorf("%v: %v %v", x.period, got, err)
		}
	}
	a, err := near.Board(d.Ctx, week)
	if err != nil {
		t.Fatal(err)
	}
	b, err := far.Board(d.Ctx, week)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range append(a.Lines, a.Open, a.OverdueNow) {
		other := append(b.Lines, b.Open, b.OverdueNow)[i]
		if !alike(line.Now, other.Now) || !alike(line.Previous, other.Previous) || !alike(line.YearAgo, other.YearAgo) {
			t.Errorf("%s: %+v, of all cases %+v", line.Figure.ID, line, other)
		}
	}
}
