package cli

import (
	"cmp"
	"strconv"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/docx"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
)

type taskFlags struct {
	dir                          string
	text, letters, personal, dry bool
}

func tasksCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "tasks",
		GroupID: groupWork,
		Short:   "Задания исполнителям и проекты, которые от них пришли",
		Long: "Задание — документ для подразделения: вопросы, срок словами, место для ответа, как отвечали раньше и отметка обращения\n" +
			"[K-123]. По отметке присланный проект сам попадает к своему обращению (kurator import --drafts ПАПКА).",
	}
	return group(cmd, tasksIssueCommand(p), tasksWaitingCommand(p), tasksMatchCommand(p), tasksDropCommand(p))
}

func tasksIssueCommand(p *program) *cobra.Command {
	var flags taskFlags
	cmd := &cobra.Command{
		Use:   "issue НОМЕР…",
		Short: "Выдать задания исполнителям",
		Long: "Пишет по документу на подразделение и отмечает в журнале, что задание передано. С --mail задание уходит письмом, а если\n" +
			"почтовый сервер не задан, сохраняется файлом .eml. Данные заявителя попадают в задание только с --personal.",
		Example: "  kurator tasks issue 12 15 --dir задания\n  kurator tasks issue 12 --mail\n  kurator tasks issue 12 --dry-run",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return badCall(cmd, "Укажите номера обращений.")
			}
			return p.issueTasks(cmd, args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.dir, "dir", "", "`ПАПКА` для документов; без неё — папка outbox рядом с базой")
	f.BoolVar(&flags.text, "text", false, "текстом, а не документом Word")
	f.BoolVar(&flags.letters, "mail", false, "письмом на адрес подразделения")
	f.BoolVar(&flags.personal, "personal", false, "с фамилией, телефоном и адресом заявителя (нужно право, пишется в журнал)")
	f.BoolVar(&flags.dry, "dry-run", false, "показать задание и ничего не менять")
	return cmd
}

func (p *program) issueTasks(cmd *cobra.Command, numbers []string, flags taskFlags) error {
	ctx := cmd.Context()
	conf, err := p.config()
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	ids, err := s.find(ctx, numbers)
	if err != nil {
		return err
	}
	o := exchange.TaskOptions{Dir: cmp.Or(flags.dir, exchange.Outbox(conf.Files.DB)), Plain: flags.text, Letters: flags.letters, Personal: flags.personal}
	if flags.dry {
		sheet, err := exchange.SheetOf(ctx, s.Store, s.actor, ids, o)
		if err != nil {
			return err
		}
		_, err = p.out.WriteString(clean.Text(docx.Plain(sheet)))
		return err
	}
	if flags.letters {
		if o.Server, err = exchange.ServerOf(conf.Mail); err != nil {
			return err
		}
	}
	tasks, skipped, err := exchange.Tasks(ctx, s.Store, s.actor, ids, o)
	for _, skip := range skipped {
		p.note("%s", skip.Say)
	}
	out := rows{columns: []column{{key: "unit", title: "Подразделение"}, {key: "appeals", title: "Обращения"}, {key: "sent", title: "Отправлено"},
		{key: "file", title: "Файл"}}}
	for _, t := range tasks {
		var list []string
		for _, id := range t.Appeals {
			list = append(list, id.String())
		}
		out.add(t.Title, list, t.Sent, t.Path)
	}
	if wrong := p.print(p.format(formatTable), out); wrong != nil {
		return wrong
	}
	if err == nil && len(tasks) == 0 {
		return model.Faultf(model.Stage, "Выдавать нечего: ни одно обращение не ждёт проекта от подразделения.")
	}
	return err
}

func tasksWaitingCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "waiting",
		Short: "Показать проекты, которые не удалось отнести к обращению",
		Long:  "Показывает отложенные проекты и обращения, к которым они могут относиться.",
		Args:  exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			list, err := exchange.LooseDrafts(cmd.Context(), s.Store, s.actor)
			if err != nil {
				return err
			}
			out := rows{columns: []column{{key: "draft", title: "Проект", right: true}, {key: "file", title: "Файл"}, {key: "from", title: "От кого"},
				{key: "at", title: "Когда", show: dueRussian}, {key: "reason", title: "Почему отложен"}, {key: "offers", title: "Похоже на"}}}
			for _, d := range list {
				var offers []string
				for _, o := range d.Offers[:min(len(d.Offers), 5)] {
					offers = append(offers, o.Appeal.String())
				}
				out.add(d.ID, d.File, d.From, s.stamp(d.Draft), d.Reason, offers)
			}
			if len(list) == 0 && p.format(formatTable) == formatTable {
				p.note("Отложенных проектов нет.")
				return nil
			}
			return p.print(p.format(formatTable), out)
		},
	}
}

func tasksMatchCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "match ПРОЕКТ НОМЕР",
		Short:   "Отнести отложенный проект к обращению",
		Long:    "Записывает отложенный проект в обращение и передаёт его куратору.",
		Example: "  kurator tasks waiting\n  kurator tasks match 3 12",
		Args:    exactly(2, "номер проекта и номер обращения"),
		RunE: func(cmd *cobra.Command, args []string) error {
			draft, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return badCall(cmd, "«%s» — не номер проекта. Номера показывает kurator tasks waiting.", args[0])
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			id, err := s.number(cmd.Context(), args[1])
			if err != nil {
				return err
			}
			if err := exchange.GiveDraft(cmd.Context(), s.Store, s.actor, draft, id); err != nil {
				return err
			}
			p.note("Проект записан: № %s.", id)
			return nil
		},
	}
}

func tasksDropCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "drop ПРОЕКТ",
		Short: "Убрать отложенный проект из списка",
		Long:  "Убирает отложенный проект из списка: он ни к чему не относится. Текст хранится, пока не истечёт его срок.",
		Args:  exactly(1, "номер проекта"),
		RunE: func(cmd *cobra.Command, args []string) error {
			draft, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return badCall(cmd, "«%s» — не номер проекта. Номера показывает kurator tasks waiting.", args[0])
			}
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			return exchange.PutDraftAway(cmd.Context(), s.Store, s.actor, draft)
		},
	}
}

// tellDrafts says what became of drafts.
func (p *program) tellDrafts(reports []exchange.DraftReport) {
	aside := 0
	for _, r := range reports {
		about := ""
		if r.Appeal != 0 {
			about = " № " + r.Appeal.String()
		}
		p.note("  %s:%s %s%s", r.File, about, r.What, behindColon(r.Say))
		if r.Aside() {
			aside++
		}
	}
	if aside > 0 {
		p.note("Отложено: %s. Отнести к обращению: kurator tasks waiting.", russian.Count(aside, "проект", "проекта", "проектов"))
	}
}
