package queue

import (
	"context"

	"kurator/model"
	"kurator/model/query"
	"kurator/store/search"
	"kurator/ui/clean"
	"kurator/ui/pane"
	"kurator/ui/widget"
)

// Words are what the list is searched for now, so that the card beside it can show them.
func (q *Queue) Words() []query.Word { return q.asked.Words() }

// excerpts are pieces of texts about the hits.
type excerpts struct {
	asked  []model.AppealID
	pieces map[model.AppealID]string
}

// excerptMargin is how many rows above and below the screen are looked up with those on it.
const excerptMargin = 10

// excerpts loads the words about the hits for the rows on the screen, when something is searched: the list itself reads no texts.
func (q *Queue) excerpts(env *pane.Env) pane.Outcome {
	if len(q.Words()) == 0 || q.summaryColumn() < 0 || q.page.Waiting() {
		return pane.Nothing()
	}
	var ids []model.AppealID
	for _, id := range q.table.Near(excerptMargin) {
		if !q.excerpted[id] {
			ids = append(ids, model.AppealID(id))
		}
	}
	if len(ids) == 0 {
		return pane.Nothing()
	}
	s, actor, asked := env.Store, env.Me.Actor, q.asked
	return pane.Work(q.hits.Start(env.Ctx, func(ctx context.Context) (excerpts, error) {
		pieces, err := s.Snippets(ctx, actor, asked, ids)
		return excerpts{ids, pieces}, err
	}))
}

// showHits puts what was found in the place of the summaries.
func (q *Queue) showHits(found excerpts) {
	for _, id := range found.asked {
		q.excerpted[int64(id)] = true
	}
	finder, column := search.NewFinder(q.Words()), q.summaryColumn()
	for id, piece := range found.pieces {
		row, held := q.rows[int64(id)]
		if !held {
			continue
		}
		mark, text := marksOf(&row), clean.Line(piece)
		if q.views[q.current].columns()[column] == "gist" {
			mark = ""
		}
		cell := widget.Cell{Text: mark + text, Hits: finder.Spans(text)}
		for i := range cell.Hits {
			cell.Hits[i][0] += len(mark)
			cell.Hits[i][1] += len(mark)
		}
		q.table.Put(int64(id), column, cell)
	}
}

// summaryColumn is the place of the summary among the columns; -1 when the view has none.
func (q *Queue) summaryColumn() int {
	for i, id := range q.views[q.current].columns() {
		if id == "summary" || id == "gist" {
			return i
		}
	}
	return -1
}
