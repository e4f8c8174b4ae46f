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

// BenchmarkSearch measures the first page of a search over a large file: KURATOR_BENCH_DB names one made by `kurator demo --no-ui --appeals 1000000`.
// It reports the median and the 95th percentile beside the mean; the first search, which fills the cache of the machine, is not among them.
func BenchmarkSearch(b *testing.B) {
	path := os.Getenv("KURATOR_BENCH_DB")
	if path == "" {
		b.Skip("KURATOR_BENCH_DB names no database")
	}
	ctx := context.Background()
	s, err := Open(ctx, path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	who := model.Actor{Official: 2, Via: "desk"}
	for _, text := range []string{"дом", "прошу", "яма", "котельная", "rjntkmyfz", "яма место:ревда", "дом открыто:да", "дом порядок:срок", "3000", "8 900 000-12-34", "собаки канал:им -стая", "прошу стадия:новое", "прошу открыто:да просрочено:да"} {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			if _, err := s.List(ctx, who, ListRequest{Query: q, Limit: 200}); err != nil {
				b.Fatal(err)
			}
			var took []time.Duration
			for b.Loop() {
				at := time.Now()
				_, err := s.List(ctx, who, ListRequest{Query: q, Limit: 200})
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(at))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}
