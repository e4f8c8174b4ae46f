package cli

import (
	"context"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/poll"
	"kurator/store/job/matters"
	"kurator/store/sheet"
)

func pollCommand(p *program) *cobra.Command {
	var provisional bool
	results := &cobra.Command{
		Use: "results НОМЕР ФАЙЛ", Short: "Загрузить итоги площадок из csv или xlsx", Args: exactly(2, "номер опроса и файл"),
		Long: "Загружает итоги: столбцы «вопрос», «вариант», площадки и, если организатор его дал, «всего»; строки — «участников», затем по вопросу\n" +
			"«ответили» и варианты. Суммы должны сойтись: отказ называет разницу. Бланк даёт kurator poll sheet НОМЕР.",
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := matterID(cmd, args[0])
			if err != nil {
				return err
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			r, err := matters.ImportResults(cmd.Context(), s.Store, s.actor, id, args[1], provisional)
			if err != nil {
				return err
			}
			return p.toldResult(r)
		},
	}
	results.Flags().BoolVar(&provisional, "provisional", false, "итоги предварительные")
	var output string
	blank := &cobra.Command{
		Use: "sheet НОМЕР", Short: "Таблица итогов или бланк для них", Args: exactly(1, "номер опроса"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.pollSheet(cmd, args[0], output) },
	}
	blank.Flags().StringVarP(&output, "output", "o", "", "записать в `ФАЙЛ` csv или xlsx")
	return group(&cobra.Command{
		Use: "poll", GroupID: groupWork, Short: "Опросы, голосования, обсуждения, слушания",
		Example: "  kurator poll list\n  kurator poll sheet 2 -o бланк.xlsx\n  kurator poll results 2 итоги.csv\n  kurator poll act poll_move 2 --json '{\"stage\":\"agreed\"}'",
	}, &cobra.Command{Use: "list", Short: "Показать опросы", Args: exactly(0, ""), RunE: p.pollList},
		showMatter(p, "Показать опрос с итогами", func(ctx context.Context, s *session, id int64) (any, error) { return s.PollByID(ctx, s.actor, id) }),
		results, blank,
		matterAct(p, model.NounPoll, "kurator poll act poll --json @опрос.json", func() model.Action { return &model.PutPoll{} }, func() model.Action { return &model.MovePoll{} },
			func() model.Action { return &model.PutResults{} }, func() model.Action { return &model.DecidePoll{} }, func() model.Action { return &model.LinkPoll{} }))
}

func (p *program) pollList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	list, err := s.Polls(cmd.Context(), s.actor)
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "poll", title: "№", right: true}, {key: "kind", title: "Вид", show: func(v any) string { return model.PollKind(plain(v)).Title() }},
		{key: "stage", title: "Стадия", show: func(v any) string { return model.PollStage(plain(v)).Title() }}, {key: "title", title: "О чём"}, {key: "place", title: "Где"},
		{key: "from", title: "С", show: dueRussian}, {key: "to", title: "По", show: dueRussian}, {key: "participants", title: "Участников", right: true}, {key: "base", title: "База", right: true},
		{key: "turnout", title: "Явка, %", right: true, show: decimal}, {key: "provisional", title: "Предварительно"}, {key: "decision", title: "Решение", hidden: true}}}
	for i := range list {
		x := &list[i]
		var turnout any
		if t, ok := poll.Turnout(x); ok && len(x.Results) > 0 {
			turnout = t
		}
		r.add(x.ID, string(x.Kind), string(x.Stage), x.Title, x.Place, string(x.From), string(x.To), x.Participants(), x.Base, turnout, len(x.Results) > 0 && x.Provisional(), x.Decision)
	}
	return p.print(p.format(formatTable), r)
}

func (p *program) pollSheet(cmd *cobra.Command, word, output string) error {
	id, err := matterID(cmd, word)
	if err != nil {
		return err
	}
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	x, err := s.PollByID(cmd.Context(), s.actor, id)
	if err != nil {
		return err
	}
	if output == "" || output == "-" {
		return matters.WriteResults(p.out, sheet.CSV, &x)
	}
	return matters.SaveResults(output, &x)
}
