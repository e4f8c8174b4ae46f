package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func versionCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: groupOffice,
		Short:   "Показать версию программы",
		Args:    exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			if p.flags.format == formatJSON {
				return p.printJSON(map[string]string{"version": p.version(), "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
			}
			p.line("kurator " + p.version() + " (" + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH + ")")
			return nil
		},
	}
}

// version is the release, or what the build knows of itself.
func (p *program) version() string {
	if p.io.Version != "" {
		return p.io.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "без номера"
}
