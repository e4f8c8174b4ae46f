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

// A file that is not there is a command that failed; one that is there and is no such file is a problem of the data.
func TestFilesThatAreNotThereOrNotRight(t *testing.T) {
	world, out, messages := inMemory(t)
	folder := t.TempDir()
	db := filepath.Join(folder, "demo.db")
	if code := Main(context.Background(), []string{"demo", "--no-ui", "--appeals", "20", "--db", db}, world); code != 0 {
		t.Fatalf("%d %s", code, messages)
	}
	wrong := filepath.Join(folder, "вздор.bin")
	if err := os.WriteFile(wrong, []byte("\x00\x01вздор\xff{{{"), 0o600); err != nil {
		t.Fatal(err)
	}
	absent := filepath.Join(folder, "нет.xlsx")
	for _, c := range []struct {
		args  []string
		wrong int // of the file that is no such file
	}{
		{[]string{"import", "FILE"}, 4}, {[]string{"import", "--dry-run", "FILE"}, 4}, {[]string{"import", "--draft-profile", "FILE"}, 4}, {[]string{"import", "--drafts", "FILE"}, 4},
		{[]string{"reconcile", "FILE"}, 4}, {[]string{"attach", "1", "FILE"}, 0}, {[]string{"poll", "results", "1", "FILE"}, 0}, {[]string{"settings", "import", "FILE"}, 4},
		{[]string{"restore", "FILE"}, 4}, {[]string{"act", "note", "1", "--set", "text=@FILE"}, 4}, {[]string{"problem", "act", "problem", "--json", "@FILE"}, 2},
		{[]string{"journal", "--verify", "--seals", "FILE"}, 4},
	} {
		for file, want := range map[string]int{absent: 1, wrong: c.wrong} {
			args := []string{"--db", db}
			for _, a := range c.args {
				args = append(args, strings.Replace(a, "FILE", file, 1))
			}
			out.Reset()
			messages.Reset()
			code := Main(context.Background(), args, world)
			if want == 0 && file == wrong {
				if code != 0 && code != 1 && code != 4 { // some files may be anything
					t.Errorf("%v: %d %s", args, code, messages)
				}
			} else if code != want {
				t.Errorf("%v: %d, want %d: %s", args, code, want, messages)
			}
			if code != 0 && messages.Len() == 0 {
				t.Errorf("%v: nothing is said", args)
			}
		}
	}
}
