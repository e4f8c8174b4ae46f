// Package mail reads letters (.eml files) and sends them: by the office's own SMTP server, or as .eml files that any mail program
// opens and sends.
package mail

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"kurator/model"
	"kurator/store/sheet"
)

// Letter is a letter that came.
type Letter struct {
	ID      string    // Message-ID without brackets
	From    string    // address, in lower case
	Name    string    // of who wrote
	ReplyTo string    // where answers go: From when nothing else is named
	To      []string  // addresses
	Date    time.Time // zero when the letter does not tell, or not rightly
	Subject string
	Answers []string // Message-IDs the letter answers: In-Reply-To first, then References from the newest
	Text    string
	Files   []File
}

// File is one attachment.
type File struct {
	Name string
	Type string // «image/jpeg»
	Data []byte
}

// Limits of a letter: beyond them it is refused, or a part of it is left out.
const (
	MaxLetter = 40 << 20 // bytes of the whole letter
	maxParts  = 200
	maxDepth  = 12
	maxText   = 2 << 20
)

// Read reads a letter. What is no letter or is damaged is a Fault; single parts that cannot be read are left out.
func Read(r io.Reader) (Letter, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxLetter+1))
	if err != nil {
		return Letter{}, notLetter(err)
	}
	if len(raw) > MaxLetter {
		return Letter{}, model.Faultf(model.BadData, "Письмо слишком велико. Сохраните вложения отдельно и прикрепите их к обращению.")
	}
	m, err := mail.ReadMessage(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	if err != nil {
		return Letter{}, notLetter(err)
	}
	if m.Header.Get("From") == "" && m.Header.Get("Subject") == "" && m.Header.Get("Date") == "" {
		return Letter{}, notLetter(nil)
	}
	l := Letter{ID: firstOf(ids(m.Header.Get("Message-Id"))), Subject: words(m.Header.Get("Subject"))}
	l.who(m.Header)
	if at, err := m.Header.Date(); err == nil && at.Year() > 1970 && at.Year() < 9999 {
		l.Date = at
	}
	l.Answers = ids(m.Header.Get("In-Reply-To"))
	references := ids(m.Header.Get("References"))
	for i := len(references) - 1; i >= 0; i-- {
		l.Answers = append(l.Answers, references[i])
	}
	p := parts{letter: &l}
	p.take(textproto.MIMEHeader(m.Header), m.Body, 0)
	l.Text = strings.TrimSpace(p.plain.String())
	if l.Text == "" {
		l.Text = strings.TrimSpace(p.html.String())
	}
	return l, nil
}

// who reads the addresses.
func (l *Letter) who(h mail.Header) {
	parser := mail.AddressParser{WordDecoder: decoder}
	if a, err := parser.Parse(h.Get("From")); err == nil {
		l.From, l.Name = strings.ToLower(a.Address), oneLine(a.Name)
	} else if from := words(h.Get("From")); strings.Contains(from, "@") {
		fields := strings.Fields(from)
		l.From = strings.ToLower(strings.Trim(fields[len(fields)-1], "<>,;"))
	}
	l.ReplyTo = l.From
	if a, err := parser.Parse(h.Get("Reply-To")); err == nil {
		l.ReplyTo = strings.ToLower(a.Address)
	}
	list, err := parser.ParseList(h.Get("To"))
	if err != nil {
		return
	}
	for _, a := range list {
		l.To = append(l.To, strings.ToLower(a.Address))
	}
}

var decoder = &mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, r)
}}

// words decodes a header; bytes without a charset are guessed.
func words(header string) string {
	s, err := decoder.DecodeHeader(header)
	if err != nil {
		s = header
	}
	return oneLine(sheet.DecodeText([]byte(s)))
}

// oneLine leaves one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ids are the Message-IDs of a header, without brackets.
func ids(header string) []string {
	var list []string
	for _, part := range strings.FieldsFunc(header, func(r rune) bool { return r == '<' || r == '>' || r <= ' ' || r == ',' }) {
		if strings.Contains(part, "@") && len(part) < 1000 {
			list = append(list, part)
		}
	}
	return list
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// parts gathers what a letter is made of.
type parts struct {
	letter *Letter
	plain  strings.Builder
	html   strings.Builder
	count  int
}

func (p *parts) take(h textproto.MIMEHeader, body io.Reader, depth int) {
	if p.count++; p.count > maxParts || depth > maxDepth {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind, params = "text/plain", map[string]string{}
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		r := multipart.NewReader(body, params["boundary"])
		for {
			part, err := r.NextRawPart()
			if err != nil {
				return // the end, or a letter that was cut: what was read stays
			}
			p.take(part.Header, part, depth+1)
		}
	}
	data, _ := io.ReadAll(decoded(h.Get("Content-Transfer-Encoding"), body)) // a cut part is kept as far as it goes
	name := fileName(h, params)
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	switch {
	case disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/"):
		if len(data) > 0 {
			p.letter.Files = append(p.letter.Files, File{Name: name, Type: kind, Data: data})
		}
	case kind == "text/html":
		add(&p.html, FromHTML(text(data, params["charset"])))
	default:
		add(&p.plain, strings.ReplaceAll(text(data, params["charset"]), "\r\n", "\n"))
	}
}

func add(b *strings.Builder, s string) {
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	b.WriteString(strings.ToValidUTF8(s[:min(len(s), max(0, maxText-b.Len()))], ""))
}

func decoded(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, &lettersOnly{r})
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// lettersOnly drops what stands between the letters of base64 and is none of them.
type lettersOnly struct{ r io.Reader }

func (l *lettersOnly) Read(p []byte) (int, error) {
	for {
		n, err := l.r.Read(p)
		kept := 0
		for _, c := range p[:n] {
			if c > ' ' && c < 0x7f {
				p[kept] = c
				kept++
			}
		}
		if kept > 0 || err != nil {
			return kept, err
		}
	}
}

// text decodes by the charset named; one that is unknown, or that the bytes contradict, is guessed.
func text(data []byte, name string) string {
	if name != "" && !strings.EqualFold(name, "us-ascii") {
		if r, err := charset.NewReaderLabel(name, bytes.NewReader(data)); err == nil {
			if s, err := io.ReadAll(r); err == nil && !bytes.ContainsRune(s, '\ufffd') {
				return strings.ReplaceAll(string(s), "\x00", "")
			}
		}
	}
	return sheet.DecodeText(data)
}

func fileName(h textproto.MIMEHeader, params map[string]string) string {
	_, disposition, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := ""
	if err == nil {
		name = disposition["filename"]
	}
	if name == "" {
		name = params["name"]
	}
	name = words(name)
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// FromHTML is what a page says: tags left out, blocks apart by line feeds.
func FromHTML(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	hidden := ""
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidy(b.String())
		case html.TextToken:
			if hidden == "" {
				b.WriteString(strings.Join(strings.FieldsFunc(string(z.Text()), func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "script", "style", "title", "head":
				hidden = string(name)
			case "br", "p", "div", "tr", "li", "h1", "h2", "h3", "table", "blockquote":
				b.WriteByte('\n')
			case "td":
				b.WriteByte('\t')
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if string(name) == hidden {
				hidden = ""
			}
			if string(name) == "p" {
				b.WriteByte('\n')
			}
		}
		if b.Len() > maxText {
			return tidy(b.String())
		}
	}
}

// tidy trims lines and leaves one empty line of several.
func tidy(s string) string {
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(s, "\u00a0", " ")) {
		line = strings.TrimSpace(line)
		if line == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, line)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

func notLetter(cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = nil
	}
	return &model.Fault{Code: model.BadData, Cause: cause, Say: "Это не письмо (.eml) или оно повреждено. Сохраните его из почтовой программы заново."}
}
