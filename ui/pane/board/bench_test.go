package board

import (
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/stats"
	"kurator/store/figures"
	"kurator/store/job/jobtest"
)

// BenchmarkRead counts everything the pane shows over periods of several lengths, in the file named by KURATOR_BENCH_DB or a small district.
func BenchmarkRead(b *testing.B) {
	w := jobtest.Large(b, 7, 0)
	ctx, s, me := w.Ctx, w.Store, w.Me
	live, err := figures.NewLive(ctx, s, me)
	if err != nil {
		b.Fatal(err)
	}
	today := model.DateOf(s.Now(), time.UTC)
	for _, x := range []struct {
		name   string
		period stats.Period
	}{{"week", stats.StepWeek.Around(today)}, {"month", stats.StepMonth.Around(today)}, {"year", stats.StepYear.Around(today)}, {"all", stats.Period{From: "2010-01-01", To: today}}} {
		for part := range parts {
			b.Run(x.name+"/"+New().tabs.Items[part].Title, func(b *testing.B) {
				before := jobtest.CPUTime()
				for b.Loop() {
					if _, err := read(ctx, s, me, live, x.period, part, usualCut()); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric((jobtest.CPUTime()-before).Seconds()*1000/float64(b.N), "cpu-ms/op")
			})
		}
	}
}
