package figures_test

import (
	"cmp"
	"encoding/json"
	"math"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
	"kurator/store/job/jobtest"
)

// district is a lived demo district with a clock the test moves.
type district struct {
	*jobtest.Town
	met map[stats.ID]bool // figures that were more than nothing

}

// newDistrict is a copy of the one district of these tests.
func newDistrict(t testing.TB) *district {
	t.Helper()
	return &district{Town: jobtest.Demo(t, 7, number(200, 500)), met: map[stats.ID]bool{}}
}

// number is how much of a thing a test takes: a few in a short run, where the race detector makes everything ten times dearer.
func number(short, full int) int {
	if testing.Short() {
		return short
	}
	return full
}

// stir does what the district does not do by itself: judges, marks, reopens, takes back.
func (d *district) stir(r *rand.Rand, ids []model.AppealID) {
	d.T.Helper()
	photo := model.TopicRule{Title: "Содержание общего имущества дома", Photo: true}
	for _, t := range d.Snap().Office.TopicList() {
		photo = t
		break
	}
	photo.Photo = true
	now := model.InstantOf(d.Clock)
	slow := model.Facts{Registration: model.Registration{Channel: model.ChannelPOS}, Received: now - 60*86400,
		Answered: now - 20*86400, Finished: now - 10*86400, Outcome: model.OutcomeSolved} // few districts have an answer after thirty days
	d.must(model.Ref{Noun: model.NounAppeal}, &model.Receive{Facts: slow})
	d.must(model.Ref{Noun: model.NounTopic, ID: photo.ID}, &model.PutTopic{Topic: photo})
	for _, id := range ids {
		d.Clock = d.Clock.Add(time.Minute)
		switch r.Intn(6) {
		case 0:
			_ = d.try(id, &model.Rate{Mark: 1 + r.Intn(5)})
		case 1:
			points := map[model.Criterion]int{}
			for _, c := range model.Criteria() {
				points[c] = r.Intn(3)
			}
			_ = d.try(id, &model.ScoreAnswer{Points: points})
		case 2:
			_ = d.try(id, &model.Reopen{Reason: "проверка"})
		case 3:
			_ = d.try(id, &model.WriteAgain{Text: model.Words("Не решено")})
		case 4:
			if op := d.try(id, &model.Defer{Date: model.DateOf(model.InstantOf(d.Clock), time.UTC)}); op != "" && r.Intn(2) == 0 {
				_ = d.try(id, &model.KeepPromise{})
			}
		case 5:
			if op := d.try(id, &model.Close{Outcome: model.OutcomeSolved}); op != "" {
				if _, err := d.Undo(d.Ctx, d.Me, op); err != nil {
					d.T.Fatal(err)
				}
			}
		}
	}
}

// try does an action the stage may refuse.
func (d *district) try(id model.AppealID, a model.Action) (operation string) {
	r, err := d.Do(d.Ctx, d.Me, store.Op{Title: "проба", Steps: []store.Step{{Ref: model.AppealRef(id), Action: a}}})
	if code := model.CodeOf(err); err != nil && code != model.Stage && code != model.Usage {
		d.T.Fatal(err)
	}
	return r.Operation
}

func (d *district) must(ref model.Ref, a model.Action) {
	d.T.Helper()
	if _, err := d.Do(d.Ctx, d.Me, store.Op{Title: "проба", Steps: []store.Step{{Ref: ref, Action: a}}}); err != nil {
		d.T.Fatal(err)
	}
}

// docs are the appeals as the journal's last word leaves them.
func (d *district) docs() []*model.Appeal {
	d.T.Helper()
	rows, err := d.DB().Read().QueryContext(d.Ctx, "SELECT doc FROM appeal_doc ORDER BY id")
	if err != nil {
		d.T.Fatal(err)
	}
	defer rows.Close()
	var list []*model.Appeal
	for rows.Next() {
		var doc []byte
		if err := rows.Scan(&doc); err != nil {
			d.T.Fatal(err)
		}
		a := &model.Appeal{}
		if err := json.Unmarshal(doc, a); err != nil {
			d.T.Fatal(err)
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		d.T.Fatal(err)
	}
	return list
}

func (d *district) scope(p stats.Period) stats.Scope {
	d.T.Helper()
	snap := d.Snap()
	names, err := figures.Names(d.Ctx, d.Store, snap)
	if err != nil {
		d.T.Fatal(err)
	}
	return figures.Scope(snap, names, p, model.InstantOf(d.Clock))
}

// TestEveryFigureEqualsARecount holds every figure, read from the file and from memory, against a recount that knows nothing
// of how either is made: it looks at the documents only.
func TestEveryFigureEqualsARecount(t *testing.T) {
	d := newDistrict(t)
	r := rand.New(rand.NewSource(11))
	live, err := figures.NewLive(d.Ctx, d.Store, d.Me)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Poll(d.Ctx); err != nil {
		t.Fatal(err)
	}
	all := len(d.docs())
	for round := range 2 {
		var ids []model.AppealID
		for range number(150, 120) {
			ids = append(ids, model.AppealID(1+r.Intn(all)))
		}
		d.stir(r, ids)
		changes, err := d.Poll(d.Ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := live.Apply(d.Ctx, changes); err != nil {
			t.Fatal(err)
		}
		docs := d.docs()
		for range number(9, 12) {
			d.compare(r, live, docs, anyPeriod(r))
		}
		d.compare(r, live, docs, stats.Period{From: "2025-06-01", To: model.DateOf(d.Now(), time.UTC)})
		if n := len(docs); live.Len() != n {
			t.Errorf("round %d: %d cases of %d in memory", round, live.Len(), n)
		}
	}
	for _, f := range stats.Figures() {
		if !d.met[f.ID] {
			t.Errorf("%s was never more than nothing: it is not proven", f.ID)
		}
	}
}

func anyPeriod(r *rand.Rand) stats.Period {
	day := jobtest.Morning.AddDate(0, 0, -r.Intn(400))
	steps := []stats.Step{stats.StepDay, stats.StepWeek, stats.StepMonth, stats.StepQuarter, stats.StepYear}
	p := steps[r.Intn(len(steps))].Around(model.Date(day.Format(time.DateOnly)))
	if r.Intn(4) == 0 {
		p.To = model.Date(day.AddDate(0, 0, 20+r.Intn(100)).Format(time.DateOnly))
	}
	return p
}

// compare counts one period three ways, in total and for a unit.
func (d *district) compare(r *rand.Rand, live *figures.Live, docs []*model.Appeal, p stats.Period) {
	d.T.Helper()
	s := d.scope(p)
	unit := model.UnitID(0)
	var filter func(*stats.Case) bool
	if r.Intn(2) == 0 {
		unit = model.UnitID(1 + r.Intn(4))
		filter = func(c *stats.Case) bool { return c.Unit == unit }
	}
	read := stats.NewCounter(s, stats.Figures(), filter, stats.ByUnit)
	if err := figures.Read(d.Ctx, d.Store, d.Me, read); err != nil {
		d.T.Fatal(err)
	}
	kept := stats.NewCounter(s, stats.Figures(), filter, stats.ByUnit)
	if err := live.Take(kept); err != nil {
		d.T.Fatal(err)
	}
	for _, f := range stats.Figures() {
		want, behind := d.recount(f.ID, docs, s, unit)
		for how, c := range map[string]*stats.Counter{"read": read, "kept": kept} {
			if got := c.Value(f.ID); !alike(got, want) {
				d.T.Errorf("%s of %v, unit %d, %s: %+v, recounted %+v", f.ID, p, unit, how, got, want)
			}
		}
		d.met[f.ID] = d.met[f.ID] || want.Known() && want.X > 0
		d.drill(live, f, s, filter, behind)
	}
}

// drill: the cases behind a figure are those the recount found.
func (d *district) drill(live *figures.Live, f *stats.Figure, s stats.Scope, filter func(*stats.Case) bool, want []model.AppealID) {
	d.T.Helper()
	got, err := live.Cases(f, s, stats.Base, filter)
	if err != nil {
		d.T.Fatal(err)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		d.T.Errorf("behind %s: %v, recounted %v", f.ID, got, want)
	}
}

func alike(a, b stats.Value) bool {
	return a.Hits == b.Hits && a.Base == b.Base && (math.IsNaN(a.X) && math.IsNaN(b.X) || math.Abs(a.X-b.X) < 1e-5)
}

// recount says by the documents alone what a figure is, and which cases are behind it.
func (d *district) recount(id stats.ID, docs []*model.Appeal, s stats.Scope, unit model.UnitID) (v stats.Value, behind []model.AppealID) {
	var values []float64
	hits, base := 0, 0
	x := &recounter{s: s, office: d.Snap().Office}
	for _, a := range docs {
		if unit != 0 && a.Unit != unit {
			continue
		}
		h, b, list := x.one(id, a)
		hits, base = hits+h, base+b
		values = append(values, list...)
		if h > 0 || b > 0 || len(list) > 0 {
			behind = append(behind, a.ID)
		}
	}
	f, _ := stats.Find(id)
	switch {
	case f.Rule.Spread != nil:
		return stats.Value{X: pointOf(values, strings.HasSuffix(string(id), "median")), Base: len(values)}, behind
	case f.Unit == stats.Percent:
		return stats.Value{X: 100 * float64(hits) / float64(base), Hits: hits, Base: base}, behind
	}
	return stats.Value{X: float64(hits), Hits: hits}, behind
}

func pointOf(values []float64, median bool) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	slices.SortFunc(values, cmp.Compare)
	if median {
		if n%2 == 1 {
			return values[n/2]
		}
		return (values[n/2-1] + values[n/2]) / 2
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(n)
}
