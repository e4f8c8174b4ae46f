package matters

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
)

// ChannelFigures freezes what a recommendation on online interaction stands on: how many messages each channel brought in the recent
// days, how soon they were answered, how many were late, and how people marked the answers.
func ChannelFigures(ctx context.Context, s *store.Store, actor model.Actor) ([]model.Frozen, string, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, "", err
	}
	names, err := figures.Names(ctx, s, snap)
	if err != nil {
		return nil, "", err
	}
	now := s.Now()
	period := stats.Period{From: model.DateOf(now-model.Instant((recentDays-1)*86400), snap.Zone()), To: s.Today(snap)}
	counter := stats.NewCounter(figures.Scope(snap, names, period, now), stats.Pick(stats.Received, stats.Overdue, stats.FirstMedian, stats.GoodMarks), nil, stats.ByChannel)
	if err := figures.Read(ctx, s, actor, counter); err != nil {
		return nil, "", err
	}
	rows := slices.DeleteFunc(counter.Rows(), func(r stats.Row) bool { return r.Values[0].X == 0 })
	slices.SortStableFunc(rows, func(a, b stats.Row) int { return cmp.Compare(b.Values[0].X, a.Values[0].X) })
	all := counter.Total().Values[0].X
	list := make([]model.Frozen, 0, len(rows))
	for _, r := range rows {
		basis := ""
		for i, f := range counter.Figures()[1:] {
			if v := r.Values[i+1]; v.Known() {
				basis += fmt.Sprintf("; %s: %s (n = %d)", strings.ToLower(f.Name), number(f, v.X), v.Base)
			}
		}
		list = append(list, model.Frozen{Name: stats.ByChannel.Title(r.Keys[0], names, snap.Office), Value: fmt.Sprintf("%s из %s, %s", russian.Decimal(r.Values[0].X, 0), russian.Decimal(all, 0),
			russian.Percent(100*r.Values[0].X/all, 1)), Basis: "за " + period.Span() + basis})
	}
	mark, err := Watermark(ctx, s)
	return list, mark, err
}
