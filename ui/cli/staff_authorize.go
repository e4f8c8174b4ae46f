package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"kurator/model"
)

// maxKeyFile is more than any public key takes.
const maxKeyFile = 64 << 10

func staffAuthorize(p *program) *cobra.Command {
	return &cobra.Command{
		Use: "authorize ЛОГИН ФАЙЛ_КЛЮЧА", Short: "Строка для authorized_keys: вход по SSH", Args: exactly(2, "логин должностного лица и файл открытого ключа"),
		Long: "Печатает строку, которую администратор добавляет в ~/.ssh/authorized_keys отдельной учётной записи: с этим ключом\n" +
			"можно только открыть рабочий стол этого должностного лица — ни оболочки, ни пересылок, ни файлов.",
		Example: "  kurator staff authorize petrova petrova.pub >> ~/.ssh/authorized_keys",
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := p.open(cmd.Context())
			if err != nil {
				return err
			}
			person, err := s.Person(cmd.Context(), s.actor)
			if err != nil {
				return err
			}
			if !person.Manages() {
				return model.Faultf(model.Forbidden, "Ключи SSH выдаёт администратор МЦУ.")
			}
			o, ok := s.snap.Office.FindOfficial(args[0])
			if !ok {
				return model.Faultf(model.NotFound, "Логина «%s» нет среди должностных лиц. Список: kurator staff list.", args[0])
			}
			line, fingerprint, err := p.authorizedLine(args[0], args[1])
			if err != nil {
				return err
			}
			if err := s.Record(cmd.Context(), s.actor, model.RecordConfig, 0, "ключ SSH "+fingerprint+" для "+o.Login); err != nil {
				return err
			}
			p.line(line)
			return nil
		},
	}
}

// authorizedLine makes the line, and the fingerprint of the key for the journal.
func (p *program) authorizedLine(login, keyFile string) (line, fingerprint string, err error) {
	info, err := os.Stat(keyFile)
	if err != nil || info.Size() > maxKeyFile {
		return "", "", &model.Fault{Code: model.NotFound, Say: "Файл ключа не прочитать. Нужен открытый ключ — файл с именем на .pub.", Cause: err}
	}
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return "", "", &model.Fault{Code: model.NotFound, Say: "Файл ключа не прочитать. Проверьте права на него.", Cause: err}
	}
	if strings.Contains(string(text), "PRIVATE KEY") {
		return "", "", model.Faultf(model.Usage, "Это закрытый ключ: его никому не передают. Нужен открытый — файл с именем на .pub.")
	}
	key, comment, options, _, err := ssh.ParseAuthorizedKey(text)
	if err != nil || len(options) > 0 {
		return "", "", &model.Fault{Code: model.Usage, Say: "Это не открытый ключ SSH. Нужна одна строка вида ssh-ed25519 AAAA… имя.", Cause: err}
	}
	self, err := os.Executable()
	if err != nil {
		return "", "", &model.Fault{Code: model.Failed, Say: "Не удалось узнать, где лежит программа.", Cause: err}
	}
	conf, err := p.config()
	if err != nil {
		return "", "", err
	}
	db, err := filepath.Abs(conf.Files.DB)
	if err != nil {
		return "", "", &model.Fault{Code: model.Failed, Say: "Не удалось узнать, где лежит база.", Cause: err}
	}
	command := shellWord(self) + " desk --db " + shellWord(db) + " --as " + login
	line = `restrict,pty,command="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(command) + `" ` + strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	if comment = strings.Join(strings.Fields(comment), " "); comment != "" {
		line += " " + comment
	}
	return line, ssh.FingerprintSHA256(key), nil
}

// shellWord quotes a path for the shell that sshd gives the command to.
func shellWord(s string) string {
	plain := strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-", r))
	}) < 0
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
