package backup

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
	"kurator/store"
	"kurator/store/files"
)

// attach ties a file to an appeal, as the desk does.
func attach(t testing.TB, s *store.Store, id model.AppealID, content string) string {
	t.Helper()
	hash, size, _, err := files.Of(s.Path()).Take(id, strings.NewReader(content))
	must(t, err)
	_, err = s.Do(t.Context(), as(curator), store.Op{ID: store.NewID(clock()), Title: "Прикреплён файл", Steps: []store.Step{{Ref: model.AppealRef(id),
		Action: &model.Attach{File: model.Words("Акт.txt"), Hash: hash, Size: size}}}})
	must(t, err)
	return hash
}

func content(t testing.TB, path string, id model.AppealID, hash string) string {
	t.Helper()
	var b bytes.Buffer
	must(t, files.Of(path).CopyTo(&b, id, hash))
	return b.String()
}

func TestFilesTravelWithTheCopy(t *testing.T) {
	for _, sealed := range []bool{false, true} {
		path := founded(t, 3)
		s := opened(t, path)
		first, second := attach(t, s, 1, "снимок ямы"), attach(t, s, 2, "акт осмотра")
		copied, o, back := filepath.Join(t.TempDir(), "c.db"), options(), restoring("root")
		if sealed {
			var to string
			back.Identity, to = keys(t)
			o.To = []string{to}
		}
		r, err := Make(t.Context(), s, as(admin), copied, o)
		must(t, err)
		if f := r.Manifest.Files; f.Count != 2 || f.Missing != 0 || f.Bytes == 0 {
			t.Errorf("%+v", f)
		}
		archive := enclosedName(copied, sealed)
		text, err := os.ReadFile(archive)
		must(t, err)
		if bytes.Contains(text, []byte("снимок ямы")) == sealed {
			t.Errorf("sealed %v: the archive is readable or is not", sealed)
		}
		if info, err := os.Stat(archive); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info, err)
		}
		late := attach(t, s, 3, "после копии")
		must(t, s.Close())
		must(t, os.Remove(files.Of(path).Path(1, first)))
		must(t, os.WriteFile(files.Of(path).Path(2, second), []byte("испорчен"), 0o600))

		// In the place of the old database: what was lost and damaged is back, what came later stays with the old one.
		got, err := Restore(t.Context(), copied, path, back)
		must(t, err)
		if got.Files != 2 || got.Missing != 0 {
			t.Errorf("%+v", got)
		}
		if content(t, path, 1, first) != "снимок ямы" || content(t, path, 2, second) != "акт осмотра" {
			t.Error("other files came back")
		}
		if files.Of(path).Has(3, late) || content(t, got.Kept, 3, late) != "после копии" {
			t.Error("the file of the old database is not with the old database")
		}
		if old, err := os.ReadFile(files.Of(got.Kept).Path(2, second)); err != nil || string(old) != "испорчен" {
			t.Errorf("the old file was not kept: %q %v", old, err)
		}
		// Where nothing was.
		elsewhere := filepath.Join(t.TempDir(), "new", "kurator.db")
		_, err = Restore(t.Context(), copied, elsewhere, back)
		must(t, err)
		if content(t, elsewhere, 1, first) != "снимок ямы" {
			t.Error("no file elsewhere")
		}
		// A bent or missing archive is found before anything is touched.
		bent := bytes.Clone(text)
		bent[len(bent)/3] ^= 1
		must(t, os.WriteFile(archive, bent, 0o600))
		_, err = Restore(t.Context(), copied, path, back)
		refused(t, err, model.BadData, "Архив вложений")
		must(t, os.Remove(copied+manifestEnding)) // without the manifest the hashes and the names still tell
		if _, err = Restore(t.Context(), copied, path, back); sealed && model.CodeOf(err) != model.BadData {
			t.Errorf("a bent archive without a manifest: %v", err)
		}
	}
}

func TestMissingArchiveIsNamed(t *testing.T) {
	path := founded(t, 1)
	s := opened(t, path)
	hash := attach(t, s, 1, "снимок")
	copied := filepath.Join(t.TempDir(), "c.db")
	_, err := Make(t.Context(), s, as(admin), copied, options())
	must(t, err)
	must(t, s.Close())
	must(t, os.Remove(enclosedName(copied, false)))
	elsewhere := filepath.Join(t.TempDir(), "kurator.db")
	_, err = Restore(t.Context(), copied, elsewhere, restoring("root"))
	refused(t, err, model.BadData, "без вложений")
	must(t, os.Remove(copied+manifestEnding))
	got, err := Restore(t.Context(), copied, elsewhere, restoring("root"))
	must(t, err)
	if got.Missing != 1 || files.Of(elsewhere).Has(1, hash) {
		t.Errorf("%+v", got)
	}
	// Over the database itself nothing of its files is lost.
	got, err = Restore(t.Context(), copied, path, restoring("root"))
	must(t, err)
	if got.Missing != 0 || !files.Of(path).Has(1, hash) {
		t.Errorf("%+v", got)
	}
}

// A copy without one file is better than none, but it says so.
func TestDamagedFilesDoNotStopTheCopy(t *testing.T) {
	path := founded(t, 2)
	s := opened(t, path)
	gone, bent := attach(t, s, 1, "первый"), attach(t, s, 2, "второй")
	attach(t, s, 2, "третий")
	must(t, os.Remove(files.Of(path).Path(1, gone)))
	must(t, os.WriteFile(files.Of(path).Path(2, bent), []byte("не тот"), 0o600))
	r, err := Make(t.Context(), s, as(admin), filepath.Join(t.TempDir(), "c.db"), options())
	must(t, err)
	if r.Manifest.Files.Count != 1 || r.Manifest.Files.Missing != 2 {
		t.Errorf("%+v", r.Manifest.Files)
	}
}

// Files of an anonymised appeal are in no later copy, also when their erasing from the disk was interrupted.
func TestErasedFilesAreNotCopied(t *testing.T) {
	path := founded(t, 2)
	now := clock()
	s, err := store.Open(t.Context(), path, store.Options{Now: func() time.Time { return now }})
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	attach(t, s, 1, "лицо гражданина")
	attach(t, s, 2, "снимок фонаря")
	do := func(who model.OfficialID, actions ...model.Action) {
		t.Helper()
		var steps []store.Step
		for _, a := range actions {
			steps = append(steps, store.Step{Ref: model.AppealRef(1), Action: a})
		}
		_, err := s.Do(t.Context(), as(who), store.Op{ID: store.NewID(now), Title: "Шаг", Steps: steps})
		must(t, err)
	}
	do(curator, &model.Sort{}, &model.Close{Outcome: model.OutcomeNotNeeded, Reason: "проба"})
	now = now.AddDate(6, 0, 0)
	do(admin, &model.Anonymise{})
	copied := filepath.Join(t.TempDir(), "c.db")
	o := options()
	o.Now = now
	r, err := Make(t.Context(), s, as(admin), copied, o)
	must(t, err)
	if r.Manifest.Files.Count != 1 || r.Manifest.Files.Missing != 0 {
		t.Errorf("%+v", r.Manifest.Files)
	}
	n, err := eachEntry(enclosedName(copied, false), nil, io.Discard, func(key fileKey, in io.Reader) error {
		if key.appeal != 2 {
			t.Errorf("a file of № %s", key.appeal)
		}
		return same(in, key.hash)
	})
	if err != nil || n != 1 {
		t.Errorf("%d, %v", n, err)
	}
}

func TestRotationTakesTheArchivesAlong(t *testing.T) {
	s := opened(t, founded(t, 1))
	attach(t, s, 1, "снимок")
	dir, o := t.TempDir(), options()
	o.Keep = 2
	for range 4 {
		_, err := Make(t.Context(), s, as(admin), filepath.Join(dir, "kurator.db"), o)
		must(t, err)
		o.Now = o.Now.Add(time.Hour)
	}
	if got := names(t, dir); len(got) != 6 {
		t.Errorf("%v", got)
	}
}
