// Command kurator is the desk of a curator of citizens' appeals. See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // civil time is the office's also where the machine has no zones

	"kurator/ui/cli"
)

// version is set by the linker in a release.
var version string

func main() {
	private()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := cli.Main(ctx, os.Args[1:], cli.System(version))
	stop()
	os.Exit(code)
}
