// Package files keeps the files that belong to appeals, beside the database: a folder for each appeal, in it each file under the
// hash of its content. Only the owner of the database may read them. A folder of its own lets an appeal's files go with its words
// when it is anonymised, whatever others share the same content.
package files

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model"
)

// Limits.
const (
	MaxFile   = 50 << 20  // bytes of one file
	MaxAppeal = 500 << 20 // bytes of all files of one appeal
)

// Folder is the place of the files of one database.
type Folder struct{ root string }

// Of is the folder beside a database.
func Of(database string) Folder { return Folder{database + ".files"} }

// Root is the folder's path.
func (f Folder) Root() string { return f.root }

func (f Folder) appeal(id model.AppealID) string { return filepath.Join(f.root, id.String()) }

// Path is where a file lies.
func (f Folder) Path(id model.AppealID, hash string) string {
	return filepath.Join(f.appeal(id), filepath.Base(hash)+".bin")
}

// Has tells whether the file is there.
func (f Folder) Has(id model.AppealID, hash string) bool {
	info, err := os.Lstat(f.Path(id, hash))
	return err == nil && info.Mode().IsRegular()
}

// Take copies a file in and gives the hash it is found by. fresh tells that it was not there before.
func (f Folder) Take(id model.AppealID, from io.Reader) (hash string, size int64, fresh bool, err error) {
	dir := f.appeal(id)
	if err := f.private(dir); err != nil {
		return "", 0, false, err
	}
	room := min(MaxFile, MaxAppeal-f.used(dir))
	tmp, err := os.CreateTemp(dir, ".new-*") // 0600
	if err != nil {
		return "", 0, false, unwritten(err)
	}
	defer os.Remove(tmp.Name()) // nothing is there after the rename
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(tmp, sum), io.LimitReader(from, room+1))
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return "", 0, false, unwritten(err)
	}
	switch {
	case size == 0:
		return "", 0, false, model.Faultf(model.BadData, "Файл пуст: прикреплять нечего.")
	case size > room && room < MaxFile:
		return "", 0, false, model.Faultf(model.BadData, "У обращения № %s слишком много файлов: вместе больше %d МБ.", id, MaxAppeal>>20)
	case size > room:
		return "", 0, false, model.Faultf(model.BadData, "Файл больше %d МБ. Уменьшите его или прикрепите часть.", MaxFile>>20)
	}
	hash = hex.EncodeToString(sum.Sum(nil))
	if f.Has(id, hash) {
		return hash, size, false, nil
	}
	return hash, size, true, unwritten(os.Rename(tmp.Name(), f.Path(id, hash)))
}

// private makes a folder that nobody else may look into. A link in its place is refused: it leads somewhere else.
func (f Folder) private(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritten(err)
	}
	for _, d := range []string{f.root, dir} {
		info, err := os.Lstat(d)
		if err != nil {
			return unwritten(err)
		}
		if !info.IsDir() {
			return model.Faultf(model.Failed, "На месте папки вложений лежит не папка. Проверьте, что рядом с базой: %s.", filepath.Base(f.root))
		}
		if info.Mode().Perm()&0o077 != 0 {
			if err := os.Chmod(d, 0o700); err != nil { //nolint:gosec // a folder needs its x
				return unwritten(err)
			}
		}
	}
	return nil
}

func (f Folder) used(dir string) (n int64) {
	entries, _ := os.ReadDir(dir) // an empty one holds nothing
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

// Drop removes one file that was taken and is not wanted after all.
func (f Folder) Drop(id model.AppealID, hash string) { _ = os.Remove(f.Path(id, hash)) }

// CopyTo writes a file out, and checks on the way that it is the one that was taken in.
func (f Folder) CopyTo(w io.Writer, id model.AppealID, hash string) error {
	file, err := os.Open(f.Path(id, hash))
	if errors.Is(err, fs.ErrNotExist) {
		return model.Faultf(model.NotFound, "Файла нет на месте: папку вложений переместили или восстановили базу без неё.")
	}
	if err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "Файл не удалось прочитать. Проверьте права на папку вложений."}
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), file); err != nil {
		return unwritten(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return model.Faultf(model.BadData, "Файл изменён после того, как его прикрепили. Возьмите его из резервной копии.")
	}
	return nil
}

// Save writes a file out under a name of its own; what is there already is not written over.
func (f Folder) Save(path string, id model.AppealID, hash string) error {
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return model.Faultf(model.Usage, "Файл с таким именем уже есть. Укажите другое имя.")
	}
	if err != nil {
		return unwritten(err)
	}
	err = f.CopyTo(to, id, hash)
	if e := to.Close(); err == nil {
		err = unwritten(e)
	}
	if err != nil {
		_ = os.Remove(path)
	}
	return err
}

// viewable are the kinds of files a viewer shows and does not run.
var viewable = []string{".pdf", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".tif", ".tiff", ".bmp", ".txt", ".csv", ".doc", ".docx",
	".odt", ".rtf", ".xls", ".xlsx", ".ods", ".mp4", ".mov", ".avi", ".mp3", ".ogg", ".m4a", ".wav"}

// Viewable tells whether a file of this name may be opened with the system's viewer.
func Viewable(name string) bool {
	return slices.Contains(viewable, strings.ToLower(filepath.Ext(name)))
}

const viewFolder = ".view"

// viewLeft is how long a copy made for a viewer stays.
const viewLeft = 12 * time.Hour

// View makes a copy for the system's viewer, named by its kind only: viewers tell the kind by the name, and a citizen's name must
// not stand in their lists of files. Copies of earlier days are removed.
func (f Folder) View(id model.AppealID, hash, name string, now time.Time) (string, error) {
	if !Viewable(name) {
		return "", model.Faultf(model.Usage, "Файлы такого вида здесь не открываются: они могут запустить программу. Сохраните его и проверьте.")
	}
	f.clearViews(now)
	dir := filepath.Join(f.root, viewFolder)
	if err := f.private(dir); err != nil {
		return "", err
	}
	path := filepath.Join(dir, id.String()+"-"+hash[:min(12, len(hash))]+strings.ToLower(filepath.Ext(name)))
	_ = os.Remove(path) // of an earlier look
	return path, f.Save(path, id, hash)
}

func (f Folder) clearViews(now time.Time) {
	entries, _ := os.ReadDir(filepath.Join(f.root, viewFolder)) // none yet
	for _, e := range entries {
		if info, err := e.Info(); err == nil && now.Sub(info.ModTime()) > viewLeft {
			_ = os.Remove(filepath.Join(f.root, viewFolder, e.Name()))
		}
	}
}

// Erase removes every file of an appeal, copies for viewers too.
func (f Folder) Erase(id model.AppealID) error {
	views, _ := filepath.Glob(filepath.Join(f.root, viewFolder, id.String()+"-*")) // the pattern is right
	for _, v := range views {
		if err := os.Remove(v); err != nil {
			return unerased(err)
		}
	}
	if err := os.RemoveAll(f.appeal(id)); err != nil {
		return unerased(err)
	}
	return nil
}

// Appeals lists the appeals that have files here.
func (f Folder) Appeals() ([]model.AppealID, error) {
	entries, err := os.ReadDir(f.root)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, unerased(err)
	}
	var list []model.AppealID
	for _, e := range entries {
		if n, err := strconv.ParseInt(e.Name(), 10, 64); err == nil && n > 0 && e.IsDir() {
			list = append(list, model.AppealID(n))
		}
	}
	return list, nil
}

func unwritten(cause error) error {
	var fault *model.Fault
	if cause == nil || errors.As(cause, &fault) {
		return cause
	}
	return &model.Fault{Code: model.Failed, Cause: cause, Say: "Файл не удалось сохранить. Проверьте место на диске и права на папку."}
}

func unerased(cause error) error {
	return &model.Fault{Code: model.Failed, Cause: cause, Say: "Вложения не удалось удалить. Проверьте права на папку рядом с базой и повторите."}
}
