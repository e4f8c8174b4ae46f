package desk_test

import (
	"os"
	"path/filepath"
	"testing"

	"kurator/ui/uitest"
)

// The files of a letter taken in at the desk lie beside the database and stand on the card.
func TestFilesOfALetterAreKept(t *testing.T) {
	t.Parallel()
	var r *room
	const letter = "From: vezhina@example.com\r\nSubject: Yama\r\nMessage-ID: <a@example.com>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + pit + "\r\n--b\r\nContent-Type: image/jpeg; name=yama.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n/9j/4AAQ\r\n--b--\r\n"
	uitest.Story(t, "from a file", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		path := filepath.Join(t.TempDir(), "письмо.eml")
		if err := os.WriteFile(path, []byte(letter), 0o600); err != nil {
			t.Fatal(err)
		}
		d.Keys("a").Paste(path).Sees("Распознано письмо", "1 вложение: yama.jpg").Keys("ctrl+s").Sees("№ 1").Sees("Файлы", "yama.jpg, 1 КБ")
		if a := r.appeal(1); len(a.Attachments) != 1 {
			t.Errorf("kept %+v", a.Attachments)
		}
		d.Keys("u").Sees("Отменено").SeesNot("yama.jpg")
	})
	uitest.Story(t, "pasted whole", func(t *testing.T) *uitest.Driver {
		r = newRoom(t)
		return r.sit(nil, 120, 40)
	}, func(d *uitest.Driver) {
		d.Keys("a").Paste(letter).Sees("Распознано письмо").Keys("ctrl+s").Sees("yama.jpg, 1 КБ")
	})
}
