// Package backup makes copies of the database that were tried before they count, and puts one back so that at every moment
// either the whole old file or the whole new one carries the name.
//
// A copy is the database itself, or that encrypted to age recipients, with a small manifest beside it (what it is a copy of,
// a digest, and the seal of its journal) and, when appeals have files, an archive of them, encrypted alike.
package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"kurator/model"
	"kurator/model/access"
	"kurator/store"
	"kurator/store/db"
)

// Options say how a copy is made.
type Options struct {
	To    []string // age recipients; none: the copy is not encrypted
	Keep  int      // of the copies made with Keep so many stay; 0: the file gets exactly the name given
	Seals string   // a file, on another disk best, that gets the seal line; empty: none
	Now   time.Time
	Zone  *time.Location
	Tell  func(string) // what is being done, in words; may be nil
}

// Report is what a copy is.
type Report struct {
	File      string
	Manifest  Manifest
	Removed   []string // older copies that rotation took away
	Encrypted bool
}

// stamp is the moment in the name of a copy that is one of several.
const stamp = "20060102-150405"

// reached is called as each step ends; tests stop there.
var reached = func(string) {}

// Make copies the open database to file: a consistent copy aside, made durable, opened and verified whole, then encrypted,
// and only then given its name. A failure leaves no part of it behind.
func Make(ctx context.Context, s *store.Store, actor model.Actor, file string, o Options) (Report, error) {
	if err := may(ctx, s, actor); err != nil {
		return Report{}, err
	}
	to, err := recipients(o.To)
	if err != nil {
		return Report{}, err
	}
	final := file
	if o.Keep > 0 {
		final = stamped(file, o.Now.In(o.Zone))
	}
	if _, err := os.Lstat(final); err == nil {
		return Report{}, model.Faultf(model.Failed, "Файл %s уже есть. Укажите другое имя или --keep ЧИСЛО: тогда копии получают имена по времени.", filepath.Base(final))
	}
	if err := os.MkdirAll(filepath.Dir(final), 0o700); err != nil {
		return Report{}, disk("Не удалось создать папку для копии", err)
	}
	m := maker{ctx: ctx, store: s, options: o, final: final, to: to}
	r, err := m.make()
	if err != nil {
		return Report{}, err
	}
	return r, m.afterwards(actor, &r, file)
}

func may(ctx context.Context, s *store.Store, actor model.Actor) error {
	p, err := s.Person(ctx, actor)
	if err != nil {
		return err
	}
	return p.May(access.RightBackup)
}

// stamped puts the moment before the ending of a name.
func stamped(file string, now time.Time) string {
	ending := ending(file)
	return strings.TrimSuffix(file, ending) + "-" + now.Format(stamp) + ending
}

// ending is the ending of a name with «.age» counted in.
func ending(file string) string {
	inner := strings.TrimSuffix(file, ".age")
	return filepath.Ext(inner) + file[len(inner):]
}

// recipients reads public keys.
func recipients(keys []string) ([]age.Recipient, error) {
	var list []age.Recipient
	for _, key := range keys {
		found, err := age.ParseRecipients(strings.NewReader(key))
		if err != nil || len(found) == 0 {
			return nil, &model.Fault{Code: model.Usage, Cause: err,
				Say: "Получатель копии записан неверно: нужен открытый ключ age, строка вида age1…. Создать пару ключей: age-keygen."}
		}
		list = append(list, found...)
	}
	return list, nil
}

// maker makes one copy.
type maker struct {
	ctx     context.Context
	store   *store.Store
	options Options
	final   string
	to      []age.Recipient
}

func (m *maker) tell(format string, args ...any) {
	if m.options.Tell != nil {
		m.options.Tell(fmt.Sprintf(format, args...))
	}
}

// make does the steps up to the name.
func (m *maker) make() (r Report, err error) {
	// What is not encrypted stays with the database: the other disk may be one that is carried about.
	staging, err := aside(filepath.Dir(m.home()))
	if err != nil {
		return r, err
	}
	defer func() { _ = os.RemoveAll(staging) }()
	plain := filepath.Join(staging, "copy.db")
	m.tell("Копирую базу…")
	if err := m.store.DB().VacuumInto(m.ctx, plain); err != nil {
		return r, err
	}
	reached("copied")
	m.tell("Проверяю копию…")
	checked, err := Check(m.ctx, plain)
	if err != nil {
		return r, err
	}
	reached("verified")
	r = Report{File: m.final, Encrypted: len(m.to) > 0, Manifest: checked.Manifest}
	r.Manifest.Made = model.InstantOf(m.options.Now)
	r.Manifest.Encrypted = r.Encrypted
	ready, near := plain, staging
	if r.Encrypted {
		m.tell("Шифрую…")
		if near, err = m.near(staging); err != nil {
			return r, err
		}
		defer func() { _ = os.RemoveAll(near) }()
		ready = filepath.Join(near, "copy.age")
		if err := encrypt(plain, ready, m.to, r.Manifest.Content); err != nil {
			return r, err
		}
		reached("encrypted")
	}
	if r.Manifest.Size, r.Manifest.Digest, err = digest(ready); err != nil {
		return r, disk("Не удалось прочитать готовую копию", err)
	}
	var enclosed string
	if r.Manifest.Files, enclosed, err = m.enclose(near, checked.Attached); err != nil {
		return r, err
	}
	return r, m.name(ready, enclosed, &r)
}

// near is a folder aside beside the copy: the one there is, when the copy lies beside the database, for making another would sweep it.
func (m *maker) near(staging string) (string, error) {
	here, err := os.Stat(filepath.Dir(staging))
	if err != nil {
		return "", disk("Не удалось прочитать папку базы", err)
	}
	if there, err := os.Stat(filepath.Dir(m.final)); err == nil && os.SameFile(here, there) {
		return staging, nil
	}
	return aside(filepath.Dir(m.final))
}

// home is the file beside which the plain copy is made.
func (m *maker) home() string {
	if len(m.to) > 0 {
		return m.store.Path()
	}
	return m.final
}

// name gives the copy its name, the archive of files and the manifest first: without a copy they mislead nobody.
func (m *maker) name(ready, enclosed string, r *Report) error {
	archive := enclosedName(m.final, r.Encrypted)
	_ = os.Remove(archive) // of a copy that was interrupted: the copy's own name is free
	if enclosed != "" {
		if err := place(enclosed, archive); err != nil {
			return err
		}
		reached("enclosed named")
	}
	err := r.Manifest.write(m.final + manifestEnding)
	if err == nil {
		reached("described")
		err = place(ready, m.final)
	}
	if err != nil {
		_ = os.Remove(m.final + manifestEnding)
		_ = os.Remove(archive)
		return err
	}
	reached("named")
	return nil
}

// place never takes a name from another file.
func place(ready, final string) error {
	err := os.Link(ready, final)
	if errors.Is(err, fs.ErrExist) {
		return model.Faultf(model.Failed, "Файл %s уже есть.", filepath.Base(final))
	}
	if err != nil { // a disk without links
		if _, taken := os.Lstat(final); taken == nil {
			return model.Faultf(model.Failed, "Файл %s уже есть.", filepath.Base(final))
		}
		err = os.Rename(ready, final)
	}
	if err == nil {
		err = db.SyncFolder(filepath.Dir(final))
	}
	if err != nil {
		return disk("Не удалось дать копии имя", err)
	}
	return nil
}

// afterwards: older copies go, the seal is kept outside and the journal knows of the copy.
func (m *maker) afterwards(actor model.Actor, r *Report, file string) error {
	if err := m.store.Record(m.ctx, actor, model.RecordBackup, 0, store.CopyMade); err != nil {
		return err
	}
	reached("recorded")
	if m.options.Seals != "" {
		if err := KeepSeal(m.options.Seals, r.Manifest.Seal); err != nil {
			return err
		}
	}
	if m.options.Keep == 0 {
		return nil
	}
	var err error
	r.Removed, err = rotate(file, m.options.Keep, r.Manifest.Instance)
	return err
}

// KeepSeal appends a seal line to a file.
func KeepSeal(file string, seal store.Seal) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.WriteString(f, seal.String()+"\n")
		err = errors.Join(err, f.Sync(), f.Close())
	}
	if err != nil {
		return disk("Не удалось дописать печать в файл "+filepath.Base(file), err)
	}
	return nil
}

// disk is the sentence for a failure of files.
func disk(what string, err error) error {
	var fault *model.Fault
	if errors.As(err, &fault) {
		return err
	}
	hint := "Проверьте права на папку и диск."
	if full(err) {
		hint = "На диске нет места: освободите его и повторите."
	}
	return &model.Fault{Code: model.Failed, Say: what + ". " + hint, Cause: err}
}

// digest reads a file that no connection has open.
func digest(path string) (size int64, sum string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}
