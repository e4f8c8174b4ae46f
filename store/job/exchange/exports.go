package exchange

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kurator/model"
	"kurator/store"
	"kurator/store/intake"
)

// Export is a file of a watched folder that looks like an export.
type Export struct {
	Path    string
	Title   string // of the layout it was recognised by
	Channel model.ChannelID
	AsOf    model.Instant // the moment its data are true for
	Size    int64
	Changed model.Instant
	TakenAt model.Instant // when a file of this name and moment was taken in; 0 = not yet
	Fault   string        // why it cannot be taken in; such files are listed when their name says export
}

// exportsLooked is up to how many of the newest files of a folder are looked into.
const exportsLooked = 200

// FindExports lists the recognised exports of a folder, newest first. Files that no layout fits are left out.
func FindExports(ctx context.Context, s *store.Store, folder string, o intake.Options) ([]Export, error) {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, model.Faultf(model.NotFound, "Папки выгрузок нет. Укажите свою в настройках: [import] folder.")
	case err != nil:
		return nil, &model.Fault{Code: model.Failed, Say: "Не удалось прочитать папку выгрузок. Проверьте права на неё.", Cause: err}
	}
	batches, err := s.Batches(ctx, 1000)
	if err != nil {
		return nil, err
	}
	files := tables(folder, entries)
	var list []Export
	for _, x := range files[:min(len(files), exportsLooked)] {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if recognise(&x, o) {
			for _, b := range batches {
				if b.File == filepath.Base(x.Path) && b.AsOf == x.AsOf {
					x.TakenAt = b.At
					break
				}
			}
			list = append(list, x)
		}
	}
	return list, nil
}

// tables are the files that may hold a table, newest first.
func tables(folder string, entries []fs.DirEntry) []Export {
	var list []Export
	for _, e := range entries {
		switch strings.ToLower(filepath.Ext(e.Name())) {
		case ".xlsx", ".csv", ".xls", ".txt":
		default:
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(e.Name(), "~$") {
			continue
		}
		list = append(list, Export{Path: filepath.Join(folder, e.Name()), Size: info.Size(), Changed: model.InstantOf(info.ModTime())})
	}
	slices.SortFunc(list, func(a, b Export) int {
		return cmp.Or(cmp.Compare(b.Changed, a.Changed), strings.Compare(a.Path, b.Path))
	})
	return list
}

// recognise looks at the headings only.
func recognise(x *Export, o intake.Options) bool {
	f, err := intake.Open(x.Path, o)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	x.Title, x.Channel, x.AsOf = f.Profile.Title, f.Channel, f.AsOf
	return true
}

// Profiles reads the layouts a person has made, one file each.
func Profiles(folder string) ([]intake.Profile, error) {
	if folder == "" {
		return nil, nil
	}
	paths, err := filepath.Glob(filepath.Join(folder, "*.toml"))
	if err != nil {
		return nil, &model.Fault{Code: model.Usage, Say: "Имя папки с описаниями выгрузок нельзя прочитать. Назовите её без скобок.", Cause: err}
	}
	var list []intake.Profile
	var faults []error
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, &model.Fault{Code: model.Failed, Say: "Не удалось прочитать описание выгрузки " + filepath.Base(path) + ".", Cause: err})
			continue
		}
		p, err := intake.ParseProfile(string(text))
		if err != nil {
			faults = append(faults, model.Faultf(model.Usage, "%s: %s", filepath.Base(path), err))
			continue
		}
		list = append(list, p)
	}
	return list, errors.Join(faults...)
}
