package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/model/russian"
)

// commands is the table of everything the program can do from the command line, in the order of help.
func commands() []func(*program) *cobra.Command {
	return []func(*program) *cobra.Command{
		deskCommand,
		demoCommand,
		importCommand,
		reconcileCommand,
		listCommand,
		showCommand,
		actCommand,
		attachCommand,
		tasksCommand,
		remindCommand,
		exportCommand,
		problemCommand,
		pollCommand,
		requestCommand,
		reportCommand,
		statsCommand,
		digestCommand,
		targetCommand,
		deadlineCommand,
		calendarCommand,
		staffCommand,
		settingsCommand,
		journalCommand,
		backupCommand,
		restoreCommand,
		verifyCommand,
		retentionCommand,
		doctorCommand,
		configCommand,
		keysCommand,
		guideCommand,
		versionCommand,
		completionCommand,
		manCommand,
	}
}

// Groups of commands in help.
const (
	groupWork   = "work"
	groupTerms  = "terms"
	groupOffice = "office"
)

func (p *program) root() *cobra.Command {
	cobra.MousetrapHelpText = "" // a double click in Explorer opens the desk, not a lecture in English
	root := &cobra.Command{
		Use:   "kurator",
		Short: "Рабочий стол куратора обращений граждан",
		Long: "Рабочий стол куратора муниципального центра управления: все обращения из всех каналов в одной очереди,\n" +
			"с верным сроком, ответственным и ответом, который можно защитить.\n" +
			"Без команды открывается рабочий стол.",
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          p.bare,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			p.called = cmd.CommandPath()
			return p.checkFormat(cmd)
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(p.out)
	root.SetErr(p.io.Stderr)
	root.SetIn(p.io.Stdin)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { p.help(cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { p.help(cmd); return nil })
	root.SetFlagErrorFunc(p.flagFault)
	root.AddGroup(&cobra.Group{ID: groupWork, Title: "Работа с обращениями"}, &cobra.Group{ID: groupTerms, Title: "Сроки"},
		&cobra.Group{ID: groupOffice, Title: "Устройство"})
	f := root.PersistentFlags()
	f.StringVar(&p.flags.db, "db", "", "`ФАЙЛ` базы")
	f.StringVar(&p.flags.config, "config", "", "`ФАЙЛ` настроек")
	f.StringVar(&p.flags.as, "as", "", "`ЛОГИН` должностного лица вместо учётной записи")
	f.StringVar(&p.flags.format, "format", "", "`ВИД` результата: "+strings.Join(formats(), ", "))
	f.BoolP("help", "h", false, "показать эту справку")
	_ = root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp))
	for _, command := range commands() {
		root.AddCommand(command(p))
	}
	root.SetHelpCommand(helpCommand(p))
	return root
}

// bare is the program without a command: the desk where there is a screen for it, an explanation elsewhere.
func (p *program) bare(root *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(root, args[0])
	}
	if desk := child(root, "desk"); desk != nil && p.interactive() {
		desk.SetContext(root.Context()) // cobra gives it to the command it was asked for only
		return desk.RunE(desk, nil)
	}
	return &callError{p.noTerminal(root), root.CommandPath()}
}

// noTerminal explains what can be done where the desk cannot be drawn.
func (p *program) noTerminal(root *cobra.Command) *model.Fault {
	why := "а вывод или ввод здесь не терминал"
	if p.env("TERM") == "dumb" {
		why = "а этот терминал его не покажет (TERM=dumb)"
	}
	var b strings.Builder
	b.WriteString("kurator — рабочий стол куратора обращений. Ему нужен терминал, " + why + ".\nБез рабочего стола работают команды:\n")
	b.WriteString(strings.TrimRight(commandLines(root.Commands()), "\n"))
	return model.Faultf(model.Usage, "%s", b.String())
}

func child(parent *cobra.Command, name string) *cobra.Command {
	for _, c := range parent.Commands() {
		if c.Name() == name {
			return c
		}
	}
	return nil
}

// group makes a command that only holds others.
func group(cmd *cobra.Command, children ...*cobra.Command) *cobra.Command {
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(cmd, args[0])
		}
		return badCall(cmd, "Укажите, что сделать: %s.", strings.Join(names(cmd), ", "))
	}
	cmd.AddCommand(children...)
	return cmd
}

func names(parent *cobra.Command) []string {
	var list []string
	for _, c := range parent.Commands() {
		if !c.Hidden {
			list = append(list, c.Name())
		}
	}
	return list
}

func unknownCommand(parent *cobra.Command, word string) error {
	known := names(parent)
	if near := russian.Nearest(word, known); near != "" {
		return badCall(parent, "Неизвестная команда «%s». Возможно, вы имели в виду «%s».", word, near)
	}
	return badCall(parent, "Неизвестная команда «%s». Есть команды: %s.", word, strings.Join(known, ", "))
}

// exactly asks for so many arguments; what names them.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case n == 0 && len(args) > 0:
			return badCall(cmd, "Лишнее слово «%s»: эта команда пишется без него.", args[0])
		case len(args) > n:
			return badCall(cmd, "Лишнее слово «%s»: нужно только %s.", args[n], what)
		case len(args) < n:
			return badCall(cmd, "Укажите %s.", what)
		}
		return nil
	}
}
