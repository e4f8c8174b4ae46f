package matters_test

import (
	"testing"
	_ "time/tzdata"

	"kurator/model"
	"kurator/store/job/jobtest"
	"kurator/store/job/matters"
)

// BenchmarkPanes is what the panes of problems, polls, requests and the picture ask for when they are opened. It writes: a file that
// KURATOR_BENCH_DB names must be a copy.
func BenchmarkPanes(b *testing.B) {
	w := jobtest.Large(b, 1, 0)
	ctx, s, me := w.Ctx, w.Store, w.Me
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
