package mail

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store/mail/mailtest"
)

func TestLetterArrivesWhole(t *testing.T) {
	s, got := office(t, nil)
	sent := sample
	sent.Subject, sent.Text = "Задание: обращение № 12, «Ёлки» — до 27.11", "Здравствуйте!\nЯма на ул. Новой.\n."
	sent.Files = []File{{Name: "задание-K-12.docx", Data: []byte("PK\x00\xff\r\n.\r\n")}}
	if err := s.Send(context.Background(), &sent); err != nil {
		t.Fatal(err)
	}
	l, err := Read(strings.NewReader((<-got).Data))
	if err != nil || l.Subject != sent.Subject || strings.TrimSpace(l.Text) != sent.Text || len(l.Files) != 1 ||
		l.Files[0].Name != sent.Files[0].Name || string(l.Files[0].Data) != string(sent.Files[0].Data) {
		t.Errorf("%+v %v", l, err)
	}
}

func TestServersThatFail(t *testing.T) {
	const password = "тайна-S3cret"
	for name, c := range map[string]struct {
		tls, user string
		answers   mailtest.Answers
	}{
		"no STARTTLS":       {tls: "starttls"},
		"wrong password":    {tls: "none", user: "mcu", answers: mailtest.Answers{"EHLO": "250-test\r\n250 AUTH PLAIN LOGIN", "AUTH": "535 5.7.8 no"}},
		"hangs up at once":  {tls: "none", answers: mailtest.Answers{"EHLO": "", "HELO": ""}},
		"hangs up half way": {tls: "none", answers: mailtest.Answers{"RCPT": ""}},
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
	s, got := office(t, mailtest.Answers{"QUIT": ""})
	if err := s.Send(context.Background(), &sample); err != nil || len(got) != 1 {
		t.Errorf("%d letters were taken: %v", len(got), err)
	}
}
