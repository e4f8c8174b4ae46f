package cli

import (
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
	var anyDay bool
	cmd := &cobra.Command{
		Use:     "digest",
		GroupID: groupWork,
		Short:   "Кому и что пора сделать: сводка для таймера",
		Long: "По каждому держателю: что просрочено, что нужно сегодня и до конца следующего рабочего дня, какие обещания подходят\n" +
			"и какие отрицательные оценки ждут разбора. Когда делать нечего и в выходной день, молчит и завершается успешно.",
		Example: "  kurator digest\n  kurator digest --dir /srv/kurator/сводки",
		Args:    exactly(0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.digest(cmd, dir, anyDay) },
	}
	cmd.Flags().StringVar(&dir, "dir", "", "записать по файлу на держателя в `ПАПКУ`")
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
