package jobtest

import (
	"context"
	"os"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
)

// Large is the database named by KURATOR_BENCH_DB, made by `kurator demo --appeals 1000000 --no-ui --db FILE`, with the head of its centre for
// its person, or else a fresh district of n appeals. Its clock stands a minute after the last appeal. Benchmarks that write need a copy.
func Large(b *testing.B, seed uint64, n int) *Town {
	b.Helper()
	path := os.Getenv("KURATOR_BENCH_DB")
	if path == "" {
		return Demo(b, seed, n)
	}
	w := &Town{T: b, Ctx: context.Background(), Clock: Morning}
	s, err := store.Open(w.Ctx, path, w.options())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	w.Store = s
	var last model.Instant
	if err := s.DB().Read().QueryRowContext(w.Ctx, "SELECT max(received) FROM appeal").Scan(&last); err != nil {
		b.Fatal(err)
	}
	w.Clock = time.Unix(int64(last)+60, 0).UTC()
	for _, g := range w.Snap().Office.GrantList() {
		if g.Role == model.RoleHead {
			w.Me = model.Actor{Official: g.Official, Via: "desk"}
			return w
		}
	}
	b.Fatal("no head of the centre")
	return nil
}
