package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kurator/model"
)

// File is one file of an appeal as it lies in the folder.
type File struct {
	Appeal model.AppealID
	Hash   string
	Size   int64
}

// Stored lists what lies in the folder, those that are untied from their appeals too.
func (f Folder) Stored() ([]File, error) {
	appeals, err := f.Appeals()
	if err != nil {
		return nil, err
	}
	var list []File
	for _, id := range appeals {
		entries, err := os.ReadDir(f.appeal(id))
		if err != nil {
			return nil, unread(err)
		}
		for _, e := range entries {
			hash, ours := strings.CutSuffix(e.Name(), ".bin")
			if !ours || len(hash) != 64 || !e.Type().IsRegular() {
				continue
			}
			info, err := e.Info()
			if errors.Is(err, fs.ErrNotExist) {
				continue // erased meanwhile
			}
			if err != nil {
				return nil, unread(err)
			}
			list = append(list, File{id, hash, info.Size()})
		}
	}
	return list, nil
}

// LinkTo gives every file a second name in another folder. On a disk without links it is copied.
func (f Folder) LinkTo(to Folder) (n int, err error) {
	list, err := f.Stored()
	if err != nil {
		return 0, err
	}
	for _, file := range list {
		if err := to.private(to.appeal(file.Appeal)); err != nil {
			return n, err
		}
		name := to.Path(file.Appeal, file.Hash)
		err := os.Link(f.Path(file.Appeal, file.Hash), name)
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = copied(f.Path(file.Appeal, file.Hash), name)
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return n, unwritten(err)
		}
		n++
	}
	return n, nil
}

func copied(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// Adopt moves the files of another folder on the same disk in. One that is here and whole stays as it is.
func (f Folder) Adopt(from Folder) error {
	list, err := from.Stored()
	if err != nil {
		return err
	}
	for _, file := range list {
		if err := f.private(f.appeal(file.Appeal)); err != nil {
			return err
		}
		if f.CopyTo(io.Discard, file.Appeal, file.Hash) == nil {
			continue
		}
		if err := os.Rename(from.Path(file.Appeal, file.Hash), f.Path(file.Appeal, file.Hash)); err != nil {
			return unwritten(err)
		}
	}
	return nil
}

// Folders lists the folders whose entries matter: those of appeals, the root and the one it lies in.
func (f Folder) Folders() ([]string, error) {
	appeals, err := f.Appeals()
	if err != nil || len(appeals) == 0 {
		return nil, err
	}
	var list []string
	for _, id := range appeals {
		list = append(list, f.appeal(id))
	}
	return append(list, f.root, filepath.Dir(f.root)), nil
}

func unread(cause error) error {
	return &model.Fault{Code: model.Failed, Cause: cause, Say: "Папка вложений не читается. Проверьте права на папку рядом с базой."}
}
