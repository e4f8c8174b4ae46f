package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"kurator/model/russian"
	"kurator/store"
	"kurator/store/backup"
)

func restoreCommand(p *program) *cobra.Command {
	var identity, seals string
	var other bool
	cmd := &cobra.Command{
		Use:     "restore ФАЙЛ",
		GroupID: groupOffice,
		Short:   "Восстановить базу из копии",
		Long: "Расшифровывает и проверяет копию в стороне и только потом ставит её на место базы. Прежний файл остаётся рядом под именем\n" +
			"…before-restore-ДАТА, его вложения — в папке с тем же именем. Все рабочие столы на время восстановления нужно закрыть.",
		Example: "  kurator restore kurator-20261125-030000.db\n  kurator restore kurator.db.age --identity ключ.txt",
		Args:    exactly(1, "файл копии"),
		RunE: func(cmd *cobra.Command, args []string) error {
			conf, err := p.config()
			if err != nil {
				return err
			}
			if seals == "" && !cmd.Flags().Changed("seals") {
				seals = existing(conf.Backup.Seals)
			}
			list, err := readSeals(seals)
			if err != nil {
				return err
			}
			account, uid := p.io.Account()
			zone, err := time.LoadLocation(store.DefaultZone)
			if err != nil {
				return err
			}
			r, err := backup.Restore(cmd.Context(), args[0], conf.Files.DB, backup.RestoreOptions{Identity: identity, Other: other, Seals: list, Zone: zone, Now: p.io.Now,
				Person: store.Identity{Account: account, UID: uid, As: p.as(), Via: "cli"}, Tell: func(words string) { p.note("%s", words) }})
			if err != nil {
				return err
			}
			return p.restored(r, zone)
		},
	}
	cmd.Flags().StringVar(&identity, "identity", "", "`ФАЙЛ` с секретным ключом age")
	cmd.Flags().StringVar(&seals, "seals", "", "`ФАЙЛ` печатей, с которыми сверить журнал копии")
	cmd.Flags().BoolVar(&other, "other", false, "поставить копию другой базы")
	return cmd
}

func (p *program) restored(r backup.Restored, zone *time.Location) error {
	if p.format(formatTable) == formatJSON {
		return p.printJSON(fields{{"appeals", r.Manifest.Appeals}, {"kept", r.Kept}, {"lost_rows", r.Lost}, {"seal", r.Manifest.Seal.String()},
			{"files", r.Files}, {"files_missing", r.Missing}})
	}
	made := ""
	if r.Manifest.Made != 0 {
		made = " от " + russian.DateTime(r.Manifest.Made.In(zone))
	}
	p.line(fmt.Sprintf("База восстановлена из копии%s: %s.", made, russian.Count(int(r.Manifest.Appeals), "обращение", "обращения", "обращений")))
	if r.Files > 0 {
		p.line("Вложений возвращено: " + strconv.Itoa(r.Files) + ".")
	}
	if r.Missing > 0 {
		p.note("Вложений, которых нет ни в копии, ни рядом с базой: %d. Какие это — покажет kurator verify.", r.Missing)
	}
	if r.Kept != "" {
		p.line("Прежний файл: " + r.Kept)
	}
	if r.Lost > 0 {
		p.note("В прежней базе было на %s журнала больше: сделанного после копии в восстановленной базе нет.", russian.Count(int(r.Lost), "запись", "записи", "записей"))
	}
	return nil
}
