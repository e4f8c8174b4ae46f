package cli

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
)

func digestCommand(p *program) *cobra.Command {
	var dir string
	var anyDay, letters, again bool
	cmd := &cobra.Command{
		Use:     "digest",
		GroupID: groupWork,
		Short:   "Кому и что пора сделать: сводка для таймера",
		Long: "По каждому держателю: что просрочено, что нужно сегодня и до конца следующего рабочего дня, какие обещания подходят\n" +
			"и какие отрицательные оценки ждут разбора. Когда делать нечего и в выходной день, молчит и завершается успешно.\n\n" +
			"С --mail каждому держателю раз в день уходит письмо: на почту подразделения, а куратору и руководителю — на почту подразделений,\n" +
			"в которых они работают. Без почтового сервера или без адреса письмо пишется файлом .eml. В письмах нет персональных данных.",
		Example: "  kurator digest\n  kurator digest --dir /srv/kurator/сводки\n  kurator digest --mail",
		Args:    exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if letters {
				return p.sendDigest(cmd, exchange.DigestOptions{AnyDay: anyDay, Again: again, Dir: dir})
			}
			return p.digest(cmd, dir, anyDay)
		},
	}
	cmd.Flags().BoolVar(&letters, "mail", false, "письмом каждому держателю")
	cmd.Flags().BoolVar(&again, "again", false, "с --mail: и тем, кому сводка сегодня уже отправлена")
	cmd.Flags().StringVar(&dir, "dir", "", "записать по файлу на держателя в `ПАПКУ`; с --mail — туда письма, которые не отправлены")
	cmd.Flags().BoolVar(&anyDay, "any-day", false, "и в выходной день")
	return cmd
}

func (p *program) digest(cmd *cobra.Command, dir string, anyDay bool) error {
	ctx := cmd.Context()
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	list, err := exchange.Digest(ctx, s.Store, s.actor, anyDay)
	if err != nil {
		return err
	}
	if f := p.flags.format; f == formatJSON || f == formatCSV {
		return p.digestRows(f, list)
	}
	for i, n := range list {
		text := clean.Text(n.Title + "\n" + n.Text)
		if dir != "" {
			if err := saveNotice(dir, i, n, text); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			text = "\n" + text
		}
		if _, err := p.out.WriteString(strings.TrimRight(text, "\n") + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// sendDigest lets the digests out as letters and tells what became of each.
func (p *program) sendDigest(cmd *cobra.Command, o exchange.DigestOptions) error {
	ctx := cmd.Context()
	conf, err := p.config()
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	if o.Server, err = exchange.ServerOf(conf.Mail); err != nil {
		return err
	}
	o.Dir = cmp.Or(o.Dir, exchange.Outbox(conf.Files.DB))
	list, err := exchange.SendDigest(ctx, s.Store, s.actor, o)
	if len(list) > 0 {
		out := rows{columns: []column{{key: "title", title: "Кому"}, {key: "overdue", title: "Просрочено"}, {key: "today", title: "Сегодня"},
			{key: "next", title: "Далее"}, {key: "sent", title: "Отправлено"}, {key: "file", title: "Файл"}}}
		for _, n := range list {
			out.add(n.Title, n.Counts.Overdue, n.Counts.Today, n.Counts.Next, n.Sent, n.Path)
		}
		if wrong := p.print(p.format(formatTable), out); wrong != nil {
			return wrong
		}
	}
	return err
}

func (p *program) digestRows(format string, list []exchange.Notice) error {
	out := rows{columns: []column{{key: "holder"}, {key: "title"}, {key: "overdue"}, {key: "today"}, {key: "next"}, {key: "promises"},
		{key: "bad_marks"}, {key: "text"}}}
	for _, n := range list {
		c := n.Counts
		out.add(n.Holder.Key(), n.Title, c.Overdue, c.Today, c.Next, c.Promises, c.Unhappy, n.Text)
	}
	return p.print(format, out)
}

// saveNotice writes a file named by the holder's key, which holds no person's name.
func saveNotice(dir string, i int, n exchange.Notice, text string) error {
	key := n.Holder.Key()
	if n.Holder.Kind == model.HolderOutside {
		key = "outside-" + strconv.Itoa(i+1)
	}
	name := strings.NewReplacer(":", "-", "/", "-", "\\", "-").Replace(key)
	if name == "" {
		name = "none"
	}
	if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(text), 0o600); err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось записать сводку. Проверьте папку «" + dir + "» и права."}
	}
	return nil
}
