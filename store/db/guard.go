package db

import (
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
	case info.Size() < 512: // an empty file would open as a valid empty database
		return model.Faultf(model.BadData, "Файл %s пустой или обрезан, это не база kurator. Восстановите её из резервной копии: kurator restore ФАЙЛ.", name)
	}
	return nil
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
	sentence, code := "Не удалось прочитать или записать базу "+name+". Подробности — в журнале программы.", model.Failed
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			sentence = "База " + name + " занята другой программой. Подождите немного и повторите."
		case sqlite3.SQLITE_FULL:
			sentence = "На диске нет места. Ничего не записано. Освободите место и повторите."
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
			sentence = "База " + name + " открыта только для чтения. Проверьте права на файл и папку."
		case sqlite3.SQLITE_CANTOPEN:
			sentence = "Не удалось открыть базу " + name + ". Проверьте права на файл и папку."
		case sqlite3.SQLITE_IOERR:
			sentence = "Ошибка диска при работе с базой " + name + ". Ничего не подтверждено. Проверьте диск и повторите."
		case sqlite3.SQLITE_NOTADB:
			sentence, code = "Файл "+name+" — не база kurator. Укажите свой файл: --db ФАЙЛ.", model.BadData
		case sqlite3.SQLITE_CORRUPT:
			sentence, code = "База "+name+" повреждена. Не работайте с ней дальше: восстановите из резервной копии (kurator restore ФАЙЛ).", model.BadData
		}
	}
	return &model.Fault{Code: code, Say: sentence, Cause: err}
}

// Say turns an error of a query into a sentence.
func (d *DB) Say(err error) error { return say(err, d.path) }
