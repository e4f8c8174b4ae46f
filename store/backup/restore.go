package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"kurator/model"
	"kurator/store"
	"kurator/store/db"
)

// RestoreOptions say what is put back and by whom.
type RestoreOptions struct {
	Identity string         // file of the age key, for an encrypted copy
	Person   store.Identity // who restores
	Other    bool           // the copy may be one of another database
	Seals    []store.Seal   // kept outside; the copy's journal must agree with them as far as it goes
	Now      func() time.Time
	Zone     *time.Location
	Tell     func(string)
}

// Restored is what a restore did.
type Restored struct {
	Manifest Manifest
	Kept     string // where the old file is; empty when there was none
	Files    int    // of appeals that came back
	Missing  int    // files the database names that are neither in the copy nor here
	Lost     int64  // rows of the old journal that the copy does not have; -1: the old file could not be read
}

// Restore puts a copy in the place of the database at path. The copy is decrypted and verified whole aside; then, with nobody
// else having the database open, the old file gets a second name and the new one takes the place by a rename. Stopped at any
// moment, the name belongs to the whole old file or the whole new one.
func Restore(ctx context.Context, copied, path string, o RestoreOptions) (Restored, error) {
	if leads, err := filepath.EvalSymlinks(path); err == nil {
		path = leads
	}
	r := restorer{ctx: ctx, copied: copied, path: path, options: o}
	if err := r.maySee(); err != nil {
		return Restored{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Restored{}, disk("Не удалось создать папку для базы", err)
	}
	dir, err := aside(filepath.Dir(path))
	if err != nil {
		return Restored{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	plain := filepath.Join(dir, "restored.db")
	if err := r.unpack(plain); err != nil {
		return Restored{}, err
	}
	reached("unpacked")
	manifest, err := r.try(plain)
	if err != nil {
		return Restored{}, err
	}
	if r.files, err = disclose(r.copied, dir, r.path, manifest, r.keys); err != nil {
		return Restored{}, err
	}
	reached("verified")
	if err := r.swap(plain); err != nil {
		return Restored{}, err
	}
	reached("swapped")
	if err := r.tidy(); err != nil {
		return r.done, err
	}
	return r.done, r.record()
}

type restorer struct {
	ctx          context.Context
	copied, path string
	options      RestoreOptions
	old          *oldFile
	actor        model.Actor
	done         Restored
	keys         []age.Identity
	files        *discloser
	attached     []store.Attached
}

// oldFile is what is known of the database that is replaced.
type oldFile struct {
	seal    store.Seal
	damaged bool
}

func (r *restorer) tell(words string) {
	if r.options.Tell != nil {
		r.options.Tell(words)
	}
}

// maySee asks the database that is there whether the person may replace it. One that cannot be opened cannot answer: then
// the copy is asked.
func (r *restorer) maySee() error {
	_, err := os.Lstat(r.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	s, err := store.Open(r.ctx, r.path, store.Options{Now: r.options.Now})
	if model.CodeOf(err) == model.BadData {
		r.old = &oldFile{damaged: true}
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	r.old = &oldFile{}
	if r.old.seal, err = s.Head(r.ctx); err != nil {
		return err
	}
	_, err = r.enter(s)
	return err
}

func (r *restorer) enter(s *store.Store) (model.Actor, error) {
	actor, err := s.Enter(r.ctx, r.options.Person)
	if err != nil {
		return actor, err
	}
	return actor, may(r.ctx, s, actor)
}

// unpack writes the plain copy aside.
func (r *restorer) unpack(plain string) error {
	sealed, err := encrypted(r.copied)
	if err != nil {
		return err
	}
	if sealed && r.options.Identity == "" {
		return model.Faultf(model.Usage, "Копия зашифрована. Укажите файл ключа: --identity ФАЙЛ.")
	}
	out, err := os.OpenFile(plain, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return disk("Не удалось создать временный файл", err)
	}
	r.tell("Распаковываю копию…")
	if sealed {
		if r.keys, err = identities(r.options.Identity); err == nil {
			err = decrypt(r.copied, out, r.keys)
		}
	} else {
		err = plainCopy(r.copied, out)
	}
	if closed := errors.Join(out.Sync(), out.Close()); err == nil && closed != nil {
		err = disk("Не удалось записать распакованную копию", closed)
	}
	return err
}

func plainCopy(from string, to io.Writer) error {
	f, err := os.Open(from)
	if err != nil {
		return disk("Не удалось прочитать копию", err)
	}
	defer f.Close()
	if _, err := io.Copy(to, f); err != nil {
		return disk("Не удалось записать распакованную копию", err)
	}
	return nil
}

// try verifies the unpacked copy and asks it what the old file could not be asked.
func (r *restorer) try(plain string) (*Manifest, error) {
	r.tell("Проверяю копию…")
	manifest, err := ReadManifest(r.copied)
	if err != nil {
		return nil, err
	}
	if manifest != nil {
		if _, sum, err := digest(plain); err != nil || sum != manifest.Content {
			return nil, &model.Fault{Code: model.BadData, Cause: err, Say: "Копия не совпадает со своим описанием: её изменили или она записана не до конца. Возьмите другую."}
		}
	}
	seals, err := r.earlier(plain)
	if err != nil {
		return nil, err
	}
	if manifest != nil {
		seals = append(seals, manifest.Seal)
	}
	checked, err := Check(r.ctx, plain, seals...)
	if err != nil {
		return nil, err
	}
	r.done.Manifest, r.attached = checked.Manifest, checked.Attached
	if manifest != nil {
		r.done.Manifest.Made = manifest.Made
	}
	return manifest, r.compare(checked, plain)
}

// earlier are the seals from outside that the copy must bear: those given out before it was made.
func (r *restorer) earlier(plain string) ([]store.Seal, error) {
	if len(r.options.Seals) == 0 {
		return nil, nil
	}
	s, err := store.Open(r.ctx, plain, store.Options{Now: r.options.Now})
	if err != nil {
		return nil, err
	}
	head, err := s.Head(r.ctx)
	if err = errors.Join(err, s.Close()); err != nil {
		return nil, err
	}
	var list []store.Seal
	for _, seal := range r.options.Seals {
		if seal.Instance == head.Instance && seal.Seq <= head.Seq {
			list = append(list, seal)
		}
	}
	return list, nil
}

// compare looks what the old file and the copy have to do with each other, and who asks.
func (r *restorer) compare(c Checked, plain string) error {
	switch {
	case r.old == nil:
	case r.old.damaged:
		r.done.Lost = -1
	case r.old.seal.Instance != c.Manifest.Instance && !r.options.Other:
		return model.Faultf(model.Conflict, "Это копия другой базы. Если её и нужно поставить на место нынешней, добавьте --other.")
	case r.old.seal.Instance == c.Manifest.Instance:
		r.done.Lost = max(0, r.old.seal.Seq-c.Manifest.Seal.Seq)
	}
	s, err := store.Open(r.ctx, plain, store.Options{Now: r.options.Now})
	if err != nil {
		return err
	}
	actor, err := r.enter(s)
	if err == nil {
		r.actor = actor
	}
	if r.old != nil && !r.old.damaged && model.CodeOf(err) == model.Forbidden {
		err = nil // the database of today has allowed it; roles may have been given since the copy
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return db.Fold(r.ctx, plain)
}

// swap puts the new file in the place of the old one.
func (r *restorer) swap(plain string) error {
	r.tell("Ставлю копию на место…")
	if err := db.Durable(plain); err != nil {
		return err
	}
	if r.old == nil {
		if err := r.files.enter(); err != nil {
			return err
		}
		return r.move(plain)
	}
	if r.old.damaged {
		if err := r.putJournalsAside(); err != nil {
			return err
		}
		return r.replace(plain)
	}
	return db.Exclusive(r.ctx, r.path, func() error {
		reached("folded")
		return r.replace(plain)
	})
}

// replace keeps the old file under a second name and lets the new one take the first.
func (r *restorer) replace(plain string) error {
	kept, err := r.keepOld("")
	if err != nil {
		return err
	}
	r.done.Kept = kept
	reached("kept")
	if err := r.files.keep(kept); err != nil {
		return err
	}
	if err := r.files.enter(); err != nil {
		return err
	}
	reached("files entered")
	return r.move(plain)
}

func (r *restorer) move(plain string) error {
	if err := os.Rename(plain, r.path); err != nil {
		return disk("Не удалось поставить копию на место", err)
	}
	reached("renamed")
	if err := db.SyncFolder(filepath.Dir(r.path)); err != nil {
		return disk("Не удалось поставить копию на место", err)
	}
	reached("synced")
	return nil
}

// tidy leaves beside the new database the files it knows, and counts those it names in vain.
func (r *restorer) tidy() error {
	if r.done.Kept != "" {
		other := !r.old.damaged && r.old.seal.Instance != r.done.Manifest.Instance
		if err := r.files.tidy(other); err != nil {
			return err
		}
	}
	r.done.Files = len(r.files.in)
	for _, a := range r.attached {
		if !r.files.live.Has(a.Appeal, a.Hash) {
			r.done.Missing++
		}
	}
	return nil
}

// keepOld gives the old file (or one of its journals) a free second name.
func (r *restorer) keepOld(suffix string) (string, error) {
	base := r.path + ".before-restore-" + r.options.Now().In(r.options.Zone).Format("2006-01-02")
	for n := 1; n < 1000; n++ {
		name := base
		if n > 1 {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		err := os.Link(r.path+suffix, name+suffix)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", disk("Не удалось сохранить прежнюю базу под другим именем", err)
		}
		if err := db.SyncFolder(filepath.Dir(r.path)); err != nil {
			return "", disk("Не удалось сохранить прежнюю базу под другим именем", err)
		}
		return name + suffix, nil
	}
	return "", model.Faultf(model.Failed, "Рядом с базой слишком много прежних файлов (before-restore). Уберите ненужные и повторите.")
}

// putJournalsAside takes a damaged file's journals out of the way, or the engine would play them into the new file.
func (r *restorer) putJournalsAside() error {
	for _, suffix := range []string{"-wal", "-journal", "-shm"} {
		if _, err := os.Lstat(r.path + suffix); err != nil {
			continue
		}
		if suffix != "-shm" {
			if _, err := r.keepOld(suffix); err != nil {
				return err
			}
		}
		if err := os.Remove(r.path + suffix); err != nil {
			return disk("Не удалось убрать журнал повреждённой базы", err)
		}
	}
	return nil
}

// record notes the restore in the journal that goes on from the copy.
func (r *restorer) record() error {
	s, err := store.Open(r.ctx, r.path, store.Options{Now: r.options.Now})
	if err != nil {
		return err
	}
	actor := r.actor
	if actor.Official == 0 {
		actor = model.Actor{Title: "программа", Via: "system"}
	}
	return errors.Join(s.Record(r.ctx, actor, model.RecordBackup, 0, store.CopyRestored), s.Close())
}
