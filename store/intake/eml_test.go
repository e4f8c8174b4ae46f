package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime/quotedprintable"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"kurator/model"
)

func letter(t testing.TB, raw string) *Letter {
	t.Helper()
	l, err := ReadLetter(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func encoded(charset string, table *charmap.Charmap, s string) string {
	raw, _ := table.NewEncoder().Bytes([]byte(s))
	return "=?" + charset + "?B?" + base64.StdEncoding.EncodeToString(raw) + "?="
}

const plea = "Здравствуйте! На улице Победы яма.\nПочините, пожалуйста."

func TestLetterInEveryCharset(t *testing.T) {
	for charset, table := range map[string]*charmap.Charmap{"koi8-r": charmap.KOI8R, "windows-1251": charmap.Windows1251, "ibm866": charmap.CodePage866, "x-mac-cyrillic": charmap.MacintoshCyrillic} {
		body, _ := table.NewEncoder().Bytes([]byte(plea))
		var qp bytes.Buffer
		w := quotedprintable.NewWriter(&qp)
		_, _ = w.Write(body)
		_ = w.Close()
		for transfer, text := range map[string]string{"8bit": string(body), "base64": base64.StdEncoding.EncodeToString(body), "quoted-printable": qp.String()} {
			l := letter(t, "From: "+encoded(charset, table, "Полина Вежина")+" <vezhina@example.ru>\r\nTo: adm@example.ru\r\nSubject: "+encoded(charset, table, "Яма на дороге")+
				"\r\nMessage-ID: <a1@example.ru>\r\nDate: Tue, 24 Nov 2026 20:15:00 +0300\r\nContent-Type: text/plain; charset="+charset+"\r\nContent-Transfer-Encoding: "+transfer+"\r\n\r\n"+text+"\r\n")
			if l.Text != plea || l.Subject != "Яма на дороге" || l.FromName != "Полина Вежина" || l.From != "vezhina@example.ru" || l.MessageID != "a1@example.ru" || l.Damaged {
				t.Errorf("%s, %s: %+v", charset, transfer, l)
			}
		}
	}
}

func TestMultipartWithAttachments(t *testing.T) {
	l := letter(t, `From: "Сейдов, Тимур" <seydov@example.com>
Reply-To: <reply@example.su>
To: =?utf-8?B?0JDQtNC80LjQvdC40YHRgtGA0LDRhtC40Y8=?= <adm@example.ru>, "Отдел, ЖКХ" <jkh@example.ru>
Subject: =?utf-8?Q?=D0=A4=D0=BE=D1=82=D0=BE?=
In-Reply-To: <first@example.ru>
References: <zero@example.ru>
 <first@example.ru>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="out"

preamble
--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain; charset=utf-8

Посмотрите фото.
--in
Content-Type: text/html; charset=utf-8

<p>Посмотрите <b>фото</b>.</p>
--in--
--out
Content-Type: image/jpeg; name="=?utf-8?B?0Y/QvNCwLmpwZw==?="
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*=utf-8''../../%D1%8F%D0%BC%D0%B0.jpg

/9j/4AAQ
--out--
`)
	if l.Text != "Посмотрите фото." || l.FromName != "Сейдов, Тимур" || l.ReplyTo != "reply@example.su" || len(l.To) != 2 || len(l.References) != 2 || l.InReplyTo != "first@example.ru" {
		t.Errorf("%+v", l)
	}
	if len(l.Attachments) != 1 || l.Attachments[0].Name != "яма.jpg" || len(l.Attachments[0].Data) != 6 {
		t.Errorf("attachments %+v", l.Attachments)
	}
}

func TestHTMLOnlyAndDamaged(t *testing.T) {
	l := letter(t, "From: a@example.ru\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n<style>p{}</style><p>Первая&nbsp;строка</p><div>Вторая<br>третья</div><ul><li>раз<li>два</ul><script>x()</script>")
	if l.Text != "Первая строка\n\nВторая\nтретья\n\n— раз\n— два" {
		t.Errorf("%q", l.Text)
	}
	l = letter(t, "From: a@example.ru\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nначало без конца")
	if l.Text != "начало без конца" || !l.Damaged {
		t.Errorf("%+v", l)
	}
	l = letter(t, "From: a@example.ru\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-8\n\n0K/QvNCw!!!!")
	if l.Text != "Яма" || !l.Damaged {
		t.Errorf("%+v", l)
	}
	if _, err := ReadLetter(strings.NewReader("Просто текст, не письмо.\nСовсем.")); model.CodeOf(err) != model.BadData {
		t.Errorf("no letter: %v", err)
	}
}

func TestWarningsAboutMail(t *testing.T) {
	say := func(received, to string) string { return fmt.Sprint(AboutMail(received, to)) }
	if got := say("2025-03-29", "a@example.ru"); got != "[]" {
		t.Error(got)
	}
	if got := say("2025-03-30", "a@example.ru"); !strings.Contains(got, "547-ФЗ") || strings.Contains(got, "зоне") {
		t.Error(got)
	}
	for address, russian := range map[string]bool{"a@mail.ru": true, "a@b.xn--p1ai": true, "а@почта.рф": true, "a@x.su": true, "a@gmail.com": false, "a@ru": false, "mail.ru": false, "a@mail.ru.com": false} {
		if RussianZone(address) != russian {
			t.Errorf("%s in the zone: %v", address, !russian)
		}
	}
}

func FuzzLetter(f *testing.F) {
	for _, seed := range []string{"", "From: a@b.ru\n\nтекст", "From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n--b\n--b--", "Subject: =?koi8-r?B?////?=\n\n", "From: <<<>>>\n\n",
		"From: a@b.ru\nContent-Type: multipart/x; boundary=\"\"\n\n", "From: a@b.ru\nContent-Type: message/rfc822\n\nFrom: c@d.ru\n\nx", "To: \"\\\nContent-Transfer-Encoding: quoted-printable\n\n=D0=9",
		"From: a@b.ru\nContent-Type: text/html\n\n<b><script><style>&#0;&#x1b;", "Date: Mon, 99 Foo\nX\n\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := ReadLetter(bytes.NewReader(raw))
		if err != nil {
			if model.CodeOf(err) == model.Failed {
				t.Fatal(err)
			}
			return
		}
		all := []string{l.Text, l.Subject, l.FromName, l.From, l.ReplyTo}
		for _, a := range l.Attachments {
			all = append(all, a.Name)
			if a.Name == "" || strings.ContainsAny(a.Name, "/\\\x00\n") || strings.HasPrefix(a.Name, ".") {
				t.Fatalf("an attachment is called %q", a.Name)
			}
		}
		for _, s := range all {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\x1b\x00") {
				t.Fatalf("%q", s)
			}
		}
	})
}
