package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store/job/exchange"
)

func remindCommand(p *program) *cobra.Command {
	var dir string
	var anyTime bool
	cmd := &cobra.Command{
		Use:     "remind",
		GroupID: groupWork,
		Short:   "Напомнить подразделениям о сроках: для таймера",
		Long: "Напоминает подразделениям о проектах, срок которых подходит или прошёл: письмом, а без почтового сервера — файлом .eml.\n" +
			"За сколько и в какие часы — раздел [remind] настроек. О каждом сроке напоминается один раз. В выходной день, в часы тишины\n" +
			"и когда напоминать не о чем, молчит и завершается успешно.",
		Example: "  kurator remind\n  kurator remind --dir /srv/kurator/исходящие",
		Args:    exactly(0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.remind(cmd, dir, anyTime) },
	}
	cmd.Flags().StringVar(&dir, "dir", "", "`ПАПКА` для писем, которые не отправлены; без неё — папка outbox рядом с базой")
	cmd.Flags().BoolVar(&anyTime, "any-time", false, "и в выходной день, и в часы тишины")
	return cmd
}

func (p *program) remind(cmd *cobra.Command, dir string, anyTime bool) error {
	ctx := cmd.Context()
	conf, err := p.config()
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	server, err := exchange.ServerOf(conf.Mail)
	if err != nil {
		return err
	}
	from, until, err := conf.Remind.QuietHours()
	if err != nil {
		return &model.Fault{Code: model.Usage, Cause: err, Say: "Часы тишины заданы неверно. Проверьте [remind] quiet."}
	}
	list, err := exchange.Remind(ctx, s.Store, s.actor, exchange.RemindOptions{TaskOptions: exchange.TaskOptions{Dir: cmp.Or(dir, exchange.Outbox(conf.Files.DB)), Server: server},
		Before: conf.Remind.Before, Quiet: [2]int{from, until}, AnyTime: anyTime})
	if len(list) > 0 {
		out := rows{columns: []column{{key: "unit", title: "Подразделение"}, {key: "appeals", title: "Обращения"}, {key: "sent", title: "Отправлено"},
			{key: "file", title: "Файл"}}}
		for _, r := range list {
			var numbers []string
			for _, id := range r.Appeals {
				numbers = append(numbers, id.String())
			}
			out.add(r.Title, numbers, r.Sent, r.Path)
		}
		if wrong := p.print(p.format(formatTable), out); wrong != nil {
			return wrong
		}
	}
	return err
}
