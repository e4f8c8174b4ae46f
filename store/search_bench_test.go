package store

import (
	"context"
	"testing"

	"kurator/model"
	"kurator/model/query"
)

// BenchmarkSearch measures the first page of a search over a large file: KURATOR_BENCH_DB names one made by `kurator demo --no-ui --appeals 1000000`.
func BenchmarkSearch(b *testing.B) {
	ctx, s := context.Background(), large(b)
	who := model.Actor{Official: 2, Via: "desk"}
	for _, text := range []string{"дом", "прошу", "яма", "котельная", "rjntkmyfz", "яма место:ревда", "дом открыто:да", "дом порядок:срок", "3000", "8 900 000-12-34", "собаки канал:им -стая", "прошу стадия:новое", "прошу открыто:да просрочено:да"} {
		q, err := query.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(text, func(b *testing.B) {
			timed(b, func() error {
				_, err := s.List(ctx, who, ListRequest{Query: q, Limit: 200, Quick: true})
				return err
			})
		})
	}
}
