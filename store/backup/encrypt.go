package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"kurator/model"
)

// encrypt writes a durable encrypted file and decrypts it again at once, with a key that is made for this and thrown away:
// whoever holds a recipient's key must not be the first to find out that the file is not whole.
func encrypt(plain, sealed string, to []age.Recipient, content string) error {
	from, err := os.Open(plain)
	if err != nil {
		return disk("Не удалось прочитать копию", err)
	}
	defer from.Close()
	key, err := seal(sealed, to, func(w io.Writer) error {
		_, err := io.Copy(w, from)
		return err
	})
	if err != nil {
		return err
	}
	h := sha256.New()
	if err := decrypt(sealed, h, []age.Identity{key}); err != nil {
		return err
	}
	if hex.EncodeToString(h.Sum(nil)) != content {
		return model.Faultf(model.Failed, "Зашифрованная копия читается не так, как записана. Проверьте диск и повторите.")
	}
	return nil
}

// seal writes an encrypted file and gives the passing key that reads it beside those of its recipients.
func seal(sealed string, to []age.Recipient, write func(io.Writer) error) (age.Identity, error) {
	key, recipient, err := passing(to[0])
	if err != nil {
		return nil, disk("Не удалось зашифровать копию", err)
	}
	out, err := os.OpenFile(sealed, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, disk("Не удалось создать файл копии", err)
	}
	err = func() error {
		w, err := age.Encrypt(out, append(to[:len(to):len(to)], recipient)...)
		if err != nil {
			return err
		}
		return errors.Join(write(w), w.Close())
	}()
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return nil, disk("Не удалось записать зашифрованную копию", err)
	}
	return key, nil
}

// passing makes a key of the same family as the recipient: the families cannot be mixed in one file.
func passing(like age.Recipient) (age.Identity, age.Recipient, error) {
	if _, ok := like.(*age.HybridRecipient); ok {
		key, err := age.GenerateHybridIdentity()
		if err != nil {
			return nil, nil, err
		}
		return key, key.Recipient(), nil
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, nil, err
	}
	return key, key.Recipient(), nil
}

// openSealed reads a file, decrypted when it is encrypted.
func openSealed(path string, keys []age.Identity) (io.ReadCloser, error) {
	return openTold(path, keys, io.Discard)
}

// openTold is openSealed that tells another what it reads of the file itself.
func openTold(path string, keys []age.Identity, told io.Writer) (io.ReadCloser, error) {
	closed, err := encrypted(path)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, disk("Не удалось прочитать копию", err)
	}
	r := io.TeeReader(f, told)
	if closed {
		r, err = age.Decrypt(r, keys...)
	}
	if err == nil {
		return struct {
			io.Reader
			io.Closer
		}{r, f}, nil
	}
	_ = f.Close()
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, &model.Fault{Code: model.Usage, Cause: err, Say: "Этот ключ копию не открывает. Укажите ключ того получателя, для которого её зашифровали: --identity ФАЙЛ."}
	}
	return nil, &model.Fault{Code: model.BadData, Cause: err, Say: "Копию не удалось расшифровать: файл повреждён или это не копия."}
}

// decrypt writes what a sealed file holds.
func decrypt(sealed string, to io.Writer, keys []age.Identity) error {
	r, err := openSealed(sealed, keys)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := io.Copy(to, r); err != nil {
		if full(err) {
			return disk("Не удалось записать расшифрованную копию", err)
		}
		return &model.Fault{Code: model.BadData, Cause: err, Say: "Копия повреждена: при расшифровке не сошлась проверка. Возьмите другую."}
	}
	return nil
}

// identities reads the secret keys of a file.
func identities(file string) ([]age.Identity, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, &model.Fault{Code: model.Usage, Cause: err, Say: "Не удалось открыть файл ключа " + filepath.Base(file) + ". Проверьте путь и права."}
	}
	defer f.Close()
	keys, err := age.ParseIdentities(f)
	if err != nil || len(keys) == 0 {
		return nil, &model.Fault{Code: model.Usage, Say: "В файле " + filepath.Base(file) + " нет ключа age (строки AGE-SECRET-KEY-…)."}
	}
	return keys, nil
}

// ageHead begins every age file.
const ageHead = "age-encryption.org/"

// encrypted looks at the beginning of a file.
func encrypted(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, &model.Fault{Code: model.NotFound, Cause: err, Say: "Копии " + filepath.Base(path) + " нет или она недоступна. Проверьте путь и права."}
	}
	defer f.Close()
	head := make([]byte, len(ageHead))
	n, _ := io.ReadFull(f, head) // a shorter file is none
	return string(head[:n]) == ageHead, nil
}
