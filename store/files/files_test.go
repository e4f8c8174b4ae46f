package files

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

func folder(t *testing.T) Folder {
	t.Helper()
	return Of(filepath.Join(t.TempDir(), "k.db"))
}

func take(t *testing.T, f Folder, id model.AppealID, text string) string {
	t.Helper()
	hash, size, _, err := f.Take(id, strings.NewReader(text))
	if err != nil || size != int64(len(text)) {
		t.Fatal(size, err)
	}
	return hash
}

func TestTakenFilesAreTheOwnersOnly(t *testing.T) {
	f := folder(t)
	hash := take(t, f, 7, "снимок")
	for path, want := range map[string]os.FileMode{f.Root(): 0o700, filepath.Dir(f.Path(7, hash)): 0o700, f.Path(7, hash): 0o600} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v", path, info.Mode(), err)
		}
	}
	if again, _, fresh, err := f.Take(7, strings.NewReader("снимок")); err != nil || again != hash || fresh {
		t.Error("the same file is there twice", fresh, err)
	}
	var b bytes.Buffer
	if err := f.CopyTo(&b, 7, hash); err != nil || b.String() != "снимок" {
		t.Error(b.String(), err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	f := folder(t)
	if _, _, _, err := f.Take(1, strings.NewReader("")); model.CodeOf(err) != model.BadData {
		t.Error("empty", err)
	}
	if _, _, _, err := f.Take(1, io.LimitReader(zeros{}, MaxFile+1)); model.CodeOf(err) != model.BadData {
		t.Error("large", err)
	}
	left, err := os.ReadDir(filepath.Join(f.Root(), "1"))
	if err != nil || len(left) != 0 {
		t.Errorf("what was refused stays: %v %v", left, err)
	}
	if err := f.CopyTo(io.Discard, 1, strings.Repeat("0", 64)); model.CodeOf(err) != model.NotFound {
		t.Error("missing", err)
	}
	hash := take(t, f, 1, "акт")
	if err := os.WriteFile(f.Path(1, hash), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := f.CopyTo(io.Discard, 1, hash); model.CodeOf(err) != model.BadData {
		t.Error("changed", err)
	}
	for _, name := range []string{"a.exe", "a.desktop", "a.html", "a", "a.jpg.sh", ".."} {
		if _, err := f.View(1, hash, name, time.Now()); model.CodeOf(err) != model.Usage {
			t.Errorf("%s is opened", name)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestALinkInPlaceOfTheFolderIsRefused(t *testing.T) {
	f := folder(t)
	if err := os.Symlink(t.TempDir(), f.Root()); err != nil {
		t.Skip(err)
	}
	if _, _, _, err := f.Take(1, strings.NewReader("x")); model.CodeOf(err) != model.Failed {
		t.Error(err)
	}
}

func TestEraseTakesEverythingOfOneAppeal(t *testing.T) {
	f := folder(t)
	a, b := take(t, f, 1, "акт"), take(t, f, 11, "акт")
	view, err := f.View(1, a, "Акт Петрова.pdf", time.Now())
	if err != nil || strings.Contains(view, "Петрова") {
		t.Fatal(view, err)
	}
	if err := f.Erase(1); err != nil {
		t.Fatal(err)
	}
	list, err := f.Appeals()
	if err != nil || len(list) != 1 || list[0] != 11 || f.Has(1, a) || !f.Has(11, b) {
		t.Error(list, err)
	}
	if _, err := os.Stat(view); err == nil {
		t.Error("a copy for the viewer stays")
	}
}

func TestOldViewsGo(t *testing.T) {
	f := folder(t)
	a, b := take(t, f, 1, "а"), take(t, f, 1, "б")
	old, err := f.View(1, a, "x.txt", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.View(1, b, "x.txt", time.Now().Add(2*viewLeft)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("a copy of another day stays")
	}
}
