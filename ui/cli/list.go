package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/config"
)

type listFlags struct {
	view, at string
	limit    int
}

func listCommand(p *program) *cobra.Command {
	var flags listFlags
	cmd := &cobra.Command{
		Use:     "list [ЗАПРОС…]",
		GroupID: groupWork,
		Short:   "Показать обращения по запросу",
		Long: "Показывает обращения, которые находит запрос; без запроса — все, и закрытые тоже.\n" +
			"Язык запросов тот же, что на рабочем столе: поле:значение, «-» — не, «или», скобки, порядок:поле.\n" +
			"Запрос, который начинается с минуса, пишется после --.",
		Example: "  kurator list --view Мои\n  kurator list открыто:да срок:<3д\n  kurator list 'стадия:новое (канал:пос или канал:им)' --limit 20\n" +
			"  kurator list --view \"Срок на этой неделе\" --format json\n  kurator list -- -место:ревда просрочено:да",
		RunE: func(cmd *cobra.Command, args []string) error { return p.list(cmd, strings.Join(args, " "), flags) },
	}
	cmd.Flags().StringVar(&flags.view, "view", "", "`НАЗВАНИЕ` вида: с рабочего стола, из настроек или своего")
	_ = cmd.RegisterFlagCompletionFunc("view", p.completeViews)
	cmd.Flags().StringVar(&flags.at, "at", "", "`ВРЕМЯ`, на которое судить о сроках, вместо настоящего")
	cmd.Flags().IntVar(&flags.limit, "limit", 0, "не больше `ЧИСЛО` обращений")
	return cmd
}

// listPage is how many rows are asked for at once.
const listPage = 500

func (p *program) list(cmd *cobra.Command, text string, flags listFlags) error {
	if flags.limit < 0 {
		return badCall(cmd, "Число --limit не может быть отрицательным.")
	}
	if _, err := parseQuery(text); err != nil { // before the database: the words are at hand
		return err
	}
	ctx := cmd.Context()
	s, err := p.openAt(ctx, flags.at)
	if err != nil {
		return err
	}
	view, err := p.findView(cmd, s, flags.view)
	if err != nil {
		return err
	}
	q, err := viewQuery(view, text)
	if err != nil {
		return err
	}
	out := p.sink(p.format(formatTable), listColumns(view))
	n, err := s.listPages(ctx, q, flags.limit, out)
	if err != nil {
		return err
	}
	if n == 0 && p.format(formatTable) == formatTable {
		p.note("Ничего не найдено.")
	}
	return out.close()
}

func (s *session) listPages(ctx context.Context, q query.Query, limit int, out sink) (done int, err error) {
	request := store.ListRequest{Query: q, Limit: listPage}
	for {
		if left := limit - done; limit > 0 && left < listPage {
			request.Limit = left
		}
		page, err := s.List(ctx, s.actor, request)
		if err != nil {
			return done, err
		}
		for i := range page.Rows {
			if err := out.add(s.listCells(&page.Rows[i])...); err != nil {
				return done, err
			}
		}
		done += len(page.Rows)
		if page.AtEnd || len(page.Rows) == 0 || (limit > 0 && done >= limit) {
			return done, nil
		}
		request.Where, request.Key = store.After, page.Rows[len(page.Rows)-1].Key
	}
}

// viewQuery joins a saved view and what was typed: both must hold, the typed order wins.
func viewQuery(view config.View, text string) (query.Query, error) {
	typed, err := parseQuery(text)
	if err != nil {
		return typed, err
	}
	saved, err := parseQuery(strings.TrimSpace(view.Query))
	if err != nil {
		return typed, err
	}
	switch {
	case typed.Expr == nil:
		typed.Expr = saved.Expr
	case saved.Expr != nil:
		typed.Expr = query.And{saved.Expr, typed.Expr}
	}
	if len(typed.Sort) == 0 && view.Sort != "" {
		order, err := parseQuery("порядок:" + view.Sort)
		if err != nil {
			return typed, err
		}
		saved.Sort = order.Sort
	}
	if len(typed.Sort) == 0 {
		typed.Sort = saved.Sort
	}
	return typed, nil
}

// parseQuery points at the place of an error.
func parseQuery(text string) (query.Query, error) {
	q, err := query.Parse(text)
	var wrong *query.ParseError
	if errors.As(err, &wrong) {
		return q, model.Faultf(model.Usage, "%s\n  %s\n  %s^", wrong.Error(), text, strings.Repeat(" ", wrong.Column(text)))
	}
	return q, err
}

// listColumns are the columns of a list: all of them in JSON and CSV, a choice in a table.
func listColumns(view config.View) []column {
	all := []column{
		{key: "number", title: "№", right: true}, {key: "channel", title: "Канал", show: channelTitle}, {key: "external_id", title: "Внешний №"},
		{key: "stage", title: "Стадия", show: stageTitle}, {key: "holder", title: "У кого"}, {key: "due", title: "Срок", show: dueRussian},
		{key: "overdue", title: "Просрочено", show: lateMark}, {key: "topic", title: "Тема"}, {key: "place", title: "Место"},
		{key: "summary", title: "Суть"}, {key: "answer_by", title: "Ответить до", show: dueRussian},
		{key: "received", title: "Получено", show: dueRussian}, {key: "unit", title: "Подразделение"}, {key: "kind", title: "Вид", show: kindTitle},
		{key: "priority", title: "Важность"}, {key: "outcome", title: "Итог"}, {key: "mark", title: "Оценка", right: true},
		{key: "waiting", title: "Ждём"}, {key: "also", title: "Ещё номера"}, {key: "rev", title: "Версия", right: true},
	}
	shown := view.Columns
	if len(shown) == 0 {
		shown = []string{"number", "channel", "external_id", "stage", "holder", "due", "overdue", "topic", "place", "summary"}
	} else if slices.Contains(shown, "due") {
		shown = append(slices.Clone(shown), "overdue")
	}
	for i := range all {
		all[i].hidden = !slices.Contains(shown, all[i].key)
	}
	return all
}

// listCells are the cells of a row in the order of listColumns. An empty mark is null: nobody gave one.
func (s *session) listCells(r *store.Row) []any {
	var mark any
	if r.Mark != 0 {
		mark = r.Mark
	}
	also := r.Also
	if also == nil {
		also = []string{}
	}
	return []any{int64(r.ID), string(r.Channel), r.ExternalID, string(r.Stage), s.snap.Office.HolderTitle(r.Holder), s.due(r.Due),
		r.Overdue(s.Now()), r.Topic, r.Place, r.Summary, s.local(r.AnswerBy), s.stamp(r.Received), s.snap.Office.UnitTitle(r.Unit),
		string(r.Kind), priority(r.Priority), string(r.Outcome), mark, r.Waiting, also, r.Rev}
}

// local moves a written UTC instant into the office's zone and leaves dates alone.
func (s *session) local(due string) string {
	if t, err := deadline.ParseTime(due, s.zone); err == nil && strings.Contains(due, "T") {
		return s.stamp(model.InstantOf(t))
	}
	return due
}

func priority(p model.Priority) string {
	if p == model.PriorityNormal {
		return "normal"
	}
	return string(p)
}

func channelTitle(v any) string { return model.ChannelID(fmt.Sprint(v)).Title() }
func stageTitle(v any) string   { return model.StageID(fmt.Sprint(v)).Title() }
func kindTitle(v any) string    { return model.Kind(fmt.Sprint(v)).Title() }

func lateMark(v any) string {
	if v == true {
		return "просрочено"
	}
	return ""
}
