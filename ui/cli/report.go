package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/report"
	"kurator/model/stats"
	"kurator/store/export"
	"kurator/store/job/matters"
)

type reportFlags struct{ from, to, format, output string }

func reportCommand(p *program) *cobra.Command {
	var flags reportFlags
	cmd := &cobra.Command{
		Use:     "report ВИД",
		GroupID: groupWork,
		Short:   "Составить отчёт за период",
		Long: "Составляет отчёт без персональных данных. Виды: week — неделя (с субботы по пятницу), overview — обзор обращений,\n" +
			"discipline — исполнительская дисциплина, quality — качество ответов, problems — проблемы и предложения,\npolls — опросы и голосования.\n" +
			"Без --from и --to берётся последняя законченная неделя, для остальных видов — прошлый месяц.\n" +
			"Повторный отчёт за тот же период называет, что с тех пор изменилось.",
		Example: "  kurator report week -o неделя.xlsx\n  kurator report overview --from 01.01.2026 --to 30.06.2026 --format html -o обзор.html\n" +
			"  kurator report discipline --format json",
		Args:      exactly(1, "вид отчёта: "+strings.Join(reportKinds(), ", ")),
		ValidArgs: reportKinds(),
		RunE:      func(cmd *cobra.Command, args []string) error { return p.makeReport(cmd, args[0], flags) },
	}
	cmd.Flags().StringVar(&flags.from, "from", "", "первый `ДЕНЬ` периода")
	cmd.Flags().StringVar(&flags.to, "to", "", "последний `ДЕНЬ` периода")
	cmd.Flags().StringVar(&flags.format, "format", "", "`ФОРМАТ`: "+strings.Join(reportFormats(), ", "))
	cmd.Flags().StringVarP(&flags.output, "output", "o", "", "записать в `ФАЙЛ`")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportFormats(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func reportKinds() []string {
	var list []string
	for _, k := range report.AllKinds() {
		list = append(list, string(k))
	}
	return list
}

func reportFormats() []string {
	var list []string
	for _, f := range export.Formats() {
		list = append(list, string(f))
	}
	return list
}

func (p *program) makeReport(cmd *cobra.Command, kind string, flags reportFlags) error {
	if !slices.Contains(reportKinds(), kind) {
		return badCall(cmd, "Отчёта «%s» нет.%s Есть: %s.", kind, nearest(kind, reportKinds()), strings.Join(reportKinds(), ", "))
	}
	format, err := p.reportFormat(cmd, flags)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	s, err := p.open(ctx)
	if err != nil {
		return err
	}
	period, err := s.reportPeriod(cmd, report.Kind(kind), flags)
	if err != nil {
		return err
	}
	r, err := matters.Report(ctx, s.Store, s.actor, report.Kind(kind), period)
	if err != nil {
		return err
	}
	if flags.output != "" && flags.output != "-" {
		return export.Save(flags.output, format, r)
	}
	return export.Write(p.out, format, r)
}

// reportFormat is the one asked for, else that of the file's name, else Markdown.
func (p *program) reportFormat(cmd *cobra.Command, flags reportFlags) (export.Format, error) {
	format := export.Markdown
	named, ok := export.FormatOf(flags.output)
	switch {
	case flags.format != "":
		format = export.Format(flags.format)
		if !slices.Contains(export.Formats(), format) {
			return "", badCall(cmd, "Формата «%s» нет. Форматы: %s.", flags.format, strings.Join(reportFormats(), ", "))
		}
	case ok:
		format = named
	}
	toScreen := flags.output == "" || flags.output == "-"
	if toScreen && format.Binary() && p.io.IsTerminal(p.io.Stdout) {
		return "", badCall(cmd, "Формат %s на экране не прочесть. Укажите файл: -o отчёт.%s.", format, format)
	}
	return format, nil
}

// reportPeriod is what was asked for, else the last finished week or month. One end alone makes the usual period around it.
func (s *session) reportPeriod(cmd *cobra.Command, kind report.Kind, flags reportFlags) (stats.Period, error) {
	step := stats.StepMonth
	if kind == report.Week {
		step = stats.StepWeek
	}
	from, err := s.day(flags.from)
	if err != nil {
		return stats.Period{}, err
	}
	to, err := s.day(flags.to)
	if err != nil {
		return stats.Period{}, err
	}
	switch {
	case from == "" && to == "":
		return step.Around(s.Today(s.snap)).Previous(), nil
	case to == "":
		return stats.Period{From: from, To: max(from, step.Around(from).To)}, nil
	case from == "":
		return stats.Period{From: min(to, step.Around(to).From), To: to}, nil
	case to < from:
		return stats.Period{}, badCall(cmd, "Период заканчивается раньше, чем начинается. Проверьте --from и --to.")
	}
	return stats.Period{From: from, To: to}, nil
}

// day reads a date as people write it; nothing stays nothing.
func (s *session) day(words string) (model.Date, error) {
	if words == "" {
		return "", nil
	}
	m, err := s.moment(words)
	return model.Date(m.At.Format(time.DateOnly)), err
}
