package cli

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/calendar"
	"kurator/model/russian"
	"kurator/store/job/upkeep"
)

func calendarCommand(p *program) *cobra.Command {
	var yes bool
	take := &cobra.Command{
		Use:   "import ФАЙЛ",
		Short: "Загрузить календарь следующего года: CSV, XML или JSON",
		Long: "Читает производственный календарь года из CSV (как встроенный), XML (как на xmlcalendar.ru) или JSON (holidays, preholidays, nowork),\n" +
			"показывает, у каких открытых обращений сдвинутся сроки, и с ключом --yes загружает его одним действием.",
		Example: "  kurator calendar import календарь-2028.xml\n  kurator calendar import календарь-2028.xml --yes",
		Args:    exactly(1, "файл календаря"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.changeRules(cmd.Context(), args[0], yes, upkeep.ReadCalendar)
		},
	}
	take.Flags().BoolVar(&yes, "yes", false, "загрузить, а не только показать")
	cmd := &cobra.Command{
		Use:     "calendar ГОД",
		GroupID: groupTerms,
		Short:   "Показать производственный календарь года",
		Long: "Показывает каждый день года: рабочий ли он, сколько в нём часов 40-часовой недели и почему.\n" +
			"База не нужна; если она есть, видны и дни, заданные учреждением.",
		Example: "  kurator calendar 2026\n  kurator calendar 2026 --format table\n  kurator calendar import календарь-2028.xml",
		Args:    exactly(1, "год, например 2026"),
		RunE:    func(cmd *cobra.Command, args []string) error { return p.calendar(cmd, args[0]) },
	}
	cmd.AddCommand(take)
	return cmd
}

func (p *program) calendar(cmd *cobra.Command, word string) error {
	year, err := strconv.Atoi(word)
	if err != nil || year < 1 || year > 9999 {
		return badCall(cmd, "«%s» — не год. Напишите его цифрами, например 2026.", word)
	}
	rules, err := p.rules(cmd.Context())
	if err != nil {
		return err
	}
	days, err := rules.calendar.Year(year)
	if missing := (*calendar.MissingYearError)(nil); errors.As(err, &missing) {
		return model.Faultf(model.BadData, "%s", missing)
	}
	if err != nil {
		return err
	}
	r := rows{columns: []column{{key: "date", title: "Дата", show: calendarDate}, {key: "work", title: "Рабочий"},
		{key: "hours", title: "Часов", right: true}, {key: "basis", title: "Основание", show: func(basis any) string { return calendar.BasisTitle(basis.(string)) }}}}
	for _, d := range days {
		r.add(d.Date, d.Work, d.Hours, d.Basis)
	}
	return p.print(p.format(formatJSON), r)
}

func calendarDate(date any) string {
	d := date.(calendar.Date)
	return d.Russian() + " " + russian.WeekdayShort(d.Weekday())
}
