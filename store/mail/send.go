package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"kurator/model"
)

// Outgoing is a letter to be sent.
type Outgoing struct {
	ID      string // Message-ID without brackets, from NewID
	From    string
	To      []string // may be empty in an .eml file: the person fills it in
	Date    time.Time
	Subject string
	Text    string
	Files   []File
}

// Server is the office's own SMTP server; without a Host nothing can be sent.
type Server struct {
	Host, User, Password, From string
	Port                       int
	TLS                        string // starttls, tls or none
}

// sendTimeout bounds the talk with a server that does not answer.
const sendTimeout = 30 * time.Second

// NewID makes a Message-ID that tells nothing about the letter.
func NewID(from string) string {
	chance := make([]byte, 16)
	_, _ = rand.Read(chance) // never fails since Go 1.24
	domain := from[strings.LastIndexByte(from, '@')+1:]
	if domain == "" {
		domain = "kurator.invalid"
	}
	return hex.EncodeToString(chance) + "@" + domain
}

func (o *Outgoing) message() (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent())
	if o.From != "" {
		if err := m.From(o.From); err != nil {
			return nil, wrongAddress(o.From, err)
		}
	}
	for _, to := range o.To {
		if err := m.AddTo(to); err != nil {
			return nil, wrongAddress(to, err)
		}
	}
	m.Subject(oneLine(o.Subject))
	m.SetMessageIDWithValue(o.ID)
	m.SetDateWithValue(o.Date)
	m.SetBodyString(mail.TypeTextPlain, o.Text)
	for _, f := range o.Files {
		kind := f.Type
		if kind == "" {
			kind = "application/octet-stream"
		}
		if err := m.AttachReader(oneLine(f.Name), bytes.NewReader(f.Data), mail.WithFileContentType(mail.ContentType(kind))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Save writes the letter as an .eml file that only its owner may read.
func (o *Outgoing) Save(path string) error {
	m, err := o.message()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	b.WriteString("X-Unsent: 1\r\n") // mail programs open it as a letter still to be sent
	if _, err := m.WriteTo(&b); err != nil && o.From != "" && len(o.To) > 0 {
		return unsaved(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unsaved(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return unsaved(err)
	}
	return nil
}

// Send hands one letter to the server.
func (s *Server) Send(ctx context.Context, o *Outgoing) error {
	if s.Host == "" {
		return model.Faultf(model.Usage, "Почтовый сервер не задан: укажите [mail] host в настройках.")
	}
	if len(o.To) == 0 {
		return model.Faultf(model.Usage, "У подразделения нет адреса почты. Впишите его: kurator act, или в разделе «Роли».")
	}
	m, err := o.message()
	if err != nil {
		return err
	}
	client, err := mail.NewClient(s.Host, s.options()...)
	if err != nil {
		return &model.Fault{Code: model.Usage, Cause: err, Say: "Почтовый сервер задан неверно. Проверьте раздел [mail] настроек."}
	}
	// A server that has taken the letter and then leaves without a word has taken it: to say otherwise would send it twice.
	if err := client.DialAndSendWithContext(ctx, m); err != nil && !m.IsDelivered() {
		return s.unsent(err)
	}
	return nil
}

func (s *Server) options() []mail.Option {
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(sendTimeout), mail.WithHELO("localhost")}
	switch s.TLS {
	case "tls":
		options = append(options, mail.WithSSL())
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		auth := mail.SMTPAuthAutoDiscover
		if s.TLS == "none" {
			auth = mail.SMTPAuthPlainNoEnc // said so in the configuration: inside the own network
		}
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(s.User), mail.WithPassword(s.Password))
	}
	return options
}

// Password reads the password's file, which nobody else may read.
func Password(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", &model.Fault{Code: model.Failed, Cause: err, Say: "Файл с паролем почты не найден. Проверьте [mail] password_file."}
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", model.Faultf(model.Failed, "Файл с паролем почты могут читать другие. Закройте его: chmod 600.")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", &model.Fault{Code: model.Failed, Cause: err, Say: "Файл с паролем почты не читается. Проверьте права."}
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

func wrongAddress(address string, cause error) error {
	return &model.Fault{Code: model.Usage, Cause: cause, Say: "«" + oneLine(address) + "» — не адрес почты. Исправьте его в описании подразделения или в настройках."}
}

func unsaved(cause error) error {
	var fault *model.Fault
	if errors.As(cause, &fault) {
		return fault
	}
	return &model.Fault{Code: model.Failed, Cause: cause, Say: "Не удалось записать письмо. Проверьте папку, права и свободное место."}
}
