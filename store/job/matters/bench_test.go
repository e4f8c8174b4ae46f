package matters_test

import (
	"context"
	"os"
	"testing"
	"time"
	_ "time/tzdata"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// big is a copy of a large file that KURATOR_BENCH_DB names and that may be written to, or a small district; its clock stands a minute after
// the last appeal.
func big(b *testing.B) (*store.Store, model.Actor) {
	b.Helper()
	path := os.Getenv("KURATOR_BENCH_DB")
	if path == "" {
		w := jobtest.Demo(b, 1, 0)
		return w.Store, w.Me
	}
	ctx, last := context.Background(), model.InstantOf(jobtest.Morning)
	s, err := store.Open(ctx, path, store.Options{Now: func() time.Time { return time.Unix(int64(last)+60, 0) }})
	if err != nil {
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
			return s, model.Actor{Official: g.Official, Via: "desk"}
		}
	}
	b.Fatal("no head of the centre")
	return nil, model.Actor{}
}

// BenchmarkPanes is what the panes of problems, polls, requests and the picture ask for when they are opened.
func BenchmarkPanes(b *testing.B) {
	s, me := big(b)
	ctx := context.Background()
	live := &matters.LivePicture{}
	if _, err := live.Make(ctx, s, me); err != nil {
		b.Fatal(err)
	}
	sheets := func() error {
		list, err := s.Problems(ctx, me)
		for _, p := range list {
			if _, err := matters.OpenProblem(ctx, s, me, p.ID); err != nil {
				return err
			}
		}
		return err
	}
	for _, x := range []struct {
		name string
		open func() error
	}{
		{"watch", func() error { _, err := matters.Watch(ctx, s, me); return err }},
		{"cards", sheets},
		{"polls", func() error { _, err := s.Polls(ctx, me); return err }},
		{"requests", func() error { _, err := s.Requests(ctx, me); return err }},
		{"picture again", func() error { live.Heard([]model.Ref{model.AppealRef(1)}); _, err := live.Make(ctx, s, me); return err }},
		{"picture", func() error { _, err := matters.MakePicture(ctx, s, me); return err }},
	} {
		b.Run(x.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := x.open(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
