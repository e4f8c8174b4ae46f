package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manCommand prints the manual page; packages install what it prints.
func manCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		Short:   "Вывести страницу руководства (man)",
		Example: "  kurator man > /usr/share/man/ru/man1/kurator.1",
		Hidden:  true,
		Args:    exactly(0, ""),
		RunE:    func(cmd *cobra.Command, _ []string) error { p.man(cmd.Root()); return nil },
	}
}

func (p *program) man(root *cobra.Command) {
	fmt.Fprintf(p.out, ".TH KURATOR 1 \"\" \"kurator %s\" \"Команды пользователя\"\n", p.version())
	fmt.Fprintf(p.out, ".SH ИМЯ\nkurator \\- %s\n", roff(root.Short))
	fmt.Fprintf(p.out, ".SH ОПИСАНИЕ\n%s\n", roff(root.Long))
	fmt.Fprint(p.out, ".SH КОМАНДЫ\n")
	p.manCommands(root)
	fmt.Fprint(p.out, ".SH ОБЩИЕ КЛЮЧИ\n")
	p.manFlags(root.PersistentFlags())
	fmt.Fprint(p.out, ".SH КОД ВОЗВРАТА\n")
	for _, row := range [][2]string{{"0", "сделано"}, {"1", "не получилось"}, {"2", "команда написана неверно"}, {"3", "нет прав"}, {"4", "неладно с данными"}} {
		fmt.Fprintf(p.out, ".TP\n.B %s\n%s\n", row[0], row[1])
	}
}

func (p *program) manCommands(parent *cobra.Command) {
	for _, c := range parent.Commands() {
		if c.Hidden {
			continue
		}
		for _, line := range usages(c) {
			fmt.Fprintf(p.out, ".SS %s\n", roff(line))
		}
		about := c.Long
		if about == "" {
			about = c.Short + "."
		}
		fmt.Fprintf(p.out, "%s\n", roff(about))
		p.manFlags(c.LocalNonPersistentFlags())
		if c.Example != "" {
			fmt.Fprintf(p.out, ".PP\nПримеры:\n.nf\n%s\n.fi\n", roff(c.Example))
		}
		p.manCommands(c)
	}
}

func (p *program) manFlags(set *pflag.FlagSet) {
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || (f.Name == "help" && f.Shorthand == "") {
			return
		}
		row := flagRow(f)
		fmt.Fprintf(p.out, ".TP\n.B %s\n%s\n", roff(row[0]), roff(row[1]))
	})
}

// roff escapes what the formatter would obey.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
