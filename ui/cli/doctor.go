package cli

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/exchange"
	"kurator/store/job/upkeep"
	"kurator/store/suggest"
)

func doctorCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		GroupID: groupOffice,
		Short:   "Сказать, всё ли в порядке с установкой",
		Long: "Смотрит права на файлы, место на диске, часы, календарь, копии, терминал, настройки и вход по SSH.\n" +
			"Персональных данных не читает. Код 4 — есть то, что нужно исправить.",
		Args: exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.doctor(cmd) },
	}
}

func (p *program) doctor(cmd *cobra.Command) error {
	ctx := cmd.Context()
	conf, err := p.config()
	if err != nil {
		return err // every error of the file, with its line
	}
	clock := p.io.Now
	s, failure := store.Open(ctx, conf.Files.DB, store.Options{Now: func() time.Time { return clock() }})
	if failure == nil {
		p.closer = append(p.closer, s.Close)
		snap, err := s.Snapshot(ctx)
		if err != nil {
			return err
		}
		if clock, err = p.clock(s, snap.Zone()); err != nil {
			return err
		}
	} else {
		s = nil
	}
	list, err := upkeep.Doctor(ctx, s, failure, upkeep.Installation{DB: conf.Files.DB, Copies: conf.Files.Backup, Seals: conf.Backup.Seals, Config: p.configPlace(),
		Keys: filepath.Join(p.paths.Home, ".ssh", "authorized_keys"), Now: p.io.Now(),
		Terminal: upkeep.Terminal{Is: p.io.IsTerminal(p.io.Stdin) && p.io.IsTerminal(p.io.Stdout), Name: p.env("TERM"), Lang: p.language()}})
	if err != nil {
		return err
	}
	if s != nil {
		if f, ok := hints(ctx, s); ok {
			list = append(list, f)
		}
	}
	if err := p.findings(list); err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(f upkeep.Finding) bool { return f.State == upkeep.Bad }) {
		return model.Faultf(model.BadData, "С установкой не всё в порядке.")
	}
	return nil
}

// hints says how often the suggestions learned here were right; nothing where there was nothing to learn from.
func hints(ctx context.Context, s *store.Store) (upkeep.Finding, bool) {
	rates, err := exchange.MeasureSuggestions(ctx, s)
	if err != nil || rates.Unit.Cases+rates.Topic.Cases == 0 {
		return upkeep.Finding{}, false // the base itself was examined above
	}
	say := func(r suggest.Rate) string {
		return russian.Number(int64(r.Right)) + " из " + russian.Number(int64(r.Cases)) + " (" + russian.Percent(r.Share()*100, 0) + ")"
	}
	return upkeep.Finding{Name: "Подсказки", State: upkeep.Good, Say: "На последних обращениях (не больше 500) верно названы подразделение: " + say(rates.Unit) + ", тема: " + say(rates.Topic) + "."}, true
}

// language is the locale the C library would take.
func (p *program) language() string {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := p.env(name); value != "" {
			return value
		}
	}
	return ""
}
