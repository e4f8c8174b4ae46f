package exchange

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store"
	"kurator/store/files"
	"kurator/store/mail"
)

// Enclosed is what became of the files of a letter.
type Enclosed struct {
	Saved int
	Left  []string // a sentence for each file that could not be kept
}

// Say tells it in words; nothing when there were no files, or all were here already.
func (e Enclosed) Say() string {
	var said []string
	if e.Saved > 0 {
		said = append(said, "Прикреплено: "+russian.Count(e.Saved, "вложение", "вложения", "вложений")+".")
	}
	return strings.Join(append(said, e.Left...), " ")
}

// Enclose keeps the files of a letter beside the database and ties them to the appeal: all of a letter in one step, once. A file that
// was unfastened by hand does not come back with the same letter; what was undone does.
func Enclose(ctx context.Context, s *store.Store, actor model.Actor, id model.AppealID, list []mail.File, batch string) (Enclosed, error) {
	var out Enclosed
	if len(list) == 0 {
		return out, nil
	}
	card, err := s.Peek(ctx, actor, id)
	if err != nil || card.Appeal.Anonymised != 0 { // what was erased does not come back
		return out, err
	}
	person, err := s.Person(ctx, actor)
	if err != nil {
		return out, err
	}
	if refusal := person.Can(&model.Attach{}, &card.Appeal); refusal != nil { // the letter is taken in all the same
		out.Left = []string{enclosedNames(list) + " " + refusal.Error()}
		return out, nil //nolint:nilerr // told beside the letter
	}
	op := store.Op{Title: "Прикреплены вложения письма: № " + id.String(), Batch: batch}
	all := sha256.New()
	for _, f := range list {
		sum := sha256.Sum256(f.Data)
		all.Write(sum[:])
	}
	if op.ID, err = onceMore(ctx, s, "files-"+id.String()+"-"+hex.EncodeToString(all.Sum(nil)[:8])); err != nil || op.ID == "" {
		return out, err
	}
	folder := files.Of(s.Path())
	var fresh []string
	taken := func(hash string) bool {
		return slices.ContainsFunc(card.Appeal.Attachments, func(a model.Attachment) bool { return a.Hash == hash }) ||
			slices.ContainsFunc(op.Steps, func(x store.Step) bool { return x.Action.(*model.Attach).Hash == hash })
	}
	for i, f := range list {
		hash, size, is, err := folder.Take(id, bytes.NewReader(f.Data))
		var fault *model.Fault
		switch {
		case errors.As(err, &fault):
			out.Left = append(out.Left, "Вложение "+russian.Number(int64(i+1))+" не прикреплено. "+fault.Say)
			continue
		case err != nil:
			return out, err
		case taken(hash):
			continue
		case is:
			fresh = append(fresh, hash)
		}
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: &model.Attach{File: model.Words(fileTitle(enclosedName(f))), Hash: hash, Size: size}})
	}
	if len(op.Steps) == 0 {
		return out, nil
	}
	if _, err = s.Do(ctx, actor, op); err != nil {
		for _, hash := range fresh {
			folder.Drop(id, hash)
		}
		return out, err
	}
	out.Saved = len(op.Steps)
	return out, nil
}

// kinds name the files that mail programs send without a name.
var kinds = map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/heic": ".heic", "application/pdf": ".pdf",
	"message/rfc822": ".eml", "video/mp4": ".mp4", "audio/mpeg": ".mp3"}

func enclosedName(f mail.File) string {
	return cmp.Or(strings.TrimSpace(f.Name), "вложение"+kinds[f.Type])
}

// enclosedNames lists the files of a letter in words.
func enclosedNames(list []mail.File) string {
	var names []string
	for _, f := range list {
		names = append(names, fileTitle(enclosedName(f))+" ("+russian.Number(int64((len(f.Data)+1023)/1024))+" КБ)")
	}
	return "Вложения письма: " + strings.Join(names, ", ") + "."
}
