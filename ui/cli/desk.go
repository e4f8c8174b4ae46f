package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/atotto/clipboard"
	"github.com/spf13/cobra"

	"kurator/store"
	"kurator/store/config"
	"kurator/store/job/upkeep"
	"kurator/ui/app"
	"kurator/ui/desk"
	"kurator/ui/theme"
)

func deskCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "desk",
		GroupID: groupWork,
		Short:   "Открыть рабочий стол",
		Long: "Открывает рабочий стол; то же делает kurator без команды. Если базы ещё нет, она создаётся,\n" +
			"а вы становитесь её администратором и куратором, пока не назначены роли.",
		Example: "  kurator\n  kurator desk --db район.db\n  kurator desk --as ivanova   (в принудительной команде ключа SSH)",
		Args:    exactly(0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.desk(cmd) },
	}
}

func (p *program) desk(cmd *cobra.Command) error {
	if !p.interactive() {
		return &callError{p.noTerminal(cmd.Root()), cmd.CommandPath()}
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	account, _ := p.io.Account()
	s, _, err := p.openOrCreate(cmd.Context(), conf, account)
	if err != nil {
		return err
	}
	return p.sit(cmd.Context(), s, conf)
}

// openOrCreate opens the database or makes it; what was opened is closed at the end of the run.
func (p *program) openOrCreate(ctx context.Context, conf config.Config, account string) (*store.Store, bool, error) {
	clock := p.io.Now
	s, created, err := upkeep.OpenOrCreate(ctx, conf.Files.DB, store.Options{Now: func() time.Time { return clock() }}, account)
	if err != nil {
		return nil, false, err
	}
	p.closer = append(p.closer, s.Close)
	snap, err := s.Snapshot(ctx)
	if err != nil {
		return nil, false, err
	}
	clock, err = p.clock(s, snap.Zone())
	return s, created, err
}

// sit runs the desk of the person who came.
func (p *program) sit(ctx context.Context, s *store.Store, conf config.Config) error {
	account, uid := p.io.Account()
	remote := p.env("SSH_CONNECTION") != ""
	via := "desk"
	if remote {
		via = "ssh"
	}
	as := p.as()
	actor, err := s.Enter(ctx, store.Identity{Account: account, UID: uid, As: as, Via: via})
	if err != nil {
		return err
	}
	if err := s.Login(ctx, actor, as != "" && as != account); err != nil {
		return err
	}
	log, closeLog := p.deskLog()
	defer closeLog()
	var clip func(string) error
	if !remote && !clipboard.Unsupported {
		clip = clipboard.WriteAll
	}
	env, options, err := desk.New(ctx, desk.Session{Clipboard: clip, Store: s, Actor: actor, Config: conf, Remote: remote, NoColor: theme.NoColor(p.io.Env),
		Now: func() time.Time { return s.Now().In(time.UTC) }, Environ: p.io.Env, Log: log, Reread: p.reread})
	if err != nil {
		return err
	}
	defer spare().Stop()
	return app.Run(ctx, env, options, p.io.Stdin, p.io.Stdout)
}

// reread reads the settings again, for «Перечитать настройки».
func (p *program) reread() (config.Config, error) {
	p.conf = nil
	return p.config()
}

// deskLog is where the desk writes what went wrong; without a place for it nothing is written.
func (p *program) deskLog() (io.Writer, func()) {
	name := p.paths.Log()
	if os.MkdirAll(filepath.Dir(name), 0o700) != nil {
		return io.Discard, func() {}
	}
	rotate(name)
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return io.Discard, func() {}
	}
	return f, func() { _ = f.Close() }
}
