package figures_test

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store/export"
	"kurator/store/figures"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// big is a large district: a file, or a fresh one of KURATOR_BENCH_APPEALS (20,000) appeals.
func big(b *testing.B) *district {
	b.Helper()
	n, err := strconv.Atoi(os.Getenv("KURATOR_BENCH_APPEALS"))
	if err != nil {
		n = 20_000
	}
	return &district{Town: jobtest.Large(b, 7, n)}
}

// day is the last day that brought appeals.
func (d *district) day() model.Date { return model.DateOf(d.Now(), time.UTC) }

func (d *district) live(b *testing.B) *figures.Live {
	b.Helper()
	live, err := figures.NewLive(d.Ctx, d.Store, d.Me)
	if err != nil {
		b.Fatal(err)
	}
	return live
}

func BenchmarkLoad(b *testing.B) {
	d := big(b)
	for b.Loop() {
		live := d.live(b)
		b.StopTimer()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/1e6, "MB-heap")
		b.ReportMetric(float64(live.Len()), "appeals")
		b.StartTimer()
	}
}

// BenchmarkOpen is what the board waits for the first time: the cases of two years, beside BenchmarkLoad, which reads all.
func BenchmarkOpen(b *testing.B) {
	d := big(b)
	week := stats.StepWeek.Around(d.day())
	for b.Loop() {
		live, err := figures.NewLiveFor(d.Ctx, d.Store, d.Me, week)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := live.Board(d.Ctx, week); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(live.Len()), "appeals")
	}
}

func BenchmarkBoard(b *testing.B) {
	d := big(b)
	live := d.live(b)
	for b.Loop() {
		if _, err := live.Board(d.Ctx, stats.StepWeek.Around(d.day())); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPeriod counts every figure of the board over periods of several lengths.
func BenchmarkPeriod(b *testing.B) {
	d := big(b)
	live := d.live(b)
	today := d.day()
	for name, p := range map[string]stats.Period{"month": stats.StepMonth.Around(today), "year": stats.StepYear.Around(today), "all": {From: "2010-01-01", To: today}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := live.Board(d.Ctx, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkHeat groups a year by topic and settlement.
func BenchmarkHeat(b *testing.B) {
	d := big(b)
	live := d.live(b)
	s := d.scope(stats.StepYear.Around(d.day()))
	for b.Loop() {
		if err := live.Take(stats.NewCounter(s, stats.Pick(stats.Received), nil, stats.ByTopic, stats.ByPlace)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReport makes whole reports from the file, written as workbooks.
func BenchmarkReport(b *testing.B) {
	d := big(b)
	today := d.day()
	for kind, p := range map[report.Kind]stats.Period{report.Week: stats.StepWeek.Around(today).Previous(), report.Overview: stats.StepYear.Around(today).Previous(),
		report.Discipline: stats.StepMonth.Around(today).Previous(), report.Quality: stats.StepMonth.Around(today).Previous()} {
		b.Run(string(kind), func(b *testing.B) {
			for b.Loop() {
				r, err := matters.Report(d.Ctx, d.Store, d.Me, kind, p)
				if err != nil {
					b.Fatal(err)
				}
				var out bytes.Buffer
				if err := export.Write(&out, export.XLSX, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
