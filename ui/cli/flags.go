package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kurator/model/russian"
)

// flagFault says in Russian what pflag says in English.
func (p *program) flagFault(cmd *cobra.Command, err error) error {
	var (
		missing *pflag.NotExistError
		needs   *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &missing):
		return unknownFlag(cmd, missing)
	case errors.As(err, &needs):
		return badCall(cmd, "Ключу %s нужно значение: %s.", dashed(needs.GetSpecifiedName()), example(needs.GetFlag()))
	case errors.As(err, &invalid):
		return badCall(cmd, "Значение «%s» не подходит ключу --%s: нужно %s.", invalid.GetValue(), invalid.GetFlag().Name, kindOf(invalid.GetFlag()))
	}
	return badCall(cmd, "Не удалось понять ключи команды. Пишите их как --имя значение.")
}

// unknownFlag refuses a flag; at the top a mistyped command comes first, because its flags are unknown there as well.
func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	name := err.GetSpecifiedName()
	if letters := err.GetSpecifiedShortnames(); letters != "" {
		name = string([]rune(letters)[:1])
	}
	if cmd.HasSubCommands() {
		if left, _, _ := strings.Cut(strings.Join(cmd.Flags().Args(), " "), " "); left != "" {
			return unknownCommand(cmd, left)
		}
	}
	var known []string
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	}
	if near := russian.Nearest(name, known); near != "" {
		return badCall(cmd, "Неизвестный ключ %s. Возможно, вы имели в виду --%s.", dashed(name), near)
	}
	return badCall(cmd, "Неизвестный ключ %s.", dashed(name))
}

func dashed(name string) string {
	if len([]rune(name)) == 1 {
		return "-" + name
	}
	return "--" + name
}

func example(f *pflag.Flag) string {
	value, _ := pflag.UnquoteUsage(f)
	return "--" + f.Name + " " + value
}

func kindOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "bool":
		return "true или false"
	case "int", "int64", "uint", "uint64":
		return "целое число"
	}
	return "другое значение"
}

// nearest is a hint at what may have been meant.
func nearest(word string, known []string) string {
	if near := russian.Nearest(word, known); near != "" {
		return " Возможно, вы имели в виду «" + near + "»."
	}
	return ""
}
