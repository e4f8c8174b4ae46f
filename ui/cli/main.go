// Package cli is the program as commands: a file per command, one table of them in root.go.
//
// Results go to stdout and everything else to stderr. The exit code says what happened: 0 done, 1 failed, 2 wrong usage,
// 3 refused by rights, 4 the data has a problem. Every word a person reads is Russian, the library's own included.
package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"kurator/model"
	"kurator/store/config"
	"kurator/ui/clean"
)

// IO is the world of one run.
type IO struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            []string // KEY=value
	IsTerminal     func(stream any) bool
	Now            func() time.Time
	Account        func() (name string, uid int)
	Version        string // of a release, empty otherwise
}

// System is the world of a process.
func System(version string) IO {
	return IO{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Env: os.Environ(), Now: time.Now, Version: version,
		IsTerminal: func(stream any) bool {
			f, ok := stream.(*os.File)
			return ok && term.IsTerminal(f.Fd())
		},
		Account: func() (string, int) { return account(os.Getuid()), os.Getuid() },
	}
}

// Main runs one command and gives the exit code.
func Main(ctx context.Context, args []string, io IO) int {
	p := &program{io: io, out: bufio.NewWriter(stdout{io.Stdout})}
	err := p.run(ctx, args)
	if flushed := p.out.Flush(); err == nil {
		err = flushed
	}
	p.close()
	if err == nil {
		return 0
	}
	p.tell(ctx, err)
	return exitCode(model.CodeOf(err))
}

// stdout says in words that a result was lost: a full disk must not look like an empty answer.
type stdout struct{ io.Writer }

func (s stdout) Write(b []byte) (int, error) {
	n, err := s.Writer.Write(b)
	if err != nil {
		err = &model.Fault{Code: model.Failed, Say: "Не удалось вывести результат: вывод закрыт или на диске нет места.", Cause: err}
	}
	return n, err
}

// exitCode is the stable number scripts rely on.
func exitCode(code model.Code) int {
	switch code {
	case model.Usage:
		return 2
	case model.Forbidden:
		return 3
	case model.BadData:
		return 4
	}
	return 1
}

// program is one run: its world, its flags and what was opened on the way.
type program struct {
	io     IO
	out    *bufio.Writer // stdout
	flags  globalFlags
	called string // path of the command, for the log
	paths  config.Paths
	conf   *config.Config
	closer []func() error
}

type globalFlags struct{ db, config, as, format string }

// run executes the command line. A panic becomes a sentence; its details go to the log, because a stack on the screen
// helps nobody and may hold a citizen's words.
func (p *program) run(ctx context.Context, args []string) (err error) {
	defer func() {
		if x := recover(); x != nil {
			p.logPanic(ctx, x, debug.Stack())
			err = model.Faultf(model.Failed, "Внутренняя ошибка программы, действие не закончено. Сохранённые данные не пострадали. Подробности записаны в %s: покажите их администратору.", p.paths.Log())
		}
	}()
	if p.paths, err = config.FindPaths(p.env); err != nil {
		return err
	}
	root := p.root()
	root.SetArgs(append([]string{}, args...))
	cmd, err := root.ExecuteContextC(ctx)
	if cmd != nil {
		p.called = cmd.CommandPath()
	}
	return err
}

// close ends what was opened, last first.
func (p *program) close() {
	for i := len(p.closer) - 1; i >= 0; i-- {
		if err := p.closer[i](); err != nil {
			p.note("Не всё закрылось как следует: %v", err)
		}
	}
	p.closer = nil
}

func (p *program) env(name string) string {
	for i := len(p.io.Env) - 1; i >= 0; i-- {
		if value, ok := strings.CutPrefix(p.io.Env[i], name+"="); ok {
			return value
		}
	}
	return ""
}

// interactive tells whether the desk can be shown.
func (p *program) interactive() bool {
	return p.io.IsTerminal(p.io.Stdin) && p.io.IsTerminal(p.io.Stdout) && p.env("TERM") != "dumb"
}

// note tells the person something beside the result.
func (p *program) note(format string, args ...any) {
	fmt.Fprintln(p.io.Stderr, clean.Text(fmt.Sprintf(format, args...)))
}

// tell says on stderr why the command failed, and logs what the sentence leaves out.
func (p *program) tell(ctx context.Context, err error) {
	var fault *model.Fault
	if !errors.As(err, &fault) {
		fault = &model.Fault{Code: model.Failed, Cause: err,
			Say: "Не получилось из-за неожиданной ошибки. Подробности записаны в " + p.paths.Log() + "."}
		if errors.Is(err, context.Canceled) {
			fault.Say = "Прервано. Что успело сохраниться, сохранено."
		}
	}
	p.note("%s", fault.Say)
	var call *callError
	if errors.As(err, &call) {
		p.note("Справка: %s --help", call.command)
	}
	p.logFault(ctx, fault)
}

// callError is a command that was written wrong: its help is worth pointing at.
type callError struct {
	fault   *model.Fault
	command string
}

func (e *callError) Error() string { return e.fault.Say }
func (e *callError) Unwrap() error { return e.fault }

// badCall refuses how a command was written.
func badCall(cmd *cobra.Command, format string, args ...any) error {
	return &callError{model.Faultf(model.Usage, format, args...), cmd.CommandPath()}
}
