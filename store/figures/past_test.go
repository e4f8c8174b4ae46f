package figures_test

import (
	"math/rand"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store/figures"
)

// TestThePastIsAsItWas: what was open and past its term when a period ended, and with whom, is told of it later as it was told then,
// whatever became of the cases since: answered, closed, reopened, come anew.
func TestThePastIsAsItWas(t *testing.T) {
	d := newDistrict(t)
	zone := d.Snap().Zone()
	last := model.DateOf(d.Now(), zone)
	_, end := stats.Period{From: last, To: last}.Bounds(zone)
	d.Clock = time.Unix(int64(end)-1, 0)
	r := rand.New(rand.NewSource(3))
	for _, id := range d.open() { // what is reopened later was answered by then
		if r.Intn(3) == 0 {
			_ = d.try(id, &model.Close{Outcome: model.OutcomeSolved})
		}
	}
	d.Clock = time.Unix(int64(end), 0) // what was due on the last day is late now
	period := stats.Period{From: daysOn(last, -6), To: last}
	then := d.standing(period)
	if then[stats.OpenNow].total == 0 || then[stats.OverdueNow].total == 0 || then[stats.OverdueNow].total == then[stats.OpenNow].total {
		t.Fatalf("%+v proves nothing", then)
	}

	d.Clock = d.Clock.AddDate(0, 0, 3)
	for _, a := range d.docs() {
		switch {
		case a.Stage.Open() && r.Intn(2) == 0:
			_ = d.try(a.ID, &model.Close{Outcome: model.OutcomeSolved})
		case !a.Stage.Open() && r.Intn(2) == 0:
			_ = d.try(a.ID, &model.Reopen{Reason: "проверка"})
		}
	}
	d.must(model.Ref{Noun: model.NounAppeal}, &model.Receive{Facts: model.Facts{Registration: model.Registration{Channel: model.ChannelPOS}, Received: end}})
	now := d.standing(stats.Period{From: daysOn(last, 1), To: model.DateOf(d.Now(), zone)})
	if now[stats.OpenNow].total == then[stats.OpenNow].total {
		t.Errorf("nothing has changed: %+v", now)
	}
	for id, was := range then {
		is := d.standing(period)[id]
		if is.total != was.total {
			t.Errorf("%s of the past: %d, then %d", id, is.total, was.total)
		}
		for holder, n := range was.held {
			if is.held[holder] != n {
				t.Errorf("%s of the past with %s: %d, then %d", id, holder, is.held[holder], n)
			}
		}
	}
}

func daysOn(d model.Date, n int) model.Date {
	return model.DateOf(model.InstantOf(d.Start(time.UTC).In(time.UTC).AddDate(0, 0, n)), time.UTC)
}

type stood struct {
	total int
	held  map[string]int
}

// standing is what was open and past its term at the end of a period, and with whom.
func (d *district) standing(p stats.Period) map[stats.ID]stood {
	d.T.Helper()
	s := d.scope(p)
	all := map[stats.ID]stood{}
	for _, id := range []stats.ID{stats.OpenNow, stats.OverdueNow} {
		c := stats.NewCounter(figures.Standing(s), stats.Pick(id), nil, stats.ByHolder)
		if err := figures.Read(d.Ctx, d.Store, d.Me, c); err != nil {
			d.T.Fatal(err)
		}
		x := stood{c.Value(id).Hits, map[string]int{}}
		for _, g := range c.Rows() {
			x.held[stats.ByHolder.Title(g.Keys[0], s.Names, d.Snap().Office)] = g.Values[0].Hits
		}
		all[id] = x
	}
	return all
}

func (d *district) open() (ids []model.AppealID) {
	for _, a := range d.docs() {
		if a.Stage.Open() {
			ids = append(ids, a.ID)
		}
	}
	return ids
}
