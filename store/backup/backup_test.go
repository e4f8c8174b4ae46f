package backup

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"kurator/model"
	"kurator/store"
)

func TestCopyIsWholeAndPrivate(t *testing.T) {
	path := founded(t, 12)
	s := opened(t, path)
	seals := filepath.Join(t.TempDir(), "seals.txt")
	o := options()
	o.Seals = seals
	file := filepath.Join(t.TempDir(), "copies", "kurator.db")
	r, err := Make(t.Context(), s, as(admin), file, o)
	must(t, err)
	if r.Manifest.Appeals != 12 || r.Encrypted || r.File != file {
		t.Errorf("%+v", r)
	}
	if got := names(t, filepath.Dir(file)); !slices.Equal(got, []string{"kurator.db", "kurator.db.manifest"}) {
		t.Errorf("beside the copy: %v", got)
	}
	for _, name := range []string{file, file + manifestEnding, seals} {
		info, err := os.Stat(name)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s is %v", filepath.Base(name), info.Mode())
		}
	}
	m, err := ReadManifest(file)
	must(t, err)
	if *m != r.Manifest {
		t.Errorf("%+v\n%+v", m, r.Manifest)
	}
	kept, err := os.Open(seals)
	must(t, err)
	defer kept.Close()
	list, err := store.ReadSeals(kept)
	must(t, err)
	if len(list) != 1 || list[0] != m.Seal {
		t.Errorf("%v", list)
	}
	if n := appeals(t, file); n != 12 {
		t.Errorf("%d in the copy", n)
	}
	at, err := s.LastCopy(t.Context())
	must(t, err)
	if at != model.InstantOf(clock()) {
		t.Errorf("the journal knows of a copy at %d", at)
	}
	_, err = Make(t.Context(), s, as(admin), file, options())
	refused(t, err, model.Failed, "уже есть")
}

func TestEncryptedCopyOpensForItsRecipientsOnly(t *testing.T) {
	path := founded(t, 5)
	s := opened(t, path)
	key, to := keys(t)
	second, also := keys(t)
	stranger, _ := keys(t)
	file := filepath.Join(t.TempDir(), "kurator.db.age")
	o := options()
	o.To = []string{to, also}
	r, err := Make(t.Context(), s, as(admin), file, o)
	must(t, err)
	text, err := os.ReadFile(file)
	must(t, err)
	if !r.Encrypted || bytes.Contains(text, []byte("SQLite format")) || bytes.Contains(text, []byte("фонарь")) {
		t.Error("the copy is readable")
	}
	must(t, s.Close())
	for _, k := range []string{key, second} {
		back := restoring("root")
		back.Identity = k
		got, err := Restore(t.Context(), file, filepath.Join(t.TempDir(), "new", "kurator.db"), back)
		must(t, err)
		if got.Manifest.Appeals != 5 || got.Kept != "" {
			t.Errorf("%+v", got)
		}
	}
	back := restoring("root")
	_, err = Restore(t.Context(), file, path, back)
	refused(t, err, model.Usage, "--identity")
	back.Identity = stranger
	_, err = Restore(t.Context(), file, path, back)
	refused(t, err, model.Usage, "ключ")
	for _, at := range []int{200, len(text) / 2, len(text) - 1} {
		bent := slices.Clone(text)
		bent[at] ^= 1
		damaged := filepath.Join(t.TempDir(), "bent.age")
		must(t, os.WriteFile(damaged, bent, 0o600))
		back.Identity = key
		if _, err := Restore(t.Context(), damaged, path, back); model.CodeOf(err) != model.BadData && model.CodeOf(err) != model.Usage {
			t.Errorf("a flipped bit at %d: %v", at, err)
		}
	}
	if n := appeals(t, path); n != 5 {
		t.Errorf("the database was touched: %d", n)
	}
}

func TestHybridRecipients(t *testing.T) {
	key, err := age.GenerateHybridIdentity()
	must(t, err)
	o := options()
	o.To = []string{key.Recipient().String()}
	_, err = Make(t.Context(), opened(t, founded(t, 1)), as(admin), filepath.Join(t.TempDir(), "c.db.age"), o)
	must(t, err)
	o.To = []string{"age1nonsense"}
	_, err = Make(t.Context(), opened(t, founded(t, 0)), as(admin), filepath.Join(t.TempDir(), "c.db.age"), o)
	refused(t, err, model.Usage, "age1")
}

func TestRotationKeepsTheNewest(t *testing.T) {
	s := opened(t, founded(t, 1))
	dir := t.TempDir()
	foreign := filepath.Join(dir, "kurator-20200101-000000.db") // of somebody else: no manifest
	must(t, os.WriteFile(foreign, []byte("x"), 0o600))
	o := options()
	o.Keep = 3
	for range 5 {
		_, err := Make(t.Context(), s, as(admin), filepath.Join(dir, "kurator.db"), o)
		must(t, err)
		o.Now = o.Now.Add(time.Hour)
	}
	var copies []string
	for _, n := range names(t, dir) {
		if !strings.HasSuffix(n, manifestEnding) {
			copies = append(copies, n)
		}
	}
	want := []string{"kurator-20200101-000000.db", "kurator-20261125-110000.db", "kurator-20261125-120000.db", "kurator-20261125-130000.db"}
	if !slices.Equal(copies, want) || len(names(t, dir)) != 7 {
		t.Errorf("%v", names(t, dir))
	}
}

func TestLeftoversOfKilledCopiesGo(t *testing.T) {
	s := opened(t, founded(t, 1))
	dir := t.TempDir()
	left := filepath.Join(dir, staging+"999999999-1")
	must(t, os.MkdirAll(left, 0o700))
	must(t, os.WriteFile(filepath.Join(left, "copy.db"), []byte("x"), 0o600))
	_, err := Make(t.Context(), s, as(admin), filepath.Join(dir, "c.db"), options())
	must(t, err)
	if got := names(t, dir); len(got) != 2 {
		t.Errorf("%v", got)
	}
}

func TestDamagedDatabaseIsNotCopied(t *testing.T) {
	path := founded(t, 40)
	text, err := os.ReadFile(path)
	must(t, err)
	i := bytes.LastIndex(text, []byte("фонарь"))
	text[i+1] ^= 1
	must(t, os.WriteFile(path, text, 0o600))
	dir := t.TempDir()
	_, err = Make(t.Context(), opened(t, path), as(admin), filepath.Join(dir, "c.db"), options())
	if model.CodeOf(err) != model.BadData {
		t.Errorf("got %v", err)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestCopiesAreTheAdministrators(t *testing.T) {
	path := founded(t, 1)
	s := opened(t, path)
	file := filepath.Join(t.TempDir(), "c.db")
	for _, who := range []model.OfficialID{curator, control, 99} {
		_, err := Make(t.Context(), s, as(who), file, options())
		if model.CodeOf(err) != model.Forbidden {
			t.Errorf("%d made a copy: %v", who, err)
		}
	}
	_, err := Make(t.Context(), s, as(admin), file, options())
	must(t, err)
	must(t, s.Close())
	for _, login := range []string{"curator", "zam", "nobody"} {
		_, err := Restore(t.Context(), file, path, restoring(login))
		if model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s restored: %v", login, err)
		}
		if _, err := Restore(t.Context(), file, filepath.Join(t.TempDir(), "new.db"), restoring(login)); model.CodeOf(err) != model.Forbidden {
			t.Errorf("%s restored where nothing was: %v", login, err)
		}
	}
}
