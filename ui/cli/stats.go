package cli

import (
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/figures"
)

type statsFlags struct {
	from, to, by, channel string
	figures               []string
}

func statsCommand(p *program) *cobra.Command {
	var flags statsFlags
	cmd := &cobra.Command{
		Use:     "stats",
		GroupID: groupWork,
		Short:   "Показатели за период: все или в срезе",
		Long: "Без --by — показатели периода рядом с предыдущим периодом и с тем же периодом год назад, до того же дня.\n" +
			"С --by — показатель по каждой части среза: " + strings.Join(splitNames(), ", ") + ".\n" +
			"Показатели и их формулы называет kurator target list --figures. Без --from и --to берётся этот месяц.",
		Example: "  kurator stats\n  kurator stats --by unit --figure discipline --from 01.10.2026 --to 31.10.2026\n" +
			"  kurator stats --by official --figure answered --format csv",
		Args: exactly(0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.stats(cmd, flags) },
	}
	cmd.Flags().StringVar(&flags.from, "from", "", "первый `ДЕНЬ` периода")
	cmd.Flags().StringVar(&flags.to, "to", "", "последний `ДЕНЬ` периода")
	cmd.Flags().StringVar(&flags.by, "by", "", "`СРЕЗ`: "+strings.Join(splitNames(), ", "))
	cmd.Flags().StringVar(&flags.channel, "channel", "", "только один `КАНАЛ`")
	cmd.Flags().StringSliceVar(&flags.figures, "figure", nil, "только эти `ПОКАЗАТЕЛИ`, через запятую")
	_ = cmd.RegisterFlagCompletionFunc("by", cobra.FixedCompletions(splitNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func splitNames() []string {
	var list []string
	for _, d := range stats.Splits() {
		list = append(list, string(d))
	}
	return list
}

func (p *program) stats(cmd *cobra.Command, flags statsFlags) error {
	ctx := cmd.Context()
	list, err := figuresAsked(cmd, flags)
	if err != nil {
		return err
	}
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	channel := model.ChannelID(flags.channel)
	if flags.channel != "" && !channel.Known() {
		return badCall(cmd, "Канала «%s» нет.", flags.channel)
	}
	asked := reportFlags{from: flags.from, to: flags.to}
	period := stats.StepMonth.Around(s.Today(s.snap))
	if asked.from != "" || asked.to != "" {
		if period, err = s.reportPeriod(cmd, report.Overview, asked); err != nil {
			return err
		}
	}
	names, err := figures.Names(ctx, s.Store, s.snap)
	if err != nil {
		return err
	}
	now := s.Now()
	is, was, year := period.Compared(s.Today(s.snap))
	count := func(q stats.Period, list []*stats.Figure, dims ...stats.Dim) *stats.Counter {
		scope := figures.Scope(s.snap, names, q, now)
		if len(list) == 1 && list[0].Standing() {
			scope = figures.Standing(scope)
		}
		return stats.NewCounter(scope, list, figures.OfChannel(channel), dims...)
	}
	var counters []*stats.Counter
	var all []stats.Census
	for _, f := range list {
		one := []*stats.Figure{f}
		if flags.by != "" {
			counters = append(counters, count(is, one, stats.Dim(flags.by)))
			continue
		}
		counters = append(counters, count(is, one), count(was, one), count(year, one))
	}
	for _, c := range counters {
		all = append(all, c)
	}
	if err := figures.Read(ctx, s.Store, s.actor, all...); err != nil {
		return err
	}
	p.note("Период: %s; было: %s; год назад: %s", is.Span(), was.Span(), year.Span())
	if flags.by == "" {
		return p.print(p.format(formatTable), compared(list, counters))
	}
	return p.print(p.format(formatTable), splitRows(stats.Dim(flags.by), counters, names, s.snap.Office))
}

// figuresAsked are the figures named, else every one.
func figuresAsked(cmd *cobra.Command, flags statsFlags) ([]*stats.Figure, error) {
	if flags.by != "" && !slices.Contains(splitNames(), flags.by) {
		return nil, badCall(cmd, "Среза «%s» нет.%s Есть: %s.", flags.by, nearest(flags.by, splitNames()), strings.Join(splitNames(), ", "))
	}
	if len(flags.figures) == 0 {
		return stats.Figures(), nil
	}
	var known []string
	for _, f := range stats.Figures() {
		known = append(known, string(f.ID))
	}
	var list []*stats.Figure
	for _, name := range flags.figures {
		f, ok := stats.Find(stats.ID(name))
		if !ok {
			return nil, badCall(cmd, "Показателя «%s» нет.%s Все показатели: kurator target list --figures.", name, nearest(name, known))
		}
		list = append(list, f)
	}
	return list, nil
}

// compared are figures in three periods, three counters each. Few cases are marked in a column of their own, so that scripts see it too.
func compared(list []*stats.Figure, counters []*stats.Counter) rows {
	r := rows{columns: []column{{key: "figure", hidden: true}, {key: "name", title: "Показатель"}, {key: "unit", title: "Единица"}, {key: "value", title: "Значение", right: true, show: figureText},
		{key: "base", title: "n", right: true}, {key: "few", title: "Мало данных", show: yesNo}, {key: "previous", title: "Было", right: true, show: figureText},
		{key: "year_ago", title: "Год назад", right: true, show: figureText}, {key: "formula", title: "Как считается", hidden: true}}}
	for i, f := range list {
		var values [3]stats.Value
		for k := range values {
			values[k] = counters[3*i+k].Total().Values[0]
		}
		v := values[0]
		r.add(string(f.ID), f.Name, f.Unit.Title(), figureNumber(v), baseNumber(v), v.Known() && v.Small(), figureNumber(values[1]), figureNumber(values[2]), f.Formula)
	}
	return r
}

// splitRows are the places of a dimension for each figure, in the order of the board: few cases are marked and stand behind.
func splitRows(dim stats.Dim, counters []*stats.Counter, names *stats.Names, office *model.Office) rows {
	r := rows{columns: []column{{key: "figure", hidden: true}, {key: "name", title: "Показатель"}, {key: "key", hidden: true}, {key: "place", title: russian.Sentence(dim.Heading())}, {key: "unit", title: "Единица"},
		{key: "value", title: "Значение", right: true, show: figureText}, {key: "hits", title: "Из них", right: true, hidden: true}, {key: "base", title: "n", right: true}, {key: "few", title: "Мало данных", show: yesNo}}}
	for _, c := range counters {
		f := c.Figures()[0]
		for _, g := range figures.Split(c, dim, names, office) {
			v := g.Value
			r.add(string(f.ID), f.Name, g.Key, g.Title, f.Unit.Title(), figureNumber(v), v.Hits, baseNumber(v), v.Known() && v.Small())
		}
	}
	return r
}

// figureNumber is a figure to two decimals; nothing where there is nothing to count it from.
func figureNumber(v stats.Value) any {
	if !v.Known() || math.IsInf(v.X, 0) {
		return nil
	}
	return math.Round(v.X*100) / 100
}

func baseNumber(v stats.Value) any {
	if v.Count {
		return nil
	}
	return v.Base
}

// figureText is a figure for people: to at most two decimals, behind a comma.
func figureText(value any) string {
	x, ok := value.(float64)
	if !ok {
		return plain(value)
	}
	text := russian.Decimal(x, 2)
	for strings.HasSuffix(text, "0") {
		text = strings.TrimSuffix(text, "0")
	}
	return strings.TrimSuffix(text, ",")
}

func yesNo(v any) string {
	if v == true {
		return "да"
	}
	return ""
}
