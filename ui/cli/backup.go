package cli

import (
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/backup"
)

func backupCommand(p *program) *cobra.Command {
	var to []string
	var keep int
	cmd := &cobra.Command{
		Use:     "backup [ФАЙЛ]",
		GroupID: groupOffice,
		Short:   "Сделать копию базы и сразу проверить её",
		Long: "Делает копию, не мешая работе, открывает её, проверяет целиком и только потом даёт ей имя. Рядом кладёт описание с печатью\n" +
			"журнала (ФАЙЛ.manifest) и архив вложений (ФАЙЛ.files.tar). Без ФАЙЛА копия ложится в папку копий из настроек, лишние старые копии убираются.\n" +
			"С --to копия шифруется ключом age; это инженерная мера, а не сертифицированное средство защиты.",
		Example: "  kurator backup\n  kurator backup /mnt/disk/kurator.db\n  kurator backup /mnt/disk/kurator.db.age --to age1… --keep 30",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return badCall(cmd, "Лишнее слово «%s»: нужен один файл.", args[1])
			case cmd.Flags().Changed("keep") && keep < 1:
				return badCall(cmd, "Число --keep должно быть больше нуля.")
			}
			return p.backup(cmd, args, to, keep)
		},
	}
	cmd.Flags().StringSliceVar(&to, "to", nil, "открытый `КЛЮЧ` age1…, можно несколько")
	cmd.Flags().IntVar(&keep, "keep", 0, "дать имя по времени и оставить последние `ЧИСЛО` копий")
	return cmd
}

func (p *program) backup(cmd *cobra.Command, args, to []string, keep int) error {
	ctx := cmd.Context()
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	if !cmd.Flags().Changed("to") {
		to = conf.Backup.To
	}
	var file string
	if len(args) == 1 {
		file = args[0]
	} else {
		file = filepath.Join(conf.Files.Backup, "kurator.db")
		if len(to) > 0 {
			file += ".age"
		}
		if keep == 0 {
			keep = conf.Backup.Keep
		}
	}
	r, err := backup.Make(ctx, s.Store, s.actor, file, backup.Options{To: to, Keep: keep, Seals: conf.Backup.Seals, Now: s.Now().In(s.zone), Zone: s.zone,
		Tell: func(words string) { p.note("%s", words) }})
	if err != nil {
		return err
	}
	if p.format(formatTable) == formatJSON {
		removed := r.Removed
		if removed == nil {
			removed = []string{}
		}
		return p.printJSON(fields{{"file", r.File}, {"encrypted", r.Encrypted}, {"appeals", r.Manifest.Appeals}, {"size", r.Manifest.Size},
			{"sha256", r.Manifest.Digest}, {"seal", r.Manifest.Seal.String()}, {"removed", removed},
			{"files", r.Manifest.Files.Count}, {"files_missing", r.Manifest.Files.Missing}})
	}
	p.line("Копия сделана и проверена: " + r.File)
	how := "без шифрования"
	if r.Encrypted {
		how = "зашифрована"
	}
	p.line(russian.Count(int(r.Manifest.Appeals), "обращение", "обращения", "обращений") + ", " + how + ".")
	if n := r.Manifest.Files.Count; n > 0 {
		p.line("Вложений в копии: " + strconv.Itoa(n) + ". Они лежат рядом отдельным архивом (…files.tar): переносите его вместе с копией.")
	}
	if n := r.Manifest.Files.Missing; n > 0 {
		p.note("Вложений, которых нет на месте или которые повреждены: %d. В копию они не попали. Какие это — покажет kurator verify.", n)
	}
	p.line(r.Manifest.Seal.String())
	for _, old := range r.Removed {
		p.line("Убрана старая копия: " + filepath.Base(old))
	}
	if !r.Encrypted {
		p.note("В копии персональные данные без шифрования: храните её так же, как базу.")
	}
	return nil
}

// readSeals reads a file of seal lines; without one there are none, and one without a seal proves nothing.
func readSeals(file string) ([]store.Seal, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, &model.Fault{Code: model.NotFound, Say: "Не удалось открыть файл печатей " + filepath.Base(file) + ". Проверьте путь и права.", Cause: err}
	}
	defer f.Close()
	seals, err := store.ReadSeals(f)
	if err == nil && len(seals) == 0 {
		err = model.Faultf(model.BadData, "В файле %s нет ни одной печати журнала. Проверьте, тот ли это файл.", filepath.Base(file))
	}
	return seals, err
}
