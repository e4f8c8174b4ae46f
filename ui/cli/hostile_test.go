package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// Whatever a citizen wrote, no byte that a terminal obeys reaches the screen.
func TestNoControlByteReachesTheScreen(t *testing.T) {
	texts := []string{"\x1b[31mкрасный\x1b[0m", "\x1b]0;заголовок\x07", "\x1bP1$r\x1b\\", "\x1b_apc\x1b\\", "\u009b31mC1", "\x07\x08\x0c\x7f", "\u202eоборот\u202c", "=1+1"}
	rows := "Внешний номер;Канал;Поступило;Заявитель;Тема;Место;Текст обращения\r\n"
	for i, s := range texts {
		rows += strings.Join([]string{"Н-" + string(rune('а'+i)), "Почта", "20.11.2026", s, s, s, s}, ";") + "\r\n"
	}
	path := filepath.Join(t.TempDir(), "Н.csv")
	if err := os.WriteFile(path, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	world, out, messages := inMemory(t)
	for _, args := range [][]string{{"import", path}, {"list"}, {"list", "--format", "json"}, {"list", "--format", "csv"}, {"show", "1"}, {"show", "2"}, {"show", "5"},
		{"show", "7"}, {"export", "--format", "json", "--personal"}, {"export", "--format", "csv"}, {"tasks", "issue", "1", "5", "--dry-run"}, {"journal"}} {
		out.Reset()
		messages.Reset()
		if code := Main(context.Background(), args, world); code != 0 {
			t.Fatalf("%v: %d %s", args, code, messages)
		}
		file := args[0] == "export" // a file's bytes; JSON escapes, csv is not for the screen
		for _, r := range out.String() + messages.String() {
			if r != '\n' && r != '\r' && r != '\t' && (unicode.IsControl(r) || r == '\u202e') && !file {
				t.Errorf("%v: %U reaches the screen", args, r)
				break
			}
		}
		if strings.Contains(out.String(), "\n=1+1") {
			t.Errorf("%v: a formula", args)
		}
	}
}
