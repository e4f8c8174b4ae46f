package store

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"kurator/model"
	"kurator/model/query"
)

// BenchmarkDesk measures what every screen of the desk asks of a large file (KURATOR_BENCH_DB, as BenchmarkSearch): the first and the
// next page of the views and all their counters at once. It reports the median and the 95th percentile beside the mean.
func BenchmarkDesk(b *testing.B) {
	ctx, s := context.Background(), large(b)
	who := model.Actor{Official: 2, Via: "desk"}
	views := []string{"стадия:новое", "открыто:да держатель:я", "стадия:на-проверке", "стадия:утверждено", "открыто:да срок:сегодня", "открыто:да просрочено:да",
		"есть:обещание порядок:обещание", "есть:неподтверждённое", "открыто:да", "есть:плохая-оценка", "есть:выборка отвечено:<31д", "",
		"открыто:да срок:<7д", "открыто:да тема:жкх"} // those of queue.Views and of the example of a configuration
	var queries []query.Query
	for _, text := range views {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		queries = append(queries, q)
		b.Run("page/"+text, func(b *testing.B) {
			timed(b, func() error {
				page, err := s.List(ctx, who, ListRequest{Query: q, Limit: 100, Quick: true})
				if n := len(page.Rows); err == nil && n > 0 {
					_, err = s.List(ctx, who, ListRequest{Query: q, Limit: 100, Quick: true, Where: After, Key: page.Rows[n-1].Key})
				}
				return err
			})
		})
	}
	b.Run("counters", func(b *testing.B) {
		timed(b, func() error {
			_, err := s.Count(ctx, who, queries)
			return err
		})
	})
}

// large opens the large file of the benchmarks.
func large(b *testing.B) *Store {
	b.Helper()
	path := os.Getenv("KURATOR_BENCH_DB")
	if path == "" {
		b.Skip("KURATOR_BENCH_DB names no database")
	}
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// timed reports the median and the 95th percentile of a question; the first asking, which fills the cache of the machine, does not count.
func timed(b *testing.B, ask func() error) {
	b.Helper()
	if err := ask(); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for b.Loop() {
		at := time.Now()
		if err := ask(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(at))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
