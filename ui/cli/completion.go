package cli

import (
	"github.com/spf13/cobra"
)

// completionCommand prints scripts that let a shell complete commands, flags and their values.
func completionCommand(p *program) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:       "completion ОБОЛОЧКА",
		Short:     "Вывести сценарий дополнения команд",
		Long:      "Выводит сценарий дополнения для оболочки: bash, zsh, fish или powershell.",
		Example:   "  kurator completion bash > /etc/bash_completion.d/kurator",
		Hidden:    true,
		Args:      exactly(1, "оболочку: bash, zsh, fish или powershell"),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(p.out, true)
			case "zsh":
				return root.GenZshCompletion(p.out)
			case "fish":
				return root.GenFishCompletion(p.out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(p.out)
			}
			return badCall(cmd, "Оболочки «%s» в списке нет.%s Есть bash, zsh, fish и powershell.", args[0], nearest(args[0], shells))
		},
	}
}
