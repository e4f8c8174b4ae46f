package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"filippo.io/age"

	"kurator/model"
	"kurator/model/pattern"
	"kurator/store"
	"kurator/store/db"
	"kurator/store/files"
)

// The files of appeals go into an archive of their own beside the copy: the copy stays a database that opens as it is, and the
// manifest ties the two. Entries are named like files in the folder, an appeal's number and the hash of the content, so every one
// proves itself.

// Enclosed says what the archive of files beside a copy is.
type Enclosed struct {
	Known   bool  // false: the copy is of a program that did not copy files
	Count   int   // none: there is no archive
	Bytes   int64 // of the files
	Size    int64 // of the archive
	Digest  string
	Missing int // files the database names that were not there or were damaged
}

// enclosedName is the archive beside a copy.
func enclosedName(copied string, encrypted bool) string {
	if encrypted {
		return copied + ".files.tar.age"
	}
	return copied + ".files.tar"
}

var entryName = pattern.Lazy(`^([1-9]\d{0,17})/([0-9a-f]{64})\.bin$`)

// fileKey is a file of an appeal.
type fileKey struct {
	appeal model.AppealID
	hash   string
}

// enclose writes the archive into dir and reads it again at once. Files of appeals whose words were erased since the copy was
// begun stay out; what is missing or damaged is counted, for a copy without one file is better than none. Every file is read once, proved
// as it is written, and the archive once: what was written is proved and the digest of the manifest is taken in the same reading.
func (m *maker) enclose(dir string, attached []store.Attached) (e Enclosed, ready string, err error) {
	folder := files.Of(m.store.Path())
	list, err := folder.Stored()
	if err != nil {
		return e, "", err
	}
	e.Known = true
	if list, err = m.kept(list); err != nil {
		return e, "", err
	}
	var keys []age.Identity
	ready = filepath.Join(dir, "files")
	if len(list) > 0 {
		m.tell("Копирую вложения…")
		if list, keys, err = m.archive(ready, folder, list); err != nil {
			return e, "", err
		}
	}
	if err := m.count(&e, list, attached); err != nil || e.Count == 0 {
		return e, "", err
	}
	sum := sha256.New()
	told := counted{to: sum}
	n, err := eachEntry(ready, keys, &told, func(key fileKey, r io.Reader) error { return same(r, key.hash) })
	if err != nil {
		return e, "", err
	}
	if n != e.Count {
		return e, "", model.Faultf(model.Failed, "Архив вложений читается не так, как записан. Проверьте диск и повторите.")
	}
	e.Size, e.Digest = told.n, hex.EncodeToString(sum.Sum(nil))
	reached("enclosed")
	return e, ready, nil
}

// count says what is in the archive, and what the database names that is not.
func (m *maker) count(e *Enclosed, list []files.File, attached []store.Attached) error {
	in := map[fileKey]bool{}
	for _, f := range list {
		in[fileKey{f.Appeal, f.Hash}] = true
		e.Bytes += f.Size
	}
	e.Count = len(list)
	for _, a := range attached {
		if in[fileKey{a.Appeal, a.Hash}] {
			continue
		}
		gone, err := m.store.Erased(m.ctx, a.Appeal)
		if err != nil {
			return err
		}
		if !gone {
			e.Missing++
		}
	}
	return nil
}

// kept are the files whose appeals are not erased.
func (m *maker) kept(list []files.File) (out []files.File, err error) {
	erased := map[model.AppealID]bool{}
	for _, f := range list {
		gone, asked := erased[f.Appeal]
		if !asked {
			if gone, err = m.store.Erased(m.ctx, f.Appeal); err != nil {
				return nil, err
			}
			erased[f.Appeal] = gone
		}
		if !gone {
			out = append(out, f)
		}
	}
	return out, nil
}

// sound are the files that are what their names say.
func (m *maker) sound(folder files.Folder, list []files.File) (out []files.File, err error) {
	for _, f := range list {
		if err := m.ctx.Err(); err != nil {
			return nil, err
		}
		if folder.CopyTo(io.Discard, f.Appeal, f.Hash) == nil {
			out = append(out, f)
		}
	}
	return out, nil
}

// archive writes the files that are sound, and tells which. Nearly always all of them are: only when one turns out not to be on the way is
// every file looked at first, and the archive begun again without those.
func (m *maker) archive(ready string, folder files.Folder, list []files.File) ([]files.File, []age.Identity, error) {
	keys, spoilt, err := m.pack(ready, folder, list)
	if spoilt == nil {
		return list, keys, err
	}
	if err := os.Remove(ready); err != nil {
		return nil, nil, disk("Не удалось начать архив вложений заново", err)
	}
	if list, err = m.sound(folder, list); err != nil || len(list) == 0 {
		return nil, nil, err
	}
	if keys, spoilt, err = m.pack(ready, folder, list); spoilt != nil {
		err = spoilt // it has changed since it was looked at
	}
	return list, keys, err
}

// pack writes the files, encrypted as it goes when there are recipients: they never lie in the clear beside the copy. spoilt is what was
// wrong with a file, not with the writing.
func (m *maker) pack(ready string, folder files.Folder, list []files.File) (keys []age.Identity, spoilt, err error) {
	write := func(w io.Writer) error {
		out := &counted{to: w}
		t := tar.NewWriter(out)
		for _, f := range list {
			if err := m.ctx.Err(); err != nil {
				return err
			}
			if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: f.Appeal.String() + "/" + f.Hash + ".bin", Mode: 0o600, Size: f.Size}); err != nil {
				return err
			}
			if err := folder.CopyTo(t, f.Appeal, f.Hash); err != nil {
				if out.err == nil {
					spoilt = err
				}
				return err
			}
		}
		return t.Close()
	}
	if len(m.to) > 0 {
		key, err := seal(ready, m.to, write)
		return []age.Identity{key}, spoilt, err
	}
	out, err := os.OpenFile(ready, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, disk("Не удалось создать архив вложений", err)
	}
	if err := errors.Join(write(out), out.Sync(), out.Close()); err != nil {
		return nil, spoilt, disk("Не удалось записать архив вложений", err)
	}
	return nil, nil, nil
}

// counted passes what is written on, and remembers how much it was and what went wrong.
type counted struct {
	to  io.Writer
	n   int64
	err error
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	if err != nil {
		c.err = err
	}
	return n, err
}

// eachEntry reads an archive of files, encrypted or not, and refuses anything in it that is not a file of an appeal. What is read of the
// archive itself is told, to its last byte.
func eachEntry(archive string, keys []age.Identity, told io.Writer, do func(fileKey, io.Reader) error) (n int, err error) {
	r, err := openTold(archive, keys, told)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			_, err := io.Copy(io.Discard, r) // the end of an encrypted file is proved by reading it
			return n, badArchive(err)
		}
		if err != nil {
			return n, badArchive(err)
		}
		parts := entryName().FindStringSubmatch(h.Name)
		if parts == nil || h.Typeflag != tar.TypeReg || h.Size > files.MaxFile {
			return n, badArchive(fmt.Errorf("entry %d is no file of an appeal", n+1))
		}
		id, err := strconv.ParseInt(parts[1], 10, 64)
		if err != nil {
			return n, badArchive(err)
		}
		if err := do(fileKey{model.AppealID(id), parts[2]}, t); err != nil {
			return n, badArchive(err)
		}
		n++
	}
}

func badArchive(cause error) error {
	var fault *model.Fault
	if cause == nil || errors.As(cause, &fault) {
		return cause
	}
	if full(cause) {
		return disk("Не удалось распаковать вложения", cause)
	}
	return &model.Fault{Code: model.BadData, Cause: cause, Say: "Архив вложений рядом с копией повреждён. Возьмите другую копию."}
}

func same(r io.Reader, hash string) error {
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return errors.New("a file is not what its name says")
	}
	return nil
}

// discloser puts the files of a copy back.
type discloser struct {
	live, aside files.Folder
	in          map[fileKey]bool // of the copy
	whole       bool             // the copy tells of all files its database has: others do not belong to it
}

// disclose unpacks the archive beside a copy aside.
func disclose(copied, dir, path string, manifest *Manifest, keys []age.Identity) (*discloser, error) {
	d := &discloser{live: files.Of(path), aside: files.Of(filepath.Join(dir, "restored.db")), in: map[fileKey]bool{}}
	d.whole = manifest != nil && manifest.Files.Known
	archive := enclosedName(copied, true)
	if _, err := os.Lstat(archive); err != nil {
		archive = enclosedName(copied, false)
	}
	_, err := os.Lstat(archive)
	missing := errors.Is(err, fs.ErrNotExist)
	switch {
	case missing && d.whole && manifest.Files.Count > 0:
		return nil, model.Faultf(model.BadData, "Рядом с копией нет архива её вложений (%s). Положите его рядом. Если его нигде нет, уберите описание (%s): база восстановится без вложений.",
			filepath.Base(enclosedName(copied, manifest.Encrypted)), manifestEnding)
	case missing, d.whole && manifest.Files.Count == 0:
		return d, nil
	}
	if d.whole {
		if _, sum, err := digest(archive); err != nil || sum != manifest.Files.Digest {
			return nil, &model.Fault{Code: model.BadData, Cause: err, Say: "Архив вложений не совпадает с описанием копии: его изменили или он записан не до конца. Возьмите другую копию."}
		}
	}
	n, err := eachEntry(archive, keys, io.Discard, func(key fileKey, r io.Reader) error {
		hash, _, _, err := d.aside.Take(key.appeal, r)
		if err == nil && hash != key.hash {
			err = errors.New("a file is not what its name says")
		}
		d.in[key] = true
		return err
	})
	if err == nil && d.whole && n != manifest.Files.Count {
		err = badArchive(errors.New("fewer files than the manifest tells"))
	}
	return d, err
}

// keep gives the files of the old database second names beside its second name, so that it can be opened with them.
func (d *discloser) keep(kept string) error {
	to := files.Of(kept)
	if n, err := d.live.LinkTo(to); err != nil || n == 0 {
		return err
	}
	return durable(to)
}

// durable makes the names of files survive a power cut.
func durable(folder files.Folder) error {
	dirs, err := folder.Folders()
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if err := db.SyncFolder(dir); err != nil {
			return disk("Не удалось записать папку вложений", err)
		}
	}
	return nil
}

// enter puts the files of the copy beside those of the old database before the new one takes the name: whichever of the two
// carries it, its files are there.
func (d *discloser) enter() error {
	if len(d.in) == 0 {
		return nil
	}
	if err := d.live.Adopt(d.aside); err != nil {
		return err
	}
	return durable(d.live)
}

// tidy removes what the new database does not know; the old files have their second names by now.
func (d *discloser) tidy(all bool) error {
	if !d.whole && !all {
		return nil
	}
	list, err := d.live.Stored()
	if err != nil {
		return err
	}
	for _, f := range list {
		if !d.in[fileKey{f.Appeal, f.Hash}] {
			d.live.Drop(f.Appeal, f.Hash)
		}
	}
	return nil
}
