package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store/config"
	"kurator/ui/action"
	"kurator/ui/key"
	"kurator/ui/theme"
)

func configCommand(p *program) *cobra.Command {
	return group(&cobra.Command{
		Use:     "config",
		GroupID: groupOffice,
		Short:   "Настройки: проверить, создать, показать",
	}, &cobra.Command{
		Use:     "check [ФАЙЛ]",
		Short:   "Проверить файл настроек и назвать все ошибки",
		Example: "  kurator config check\n  kurator config check новый.toml",
		Args:    cobra.ArbitraryArgs,
		RunE:    p.configCheck,
	}, &cobra.Command{
		Use:   "init",
		Short: "Создать файл настроек с пояснениями",
		Args:  exactly(0, ""),
		RunE:  func(*cobra.Command, []string) error { return p.configInit() },
	}, &cobra.Command{
		Use:   "show",
		Short: "Показать действующие настройки и откуда они",
		Args:  exactly(0, ""),
		RunE:  func(*cobra.Command, []string) error { return p.configShow() },
	})
}

// config reads the settings once.
func (p *program) config() (config.Config, error) {
	if p.conf == nil {
		c, err := p.readConfig(p.configFile())
		if err != nil {
			return config.Config{}, err
		}
		if p.flags.db != "" {
			c.Files.DB = p.flags.db
		}
		p.conf = &c
	}
	return *p.conf, nil
}

func (p *program) readConfig(file string) (config.Config, error) {
	return config.Load(p.paths, file, p.env, words())
}

// words are the names a file of settings may use.
func words() config.Words {
	var commands []string
	for _, c := range action.Default().All() {
		commands = append(commands, string(c.ID))
	}
	return config.Words{Themes: theme.Names(), Glyphs: theme.GlyphSets(), Commands: commands, Key: func(name string) bool {
		steps := strings.Fields(name)
		return len(steps) > 0 && !slices.ContainsFunc(steps, func(s string) bool { return !key.Valid(s) })
	}, Bind: bindFaults}
}

// bindFaults are the mistakes of rebound keys in the words of a file of settings.
func bindFaults(keys map[string][]string) []config.KeyFault {
	_, wrong := action.Bind(keys)
	list := make([]config.KeyFault, len(wrong))
	for i, w := range wrong {
		list[i] = config.KeyFault{ID: string(w.ID), Other: string(w.Other), Say: w.Say}
	}
	return list
}

// configFile is the file asked for; empty means the usual one, which may be missing.
func (p *program) configFile() string {
	if p.flags.config != "" {
		return p.flags.config
	}
	return p.env("KURATOR_CONFIG")
}

// configPlace is where the settings are, or would be.
func (p *program) configPlace() string {
	if file := p.configFile(); file != "" {
		return file
	}
	return p.paths.File()
}

func (p *program) configCheck(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return badCall(cmd, "Лишнее слово «%s»: за один раз проверяется один файл.", args[1])
	}
	file, place := p.configFile(), p.configPlace()
	if len(args) == 1 {
		file, place = args[0], args[0]
	}
	if _, err := p.readConfig(file); err != nil {
		return err
	}
	if !exists(place) {
		p.line(fmt.Sprintf("Файла %s нет: действуют встроенные настройки. Создать файл: kurator config init.", place))
		return nil
	}
	p.line(fmt.Sprintf("%s: ошибок нет.", place))
	return nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func (p *program) configInit() error {
	place := p.configPlace()
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return &model.Fault{Code: model.Failed, Say: fmt.Sprintf("Не удалось создать папку %s. Проверьте права.", filepath.Dir(place)), Cause: err}
	}
	f, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return model.Faultf(model.Failed, "Файл %s уже есть, он не изменён. Проверить его: kurator config check.", place)
	}
	if err == nil {
		_, err = f.WriteString(config.Example)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return &model.Fault{Code: model.Failed, Say: fmt.Sprintf("Не удалось записать настройки в %s. Проверьте права и место на диске.", place), Cause: err}
	}
	p.line(fmt.Sprintf("Создан файл настроек %s.", place))
	return nil
}

func (p *program) configShow() error {
	c, err := p.config()
	if err != nil {
		return err
	}
	place := p.configPlace()
	if !exists(place) {
		place += " (такого файла нет, действуют встроенные настройки)"
	}
	p.note("Файл настроек: %s", place)
	p.note("Журнал программы: %s", p.paths.Log())
	if p.flags.format == formatJSON {
		return p.printJSON(c)
	}
	encoder := toml.NewEncoder(p.out)
	encoder.Indent = ""
	return encoder.Encode(c)
}
