package cli

import (
	"context"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/matters"
)

func requestCommand(p *program) *cobra.Command {
	var output, how, at string
	material := &cobra.Command{
		Use: "material НОМЕР", Short: "Сделать материал по запросу и заморозить его", Args: exactly(1, "номер запроса"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.requestMaterial(cmd, args[0], output) },
	}
	material.Flags().StringVarP(&output, "output", "o", "", "сохранить ещё и в `ФАЙЛ` или папку")
	send := &cobra.Command{
		Use: "send НОМЕР", Short: "Отметить, что ответ отправлен", Args: exactly(1, "номер запроса"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.requestSend(cmd, args[0], how, at) },
	}
	send.Flags().StringVar(&how, "how", "", "`КАК` отправлен: «СЭД, исх. № 12»")
	send.Flags().StringVar(&at, "at", "", "`ВРЕМЯ` отправки, если раньше")
	return group(&cobra.Command{
		Use: "request", GroupID: groupWork, Short: "Запросы центра управления регионом",
		Example: "  kurator request list\n  kurator request material 3 -o .\n  kurator request send 3 --how \"СЭД, исх. № 12\"\n  kurator request repeat 3",
	}, &cobra.Command{Use: "list", Short: "Показать запросы", Args: exactly(0, ""), RunE: p.requestList},
		showMatter(p, "Показать запрос", func(ctx context.Context, s *session, id int64) (any, error) { return s.Request(ctx, s.actor, id) }),
		material, send,
		&cobra.Command{Use: "repeat НОМЕР", Short: "Повторить запрос на следующий период", Args: exactly(1, "номер запроса"), RunE: func(cmd *cobra.Command, args []string) error {
			return p.onRequest(cmd, args[0], func(s *session, id int64) (store.Result, error) {
				return matters.RepeatRequest(cmd.Context(), s.Store, s.actor, id)
			})
		}},
		matterAct(p, model.NounRequest, "kurator request act request --json '{\"asks\":\"Статистика по ЖКХ\",\"report\":\"week\",\"start\":\"2026-11-14\",\"end\":\"2026-11-20\"}'",
			func() model.Action { return &model.PutRequest{} }, func() model.Action { return &model.PutRequestQuestion{} }, func() model.Action { return &model.CloseRequest{} }))
}

func (p *program) requestList(cmd *cobra.Command, _ []string) error {
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	list, err := s.Requests(cmd.Context(), s.actor)
	if err != nil {
		return err
	}
	today := s.Today(s.snap)
	r := rows{columns: []column{{key: "request", title: "№", right: true}, {key: "state", title: "Состояние", show: func(v any) string { return model.RequestState(plain(v)).Title() }},
		{key: "asks", title: "Что запрашивают"}, {key: "number", title: "Письмо"}, {key: "received", title: "Получен", show: dueRussian}, {key: "due", title: "Срок", show: dueRussian},
		{key: "late", title: "Просрочен"}, {key: "start", title: "С", show: dueRussian}, {key: "end", title: "По", show: dueRussian}, {key: "report", title: "Отчёт"}, {key: "sent_hash", title: "SHA-256 отправленного", hidden: true}}}
	for i := range list {
		x := &list[i]
		r.add(x.ID, string(x.State), x.Asks, x.Number, string(x.Received), string(x.Due), x.Late(today), string(x.Start), string(x.End), x.Report, x.SentWhat)
	}
	return p.print(p.format(formatTable), r)
}

func (p *program) onRequest(cmd *cobra.Command, word string, do func(s *session, id int64) (store.Result, error)) error {
	id, err := matterID(cmd, word)
	if err != nil {
		return err
	}
	s, err := p.open(cmd.Context())
	if err != nil {
		return err
	}
	r, err := do(s, id)
	if err != nil {
		return err
	}
	return p.toldResult(r)
}

func (p *program) requestMaterial(cmd *cobra.Command, word, output string) error {
	return p.onRequest(cmd, word, func(s *session, id int64) (store.Result, error) {
		m, r, err := matters.MakeMaterial(cmd.Context(), s.Store, s.actor, id)
		if err != nil {
			return r, err
		}
		p.note("%s, SHA-256 %s", m.Name, m.Hash)
		if output != "" {
			_, err = matters.SaveMaterial(cmd.Context(), s.Store, s.actor, m.ID, output)
		}
		return r, err
	})
}

func (p *program) requestSend(cmd *cobra.Command, word, how, at string) error {
	return p.onRequest(cmd, word, func(s *session, id int64) (store.Result, error) {
		sent, err := s.happened(at)
		if err != nil {
			return store.Result{}, err
		}
		return matters.SendRequest(cmd.Context(), s.Store, s.actor, id, how, sent)
	})
}
