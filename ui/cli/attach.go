package cli

import (
	"github.com/spf13/cobra"

	"kurator/model/russian"
	"kurator/store/job/exchange"
)

type attachFlags struct {
	save, detach int
	output       string
}

func attachCommand(p *program) *cobra.Command {
	var flags attachFlags
	cmd := &cobra.Command{
		Use:     "attach НОМЕР [ФАЙЛ…]",
		GroupID: groupWork,
		Short:   "Прикрепить к обращению файлы или показать прикреплённые",
		Long: "Копирует файлы в папку рядом с базой и связывает их с обращением. Без файлов показывает, что прикреплено.\n" +
			"Файлы удаляются вместе с текстами, когда обращение обезличивается.",
		Example: "  kurator attach 12 акт.pdf фото.jpg\n  kurator attach 12\n  kurator attach 12 --save 1 -o акт.pdf",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return badCall(cmd, "Укажите номер обращения.")
			}
			return p.attach(cmd, args[0], args[1:], flags)
		},
	}
	f := cmd.Flags()
	f.IntVar(&flags.save, "save", 0, "сохранить файл: его `НОМЕР` по списку")
	f.IntVar(&flags.detach, "detach", 0, "открепить файл: его `НОМЕР` по списку")
	f.StringVarP(&flags.output, "output", "o", "", "куда сохранить: `ФАЙЛ`")
	return cmd
}

func (p *program) attach(cmd *cobra.Command, number string, paths []string, flags attachFlags) error {
	ctx := cmd.Context()
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	id, err := s.number(ctx, number)
	if err != nil {
		return err
	}
	switch {
	case len(paths) > 0 && flags.save+flags.detach > 0, flags.save > 0 && flags.detach > 0:
		return badCall(cmd, "За один раз либо прикрепляют, либо сохраняют, либо открепляют.")
	case len(paths) > 0:
		n, err := exchange.Attach(ctx, s.Store, s.actor, id, paths)
		if n > 0 {
			p.note("Прикреплено: %s.", russian.Count(n, "файл", "файла", "файлов"))
		}
		return err
	case flags.save > 0:
		if flags.output == "" {
			return badCall(cmd, "Укажите, куда сохранить: -o ФАЙЛ.")
		}
		file, folder, err := exchange.FileFor(ctx, s.Store, s.actor, id, flags.save)
		if err != nil {
			return err
		}
		return folder.Save(flags.output, id, file.Hash)
	}
	card, err := s.Peek(ctx, s.actor, id)
	if err != nil {
		return err
	}
	list := card.Appeal.Attachments
	if flags.detach > 0 {
		if flags.detach > len(list) {
			return badCall(cmd, "Файла с номером %d нет.", flags.detach)
		}
		return exchange.Detach(ctx, s.Store, s.actor, id, list[flags.detach-1].Hash)
	}
	out := rows{columns: []column{{key: "n", title: "№", right: true}, {key: "name", title: "Имя"}, {key: "size", title: "Байт", right: true},
		{key: "at", title: "Когда", show: dueRussian}}}
	for i, a := range list {
		out.add(int64(i+1), a.Name.Body, a.Size, s.stamp(a.At))
	}
	if len(list) == 0 && p.format(formatTable) == formatTable {
		p.note("Файлов нет.")
		return nil
	}
	return p.print(p.format(formatTable), out)
}
