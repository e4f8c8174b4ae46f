package backup

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kurator/model"
	"kurator/store"
)

// worked is a database with a copy of it and two appeals more than the copy has.
func worked(t testing.TB) (path, copied string) {
	t.Helper()
	path = founded(t, 6)
	copied = filepath.Join(t.TempDir(), "copy.db")
	s := opened(t, path)
	_, err := Make(t.Context(), s, as(admin), copied, options())
	must(t, err)
	for i := range 2 {
		must(t, receive(t.Context(), s, store.NewID(clock()), 100+i))
	}
	must(t, s.Close())
	return path, copied
}

func TestRestoreKeepsTheOldFile(t *testing.T) {
	path, copied := worked(t)
	for n, kept := range []string{"kurator.db.before-restore-2026-11-25", "kurator.db.before-restore-2026-11-25-2"} {
		r, err := Restore(t.Context(), copied, path, restoring("root"))
		must(t, err)
		if filepath.Base(r.Kept) != kept || r.Manifest.Appeals != 6 {
			t.Errorf("%+v", r)
		}
		if n == 0 && r.Lost < 3 {
			t.Errorf("%d rows are told to be lost", r.Lost)
		}
		if got := appeals(t, path); got != 6 {
			t.Errorf("%d restored", got)
		}
	}
	if n := appeals(t, path+".before-restore-2026-11-25"); n != 8 {
		t.Errorf("%d in the old file", n)
	}
	if got := names(t, filepath.Dir(path)); len(got) != 3 {
		t.Errorf("%v", got)
	}
	s := opened(t, path)
	rows, err := s.Journal(t.Context(), as(admin), store.JournalRequest{Limit: 1})
	must(t, err)
	if !strings.Contains(string(rows[0].Payload), store.CopyRestored) || rows[0].Actor.Official != admin {
		t.Errorf("%+v", rows[0])
	}
}

func TestRestoreRefusesWhileSomebodyWorks(t *testing.T) {
	t.Parallel() // the engine waits five seconds
	path, copied := worked(t)
	s := opened(t, path)
	_, err := Restore(t.Context(), copied, path, restoring("root"))
	refused(t, err, model.Failed, "другой программой")
	must(t, s.Close())
	if n := appeals(t, path); n != 8 {
		t.Errorf("%d left", n)
	}
	if got := names(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestRestoreRefusesWhatIsNotWhole(t *testing.T) {
	path, copied := worked(t)
	text, err := os.ReadFile(copied)
	must(t, err)
	manifest, err := os.ReadFile(copied + manifestEnding)
	must(t, err)
	flipped := slices.Clone(text)
	flipped[bytes.LastIndex(text, []byte("фонарь"))+1] ^= 1
	for name, doc := range map[string][]byte{"empty": {}, "cut": text[:len(text)/2], "flipped": flipped, "another file": []byte(strings.Repeat("текст ", 1000))} {
		for _, described := range []bool{true, false} {
			file := filepath.Join(t.TempDir(), "bad.db")
			must(t, os.WriteFile(file, doc, 0o600))
			if described {
				must(t, os.WriteFile(file+manifestEnding, manifest, 0o600))
			}
			_, err := Restore(t.Context(), file, path, restoring("root"))
			if model.CodeOf(err) != model.BadData {
				t.Errorf("%s, described %v: %v", name, described, err)
			}
		}
	}
	if n := appeals(t, path); n != 8 {
		t.Errorf("%d left", n)
	}
	_, err = Restore(t.Context(), filepath.Join(t.TempDir(), "none"), path, restoring("root"))
	refused(t, err, model.NotFound, "нет")
}

func TestRestoreOverDamagedDatabase(t *testing.T) {
	path, copied := worked(t)
	must(t, os.WriteFile(path, []byte(strings.Repeat("это больше не база ", 100)), 0o600))
	r, err := Restore(t.Context(), copied, path, restoring("root"))
	must(t, err)
	if r.Lost != -1 || appeals(t, path) != 6 {
		t.Errorf("%+v", r)
	}
	want := []string{"kurator.db", "kurator.db.before-restore-2026-11-25"}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// TestJournalsOfDamagedDatabaseAreKept: they may hold its last records, and beside the new file they would ruin it.
func TestJournalsOfDamagedDatabaseAreKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kurator.db")
	for _, suffix := range []string{"", "-wal", "-shm"} {
		must(t, os.WriteFile(path+suffix, []byte("x"), 0o600))
	}
	r := restorer{ctx: t.Context(), path: path, options: restoring("root")}
	must(t, r.putJournalsAside())
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"kurator.db", "kurator.db.before-restore-2026-11-25-wal"}) {
		t.Errorf("%v", got)
	}
}

func TestRestoreOfAnotherDatabaseIsAsked(t *testing.T) {
	path, _ := worked(t)
	_, other := worked(t)
	o := restoring("root")
	_, err := Restore(t.Context(), other, path, o)
	refused(t, err, model.Conflict, "--other")
	o.Other = true
	_, err = Restore(t.Context(), other, path, o)
	must(t, err)
}

func TestRestoreAsksTheSealsOutside(t *testing.T) {
	path, copied := worked(t)
	m, err := ReadManifest(copied)
	must(t, err)
	o := restoring("root")
	forged := m.Seal
	forged.Head = strings.Repeat("0", 64)
	o.Seals = []store.Seal{forged}
	_, err = Restore(t.Context(), copied, path, o)
	if model.CodeOf(err) != model.BadData {
		t.Errorf("a seal that differs: %v", err)
	}
	later := m.Seal
	later.Seq += 100
	o.Seals = []store.Seal{m.Seal, later} // given out after the copy: says nothing against it
	_, err = Restore(t.Context(), copied, path, o)
	must(t, err)
}
