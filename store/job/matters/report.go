package matters

import (
	"context"
	"encoding/json"
	"slices"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store"
	"kurator/store/figures"
)

// mostChanges is up to how many changed cases are compared with what they were when the report was first made.
const mostChanges = 20_000

// Report makes a report over a period and notes in the journal that it was made. A later one over the same period names what
// has changed since the first that was made after the period had ended.
func Report(ctx context.Context, s *store.Store, actor model.Actor, kind report.Kind, period stats.Period) (*report.Report, error) {
	if period.To < period.From {
		return nil, model.Faultf(model.Usage, "Период заканчивается раньше, чем начинается. Проверьте даты.")
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if period.From > s.Today(snap) {
		return nil, model.Faultf(model.Usage, "Этот период ещё не начался. Проверьте даты.")
	}
	if kind == report.Problems || kind == report.Polls {
		r, err := mattersReport(ctx, s, actor, kind, period)
		if err != nil {
			return nil, err
		}
		return r, s.Record(ctx, actor, model.RecordExport, 0, reportSay(kind, period))
	}
	say := reportSay(kind, period)
	in, err := reportInput(ctx, s, snap, period)
	if err != nil {
		return nil, err
	}
	plan, err := report.NewPlan(kind, in)
	if err != nil {
		return nil, err
	}
	since, err := changes(ctx, s, actor, say, plan.Scope())
	if err != nil {
		return nil, err
	}
	plan.Since(since)
	if err := figures.Read(ctx, s, actor, plan.Censuses()...); err != nil {
		return nil, err
	}
	r := plan.Build()
	if kind == report.Week {
		if err := weekMatters(ctx, s, actor, r); err != nil {
			return nil, err
		}
	}
	return r, s.Record(ctx, actor, model.RecordExport, 0, say)
}

// reportSay is how the journal names a report.
func reportSay(kind report.Kind, period stats.Period) string {
	return "отчёт " + string(kind) + " " + string(period.From) + ".." + string(period.To)
}

func reportInput(ctx context.Context, s *store.Store, snap *store.Snapshot, period stats.Period) (report.Input, error) {
	names, err := figures.Names(ctx, s, snap)
	if err != nil {
		return report.Input{}, err
	}
	now := s.Now()
	in := report.Input{Office: snap.Office, Period: period, Today: s.Today(snap), Calendar: snap.Book.CalendarVersion(),
		Scope: func(p stats.Period) stats.Scope { return figures.Scope(snap, names, p, now) }}
	if in.Changed, err = s.LastChange(ctx); err != nil {
		return in, err
	}
	marks, err := s.Watermarks(ctx)
	for _, m := range marks {
		in.Exports = append(in.Exports, report.Export{Channel: m.Channel, AsOf: m.AsOf})
	}
	return in, err
}

// changes compares the cases of the period with what they were when the report was first made after its end.
func changes(ctx context.Context, s *store.Store, actor model.Actor, say string, scope stats.Scope) (*report.Since, error) {
	seq, made, ok, err := s.FirstRecord(ctx, model.RecordExport, say, scope.To)
	if err != nil || !ok {
		return nil, err
	}
	since := &report.Since{Made: model.DateOf(made, scope.Zone)}
	words, err := knownWords(ctx, s)
	if err != nil {
		return nil, err
	}
	before := map[model.AppealID]*stats.Case{}
	var ids []model.AppealID
	since.Many, err = s.ChangedAppeals(ctx, actor, seq, mostChanges, func(id model.AppealID, doc []byte) error {
		ids = append(ids, id)
		if doc == nil {
			return nil
		}
		var a model.Appeal
		if err := json.Unmarshal(doc, &a); err != nil {
			return err
		}
		c, err := stats.Of(&a, words)
		before[id] = &c
		return err
	})
	if err != nil || since.Many {
		return since, err
	}
	return since, compare(ctx, s, actor, since, before, ids, scope)
}

// compare takes every changed case as it was and as it is.
func compare(ctx context.Context, s *store.Store, actor model.Actor, since *report.Since, before map[model.AppealID]*stats.Case, ids []model.AppealID, scope stats.Scope) error {
	there := map[model.AppealID]bool{}
	for part := range slices.Chunk(ids, 500) {
		err := s.FigureRowsOf(ctx, actor, part, func(r store.FigureRow) error {
			var c stats.Case
			if err := c.Unpack(r.ID, r.Received, r.Packed); err != nil {
				return err
			}
			there[r.ID] = true
			since.Take(before[r.ID], &c, scope)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, id := range ids {
		if !there[id] {
			since.Take(before[id], nil, scope)
		}
	}
	return nil
}

// wordList answers with the numbers of words that are in the file.
type wordList map[stats.Word]uint32

// ID is the number of a word, 0 for one that has none.
func (w wordList) ID(field stats.Field, word string) (uint32, error) {
	return w[stats.Word{Field: field, Text: word}], nil
}

func knownWords(ctx context.Context, s *store.Store) (wordList, error) {
	list, err := s.Words(ctx)
	known := wordList{}
	for _, w := range list {
		known[stats.Word{Field: w.Field, Text: w.Text}] = w.ID
	}
	return known, err
}
