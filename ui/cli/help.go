package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kurator/ui/widget"
)

// help prints the help of a command. The library's template is English and pads Cyrillic by bytes.
func (p *program) help(cmd *cobra.Command) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	fmt.Fprintf(p.out, "%s\n\nКак писать:\n  %s\n", about, strings.Join(usages(cmd), "\n  "))
	if cmd.Example != "" {
		fmt.Fprintf(p.out, "\nПримеры:\n%s\n", strings.TrimRight(cmd.Example, "\n"))
	}
	p.helpCommands(cmd)
	p.helpFlags("Ключи", cmd.LocalNonPersistentFlags())
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	own.AddFlagSet(cmd.InheritedFlags())
	own.AddFlagSet(cmd.PersistentFlags())
	p.helpFlags("Общие ключи", own)
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(p.out, "\nСправка о команде: %s КОМАНДА --help\n", cmd.CommandPath())
	}
}

// usages are the ways to write a command.
func usages(cmd *cobra.Command) []string {
	_, words, _ := strings.Cut(cmd.Use, " ")
	line := strings.TrimSpace(cmd.CommandPath() + " " + words)
	if cmd.HasAvailableSubCommands() {
		if !cmd.HasParent() {
			return []string{line, line + " КОМАНДА [ключи]"}
		}
		return []string{line + " КОМАНДА [ключи]"}
	}
	if cmd.LocalNonPersistentFlags().HasAvailableFlags() {
		line += " [ключи]"
	}
	return []string{line}
}

func (p *program) helpCommands(cmd *cobra.Command) {
	section := func(title string, list []*cobra.Command) {
		if lines := commandLines(list); lines != "" {
			fmt.Fprintf(p.out, "\n%s:\n%s", title, lines)
		}
	}
	byGroup := map[string][]*cobra.Command{}
	for _, c := range cmd.Commands() {
		byGroup[c.GroupID] = append(byGroup[c.GroupID], c)
	}
	for _, g := range cmd.Groups() {
		section(g.Title, byGroup[g.ID])
	}
	title := "Команды"
	if len(cmd.Groups()) > 0 {
		title = "Другие команды"
	}
	section(title, byGroup[""])
}

// commandLines lists commands with what they do, the hidden ones left out.
func commandLines(list []*cobra.Command) string {
	var rows [][2]string
	for _, c := range list {
		if !c.Hidden && c.Name() != "desk" {
			rows = append(rows, [2]string{c.CommandPath(), c.Short})
		}
	}
	return pairs(rows)
}

func (p *program) helpFlags(title string, set *pflag.FlagSet) {
	var rows [][2]string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		rows = append(rows, flagRow(f))
	})
	if len(rows) > 0 {
		fmt.Fprintf(p.out, "\n%s:\n%s", title, pairs(rows))
	}
}

// flagRow is a flag and what it means; the name of its value is quoted in the usage with backquotes.
func flagRow(f *pflag.Flag) [2]string {
	value, usage := pflag.UnquoteUsage(f)
	name := "--" + f.Name
	if f.Shorthand != "" {
		name = "-" + f.Shorthand + ", " + name
	}
	if f.Value.Type() != "bool" {
		name += " " + value
	}
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "[]" {
		usage += " (обычно " + f.DefValue + ")"
	}
	return [2]string{name, usage}
}

// pairs sets two columns by cells.
func pairs(rows [][2]string) string {
	width := 0
	for _, r := range rows {
		width = max(width, widget.Width(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString("  " + r[0] + strings.Repeat(" ", width-widget.Width(r[0])+2) + r[1] + "\n")
	}
	return b.String()
}

func helpCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "help [КОМАНДА…]",
		Short: "Справка о программе и командах",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, left, err := cmd.Root().Find(args)
			if err != nil || (len(left) > 0 && about.HasSubCommands()) {
				return unknownCommand(about, left[0])
			}
			p.help(about)
			return nil
		},
	}
}
