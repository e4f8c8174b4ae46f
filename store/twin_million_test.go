package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"kurator/model"
)

// BenchmarkTwinsAmongMany looks for appeals similar to one in a large database: KURATOR_BENCH_DB names a file made by
// `kurator demo --no-ui --appeals 1000000 --db FILE`.
func BenchmarkTwinsAmongMany(b *testing.B) {
	ctx, s := context.Background(), large(b)
	snap, err := s.Snapshot(ctx)
	if err != nil {
		b.Fatal(err)
	}
	var head model.Actor
	for _, g := range snap.Office.GrantList() {
		if g.Role == model.RoleHead {
			head = model.Actor{Official: g.Official}
		}
	}
	var last model.AppealID
	if err := s.db.Read().QueryRowContext(ctx, "SELECT max(id) FROM appeal").Scan(&last); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	n, hits := 0, 0
	for b.Loop() {
		n++
		began := time.Now()
		t, err := s.Twins(ctx, head, last-model.AppealID(n*37)%last)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
		hits += len(t.Similar)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Milliseconds()), "p95-ms")
	b.ReportMetric(float64(took[len(took)-1].Milliseconds()), "slowest-ms")
	b.ReportMetric(float64(hits)/float64(n), "similar/op")
}
