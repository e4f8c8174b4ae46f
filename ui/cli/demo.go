package cli

import (
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/job/showcase"
)

type demoFlags struct {
	seed    uint64
	appeals int
	noUI    bool
}

func demoCommand(p *program) *cobra.Command {
	var flags demoFlags
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: groupWork,
		Short:   "Открыть рабочий стол над придуманным районом",
		Long: "Придумывает правдоподобный район — обращения на всех стадиях, просроченные и со сроком сегодня — и открывает над ним\n" +
			"рабочий стол. Люди и тексты вымышлены. С --db база остаётся, без неё исчезает при выходе.",
		Example: "  kurator demo\n  kurator demo --db район.db --appeals 5000\n  kurator demo --no-ui --appeals 1000000 --db миллион.db",
		Args:    exactly(0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.demo(cmd, flags) },
	}
	cmd.Flags().Uint64Var(&flags.seed, "seed", 1, "`ЧИСЛО`, по которому придумывается район: одно число — один район")
	cmd.Flags().IntVar(&flags.appeals, "appeals", 0, "сколько `ЧИСЛО` обращений придумать, обычно около 400")
	cmd.Flags().BoolVar(&flags.noUI, "no-ui", false, "только создать базу, рабочий стол не открывать")
	return cmd
}

func (p *program) demo(cmd *cobra.Command, flags demoFlags) error {
	switch {
	case flags.appeals < 0:
		return badCall(cmd, "Число обращений не может быть отрицательным.")
	case flags.noUI && p.flags.db == "":
		return badCall(cmd, "С --no-ui укажите, где оставить базу: --db ФАЙЛ.")
	case !flags.noUI && !p.interactive():
		return &callError{p.noTerminal(cmd.Root()), cmd.CommandPath()}
	}
	conf, err := p.config()
	if err != nil {
		return err
	}
	path := p.flags.db
	if path == "" {
		folder, err := os.MkdirTemp("", "kurator-demo-")
		if err != nil {
			return &model.Fault{Code: model.Failed, Say: "Не удалось создать временную папку. Проверьте место на диске.", Cause: err}
		}
		p.closer = append(p.closer, func() error { return os.RemoveAll(folder) })
		path = filepath.Join(folder, "demo.db")
	}
	now, err := p.demoClock()
	if err != nil {
		return err
	}
	account, _ := p.io.Account()
	bar := p.progress("Обращений")
	back := hurry()
	s, err := showcase.Demo(cmd.Context(), path, store.Options{Now: now}, showcase.DemoOptions{Seed: flags.seed, Appeals: flags.appeals, Account: account,
		Progress: func(done, total int) { bar.show(int64(done), int64(total)) }})
	bar.end()
	back()
	if err != nil {
		return err
	}
	p.closer = append(p.closer, s.Close)
	if flags.noUI {
		p.note("Готово: %s.", filepath.Base(path))
		return nil
	}
	return p.sit(cmd.Context(), s, conf)
}

// demoClock is the present; KURATOR_NOW moves it, as everywhere over an invented district.
func (p *program) demoClock() (func() time.Time, error) {
	words := p.env("KURATOR_NOW")
	if words == "" {
		return p.io.Now, nil
	}
	zone, err := time.LoadLocation(store.DefaultZone)
	if err != nil {
		return nil, err
	}
	start, err := deadline.ParseTime(words, zone)
	if err != nil {
		return nil, err
	}
	began := p.io.Now()
	return func() time.Time { return start.Add(p.io.Now().Sub(began)) }, nil
}

// bar shows on a terminal how far a long work is.
type bar struct {
	p     *program
	what  string
	on    bool
	shown time.Time
}

// barEvery is how often the line is written anew.
const barEvery = 200 * time.Millisecond

func (p *program) progress(what string) *bar {
	return &bar{p: p, what: what, on: p.io.IsTerminal(p.io.Stderr)}
}

func (b *bar) show(done, total int64) {
	if !b.on || b.p.io.Now().Sub(b.shown) < barEvery {
		return
	}
	b.shown = b.p.io.Now()
	text := b.what + ": " + russian.Number(done)
	if total > 0 {
		text += " из " + russian.Number(total) + " (" + russian.Number(min(done*100/total, 100)) + " %)"
	}
	_, _ = b.p.io.Stderr.Write([]byte("\r\x1b[K" + text)) // a line that cannot be shown is no reason to stop
}

func (b *bar) end() {
	if b.on && !b.shown.IsZero() {
		_, _ = b.p.io.Stderr.Write([]byte("\r\x1b[K"))
	}
}
