package exchange

import (
	"context"
	"strings"

	"kurator/model"
	"kurator/store/intake"
)

// published compares the answers an export shows with those recorded here: an answer that reads otherwise there is told, the rest is
// confirmed by the news itself. It is asked for rows that have changed only; what has not was compared before.
func (w *importer) published(ctx context.Context, p *plan) error {
	var asked []model.AppealID
	rows := map[model.AppealID]*intake.Row{}
	for n, i := range p.rows {
		row := &w.slice[i]
		if p.what[n] != verdictChanged || row.Facts == nil || !tells(row.Facts) {
			continue
		}
		id := model.AppealID(p.op.Steps[n].Ref.ID)
		asked = append(asked, id)
		rows[id] = row
	}
	ours, err := w.s.AnswersHere(ctx, asked)
	if err != nil {
		return err
	}
	for _, id := range asked {
		mine, here := ours[id]
		if here && !saidThere(mine, rows[id].Facts.Answers) && len(w.report.Differs) < listed {
			w.report.Differs = append(w.report.Differs, Difference{Appeal: id, Number: rows[id].Facts.Registration.ExternalID})
		}
	}
	return nil
}

// tells tells whether a row brings the words of an answer.
func tells(f *model.Facts) bool {
	for _, a := range f.Answers {
		if a.Text.Body != "" {
			return true
		}
	}
	return false
}

// saidThere tells whether one of the answers there is ours: white space, case and a greeting before it do not matter.
func saidThere(mine string, theirs []model.Reply) bool {
	want := squeezed(mine)
	for _, a := range theirs {
		if got := squeezed(a.Text.Body); got != "" && (strings.Contains(got, want) || strings.Contains(want, got)) {
			return true
		}
	}
	return false
}

func squeezed(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}
