package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kurator/model/russian"
	"kurator/store/job/exchange"
)

type exportFlags struct {
	view, at, format, encoding, output string
	personal                           bool
}

func exportCommand(p *program) *cobra.Command {
	var flags exportFlags
	cmd := &cobra.Command{
		Use:     "export [ЗАПРОС…]",
		GroupID: groupWork,
		Short:   "Выгрузить список обращений в таблицу",
		Long: "Пишет обращения, которые находит запрос, в xlsx, csv или json. Тексты не превращаются в формулы, а своя выгрузка,\n" +
			"загруженная обратно, ничего не меняет. Данные заявителей и тексты попадают в файл только с --personal. Каждая выгрузка\n" +
			"пишется в журнал.",
		Example: "  kurator export открыто:да -o открытые.xlsx\n  kurator export --view \"Срок на этой неделе\" --encoding windows-1251 -o срок.csv\n" +
			"  kurator export канал:пос --personal -o пос.xlsx",
		RunE: func(cmd *cobra.Command, args []string) error { return p.export(cmd, strings.Join(args, " "), flags) },
	}
	f := cmd.Flags()
	f.StringVar(&flags.view, "view", "", "`НАЗВАНИЕ` вида: с рабочего стола, из настроек или своего")
	_ = cmd.RegisterFlagCompletionFunc("view", p.completeViews)
	f.StringVar(&flags.at, "at", "", "`ВРЕМЯ`, на которое судить о сроках, вместо настоящего")
	f.StringVar(&flags.format, "format", "", "`ФОРМАТ`: xlsx, csv, json; без него — по имени файла")
	f.StringVar(&flags.encoding, "encoding", "", "`КОДИРОВКА` csv: utf-8 или windows-1251")
	f.StringVarP(&flags.output, "output", "o", "", "записать в `ФАЙЛ`")
	f.BoolVar(&flags.personal, "personal", false, "с данными заявителей и текстами (нужно право)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(outFormats(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func outFormats() []string {
	var list []string
	for _, f := range exchange.OutFormats() {
		list = append(list, string(f))
	}
	return list
}

func (p *program) export(cmd *cobra.Command, text string, flags exportFlags) error {
	format := exchange.OutFormat(flags.format)
	switch {
	case format == "" && flags.output != "":
		var known bool
		if format, known = exchange.OutFormatOf(flags.output); !known {
			return badCall(cmd, "По имени файла не понять формат. Назовите его: --format xlsx, csv или json.")
		}
	case format == "":
		format = exchange.OutCSV
	case !slices.Contains(exchange.OutFormats(), format):
		return badCall(cmd, "Формата «%s» нет. Есть: %s.", flags.format, strings.Join(outFormats(), ", "))
	}
	if flags.output == "" && p.io.IsTerminal(p.io.Stdout) { // a citizen's text may hold what a terminal obeys
		return badCall(cmd, "Выгрузка не показывается в терминале. Укажите файл: -o список.xlsx. Посмотреть список: kurator list.")
	}
	if flags.encoding != "" && format != exchange.OutCSV {
		return badCall(cmd, "Кодировку задают только для csv.")
	}
	if _, err := parseQuery(text); err != nil {
		return err
	}
	s, err := p.openAt(cmd.Context(), flags.at)
	if err != nil {
		return err
	}
	view, err := p.findView(cmd, s, flags.view)
	if err != nil {
		return err
	}
	q, err := viewQuery(view, text)
	if err != nil {
		return err
	}
	r, err := exchange.Out(cmd.Context(), s.Store, s.actor, exchange.OutOptions{Query: q, Format: format, Charset: flags.encoding, Personal: flags.personal,
		Path: flags.output, To: p.out})
	if err != nil {
		return err
	}
	p.note("Выгружено: %s.", russian.Count(r.Rows, "обращение", "обращения", "обращений"))
	if r.Cut > 0 {
		p.note("Не поместились целиком или потеряли знаки ячеек: %d. Чтобы ничего не потерять, выберите xlsx или utf-8.", r.Cut)
	}
	return nil
}
