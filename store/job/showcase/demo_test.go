package showcase

import (
	"context"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
)

var demoNow = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func demoStore(t testing.TB, appeals int) *store.Store {
	t.Helper()
	s, err := Demo(context.Background(), filepath.Join(t.TempDir(), "demo.db"), store.Options{Now: func() time.Time { return demoNow }},
		DemoOptions{Seed: 1, Appeals: appeals, Account: "me"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDemoIsAlive(t *testing.T) {
	s := demoStore(t, 0)
	ctx := context.Background()
	me, err := s.Enter(ctx, store.Identity{Account: "me", Via: "desk"})
	if err != nil {
		t.Fatal(err)
	}
	for _, stage := range model.Stages() {
		tally, err := s.Count(ctx, me, []query.Query{{Expr: query.Term{Field: query.FieldStage, Value: query.Enum(stage)}}})
		if err != nil || tally[0].N == 0 {
			t.Errorf("%s: %+v %v", stage, tally, err)
		}
	}
	for _, text := range []string{"просрочено:да открыто:да", "срок:сегодня открыто:да", "держатель:я", "есть:обещание"} {
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if tally, err := s.Count(ctx, me, []query.Query{q}); err != nil || tally[0].N == 0 {
			t.Errorf("%s: %+v %v", text, tally, err)
		}
	}
	report, err := s.VerifyJournal(ctx, nil)
	if err != nil || len(report.Faults) > 0 {
		t.Fatalf("%v %v", report.Faults, err)
	}
}

func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		s := demoStore(b, 20_000)
		_ = s.Close()
	}
	b.ReportMetric(float64(20_000*b.N)/b.Elapsed().Seconds(), "appeals/s")
}
