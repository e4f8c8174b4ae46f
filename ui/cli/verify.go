package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store/job/upkeep"
)

func verifyCommand(p *program) *cobra.Command {
	var seals string
	cmd := &cobra.Command{
		Use:     "verify",
		GroupID: groupOffice,
		Short:   "Проверить базу целиком",
		Long: "Проверяет файл, журнал, все обращения и тексты, списки, поиск и сроки и говорит, что делать с найденным.\n" +
			"Код 4 — данные не в порядке. Миллион обращений проверяется несколько минут; работать при этом можно.",
		Example: "  kurator verify\n  kurator verify --seals /mnt/disk/seals.txt",
		Args:    exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			conf, err := p.config()
			if err != nil {
				return err
			}
			if seals == "" {
				seals = existing(conf.Backup.Seals)
			}
			list, err := readSeals(seals)
			if err != nil {
				return err
			}
			v, err := upkeep.Verify(cmd.Context(), s.Store, s.actor, list, func(words string) { p.note("%s", words) })
			if err != nil {
				return err
			}
			if err := p.findings(v.Findings); err != nil {
				return err
			}
			if v.Bad() {
				return model.Faultf(model.BadData, "База не в порядке.")
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&seals, "seals", "", "`ФАЙЛ` печатей журнала")
	return cmd
}

// existing is the file, if it is there.
func existing(file string) string {
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

// findings prints what was looked at: for people with what to do, else as rows.
func (p *program) findings(list []upkeep.Finding) error {
	if p.format(formatTable) != formatTable {
		r := rows{columns: []column{{key: "name"}, {key: "state"}, {key: "say"}, {key: "detail"}, {key: "do"}}}
		for _, f := range list {
			detail := f.Detail
			if detail == nil {
				detail = []string{}
			}
			r.add(f.Name, string(f.State), f.Say, detail, f.Do)
		}
		return p.print(p.flags.format, r)
	}
	marks := map[upkeep.State]string{upkeep.Good: "хорошо", upkeep.Warning: "внимание", upkeep.Bad: "плохо"}
	for _, f := range list {
		p.line(fmt.Sprintf("%-8s  %s: %s", marks[f.State], f.Name, f.Say))
		for _, d := range f.Detail {
			p.line("            " + d)
		}
		if f.Do != "" {
			p.line("          → " + f.Do)
		}
	}
	return nil
}
