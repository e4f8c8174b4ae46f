package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kurator/model"
)

// inMemory is a world without a machine.
func inMemory(t *testing.T) (IO, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	var out, messages bytes.Buffer
	home := t.TempDir()
	return IO{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &messages, Env: []string{"HOME=" + home, "USERPROFILE=" + home, "LOCALAPPDATA=" + home},
		IsTerminal: func(any) bool { return false }, Now: func() time.Time { return time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC) },
		Account: func() (string, int) { return "petrova", 1000 },
	}, &out, &messages
}

// running runs commands on one database and gives what they say, results and messages.
func running(t *testing.T, db string) (run func(want int, args ...string) string) {
	world, out, messages := inMemory(t)
	return func(want int, args ...string) string {
		t.Helper()
		out.Reset()
		messages.Reset()
		if code := Main(context.Background(), append([]string{"--db", db}, args...), world); code != want {
			t.Fatalf("%v: %d, want %d: %s", args, code, want, messages)
		}
		return out.String() + messages.String()
	}
}

// everyCommand walks the tree, the hidden commands too.
func everyCommand(t *testing.T, visit func(*cobra.Command)) {
	t.Helper()
	world, _, _ := inMemory(t)
	p := &program{io: world, out: bufio.NewWriter(io.Discard)}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		visit(cmd)
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(p.root())
}

var (
	english  = regexp.MustCompile(`(?i)\b(usage|flags?|help for|available|commands?|examples?|aliases|global|default|use|string(s|array)?|int|bool|the|this|for|more information|arguments?|invalid|unknown|required|error|see also)\b`)
	literals = regexp.MustCompile(`--?[a-z][a-z-]*|"[^"]*"|kurator( [a-z]+)*|\bhelp\b`)
	cyrillic = regexp.MustCompile(`[А-Яа-яЁё]`)
)

func TestHelpIsRussian(t *testing.T) {
	seen := 0
	everyCommand(t, func(cmd *cobra.Command) {
		seen++
		args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
		world, out, messages := inMemory(t)
		if code := Main(context.Background(), args, world); code != 0 || messages.Len() != 0 {
			t.Errorf("%v: exit %d, stderr %q", args, code, messages)
		}
		for _, line := range strings.Split(out.String(), "\n") {
			if word := english.FindString(literals.ReplaceAllString(line, "")); word != "" {
				t.Errorf("%v: %q in %q", args, word, line)
			}
		}
		if !strings.Contains(out.String(), "Как писать:") {
			t.Errorf("%v: no help:\n%s", args, out)
		}
		if !cyrillic.MatchString(cmd.Short) {
			t.Errorf("%v: what it does is not said in Russian: %q", args, cmd.Short)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			value, usage := pflag.UnquoteUsage(f)
			if !cyrillic.MatchString(usage) || (f.Value.Type() != "bool" && !cyrillic.MatchString(value)) {
				t.Errorf("%v: --%s %s: %s", args, f.Name, value, usage)
			}
		})
	})
	if seen < 20 {
		t.Errorf("only %d commands were looked at", seen)
	}
}

// TestEnglishIsCaught: the scan would be worthless if it found nothing in the library's own help.
func TestEnglishIsCaught(t *testing.T) {
	var out bytes.Buffer
	cmd := &cobra.Command{Use: "x", Short: "да", Run: func(*cobra.Command, []string) {}}
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"--help"})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, line := range strings.Split(out.String(), "\n") {
		if english.MatchString(literals.ReplaceAllString(line, "")) {
			found++
		}
	}
	if found < 3 {
		t.Errorf("%d English lines found in\n%s", found, &out)
	}
}

func TestHelpIsAligned(t *testing.T) {
	got := pairs([][2]string{{"--db ФАЙЛ", "база"}, {"-h, --help", "справка"}})
	if want := "  --db ФАЙЛ   база\n  -h, --help  справка\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestEveryCommandHasAPlace(t *testing.T) {
	everyCommand(t, func(cmd *cobra.Command) {
		if cmd.HasParent() && !cmd.Parent().HasParent() && !cmd.Hidden && cmd.GroupID == "" && cmd.Name() != "help" {
			t.Errorf("%s stands in no group of the help", cmd.CommandPath())
		}
		if cmd.RunE == nil || (cmd.Args == nil && cmd.HasSubCommands()) {
			t.Errorf("%s would answer with the library's own words", cmd.CommandPath())
		}
	})
}

func TestExitCodes(t *testing.T) {
	for code, want := range map[model.Code]int{model.Failed: 1, model.NotFound: 1, model.Stage: 1, model.Conflict: 1, model.Usage: 2,
		model.Forbidden: 3, model.BadData: 4} {
		if got := exitCode(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

// panicking is an output whose first write is a bug that holds a citizen's name.
type panicking struct {
	to   io.Writer
	once bool
}

func (x *panicking) Write(b []byte) (int, error) {
	if !x.once {
		x.once = true
		panic("Рябинин Олег, +7 921 000-00-01\x1b[31m")
	}
	return x.to.Write(b)
}

// TestPanicBecomesASentence: neither the screen nor the log may hold what the program was handling.
func TestPanicBecomesASentence(t *testing.T) {
	world, out, messages := inMemory(t)
	world.Stdout = &panicking{to: out}
	if code := Main(context.Background(), []string{"calendar", "2024"}, world); code != 1 {
		t.Errorf("exit %d", code)
	}
	record := regexp.MustCompile("0x[0-9a-f]+").ReplaceAllString(readLog(t, world), "") // an address may have any digits
	for where, text := range map[string]string{"stdout": out.String(), "stderr": messages.String(), "log": record} {
		if strings.Contains(text, "Рябинин") || strings.Contains(text, "921") || strings.Contains(text, "\x1b") {
			t.Errorf("%s holds what the program was handling: %q", where, text)
		}
	}
	if strings.Contains(messages.String(), "goroutine") || !strings.Contains(messages.String(), "Внутренняя ошибка") {
		t.Errorf("stderr: %q", messages)
	}
	if !strings.Contains(record, `"msg":"panic"`) || !strings.Contains(record, "calendar.go") || !strings.Contains(record, `"command":"kurator calendar"`) {
		t.Errorf("the log does not tell where: %q", record)
	}
}

func readLog(t *testing.T, world IO) string {
	t.Helper()
	p := &program{io: world}
	name := filepath.Join(p.env("HOME"), ".local", "state", "kurator", "kurator.log")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the log has mode %v", info.Mode())
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// broken is an output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestLostOutputIsAFailure(t *testing.T) {
	world, _, messages := inMemory(t)
	world.Stdout = broken{}
	if code := Main(context.Background(), []string{"calendar", "2024"}, world); code != 1 || !strings.Contains(messages.String(), "Не удалось вывести результат") {
		t.Errorf("exit %d, stderr %q", code, messages)
	}
	if record := readLog(t, world); !strings.Contains(record, "no space left") || strings.Contains(record, "2024\"") {
		t.Errorf("log: %q", record)
	}
}

func TestLogIsPutAside(t *testing.T) {
	name := filepath.Join(t.TempDir(), "kurator.log")
	for i := range logKeep + 2 {
		if err := os.WriteFile(name, bytes.Repeat([]byte{byte('a' + i)}, logSize), 0o600); err != nil {
			t.Fatal(err)
		}
		rotate(name)
	}
	files, err := filepath.Glob(name + "*")
	if err != nil || len(files) != logKeep {
		t.Errorf("%v %v, want %d files", files, err, logKeep)
	}
	if newest, err := os.ReadFile(name + ".1"); err != nil || newest[0] != byte('a'+logKeep+1) {
		t.Errorf("the newest is not the first: %v", err)
	}
}

func TestWithoutAHome(t *testing.T) {
	world, _, messages := inMemory(t)
	world.Env = nil
	if code := Main(context.Background(), []string{"version"}, world); code != 1 || !strings.Contains(messages.String(), "домашняя папка") {
		t.Errorf("exit %d, stderr %q", code, messages)
	}
}

func TestTerminalControlsAreEscapedInJSON(t *testing.T) {
	got, err := marshal("а\u009b31mб\u202eв<\u007f")
	if want := `"а\u009b31mб\u202eв<\u007f"`; err != nil || string(got) != want {
		t.Errorf("got %s (%v), want %s", got, err, want)
	}
}

func TestFormulasAreGuarded(t *testing.T) {
	for value, want := range map[any]string{"=1+1": "'=1+1", "+7 921": "'+7 921", "@x": "'@x", "-": "'-", "слово": "слово", "": "", -5: "-5"} {
		if got := guard(plain(value), value); got != want {
			t.Errorf("%v: %q, want %q", value, got, want)
		}
	}
}
