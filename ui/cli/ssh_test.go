//go:build unix

package cli

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/job/showcase"
	"kurator/ui/uitest"
)

// sshHost is a real sshd on the loopback with forced commands made by `kurator staff authorize`.
type sshHost struct {
	t       *testing.T
	folder  string
	program string
	db      string
	port    string
	account string
}

// TestDeskOverSSH: two officials come by two keys to one file; each sees their own desk, and neither gets anything else.
func TestDeskOverSSH(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and starts sshd")
	}
	h := newSSHHost(t)
	for _, login := range []string{"curator", "zhkh"} {
		h.authorize(login)
	}
	h.serve()
	curator := h.come("curator")
	curator.Sees("Очередь")
	curator.Until("the curator sees the whole queue", func(s string) bool { return strings.Contains(s, "№ 1") || strings.Contains(s, " ИМ ") })
	unit := h.come("zhkh")
	unit.Sees("Очередь")
	curator.Keys("q")
	unit.Keys("q")
	for _, d := range []*uitest.Binary{curator, unit} {
		if err := d.Wait(); err != nil {
			t.Errorf("the desk ended with %v", err)
		}
	}
	h.refusesEverythingElse()
	h.journalNames("curator", "zhkh")
}

func newSSHHost(t *testing.T) *sshHost {
	t.Helper()
	for _, tool := range []string{"sshd", "ssh", "ssh-keygen"} {
		if _, err := lookTool(tool); err != nil {
			t.Skipf("no %s on this machine: the way over SSH is not tried", tool)
		}
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp("/tmp", "kurator-ssh-") // sshd refuses long socket and group-writable paths
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	h := &sshHost{t: t, folder: folder, program: filepath.Join(folder, "kurator"), db: filepath.Join(folder, "desk.db"), account: me.Username}
	build := exec.Command("go", "build", "-o", h.program, "kurator")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	h.run(build)
	h.found()
	return h
}

func lookTool(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	return exec.LookPath("/usr/sbin/" + name)
}

func (h *sshHost) run(cmd *exec.Cmd) string {
	h.t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		h.t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return string(out)
}

// found makes the database of a demo district, whose unit heads get logins.
func (h *sshHost) found() {
	h.t.Helper()
	ctx := context.Background()
	s, err := showcase.Demo(ctx, h.db, store.Options{Now: time.Now}, showcase.DemoOptions{Seed: 1, Appeals: 60, Account: "curator"})
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	actor, err := s.Enter(ctx, store.Identity{Account: "curator", UID: -1, Via: "cli"})
	if err != nil {
		h.t.Fatal(err)
	}
	snap, err := s.Snapshot(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	for login, position := range map[string]string{"zhkh": "Начальник отдела ЖКХ"} {
		for _, o := range snap.Office.OfficialList() {
			if strings.HasPrefix(o.Position, position) {
				o.Login = login
				if _, err := s.Do(ctx, actor, store.Op{Title: "Вход", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounOfficial, ID: int64(o.ID)},
					Action: &model.PutOfficial{Official: o}}}}); err != nil {
					h.t.Fatal(err)
				}
			}
		}
	}
}

// authorize makes a key for a login and adds the line the program prints.
func (h *sshHost) authorize(login string) {
	h.t.Helper()
	key := filepath.Join(h.folder, login)
	h.run(exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", login, "-f", key))
	print := exec.Command(h.program, "staff", "authorize", login, key+".pub", "--db", h.db, "--as", "curator")
	line := h.run(print)
	if !strings.HasPrefix(line, `restrict,pty,command="`) || !strings.Contains(line, " --as "+login+`"`) {
		h.t.Fatalf("not a forced command: %s", line)
	}
	f, err := os.OpenFile(filepath.Join(h.folder, "authorized_keys"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		h.t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(line); err != nil {
		h.t.Fatal(err)
	}
}

// serve starts sshd on a free port of the loopback.
func (h *sshHost) serve() {
	h.t.Helper()
	if os.Getuid() == 0 {
		_ = os.MkdirAll("/run/sshd", 0o755)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.t.Fatal(err)
	}
	h.port = fmt.Sprint(l.Addr().(*net.TCPAddr).Port)
	_ = l.Close()
	host := filepath.Join(h.folder, "host")
	h.run(exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host))
	conf := filepath.Join(h.folder, "sshd_config")
	text := "Port " + h.port + "\nListenAddress 127.0.0.1\nHostKey " + host + "\nAuthorizedKeysFile " + filepath.Join(h.folder, "authorized_keys") +
		"\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\nPidFile none\nLogLevel ERROR\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	path, err := lookTool("sshd")
	if err != nil {
		h.t.Fatal(err)
	}
	sshd := exec.Command(path, "-D", "-e", "-f", conf)
	if err := sshd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		_ = sshd.Process.Kill()
		_ = sshd.Wait()
	})
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for { // the port answers when sshd is ready
		c, err := (&net.Dialer{}).DialContext(ctx, "tcp", "127.0.0.1:"+h.port)
		if err == nil {
			_ = c.Close()
			return
		}
		if ctx.Err() != nil {
			h.t.Skipf("sshd does not start here: %v", err)
		}
	}
}

func (h *sshHost) ssh(login string, more ...string) *exec.Cmd {
	args := append([]string{"-F", "none", "-p", h.port, "-i", filepath.Join(h.folder, login), "-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no",
		"-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"}, more...)
	return exec.Command("ssh", args...)
}

// come opens the desk as a person with a terminal does.
func (h *sshHost) come(login string) *uitest.Binary {
	return uitest.RunBinary(h.t, 80, 24, h.ssh(login, "-tt", h.account+"@127.0.0.1"), "TERM=xterm-256color", "HOME="+h.folder)
}

// refusesEverythingElse: whatever is asked for, the key opens the desk and nothing more; without a terminal the desk explains itself.
func (h *sshHost) refusesEverythingElse() {
	h.t.Helper()
	out, err := h.ssh("zhkh", h.account+"@127.0.0.1", "id; cat /etc/passwd").CombinedOutput()
	if err == nil || strings.Contains(string(out), "uid=") || strings.Contains(string(out), "root:") {
		h.t.Errorf("a command of the person's own was run: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "Ему нужен терминал") {
		h.t.Errorf("no explanation without a terminal: %s", out)
	}
	forward := h.ssh("zhkh", "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:"+h.port, h.account+"@127.0.0.1")
	if out, err := forward.CombinedOutput(); err == nil {
		h.t.Errorf("a port was forwarded: %s", out)
	}
}

// journalNames: each entry is in the journal under the official whose key it was.
func (h *sshHost) journalNames(logins ...string) {
	h.t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, h.db, store.Options{})
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	snap, err := s.Snapshot(ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	actor, err := s.Enter(ctx, store.Identity{Account: "curator", UID: -1})
	if err != nil {
		h.t.Fatal(err)
	}
	rows, err := s.Journal(ctx, actor, store.JournalRequest{Limit: 50})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, login := range logins {
		o, _ := snap.Office.FindOfficial(login)
		found := false
		for _, r := range rows {
			found = found || r.Action == "record" && r.Actor.Official == o.ID && r.Actor.Via == "ssh" && strings.Contains(string(r.Payload), "login")
		}
		if !found {
			h.t.Errorf("no entry of %s over SSH in the journal", login)
		}
	}
}
