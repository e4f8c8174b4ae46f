package exchange

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/files"
)

// Attach copies files beside the database and ties them to the appeal.
func Attach(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, paths []string) (done int, err error) {
	folder := files.Of(s.Path())
	batch := ""
	if len(paths) > 1 {
		batch = store.NewID(s.Now().In(time.UTC))
	}
	for _, path := range paths {
		if err := attachFile(ctx, s, actor, folder, id, path, batch); err != nil {
			return done, named(path, err)
		}
		done++
	}
	return done, nil
}

func attachFile(ctx context.Context, s *store.Store, actor model.Actor, folder files.Folder, id model.AppealID, path, batch string) error {
	info, err := os.Stat(path)
	if err != nil {
		return &model.Fault{Code: model.NotFound, Cause: err, Say: "файла нет или он не читается. Проверьте имя и права."}
	}
	if !info.Mode().IsRegular() {
		return model.Faultf(model.BadData, "это не файл. Укажите один файл.")
	}
	f, err := os.Open(path)
	if err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "файл не читается. Проверьте права."}
	}
	defer f.Close()
	return attach(ctx, s, actor, folder, id, filepath.Base(path), f, batch)
}

// attach asks the rights before anything is copied: a file of somebody else's appeal must not come to lie here.
func attach(ctx context.Context, s *store.Store, actor model.Actor, folder files.Folder, id model.AppealID, name string, from io.Reader, batch string) error {
	card, err := s.Peek(ctx, actor, id)
	if err != nil {
		return err
	}
	person, err := s.Person(ctx, actor)
	if err != nil {
		return err
	}
	if err := person.Can(&model.Attach{}, &card.Appeal); err != nil {
		return err
	}
	hash, size, fresh, err := folder.Take(id, from)
	if err != nil {
		return err
	}
	_, err = s.Do(ctx, actor, store.Op{Title: "Прикреплён файл: № " + id.String(), Batch: batch, Steps: []store.Step{{Ref: model.AppealRef(id),
		Action: &model.Attach{File: model.Words(fileTitle(name)), Hash: hash, Size: size}}}})
	if err != nil && fresh {
		folder.Drop(id, hash)
	}
	return err
}

// fileTitle is a file's name in one line, not endless.
func fileTitle(name string) string {
	r := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(name, "")), " "))
	if len(r) > 200 {
		r = append(r[:150:150], r[len(r)-50:]...)
	}
	return string(r)
}

// Detach unties a file. It stays on the disk until the appeal is anonymised, so that the step can be undone.
func Detach(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, hash string) error {
	_, err := s.Do(ctx, actor, store.Op{Title: "Откреплён файл: № " + id.String(), Steps: []store.Step{{Ref: model.AppealRef(id),
		Action: &model.Detach{Hash: hash}}}})
	return err
}

// FileFor gives a file of an appeal to whom may read the appeal's text, with a line in the journal.
func FileFor(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, n int) (model.Attachment, files.Folder, error) {
	folder := files.Of(s.Path())
	card, err := s.Card(ctx, actor, id, true)
	if err != nil {
		return model.Attachment{}, folder, err
	}
	list := card.Appeal.Attachments
	switch {
	case !card.Text || !card.Personal:
		return model.Attachment{}, folder, model.Faultf(model.Forbidden, "Файлы обращения № %s открывает куратор канала или исполнитель.", id)
	case n < 1 || n > len(list):
		return model.Attachment{}, folder, model.Faultf(model.NotFound, "Файла с номером %d у обращения № %s нет.", n, id)
	}
	return list[n-1], folder, s.Record(ctx, actor, model.RecordView, id, "вложение")
}
