package cli

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
	"kurator/model/stats"
	"kurator/store/figures"
)

func targetCommand(p *program) *cobra.Command {
	return group(&cobra.Command{
		Use:     "target",
		GroupID: groupOffice,
		Short:   "Целевые значения показателей: список и новые",
		Long:    "Целевые значения задаёт координатор МЦУ. Показатели и их формулы называет kurator target list --figures.",
		Example: "  kurator target list\n  kurator target set discipline 95 --from 01.01.2026 --basis \"распоряжение № 5\"",
	}, targetListCommand(p), targetSetCommand(p))
}

func targetListCommand(p *program) *cobra.Command {
	var known bool
	cmd := &cobra.Command{
		Use: "list", Short: "Показать цели и выполняются ли они в этом месяце", Args: exactly(0, ""),
		Example: "  kurator target list\n  kurator target list --figures",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if known {
				return p.listFigures()
			}
			return p.listTargets(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&known, "figures", false, "показать показатели, для которых можно задать цель")
	return cmd
}

func (p *program) listFigures() error {
	r := rows{columns: []column{{key: "figure", title: "Показатель"}, {key: "name", title: "Название"}, {key: "unit", title: "Единица"}, {key: "formula", title: "Как считается"}}}
	for _, f := range stats.Figures() {
		r.add(string(f.ID), f.Name, f.Unit.Title(), f.Formula)
	}
	return p.print(p.format(formatTable), r)
}

// listTargets holds the targets in force against this month as far as it has come, and lists the others without figures.
func (p *program) listTargets(ctx context.Context) error {
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	names, err := figures.Names(ctx, s.Store, s.snap)
	if err != nil {
		return err
	}
	today := s.Today(s.snap)
	period := stats.StepMonth.Around(today).Cut(today)
	aims := figures.NewAims(s.snap.Office, figures.Scope(s.snap, names, period, s.Now()), period)
	if err := figures.Read(ctx, s.Store, s.actor, aims.Censuses()...); err != nil {
		return err
	}
	states := map[int64]figures.TargetState{}
	for _, t := range aims.States() {
		states[t.Target.ID] = t
	}
	r := rows{columns: []column{{key: "id", title: "№", right: true}, {key: "figure", title: "Показатель", hidden: true}, {key: "name", title: "Показатель"}, {key: "channel", title: "Канал", show: func(id any) string { return model.ChannelID(id.(string)).Title() }},
		{key: "target", title: "Цель", right: true, show: figureText}, {key: "value", title: "В этом месяце", right: true, show: figureText}, {key: "base", title: "n", right: true}, {key: "verdict", title: "Выполняется"},
		{key: "from", title: "С", show: dueRussian}, {key: "to", title: "По", show: dueRussian}, {key: "basis", title: "Основание"}}}
	for _, t := range s.snap.Office.TargetList() {
		name, value, base, verdict := t.Figure, any(nil), any(nil), "не действует"
		if f, ok := stats.Find(stats.ID(t.Figure)); ok {
			name = f.Name
		}
		if state, ok := states[t.ID]; ok {
			verdict, base = state.Verdict, state.Value.Base
			if state.Value.Known() {
				value = math.Round(state.Value.X*100) / 100
			}
		}
		r.add(t.ID, t.Figure, name, string(t.Channel), t.Value, value, base, verdict, string(t.From), string(t.To), t.Basis)
	}
	return p.print(p.format(formatTable), r)
}

func targetSetCommand(p *program) *cobra.Command {
	var id int64
	var channel, from, to, basis string
	cmd := &cobra.Command{
		Use: "set ПОКАЗАТЕЛЬ ЗНАЧЕНИЕ", Short: "Задать или изменить целевое значение", Args: exactly(2, "показатель и значение, например discipline 95"),
		Long: "Задаёт целевое значение в единицах показателя (проценты, дни, баллы). С --id меняет заданное раньше:\n" +
			"что не названо, остаётся как было; последний день в прошлом прекращает его.",
		Example: "  kurator target set pos_days 8 --from 01.01.2026\n  kurator target set discipline 95 --id 2 --to 31.12.2026",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := knownFigure(cmd, args[0]); err != nil {
				return err
			}
			value, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSuffix(args[1], "%"), ",", "."), 64)
			if err != nil || math.IsNaN(value) || math.IsInf(value, 0) {
				return badCall(cmd, "«%s» — не число. Напишите значение цифрами: 95 или 7,5.", args[1])
			}
			s, err := p.open(ctx)
			if err != nil {
				return err
			}
			t := s.snap.Office.Targets[id] // what is not named stays as it is
			if id != 0 && t.ID == 0 {
				return model.Faultf(model.NotFound, "Цели № %d нет. Заданные: kurator target list.", id)
			}
			t.Figure, t.Value = args[0], value
			if cmd.Flags().Changed("channel") {
				t.Channel = model.ChannelID(channel)
			}
			if cmd.Flags().Changed("basis") {
				t.Basis = basis
			}
			if cmd.Flags().Changed("from") {
				if t.From, err = s.optionalDate(from); err != nil {
					return err
				}
			}
			if cmd.Flags().Changed("to") {
				if t.To, err = s.optionalDate(to); err != nil {
					return err
				}
			}
			return p.office(ctx, s, "Задано целевое значение", model.Ref{Noun: model.NounTarget, ID: id}, &model.PutTarget{Target: t})
		},
	}
	f := cmd.Flags()
	f.Int64Var(&id, "id", 0, "`НОМЕР` цели, которая меняется")
	f.StringVar(&channel, "channel", "", "`КАНАЛ`: "+strings.Join(channelIDs(), ", ")+"; без него — все")
	f.StringVar(&from, "from", "", "первый `ДЕНЬ`")
	f.StringVar(&to, "to", "", "последний `ДЕНЬ`")
	f.StringVar(&basis, "basis", "", "`ДОКУМЕНТ`-основание")
	fixed(cmd, "channel", channelIDs()...)
	return cmd
}

func knownFigure(cmd *cobra.Command, word string) error {
	var known []string
	for _, f := range stats.Figures() {
		if string(f.ID) == word {
			return nil
		}
		known = append(known, string(f.ID))
	}
	if near := russian.Nearest(word, known); near != "" {
		return badCall(cmd, "Показателя «%s» нет. Возможно, вы имели в виду «%s».", word, near)
	}
	return badCall(cmd, "Показателя «%s» нет. Список: kurator target list --figures.", word)
}
