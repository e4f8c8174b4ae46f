package mail

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"kurator/model"
)

// office answers SMTP commands by their first word; an empty answer hangs up. It hands over the letter it was given.
func office(t *testing.T, answers map[string]string) (Server, <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	got := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		say := func(s string) { _, _ = conn.Write([]byte(s + "\r\n")) }
		say("220 test")
		var letter strings.Builder
		inside := false
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			line := lines.Text()
			word, _, _ := strings.Cut(line, " ")
			answer, special := answers[word]
			switch {
			case inside && line == ".":
				inside = false
				got <- letter.String()
				say("250 taken")
			case inside:
				letter.WriteString(line + "\r\n")
			case special && answer == "":
				return
			case special:
				say(answer)
			case word == "QUIT":
				say("221 bye")
				return
			case word == "DATA":
				inside = true
				say("354 go on")
			default:
				say("250 ok")
			}
		}
	}()
	return Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, TLS: "none", From: "mcu@example.ru"}, got
}

func TestLetterArrivesWhole(t *testing.T) {
	s, got := office(t, nil)
	sent := sample
	sent.Subject, sent.Text = "Задание: обращение № 12, «Ёлки» — до 27.11", "Здравствуйте!\nЯма на ул. Новой.\n."
	sent.Files = []File{{Name: "задание-K-12.docx", Data: []byte("PK\x00\xff\r\n.\r\n")}}
	if err := s.Send(context.Background(), &sent); err != nil {
		t.Fatal(err)
	}
	l, err := Read(strings.NewReader(<-got))
	if err != nil || l.Subject != sent.Subject || strings.TrimSpace(l.Text) != sent.Text || len(l.Files) != 1 ||
		l.Files[0].Name != sent.Files[0].Name || string(l.Files[0].Data) != string(sent.Files[0].Data) {
		t.Errorf("%+v %v", l, err)
	}
}

func TestServersThatFail(t *testing.T) {
	const password = "тайна-S3cret"
	for name, c := range map[string]struct {
		tls, user string
		answers   map[string]string
	}{
		"no STARTTLS":       {tls: "starttls"},
		"wrong password":    {tls: "none", user: "mcu", answers: map[string]string{"EHLO": "250-test\r\n250 AUTH PLAIN LOGIN", "AUTH": "535 5.7.8 no"}},
		"hangs up at once":  {tls: "none", answers: map[string]string{"EHLO": "", "HELO": ""}},
		"hangs up half way": {tls: "none", answers: map[string]string{"RCPT": ""}},
	} {
		s, got := office(t, c.answers)
		s.TLS, s.User, s.Password = c.tls, c.user, password
		err := s.Send(context.Background(), &sample)
		var fault *model.Fault
		if !errors.As(err, &fault) || fault.Code != model.Failed || !strings.Contains(fault.Say, "Письмо не отправлено") {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if cause := fault.Cause.Error(); strings.Contains(fault.Say+cause, password) {
			t.Errorf("%s: the password is told: %s", name, cause)
		}
		if len(got) != 0 {
			t.Errorf("%s: the letter was handed over", name)
		}
	}
}

// TestTakenLetterIsSent: a server that hangs up after it has taken the letter makes no failure of it, which would be sent again.
func TestTakenLetterIsSent(t *testing.T) {
	s, got := office(t, map[string]string{"QUIT": ""})
	if err := s.Send(context.Background(), &sample); err != nil || len(got) != 1 {
		t.Errorf("%d letters were taken: %v", len(got), err)
	}
}
