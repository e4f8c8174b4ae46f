package desk

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"kurator/model/query"
	"kurator/store"
	"kurator/ui/clean"
	"kurator/ui/overlay"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/verb"
	"kurator/ui/widget"
)

// briefed is what a day begins or ends with.
type briefed struct {
	text []widget.Paragraph
	err  error
}

func (b briefed) outcome() pane.Outcome {
	if b.err != nil {
		return pane.Fail(b.err)
	}
	return pane.Push(overlay.NewViewer("Сводка на сегодня", b.text))
}

// briefLines are the counts of the brief, in words and as filters.
var briefLines = []struct{ label, query string }{
	{"Новых ждут разбора", "стадия:новое"},
	{"Проектов ждут проверки", "стадия:на-проверке"},
	{"Утверждено и не опубликовано", "стадия:утверждено"},
	{"Срок сегодня", "открыто:да срок:сегодня"},
	{"Срок завтра", "открыто:да срок:завтра"},
	{"Просрочено", "открыто:да просрочено:да"},
	{"С невыполненными обещаниями", "есть:обещание"},
	{"Получено сегодня", "получено:сегодня"},
	{"Отвечено сегодня", "ответ:сегодня"},
}

// firstThings is how many cases the brief names to begin with.
const firstThings = 3

func brief(env *pane.Env) pane.Outcome {
	work := env
	return pane.Work(func() tea.Msg {
		text, err := makeBrief(work.Ctx, work)
		return briefed{text, err}
	})
}

func makeBrief(ctx context.Context, env *pane.Env) ([]widget.Paragraph, error) {
	var filters []query.Query
	for _, l := range briefLines {
		q, err := query.Parse(l.query)
		if err != nil {
			return nil, err
		}
		filters = append(filters, q)
	}
	tallies, err := env.Store.Count(ctx, env.Me.Actor, filters)
	if err != nil {
		return nil, err
	}
	var text []widget.Paragraph
	for i, l := range briefLines {
		n := strconv.Itoa(tallies[i].N)
		if tallies[i].More {
			n += "+"
		}
		role := theme.Text
		if l.label == "Просрочено" && tallies[i].N > 0 {
			role = theme.Late
		}
		text = append(text, widget.Paragraph{Runs: []widget.Run{{Text: l.label + ": ", Role: theme.Muted}, {Text: n, Role: role}}})
	}
	first, err := firstOf(ctx, env)
	return append(text, first...), err
}

// firstOf names the cases with the nearest terms.
func firstOf(ctx context.Context, env *pane.Env) ([]widget.Paragraph, error) {
	q, err := query.Parse("открыто:да держатель:я")
	if err != nil {
		return nil, err
	}
	page, err := env.Store.List(ctx, env.Me.Actor, store.ListRequest{Query: q, Limit: firstThings})
	if err != nil || len(page.Rows) == 0 {
		return nil, err
	}
	text := []widget.Paragraph{widget.Par("", theme.Text), widget.Par("Начните с этого", theme.Title)}
	for i := range page.Rows {
		r := &page.Rows[i]
		about := r.Topic
		if about == "" {
			about = r.Summary
		}
		cell := verb.DueCell(env, r)
		text = append(text, widget.Paragraph{Indent: 2, Runs: []widget.Run{{Text: "№ " + r.ID.String() + "  ", Role: theme.Accent},
			{Text: cell.Text + "  ", Role: cell.Role}, {Text: r.Stage.Title() + "  ", Role: theme.Muted}, {Text: clean.Line(about)}}})
	}
	return text, nil
}
