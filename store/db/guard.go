package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"kurator/model"
)

// inspect looks at the file before SQLite does, by stat only: opening it in this process would drop its locks.
func inspect(path string) error {
	info, err := os.Stat(path)
	name := filepath.Base(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Faultf(model.NotFound, "Базы %s нет. Создать её: kurator (рабочий стол) или kurator import ФАЙЛ.", name)
	case err != nil:
		return &model.Fault{Code: model.Failed, Say: "Не удалось открыть базу " + name + ": нет доступа. Проверьте права на файл и папку.", Cause: err}
	case info.IsDir():
		return model.Faultf(model.Usage, "%s — папка, а нужен файл базы. Укажите файл: --db ФАЙЛ.", name)
	case !info.Mode().IsRegular():
		return model.Faultf(model.Usage, "%s — не обычный файл, базой он быть не может. Укажите файл: --db ФАЙЛ.", name)
	case info.Size() < 512: // an empty file would open as a valid empty database
		return cut(name)
	}
	return nil
}

// look is the first connection to the file. It asks what the file is and sets nothing in it, so a foreign database, a
// newer one or a cut one stays as it was. newest is the schema this program knows.
func (d *DB) look(ctx context.Context, newest int) error {
	unplayed := leftover(d.real)
	var err error
	if d.watch, err = sql.Open("sqlite", dsn(d.real, looking)); err != nil {
		return err
	}
	d.watch.SetMaxOpenConns(1)
	if d.eye, err = d.watch.Conn(ctx); err != nil {
		return err
	}
	f, err := facts(ctx, d.eye)
	if err != nil {
		return err
	}
	if err := f.ours(d.path, newest); err != nil {
		return err
	}
	info, err := os.Stat(d.real)
	if err != nil {
		return err
	}
	// With a WAL to be played a torn last page is a crash in a checkpoint, and the WAL still has that page.
	if !unplayed && info.Size()%int64(f.PageSize) != 0 {
		return cut(filepath.Base(d.path))
	}
	return nil
}

// leftover tells whether a journal with contents lies beside the file.
func leftover(path string) bool {
	for _, suffix := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

// header is what a database file says about itself.
type header struct{ Application, Version, PageSize int }

func facts(ctx context.Context, conn *sql.Conn) (h header, err error) {
	for pragma, to := range map[string]*int{"application_id": &h.Application, "user_version": &h.Version, "page_size": &h.PageSize} {
		if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(to); err != nil {
			return h, err
		}
	}
	return h, nil
}

// ours refuses the databases of other programs and those of a newer kurator.
func (h header) ours(path string, newest int) error {
	switch {
	case h.Application != ApplicationID:
		return notOurs(filepath.Base(path), nil)
	case h.Version < 1:
		return damaged(path, errors.New("no schema version"))
	case h.Version > newest:
		return newer(h.Version, newest)
	}
	return nil
}

// remember keeps where the file and its -wal lie on the disk. The -wal is there: a connection has just read.
func (d *DB) remember() (err error) {
	if d.file, _, err = identify(d.path); err != nil {
		return err
	}
	d.wal, _, err = identify(d.real + "-wal")
	return err
}

// samePlace refuses to write when the file or its -wal was renamed, deleted or replaced while open: such writes go on
// «ok» and are lost (41 of 41 acknowledged rows in the measurement). It also tells the size of the WAL.
func (d *DB) samePlace() (walSize int64, err error) {
	file, _, err := identify(d.path)
	if err == nil && file == d.file {
		var wal fileID
		if wal, walSize, err = identify(d.real + "-wal"); err == nil && wal == d.wal {
			return walSize, nil
		}
	}
	return 0, &model.Fault{Code: model.Failed, Cause: err,
		Say: "Файл базы переместили, удалили или заменили, пока программа работала. Ничего не записано. " +
			"Верните файл на место и запустите программу снова."}
}

func cut(name string) error {
	return model.Faultf(model.BadData, "Файл %s пустой или обрезан, это не база kurator. Восстановите её из резервной копии: kurator restore ФАЙЛ.", name)
}

func exists(name string) error {
	return model.Faultf(model.Failed, "Файл %s уже есть. Укажите другое имя.", name)
}

func notOurs(name string, cause error) error {
	return &model.Fault{Code: model.BadData, Say: "Файл " + name + " — не база kurator. Укажите свой файл: --db ФАЙЛ.", Cause: cause}
}

func newer(version, newest int) error {
	return model.Faultf(model.BadData, "База создана более новой версией программы (схема %d, эта версия знает %d). Обновите программу.", version, newest)
}

func damaged(path string, cause error) error {
	return &model.Fault{Code: model.BadData, Cause: cause, Say: "База " + filepath.Base(path) +
		" повреждена. Не работайте с ней дальше: восстановите из резервной копии (kurator restore ФАЙЛ)."}
}

func readOnlySentence(path string) string {
	return "База " + filepath.Base(path) + " доступна только для чтения. Проверьте права на файл и папку."
}

// say turns an error of the engine into a sentence; a Fault stays as it is.
func say(err error, path string) error {
	if err == nil {
		return nil
	}
	var fault *model.Fault
	if errors.As(err, &fault) {
		return err
	}
	name := filepath.Base(path)
	sentence := "Не удалось прочитать или записать базу " + name + ". Подробности — в журнале программы."
	switch {
	case errors.Is(err, context.Canceled):
		sentence = "Действие прервано, ничего не записано."
	case errors.Is(err, context.DeadlineExceeded):
		sentence = "База " + name + " отвечала слишком долго, чтение прервано. Повторите или сузьте отбор."
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			sentence = "База " + name + " занята другой программой. Подождите немного и повторите."
		case sqlite3.SQLITE_FULL:
			sentence = "На диске нет места. Ничего не записано. Освободите место и повторите."
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			sentence = readOnlySentence(path)
		case sqlite3.SQLITE_CANTOPEN:
			sentence = "Не удалось открыть базу " + name + ". Проверьте права на файл и папку."
		case sqlite3.SQLITE_IOERR:
			sentence = "Ошибка диска при работе с базой " + name + ". Ничего не подтверждено. Проверьте, есть ли на диске место и исправен ли он, и повторите."
		case sqlite3.SQLITE_NOTADB:
			return notOurs(name, err)
		case sqlite3.SQLITE_CORRUPT:
			return damaged(path, err)
		}
	}
	return &model.Fault{Code: model.Failed, Say: sentence, Cause: err}
}

// unknown is the sentence for a failed commit.
func unknown(err error) error {
	return &model.Fault{Code: model.Failed, Cause: errors.Join(ErrUnknown, err),
		Say: "Не удалось подтвердить запись: ошибка диска или нет места. Последнее действие могло сохраниться, а могло и нет. " +
			"Проверьте диск и повторите его: второй раз оно не выполнится."}
}

// Say turns an error of a query into a sentence.
func (d *DB) Say(err error) error { return say(err, d.path) }
