package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"filippo.io/age"

	"kurator/ui/cli"
)

// TestEncryptedCopyComesBackTheSame: a key, a copy sealed to it, verified, restored at another place; lists and attached files are equal.
func TestEncryptedCopyComesBackTheSame(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("KURATOR_NOW", scriptNow)
	base, copied, back := filepath.Join(dir, "k.db"), filepath.Join(dir, "copy.db.age"), filepath.Join(dir, "back", "k.db")
	district(base)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	secret, paper := filepath.Join(dir, "key.txt"), filepath.Join(dir, "акт.txt")
	for name, text := range map[string]string{secret: key.String() + "\n", paper: "акт осмотра"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		system := cli.System("1.2.3")
		system.Stdout, system.Stderr = &out, &errs
		if got := cli.Main(context.Background(), args, system); got != want {
			t.Fatalf("kurator %v: code %d, want %d\n%s", args, got, want, errs.String())
		}
		return out.String()
	}
	run(0, "attach", "1", paper, "--db", base)
	before := run(0, "list", "--format", "json", "--db", base)
	if made := run(0, "backup", copied, "--to", key.Recipient().String(), "--format", "json", "--db", base); !bytes.Contains([]byte(made), []byte(`"files": 1`)) {
		t.Errorf("the copy tells of no file: %s", made)
	}
	run(2, "restore", copied, "--db", back) // without the key
	run(0, "restore", copied, "--identity", secret, "--db", back)
	if after := run(0, "list", "--format", "json", "--db", back); after != before || len(before) < 100 {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
	saved := filepath.Join(dir, "saved.txt")
	run(0, "attach", "1", "--save", "1", "-o", saved, "--db", back)
	if text, err := os.ReadFile(saved); err != nil || string(text) != "акт осмотра" {
		t.Errorf("%q, %v", text, err)
	}
	run(0, "verify", "--db", back)
	if err := os.RemoveAll(back + ".files"); err != nil {
		t.Fatal(err)
	}
	if found := run(4, "verify", "--db", back); !bytes.Contains([]byte(found), []byte("№ 1, файл 1: нет на месте")) {
		t.Errorf("verify says %s", found)
	}
}
