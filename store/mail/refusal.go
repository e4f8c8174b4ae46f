package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"syscall"

	"github.com/wneessen/go-mail"

	"kurator/model"
)

// unsent says why a letter did not go and what to do about it. What servers say of it themselves is for the log: it is English, and it names
// addresses.
func (s *Server) unsent(err error) *model.Fault {
	var sending *mail.SendError
	var say string
	if errors.As(err, &sending) {
		say = refusedLetter(sending)
	} else {
		say = s.refusedTalk(err)
	}
	return &model.Fault{Code: model.Failed, Cause: err, Say: "Письмо не отправлено: " + say}
}

// refusedLetter is about a server that talks to us and does not take the letter.
func refusedLetter(err *mail.SendError) string {
	switch code := err.ErrorCode(); {
	case code == 0:
		return "связь с почтовым сервером оборвалась на полпути. Повторите отправку; если это повторится, проверьте сеть."
	case code < 500 && err.IsTemp():
		return "сервер просит прислать его позже. Повторите отправку через четверть часа."
	case err.Reason == mail.ErrSMTPRcptTo:
		return "сервер не принял адрес получателя. Проверьте адрес почты подразделения в разделе «Роли»."
	case err.Reason == mail.ErrSMTPMailFrom:
		return "сервер не принял обратный адрес. Проверьте [mail] from: обычно это адрес того, кто назван в [mail] user."
	case code == 552:
		return "оно больше, чем принимает сервер. Отправьте меньше обращений за раз или без вложений."
	}
	return "сервер не принял само письмо. Спросите администратора почты: отказ записан в его журнале."
}

// refusedTalk is about a server that cannot be reached or does not let us in.
func (s *Server) refusedTalk(err error) string {
	where := "«" + oneLine(net.JoinHostPort(s.Host, strconv.Itoa(s.Port))) + "»"
	var reply *textproto.Error
	var name *net.DNSError
	var slow net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "отправка прервана. Повторите её, когда будете готовы."
	case errors.As(err, &name):
		return "почтового сервера " + where + " в сети нет. Проверьте [mail] host и есть ли связь с сетью."
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &slow) && slow.Timeout():
		return "почтовый сервер " + where + " не ответил за " + strconv.Itoa(int(sendTimeout.Seconds())) +
			" секунд. Проверьте [mail] host и port и не закрывает ли этот порт межсетевой экран."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "на " + where + " почтового сервера нет. Проверьте [mail] port: обычно это 587 для starttls и 465 для tls."
	case badCertificate(err):
		return "сертификату почтового сервера " + where + " нельзя верить. Проверьте [mail] host: имя должно быть как в сертификате; если сертификат свой, попросите администратора внести его в доверенные."
	case errors.As(err, new(tls.RecordHeaderError)):
		return "сервер " + where + " отвечает без шифрования. Проверьте [mail] tls и port: обычно это starttls и 587 или tls и 465."
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return "сервер " + where + " не умеет starttls. Проверьте [mail] tls: попробуйте tls и порт 465; none годится только внутри своей сети."
	case strings.Contains(err.Error(), "SMTP AUTH failed"):
		return "сервер не принял имя или пароль. Проверьте [mail] user и файл из [mail] password_file."
	case strings.Contains(err.Error(), "support SMTP AUTH"), errors.Is(err, mail.ErrNoSupportedAuthDiscovered):
		return "сервер не пускает по имени и паролю при таком шифровании. Проверьте [mail] tls; если сервер пароля не просит, очистите [mail] user."
	case errors.As(err, &reply):
		return "сервер " + where + " не стал говорить с нами (ответ " + strconv.Itoa(reply.Code) + "). Повторите позже или спросите администратора почты, пускает ли он эту машину."
	}
	return "сервер " + where + " недоступен или закрыл связь. Проверьте сеть, [mail] host, port и tls."
}

func badCertificate(err error) bool {
	return errors.As(err, new(*tls.CertificateVerificationError)) || errors.As(err, new(x509.HostnameError)) || errors.As(err, new(x509.UnknownAuthorityError))
}
