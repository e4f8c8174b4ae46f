package exchange

import (
	"context"
	"time"

	"kurator/model"
	"kurator/store"
)

// SourceLine is a watched source with what came of it.
type SourceLine struct {
	model.Source
	Last model.Date // when it was last looked through; empty = never
	Next model.Date // by when it must be looked through again
	Late int        // days past that
	store.SourceCount
}

// sourceYear is how far back messages of a source are counted.
const sourceYear = 365 * 24 * time.Hour

// Sources lists the sources watched today, the most overdue first; counts are of the last year.
func Sources(ctx context.Context, s *store.Store) ([]SourceLine, error) {
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	today := s.Today(snap)
	since := s.Now() - model.Instant(sourceYear/time.Second)
	var list []SourceLine
	for _, src := range snap.Office.SourceList() {
		if !today.Within(src.From, src.To) {
			continue
		}
		line := SourceLine{Source: src, Last: model.DateOf(src.Seen, snap.Zone()), Next: today}
		if line.Last != "" {
			line.Next = src.NextLook(line.Last)
		}
		line.Late = max(0, line.Next.DaysTo(today))
		if line.SourceCount, err = s.SourceCounts(ctx, src.Keys(), since); err != nil {
			return nil, err
		}
		at := len(list)
		for at > 0 && list[at-1].Next > line.Next {
			at--
		}
		list = append(list[:at], append([]SourceLine{line}, list[at:]...)...)
	}
	return list, nil
}
