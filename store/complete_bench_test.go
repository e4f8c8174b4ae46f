package store

import (
	"context"
	"testing"

	"kurator/model"
	"kurator/model/query"
)

// BenchmarkComplete measures the filter line over the words of a large file (KURATOR_BENCH_DB, as BenchmarkDesk): the words read when the
// queue is opened, and what every key asks of them from memory — at most a frame of 16 ms.
func BenchmarkComplete(b *testing.B) {
	ctx, s := context.Background(), large(b)
	who := model.Actor{Official: 2, Via: "desk"}
	values, err := s.Values(ctx, who)
	if err != nil || len(values.Topics) == 0 || len(values.Places) == 0 {
		b.Fatal(len(values.Topics), len(values.Places), err)
	}
	b.Run("values", func(b *testing.B) {
		timed(b, func() error {
			_, err := s.Values(ctx, who)
			return err
		})
	})
	for _, text := range []string{"т", "тема:", "тема:дор", "тема:ничего", "ntvf:ljh", "место:", "место:р", "держатель:", "открыто:да срок:<3д -место:ловозеро (тема:дороги или тема:осв"} {
		b.Run(text, func(b *testing.B) {
			b.ReportMetric(float64(len(values.Topics)), "topics")
			timed(b, func() error {
				query.Complete(text, len(text), values)
				return nil
			})
		})
	}
}
