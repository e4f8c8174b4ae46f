package exchange

import (
	"bufio"
	"net"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store/mail"
)

// TestServerThatHangsUp: a server leaves in the middle of the letter, so nothing is recorded as sent; the next run sends it once,
// and the one after that not again.
func TestServerThatHangsUp(t *testing.T) {
	w := newTown(t)
	id := w.assigned("1")
	w.Clock = w.Clock.AddDate(0, 0, 14)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	got := make(chan string, 4)
	go func() {
		for first := true; ; first = false {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if !first {
				takeLetter(conn, got)
				continue
			}
			_, _ = conn.Write([]byte("220 test\r\n"))
			for lines := bufio.NewScanner(conn); lines.Scan() && lines.Text() != "DATA"; {
				_, _ = conn.Write([]byte("250 ok\r\n"))
			}
			_ = conn.Close()
		}
	}()
	server := &mail.Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, TLS: "none", From: "mcu@lovozero.example"}
	o := RemindOptions{TaskOptions: TaskOptions{Dir: t.TempDir(), Letters: true, Server: server}, Before: []string{"1d"}, AnyTime: true}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); model.CodeOf(err) != model.Failed || len(done) != 0 || len(w.state(id).Sendings) != 0 {
		t.Fatalf("%+v %v %+v", done, err, w.state(id).Sendings)
	}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); err != nil || len(done) != 1 || !done[0].Sent || len(w.state(id).Sendings) != 1 {
		t.Fatalf("%+v %v %+v", done, err, w.state(id).Sendings)
	}
	if talk := <-got; !strings.Contains(talk, "RCPT TO:<unit@lovozero.example>") {
		t.Errorf("%s", talk)
	}
	if done, err := Remind(w.Ctx, w.Store, w.Me, o); err != nil || len(done) != 0 || len(got) != 0 {
		t.Errorf("sent again: %+v %v", done, err)
	}
}
