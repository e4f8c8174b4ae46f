package mail

import (
	"context"
	"errors"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

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

// Every way a server fails has a sentence of its own, which says what to look at.
func TestServersThatFail(t *testing.T) {
	const password = "тайна-S3cret"
	for name, c := range map[string]struct {
		tls, user string
		answers   mailtest.Answers
		say       string
	}{
		"no STARTTLS":         {tls: "starttls", say: "не умеет starttls"},
		"no TLS":              {tls: "tls", say: "отвечает без шифрования"},
		"wrong password":      {tls: "none", user: "mcu", answers: mailtest.Answers{"EHLO": "250-test\r\n250 AUTH PLAIN LOGIN", "AUTH": "535 5.7.8 no"}, say: "не принял имя или пароль"},
		"no passwords":        {tls: "none", user: "mcu", say: "очистите [mail] user"},
		"no recipient":        {tls: "none", answers: mailtest.Answers{"RCPT": "550 5.1.1 no such user"}, say: "не принял адрес получателя"},
		"no sender":           {tls: "none", answers: mailtest.Answers{"MAIL": "553 5.7.1 not yours"}, say: "не принял обратный адрес"},
		"later":               {tls: "none", answers: mailtest.Answers{"RCPT": "450 4.2.0 greylisted"}, say: "прислать его позже"},
		"too large":           {tls: "none", answers: mailtest.Answers{".": "552 5.3.4 too big"}, say: "больше, чем принимает"},
		"no such letters":     {tls: "none", answers: mailtest.Answers{".": "554 5.7.1 spam"}, say: "не принял само письмо"},
		"does not know us":    {tls: "none", answers: mailtest.Answers{"EHLO": "554 go away", "HELO": "554 go away"}, say: "ответ 554"},
		"hangs up at once":    {tls: "none", answers: mailtest.Answers{"EHLO": "", "HELO": ""}, say: "закрыл связь"},
		"hangs up half way":   {tls: "none", answers: mailtest.Answers{"RCPT": ""}, say: "оборвалась на полпути"},
		"hangs up in the end": {tls: "none", answers: mailtest.Answers{".": ""}, say: "оборвалась на полпути"},
	} {
		s, got := office(t, c.answers)
		s.TLS, s.User, s.Password = c.tls, c.user, password
		err := s.Send(context.Background(), &sample)
		var fault *model.Fault
		if !errors.As(err, &fault) || fault.Code != model.Failed || !strings.Contains(fault.Say, "Письмо не отправлено") || !strings.Contains(fault.Say, c.say) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if cause := fault.Cause.Error(); strings.Contains(fault.Say+cause, password) || strings.Contains(fault.Say, sample.To[0]) {
			t.Errorf("%s: the password or an address is told: %s %s", name, fault.Say, cause)
		}
		if len(got) != 0 {
			t.Errorf("%s: the letter was handed over", name)
		}
	}
}

// Servers that are not there, do not answer or show a certificate nobody trusts.
func TestServersThatAreNotThere(t *testing.T) {
	there, _ := office(t, nil)
	gone, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := gone.Addr().(*net.TCPAddr).Port
	_ = gone.Close()
	secure := httptest.NewTLSServer(nil) // any certificate of its own will do
	defer secure.Close()
	stop, cancel := context.WithCancel(t.Context())
	cancel()
	late, done := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer done()
	for name, c := range map[string]struct {
		ctx    context.Context
		server Server
		say    string
	}{
		"refused":     {t.Context(), Server{Host: "127.0.0.1", Port: closed}, "почтового сервера нет"},
		"no name":     {t.Context(), Server{Host: "mail..invalid", Port: 25}, "в сети нет"},
		"certificate": {t.Context(), Server{Host: "127.0.0.1", Port: secure.Listener.Addr().(*net.TCPAddr).Port, TLS: "tls"}, "нельзя верить"},
		"stopped":     {stop, there, "прервана"},
		"no answer":   {late, there, "не ответил за 30 секунд"},
	} {
		c.server.From = there.From
		err := c.server.Send(c.ctx, &sample)
		if model.CodeOf(err) != model.Failed || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v (%v)", name, err, errors.Unwrap(err))
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
