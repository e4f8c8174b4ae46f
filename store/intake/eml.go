package intake

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"kurator/model"
)

// Letter is an e-mail as it was read from an .eml file.
type Letter struct {
	Subject     string
	FromName    string
	From        string // address
	ReplyTo     string // address answers go to; the sender's when nothing else is named
	To          []string
	Date        time.Time
	MessageID   string
	InReplyTo   string
	References  []string
	Text        string // the plain part, else the words of the HTML one
	Attachments []Enclosure
	Damaged     bool // something of the letter could not be read; the rest is here
}

// Enclosure is a file in a letter.
type Enclosure struct {
	Name string
	Type string
	Data []byte
}

// Limits of what is read: a letter, the depth of parts within parts, and how many there may be.
const (
	maxLetter     = 64 << 20
	maxDepth      = 12
	maxParts      = 500
	maxLetterText = 4 << 20
)

// ReadLetter reads an e-mail. What is damaged is passed over; only what is no letter at all is an error.
func ReadLetter(r io.Reader) (*Letter, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxLetter+1))
	if err != nil {
		return nil, &model.Fault{Code: model.Failed, Say: "Не удалось прочитать письмо. Проверьте файл.", Cause: err}
	}
	if len(raw) > maxLetter {
		return nil, model.Faultf(model.BadData, "Письмо больше 64 МБ. Сохраните вложения отдельно.")
	}
	raw = bytes.TrimLeft(raw, "\ufeff\r\n ")
	if line, rest, ok := bytes.Cut(raw, []byte("\n")); ok && bytes.HasPrefix(line, []byte("From ")) {
		raw = rest // of a mailbox
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil || !isLetter(m.Header) {
		return nil, &model.Fault{Code: model.BadData, Say: "Это не письмо: в файле нет полей «От кого», «Кому» и «Тема». Сохраните письмо из почты как .eml.", Cause: err}
	}
	l := &letterReader{}
	l.head(m.Header)
	body, err := io.ReadAll(m.Body)
	l.out.Damaged = l.out.Damaged || err != nil
	l.part(textproto.MIMEHeader(m.Header), body, 0)
	l.out.Text = strings.TrimSpace(l.plain.String())
	if l.out.Text == "" {
		l.out.Text = strings.TrimSpace(l.html.String())
	}
	return &l.out, nil
}

func isLetter(h mail.Header) bool {
	for _, name := range []string{"From", "To", "Subject", "Message-Id", "Date", "Received"} {
		if h.Get(name) != "" {
			return true
		}
	}
	return false
}

// letterReader gathers a letter part by part.
type letterReader struct {
	out         Letter
	plain, html strings.Builder
	parts       int
}

func (l *letterReader) head(h mail.Header) {
	o := &l.out
	o.Subject = oneLine(words8(h.Get("Subject")))
	o.FromName, o.From = l.address(h.Get("From"))
	_, o.ReplyTo = l.address(h.Get("Reply-To"))
	if o.ReplyTo == "" {
		o.ReplyTo = o.From
	}
	for _, field := range []string{"To", "Cc"} {
		for _, one := range splitAddresses(h.Get(field)) {
			if _, a := l.address(one); a != "" {
				o.To = append(o.To, a)
			}
		}
	}
	if t, err := h.Date(); err == nil && t.Year() > 1990 && t.Year() < 2200 {
		o.Date = t
	}
	o.MessageID = inBrackets(h.Get("Message-Id"))
	o.InReplyTo = inBrackets(h.Get("In-Reply-To"))
	for _, id := range strings.Fields(h.Get("References")) {
		if id = inBrackets(id); id != "" {
			o.References = append(o.References, id)
		}
	}
}

func inBrackets(id string) string {
	_, id, found := strings.Cut(id, "<")
	if !found {
		return ""
	}
	id, _, _ = strings.Cut(id, ">")
	if len(id) > 500 || strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' }) {
		return ""
	}
	return id
}

// splitAddresses cuts at commas outside of quotes and brackets.
func splitAddresses(list string) []string {
	var out []string
	quoted, deep, from := false, 0, 0
	for i, r := range list {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '<' || r == '(':
			deep++
		case (r == '>' || r == ')') && deep > 0:
			deep--
		case r == ',' && deep == 0:
			out = append(out, list[from:i])
			from = i + 1
		}
	}
	return append(out, list[from:])
}

// address reads «Имя <почта>» also where the letter breaks the rules for it.
func (l *letterReader) address(field string) (name, address string) {
	field = strings.TrimSpace(field)
	if field == "" {
		return "", ""
	}
	parser := mail.AddressParser{WordDecoder: decoder}
	if a, err := parser.Parse(field); err == nil {
		return oneLine(utf8Words(a.Name)), strings.ToLower(a.Address)
	}
	name, rest, found := strings.Cut(field, "<")
	if !found {
		if strings.Contains(field, "@") && !strings.ContainsAny(field, " \t") {
			return "", strings.ToLower(utf8Words(field))
		}
		return oneLine(words8(field)), ""
	}
	rest, _, _ = strings.Cut(rest, ">")
	return oneLine(strings.Trim(words8(name), `" `)), strings.ToLower(utf8Words(strings.TrimSpace(rest)))
}

// decoder reads encoded words in every charset that mail comes in.
var decoder = &mime.WordDecoder{CharsetReader: func(charset string, input io.Reader) (io.Reader, error) {
	raw, err := io.ReadAll(input)
	if err != nil {
		return nil, err
	}
	return strings.NewReader(decode(raw, charset)), nil
}}

// words8 reads a header: encoded words, or raw bytes in an old charset.
func words8(s string) string {
	if d, err := decoder.DecodeHeader(s); err == nil {
		s = d
	}
	return utf8Words(s)
}

func utf8Words(s string) string {
	if !utf8.ValidString(s) {
		s = decode([]byte(s), "")
	}
	return tidy(s)
}

// part reads one part of the letter and the parts within it.
func (l *letterReader) part(h textproto.MIMEHeader, body []byte, depth int) {
	if l.parts++; depth > maxDepth || l.parts > maxParts {
		l.out.Damaged = true
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || kind == "" {
		kind, params = looseType(h.Get("Content-Type"))
	}
	if strings.HasPrefix(kind, "multipart/") {
		if boundary := params["boundary"]; boundary != "" {
			l.multipart(boundary, body, depth)
			return
		}
		kind = "text/plain"
		l.out.Damaged = true
	}
	data := l.untransfer(body, h.Get("Content-Transfer-Encoding"))
	disposition, about, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	name := fileName(about["filename"], params["name"])
	if disposition == "attachment" || name != "" || !strings.HasPrefix(kind, "text/") {
		if name == "" {
			name = nameOfKind(kind)
		}
		l.out.Attachments = append(l.out.Attachments, Enclosure{name, kind, data})
		return
	}
	text := decode(data, params["charset"])
	if len(text) > maxLetterText {
		text, l.out.Damaged = strings.ToValidUTF8(text[:maxLetterText], ""), true
	}
	into := &l.plain
	if kind == "text/html" {
		into, text = &l.html, htmlWords(text)
	}
	if text = tidy(text); strings.TrimSpace(text) != "" {
		if into.Len() > 0 {
			into.WriteString("\n")
		}
		into.WriteString(text)
	}
}

func looseType(field string) (kind string, params map[string]string) {
	field = strings.ToLower(field)
	params = map[string]string{}
	for name, stop := range map[string]string{"charset": ";\" ", "boundary": ";\""} {
		if _, rest, ok := strings.Cut(field, name+"="); ok {
			rest = strings.TrimLeft(rest, `"`)
			if i := strings.IndexAny(rest, stop); i >= 0 {
				rest = rest[:i]
			}
			params[name] = strings.TrimSpace(rest)
		}
	}
	delete(params, "boundary") // its case is lost, so it would not be found
	kind, _, _ = strings.Cut(field, ";")
	if kind = strings.TrimSpace(kind); kind != "text/html" {
		kind = "text/plain"
	}
	return kind, params
}

// multipart splits by the boundary itself: the standard reader stops at the first part that breaks a rule.
func (l *letterReader) multipart(boundary string, body []byte, depth int) {
	mark := []byte("--" + boundary)
	var parts [][]byte
	start, ended := -1, false
	for pos := 0; pos < len(body) && !ended; {
		end := bytes.IndexByte(body[pos:], '\n')
		next := len(body)
		if end >= 0 {
			next = pos + end + 1
		}
		line := bytes.TrimRight(body[pos:next], "\r\n \t")
		if bytes.HasPrefix(line, mark) {
			rest := line[len(mark):]
			if closing := bytes.Equal(rest, []byte("--")); closing || len(rest) == 0 {
				if start >= 0 {
					parts = append(parts, body[start:pos])
				}
				start, ended = next, closing
			}
		}
		pos = next
	}
	if !ended {
		l.out.Damaged = true
		if start >= 0 && start <= len(body) {
			parts = append(parts, body[start:])
		}
	}
	for _, raw := range parts {
		h, inner := splitPart(raw)
		l.part(h, inner, depth+1)
	}
}

// splitPart cuts a part into its header and body.
func splitPart(raw []byte) (textproto.MIMEHeader, []byte) {
	h := textproto.MIMEHeader{}
	last := ""
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		text := strings.TrimRight(string(line), "\r")
		if text == "" {
			return h, rest
		}
		name, value, ok := strings.Cut(text, ":")
		switch {
		case (text[0] == ' ' || text[0] == '\t') && last != "":
			h[last][0] += " " + strings.TrimSpace(text)
		case ok && name != "" && !strings.ContainsAny(name, " \t"):
			last = textproto.CanonicalMIMEHeaderKey(name)
			h[last] = []string{strings.TrimSpace(value)}
		default:
			return h, raw // the body begins without an empty line
		}
		raw = rest
	}
	return h, nil
}

// untransfer undoes the transfer encoding; of damaged data it keeps what can be read.
func (l *letterReader) untransfer(body []byte, encoding string) []byte {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		clean := bytes.Map(func(r rune) rune {
			if r == '\r' || r == '\n' || r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, body)
		clean = bytes.TrimRight(clean, "=")
		out := make([]byte, base64.RawStdEncoding.DecodedLen(len(clean)))
		n, err := base64.RawStdEncoding.Decode(out, clean)
		l.out.Damaged = l.out.Damaged || err != nil
		return out[:n]
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body)))
		if err != nil {
			l.out.Damaged = true
			return append(out, body[min(len(out), len(body)):]...)
		}
		return out
	}
	return body
}

// decode turns bytes of a charset into words; without a charset, or with an unknown one, it is guessed as for files.
func decode(raw []byte, charset string) string {
	if charset = strings.ToLower(strings.TrimSpace(charset)); charset != "" && charset != "us-ascii" && charset != "utf-8" {
		if enc, err := htmlindex.Get(charset); err == nil {
			if out, err := enc.NewDecoder().Bytes(raw); err == nil {
				return strings.ToValidUTF8(string(out), "\ufffd")
			}
		}
	}
	if utf8.Valid(raw) {
		return string(raw)
	}
	return strings.ToValidUTF8(guessed(raw), "\ufffd")
}

// fileName is the base name of an attachment, without anything that could lead elsewhere.
func fileName(names ...string) string {
	for _, n := range names {
		n = words8(n)
		if i := strings.LastIndexAny(n, `/\`); i >= 0 {
			n = n[i+1:]
		}
		n = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
				return -1
			}
			return r
		}, n))
		if n = strings.TrimLeft(n, "."); n != "" {
			return string([]rune(n)[:min(len([]rune(n)), 120)])
		}
	}
	return ""
}

func nameOfKind(kind string) string {
	switch {
	case kind == "message/rfc822":
		return "вложенное письмо.eml"
	case strings.HasPrefix(kind, "image/"):
		return "рисунок." + strings.TrimPrefix(kind, "image/")
	}
	return "вложение"
}
