package board

import (
	"context"
	"os"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
	"kurator/store/job/jobtest"
)

// BenchmarkRead counts everything the pane shows over periods of several lengths, in the file named by KURATOR_BENCH_DB or a small district.
func BenchmarkRead(b *testing.B) {
	ctx := context.Background()
	var s *store.Store
	var me model.Actor
	last := model.InstantOf(jobtest.Morning)
	if path := os.Getenv("KURATOR_BENCH_DB"); path != "" {
		var err error
		if s, err = store.Open(ctx, path, store.Options{Now: func() time.Time { return time.Unix(int64(last), 0) }}); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = s.Close() })
		if err := s.DB().Read().QueryRowContext(ctx, "SELECT max(received) FROM appeal").Scan(&last); err != nil {
			b.Fatal(err)
		}
		snap, err := s.Snapshot(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for _, g := range snap.Office.GrantList() {
			if g.Role == model.RoleHead {
				me = model.Actor{Official: g.Official, Via: "desk"}
			}
		}
	} else {
		w := jobtest.Demo(b, 7, 0)
		s, me = w.Store, w.Me
	}
	live, err := figures.NewLive(ctx, s, me)
	if err != nil {
		b.Fatal(err)
	}
	today := model.DateOf(last, time.UTC)
	for _, x := range []struct {
		name   string
		period stats.Period
	}{{"week", stats.StepWeek.Around(today)}, {"month", stats.StepMonth.Around(today)}, {"year", stats.StepYear.Around(today)}, {"all", stats.Period{From: "2010-01-01", To: today}}} {
		for part := range parts {
			b.Run(x.name+"/"+New().tabs.Items[part].Title, func(b *testing.B) {
				before := cpuTime()
				for b.Loop() {
					if _, err := read(ctx, s, me, live, x.period, part, usualCut()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric((cpuTime()-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}
