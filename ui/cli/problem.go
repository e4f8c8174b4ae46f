package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/job/matters"
)

func problemCommand(p *program) *cobra.Command {
	var text string
	answer := &cobra.Command{
		Use: "answer НОМЕР", Short: "Подготовить общий ответ всем приложенным обращениям", Args: exactly(1, "номер проблемы"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.problemAnswer(cmd, args[0], text) },
	}
	answer.Flags().StringVar(&text, "text", "", "`ТЕКСТ` ответа, «-» — из ввода, @имя — из файла")
	return group(&cobra.Command{
		Use: "problem", GroupID: groupWork, Short: "Проблемы за обращениями, предложения и картина",
		Example: "  kurator problem list\n  kurator problem attach 3 120 121 125\n  kurator problem watch\n" +
			"  kurator problem act problem --json '{\"title\":\"Котельная не держит температуру\",\"place\":\"пгт Ревда\",\"query\":\"тема:тепло\"}'",
	}, &cobra.Command{Use: "list", Short: "Показать проблемы", Args: exactly(0, ""), RunE: p.problemList},
		showMatter(p, "Показать проблему с мерами и их эффектом", func(ctx context.Context, s *session, id int64) (any, error) {
			x, err := matters.OpenProblem(ctx, s.Store, s.actor, id)
			return problemDocument(&x), err
		}),
		&cobra.Command{Use: "attach НОМЕР ОБРАЩЕНИЕ…", Short: "Приложить обращения к проблеме", RunE: p.problemAttach},
		&cobra.Command{Use: "watch", Short: "Приложить новое по сохранённым условиям и заметить возвраты", Args: exactly(0, ""), RunE: p.problemWatch},
		answer,
		&cobra.Command{Use: "picture", Short: "Картина: тема × населённый пункт, обращения, опросы, каналы", Args: exactly(0, ""), RunE: p.pictureList},
		&cobra.Command{Use: "surges", Short: "Всплески: чего сегодня больше обычного", Args: exactly(0, ""), RunE: p.surgeList},
		&cobra.Command{Use: "process", Short: "Где время: стадии, подразделения, темы", Args: exactly(0, ""), RunE: p.processList},
		&cobra.Command{Use: "proposals", Short: "Предложения и рекомендации", Args: exactly(0, ""), RunE: p.proposalList},
		&cobra.Command{Use: "directions", Short: "Направления координатора и их цели", Args: exactly(0, ""), RunE: p.directionList},
		matterAct(p, model.NounProblem, "kurator problem act problem_cause 3 --json '{\"cause\":\"wear\",\"words\":\"насос 1987 года\"}'",
			func() model.Action { return &model.PutProblem{} }, func() model.Action { return &model.DetachCases{} }, func() model.Action { return &model.PutHypothesis{} },
			func() model.Action { return &model.AddEvidence{} }, func() model.Action { return &model.NameCause{} }, func() model.Action { return &model.PutMeasure{} },
			func() model.Action { return &model.SolveProblem{} }, func() model.Action { return &model.ReturnProblem{} }),
		renamed("propose", matterAct(p, model.NounProposal, "kurator problem propose proposal_move 2 --json '{\"state\":\"sent\"}'",
			func() model.Action { return &model.PutProposal{} }, func() model.Action { return &model.MoveProposal{} })),
		renamed("direct", matterAct(p, model.NounDirection, "kurator problem direct direction --json '{\"direction\":{\"title\":\"Сроки\",\"from\":\"2026-01-01\",\"targets\":[1]}}'",
			func() model.Action { return &model.PutDirection{} })))
}

// problemDocument is a problem with what is counted about it; a change that cannot be counted is null.
func problemDocument(x *matters.ProblemSheet) fields {
	effects, course := []any{}, []any{}
	for _, e := range x.Effects {
		var change any
		if e.Before > 0 {
			change = e.Change
		}
		effects = append(effects, fields{{"measure", e.Measure.ID}, {"what", e.Measure.What}, {"done", e.Measure.Done}, {"days", e.Days}, {"before", e.Before}, {"after", e.After},
			{"change", change}, {"sure", e.Sure}, {"say", e.Words()}})
	}
	for i, n := range x.Course.Days {
		course = append(course, fields{{"date", x.Course.First.AddDate(0, 0, i).Format("2006-01-02")}, {"messages", n}})
	}
	return fields{{"problem", x.Problem}, {"messages", x.Messages}, {"since_solved", x.Since}, {"effects", effects}, {"course", course}}
}

func renamed(name string, cmd *cobra.Command) *cobra.Command {
	cmd.Use = name + " ДЕЙСТВИЕ [НОМЕР]"
	cmd.Short = map[string]string{"propose": "Предложение: написать или сдвинуть; поля — в JSON", "direct": "Направление координатора; поля — в JSON"}[name]
	return cmd
}

func (p *program) problemList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	list, err := s.Problems(cmd.Context(), s.actor)
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "problem", title: "№", right: true}, {key: "stage", title: "Стадия", show: func(v any) string { return model.ProblemStage(plain(v)).Title() }},
		{key: "title", title: "Проблема"}, {key: "place", title: "Где"}, {key: "topic", title: "Тема", hidden: true}, {key: "unit", title: "Отвечает"}, {key: "cases", title: "Обращений", right: true},
		{key: "cause", title: "Причина", show: func(v any) string { return model.Cause(plain(v)).Title() }}, {key: "returns", title: "Возвратов", right: true}, {key: "query", title: "Условия", hidden: true}}}
	for _, x := range list {
		r.add(x.ID, string(x.Stage), x.Title, x.Place, x.Topic, s.snap.Office.UnitTitle(x.Unit), len(x.Symptoms), string(x.Cause), x.Returns, x.Query)
	}
	return p.print(p.format(formatTable), r)
}

func (p *program) problemAttach(cmd *cobra.Command, args []string) error {
	if len(args) < 2 {
		return badCall(cmd, "Укажите номер проблемы и номера обращений.")
	}
	id, err := matterID(cmd, args[0])
	if err != nil {
		return err
	}
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	cases, err := s.find(cmd.Context(), args[1:])
	if err != nil {
		return err
	}
	return p.office(cmd.Context(), s, "Приложены обращения к проблеме", model.Ref{Noun: model.NounProblem, ID: id}, &model.AttachCases{Cases: cases})
}

func (p *program) problemWatch(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	w, err := matters.Watch(cmd.Context(), s.Store, s.actor)
	if err != nil {
		return err
	}
	if p.format(formatTable) == formatJSON {
		return p.printJSON(w)
	}
	p.line("Приложено по условиям: " + russian.Count(w.Attached, "обращение", "обращения", "обращений") + ".")
	for _, id := range w.Returned {
		p.line("Проблема № " + strconv.FormatInt(id, 10) + " вернулась.")
	}
	for _, say := range w.Warnings() {
		p.note("%s", say)
	}
	return nil
}

func (p *program) problemAnswer(cmd *cobra.Command, word, text string) error {
	id, err := matterID(cmd, word)
	if err != nil {
		return err
	}
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	if text == "" {
		return badCall(cmd, "Напишите текст: --text \"…\", --text @ответ.txt или --text -.")
	}
	body, err := (&setter{p: p, s: s, ctx: cmd.Context()}).text(text)
	if err != nil {
		return err
	}
	r, err := matters.HoldingAnswer(cmd.Context(), s.Store, s.actor, id, body)
	if err != nil {
		return err
	}
	return p.toldResult(r)
}

func (s *session) picture(ctx context.Context) (*matters.Picture, error) {
	return matters.MakePicture(ctx, s.Store, s.actor)
}

// pictured opens the base, counts the picture and prints a part of it.
func (p *program) pictured(cmd *cobra.Command, columns []column, fill func(r *rows, x *matters.Picture)) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	x, err := s.picture(cmd.Context())
	if err != nil {
		return err
	}
	r := rows{columns: columns}
	fill(&r, x)
	if err := p.print(p.format(formatTable), r); err != nil {
		return err
	}
	p.note("%s", x.Watermark)
	return nil
}

func (p *program) pictureList(cmd *cobra.Command, _ []string) error {
	return p.pictured(cmd, []column{{key: "theme", title: "Тема"}, {key: "place", title: "Где"}, {key: "now", title: "28 дней", right: true}, {key: "before", title: "До того", right: true},
		{key: "expected", title: "Обычно", right: true, show: decimal}, {key: "grew", title: "Выросло"}, {key: "faded", title: "Спало"}, {key: "channels", title: "Каналы"}, {key: "open", title: "В работе", right: true},
		{key: "nobody", title: "Ничьих", right: true}, {key: "voices", title: "Участников опросов", right: true}, {key: "owner", title: "Кто отвечает"}, {key: "query", title: "Условия", hidden: true}},
		func(r *rows, x *matters.Picture) {
			for _, row := range x.Rows {
				r.add(row.Theme, row.Place, row.Now, row.Before, row.Expected, row.Grew, row.Faded, row.Channels, row.Open, row.Nobody, row.Voices, row.Owner, row.Query)
			}
		})
}

func decimal(v any) string {
	x, ok := v.(float64)
	if !ok {
		return plain(v)
	}
	return russian.Decimal(x, 1)
}

func (p *program) surgeList(cmd *cobra.Command, _ []string) error {
	return p.pictured(cmd, []column{{key: "theme", title: "Тема"}, {key: "place", title: "Где"}, {key: "n", title: "Сообщений", right: true}, {key: "days", title: "Дней", right: true},
		{key: "usual", title: "Обычно", right: true, show: decimal}, {key: "chance", title: "Вероятность", hidden: true}, {key: "say", title: "Почему это всплеск"}},
		func(r *rows, x *matters.Picture) {
			for _, s := range x.Surges {
				r.add(s.Theme, s.Place, s.N, s.Days, s.Usual, s.P, s.Say)
			}
		})
}

func (p *program) processList(cmd *cobra.Command, _ []string) error {
	return p.pictured(cmd, []column{{key: "stage", title: "Стадия", show: func(v any) string { return model.StageID(plain(v)).Title() }}, {key: "holder", title: "Кто держит"}, {key: "theme", title: "Тема"},
		{key: "n", title: "Случаев", right: true}, {key: "median", title: "Медиана, дней", right: true, show: decimal}, {key: "p90", title: "90 %, дней", right: true, show: decimal}, {key: "total", title: "Всего, дней", right: true, show: decimal}},
		func(r *rows, x *matters.Picture) {
			for _, part := range [][]matters.ProcessRow{x.Stays, x.Topics} {
				for _, s := range part {
					r.add(string(s.Stage), s.Unit, s.Theme, s.N, s.Median, s.P90, s.Total)
				}
			}
		})
}

func (p *program) proposalList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	list, err := s.Proposals(cmd.Context(), s.actor)
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "proposal", title: "№", right: true}, {key: "state", title: "Состояние", show: func(v any) string { return model.ProposalState(plain(v)).Title() }},
		{key: "what", title: "Что предлагается"}, {key: "to", title: "Кому"}, {key: "by", title: "Срок", show: dueRussian}, {key: "problem", title: "Проблема", right: true}, {key: "watermark", title: "Заморожено", hidden: true}}}
	for _, x := range list {
		r.add(x.ID, string(x.State), x.What, s.snap.Office.UnitTitle(x.To), string(x.By), x.Problem, x.Watermark)
	}
	return p.print(p.format(formatTable), r)
}

func (p *program) directionList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	list, err := matters.Directions(cmd.Context(), s.Store, s.actor)
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "direction", title: "№", right: true}, {key: "title", title: "Направление"}, {key: "from", title: "С", show: dueRussian}, {key: "to", title: "По", show: dueRussian},
		{key: "figure", title: "Показатель"}, {key: "aim", title: "Цель"}, {key: "value", title: "Есть"}, {key: "n", title: "n", right: true}, {key: "verdict", title: "Выполнение"}}}
	for _, d := range list {
		if len(d.Targets) == 0 {
			r.add(d.Direction.ID, d.Direction.Title, string(d.Direction.From), string(d.Direction.To), "", "", "", nil, d.Direction.Result)
		}
		for _, t := range d.Targets {
			r.add(d.Direction.ID, d.Direction.Title, string(d.Direction.From), string(d.Direction.To), t.Name, t.Aim, t.Value, t.Base, t.Verdict)
		}
	}
	return p.print(p.format(formatTable), r)
}
