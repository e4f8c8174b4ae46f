package mail

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kurator/model"
	"kurator/store/mail/mailtest"
)

func cp1251(s string) string {
	out, err := charmap.Windows1251.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

func letter(t *testing.T, text string) Letter {
	t.Helper()
	l, err := Read(strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReadLetters(t *testing.T) {
	l := letter(t, "From: =?utf-8?B?0J7RgtC00LXQuyDQltCa0KU=?= <JKH@example.ru>\nTo: mcu@example.ru\nDate: Tue, 24 Nov 2026 10:15:00 +0300\n"+
		"Subject: =?windows-1251?Q?=CF=F0=EE=E5=EA=F2?= [K-12]\nMessage-ID: <a1@example.ru>\nIn-Reply-To: <t1@x>\nReferences: <t0@x> <t1@x>\n"+
		"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n"+
		cp1251("Дорогу почистили.")+"\n--b\nContent-Type: image/jpeg; name=\"=?utf-8?B?0YTQvtGC0L4uanBn?=\"\nContent-Transfer-Encoding: base64\n\n/9j/\n4AAQ\n--b--\n")
	if l.From != "jkh@example.ru" || l.Name != "Отдел ЖКХ" || l.Subject != "Проект [K-12]" || l.ID != "a1@example.ru" || l.Text != "Дорогу почистили." {
		t.Errorf("%+v", l)
	}
	if !slices.Equal(l.Answers, []string{"t1@x", "t1@x", "t0@x"}) || l.Date.UTC().Format(time.RFC3339) != "2026-11-24T07:15:00Z" {
		t.Errorf("%v %v", l.Answers, l.Date)
	}
	if len(l.Files) != 1 || l.Files[0].Name != "фото.jpg" || len(l.Files[0].Data) != 6 {
		t.Errorf("%+v", l.Files)
	}
}

func TestReadOddLetters(t *testing.T) {
	for name, c := range map[string]struct{ raw, want string }{
		"html only":        {"From: a@b.ru\nContent-Type: text/html; charset=utf-8\n\n<style>x{}</style><p>Привет,<br>мир&nbsp;&amp; все</p><script>1</script>", "Привет,\nмир & все"},
		"alternative":      {"From: a@b.ru\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nтекст\n--x\nContent-Type: text/html\n\n<b>html</b>\n--x--\n", "текст"},
		"wrong charset":    {"From: a@b.ru\nContent-Type: text/plain; charset=utf-8\n\n" + cp1251("Вода холодная"), "Вода холодная"},
		"no charset":       {"From: a@b.ru\n\n" + cp1251("Улица Новая, дом один"), "Улица Новая, дом один"},
		"quoted-printable": {"From: a@b.ru\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=D0=B4=D0=\n=B0", "да"},
		"cut multipart":    {"From: a@b.ru\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\nтекст", "текст"},
		"no boundary":      {"From: a@b.ru\nContent-Type: multipart/mixed\n\nтекст", ""},
		"zero bytes":       {"From: a@b.ru\nContent-Type: text/plain; charset=utf-8\n\nа\x00б", "аб"},
		"bad address":      {"From: Отдел ЖКХ jkh@b.ru\nContent-Type: text/plain; charset=utf-8\n\nа", "а"},
	} {
		if got := letter(t, c.raw).Text; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	for _, raw := range []string{"", "\x00\x01", "просто текст без заголовков", "A: b\n\nx"} {
		if l, err := Read(strings.NewReader(raw)); model.CodeOf(err) != model.BadData {
			t.Errorf("%q: %+v %v", raw, l, err)
		}
	}
	deep := "From: a@b.ru\n"
	for i := range 500 {
		n := strconv.Itoa(i)
		deep += "Content-Type: multipart/mixed; boundary=b" + n + "\n\n--b" + n + "\n"
	}
	_ = letter(t, deep)
}

func TestReply(t *testing.T) {
	for text, want := range map[string]string{
		"Почистили.\n\n24.11.2026 10:15, МЦУ пишет:\n> задание":             "Почистили.",
		"Почистили.\n-----Original Message-----\nFrom: x":                   "Почистили.",
		"Почистили.\nОт: МЦУ <mcu@example.ru>\nОтправлено: вчера\nтекст":    "Почистили.",
		"> цитата\nОтвет ниже цитаты":                                       "Ответ ниже цитаты",
		"Гражданин пишет, что вода холодная.\nОт котельной ответа ещё нет.": "Гражданин пишет, что вода холодная.\nОт котельной ответа ещё нет.",
	} {
		if got := Reply(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

var sample = Outgoing{ID: "k1@example.ru", From: "mcu@example.ru", To: []string{"jkh@example.ru"}, Date: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
	Subject: "Задание [K-12]\r\nBcc: all@example.ru", Text: "Подготовьте ответ.\n.\nС уважением", Files: []File{{Name: "задание.docx", Data: []byte("PK")}}}

func TestSavedLetterIsReadBack(t *testing.T) {
	for _, to := range [][]string{{"jkh@example.ru"}, nil} {
		o := sample
		o.To = to
		path := filepath.Join(t.TempDir(), "out", "1.eml")
		if err := o.Save(path); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		l, err := Read(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if l.ID != o.ID || l.Subject != "Задание [K-12] Bcc: all@example.ru" || l.Text != o.Text || !l.Date.Equal(o.Date) || !slices.Equal(l.To, to) ||
			len(l.Files) != 1 || l.Files[0].Name != "задание.docx" || string(l.Files[0].Data) != "PK" {
			t.Errorf("%+v\n%s", l, raw)
		}
	}
}

// office is a server that lies on the loopback, and what it was given.
func office(t *testing.T, answers mailtest.Answers) (Server, <-chan mailtest.Letter) {
	t.Helper()
	port, got := mailtest.Open(t, func(int) mailtest.Answers { return answers })
	return Server{Host: "127.0.0.1", Port: port, TLS: "none", From: "mcu@example.ru"}, got
}

func TestSend(t *testing.T) {
	s, got := office(t, nil)
	if err := s.Send(context.Background(), &sample); err != nil {
		t.Fatal(err)
	}
	letter := <-got
	talk := letter.Talk + letter.Data
	for _, want := range []string{"MAIL FROM:<mcu@example.ru>", "RCPT TO:<jkh@example.ru>", "Message-ID: <k1@example.ru>"} {
		if !strings.Contains(talk, want) {
			t.Errorf("no %q in\n%s", want, talk)
		}
	}
	if strings.Contains(talk, "\nBcc:") || strings.Contains(talk, "RCPT TO:<all@") {
		t.Errorf("a header came in by the subject:\n%s", talk)
	}
}

func TestSendRefused(t *testing.T) {
	s, _ := office(t, mailtest.Answers{".": "554 no"})
	if err := s.Send(context.Background(), &sample); model.CodeOf(err) != model.Failed {
		t.Error(err)
	}
	if err := (&Server{}).Send(context.Background(), &sample); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
	nobody := sample
	nobody.To = nil
	if err := s.Send(context.Background(), &nobody); model.CodeOf(err) != model.Usage {
		t.Error(err)
	}
}

func TestPassword(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := Password(path); err != nil || p != "s3cret" {
		t.Error(p, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Password(path); model.CodeOf(err) != model.Failed {
		t.Error("an open password was taken")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"From: a@b.ru\n\nx", "From: a@b.ru\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ny\n--x--", "Subject: =?x?B?!?=\n\n",
		"From: a@b.ru\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\n0/A="} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Read(bytes.NewReader(data))
		if err == nil && strings.ContainsAny(l.Subject+l.From+l.Name, "\r\n") {
			t.Errorf("a header of several lines: %q", l.Subject)
		}
		_ = Reply(l.Text)
	})
}
