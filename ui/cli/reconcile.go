package cli

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/intake"
	"kurator/store/job/exchange"
	"kurator/ui/clean"
)

type reconcileFlags struct {
	channel, profile  string
	take, mark, leave []string
}

func reconcileCommand(p *program) *cobra.Command {
	var flags reconcileFlags
	cmd := &cobra.Command{
		Use:     "reconcile ФАЙЛ",
		GroupID: groupWork,
		Short:   "Сверить базу с выгрузкой канала",
		Long: "Сравнивает текущую выгрузку канала с базой и показывает три списка: чего нет здесь, чего нет в канале и где состояние\n" +
			"разное. Само ничего не меняет. Каждое расхождение можно принять (--take), отметить в карточке (--mark) или оставить\n" +
			"(--leave): оставленное не показывается, пока не изменится.",
		Example: "  kurator reconcile pos.xlsx\n  kurator reconcile pos.xlsx --take 50000001 --leave 50000002",
		Args:    exactly(1, "файл выгрузки"),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.reconcile(cmd, args[0], flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.channel, "channel", "", "`КАНАЛ` строк, которые его не называют")
	f.StringVar(&flags.profile, "profile", "", "`ИМЯ` описания выгрузки, если она не узнаётся сама")
	f.StringSliceVar(&flags.take, "take", nil, "принять обращение из выгрузки: `НОМЕР` в канале")
	f.StringSliceVar(&flags.mark, "mark", nil, "записать расхождение заметкой: `НОМЕР` в канале")
	f.StringSliceVar(&flags.leave, "leave", nil, "оставить расхождение как есть: `НОМЕР` в канале")
	return cmd
}

func (p *program) reconcile(cmd *cobra.Command, path string, flags reconcileFlags) error {
	ctx := cmd.Context()
	conf, err := p.config()
	if err != nil {
		return err
	}
	own, err := exchange.Profiles(conf.Import.Profiles)
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	r, err := exchange.Reconcile(ctx, s.Store, s.actor, path, intake.Options{Profiles: own, Channel: model.ChannelID(flags.channel), Profile: flags.profile})
	if err != nil {
		return err
	}
	settled := map[string]bool{}
	for _, x := range []struct {
		done    string
		numbers []string
		do      func(d exchange.Discrepancy) error
	}{
		{"Принято из выгрузки", flags.take, func(d exchange.Discrepancy) error { return r.TakeIn(ctx, d) }},
		{"Записано заметкой", flags.mark, func(d exchange.Discrepancy) error { return r.Note(ctx, d) }},
		{"Оставлено как есть", flags.leave, func(d exchange.Discrepancy) error { return r.Leave(ctx, d) }},
	} {
		for _, number := range x.numbers {
			d, ok := discrepancy(r, number)
			if !ok {
				return model.Faultf(model.NotFound, "Расхождения по номеру «%s» нет. Посмотрите список без ключей.", number)
			}
			if err := x.do(d); err != nil {
				return err
			}
			settled[number] = true
		}
		if len(x.numbers) > 0 {
			p.note("%s: %s.", x.done, clean.Line(strings.Join(x.numbers, ", ")))
		}
	}
	return p.tellReconciled(r, settled)
}

func discrepancy(r *exchange.Reconciliation, number string) (exchange.Discrepancy, bool) {
	for _, d := range r.List {
		if d.Number == number {
			return d, true
		}
	}
	return exchange.Discrepancy{}, false
}

func (p *program) tellReconciled(r *exchange.Reconciliation, settled map[string]bool) error {
	out := rows{columns: []column{{key: "kind", title: "Расхождение", show: func(v any) string { return model.DifferenceKind(plain(v)).Title() }},
		{key: "number", title: "Номер в канале"}, {key: "appeal", title: "№", right: true}, {key: "here", title: "Здесь"}, {key: "there", title: "В канале"}}}
	counts := map[model.DifferenceKind]int{}
	for _, d := range r.List {
		if settled[d.Number] {
			continue
		}
		counts[d.Kind]++
		appeal := ""
		if d.Appeal != 0 {
			appeal = strconv.FormatInt(int64(d.Appeal), 10)
		}
		out.add(string(d.Kind), d.Number, appeal, d.Here, d.There)
	}
	p.note("%s: строк %s, совпадает %s, нет здесь %d, нет в канале %d, состояние разное %d, оставлено раньше %d.", r.Profile,
		russian.Number(int64(r.Read)), russian.Number(int64(r.Same)), counts[model.MissingHere], counts[model.MissingThere], counts[model.StateDiffers], r.PassedOver)
	if r.Unreadable > 0 {
		p.note("Не читается строк: %d. Загрузите файл, чтобы увидеть почему.", r.Unreadable)
	}
	if len(out.lines) == 0 && p.format(formatTable) == formatTable {
		return nil
	}
	return p.print(p.format(formatTable), out)
}
