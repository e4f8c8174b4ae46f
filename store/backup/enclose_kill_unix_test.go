//go:build unix

package backup

import (
	"path/filepath"
	"slices"
	"testing"

	"kurator/store/files"
)

// Whichever database carries the name when a restore is stopped, the files it names are beside it.
func TestRestoreStoppedKeepsTheFilesOfBoth(t *testing.T) {
	path := founded(t, 3)
	s := opened(t, path)
	early := attach(t, s, 1, "до копии")
	copied := filepath.Join(t.TempDir(), "copy.db")
	_, err := Make(t.Context(), s, as(admin), copied, options())
	must(t, err)
	late := attach(t, s, 2, "после копии")
	must(t, s.Close())
	for step, old := range map[string]bool{"verified": true, "kept": true, "files entered": true, "renamed": false, "swapped": false} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			file := clone(t, path)
			if _, err := files.Of(path).LinkTo(files.Of(file)); err != nil {
				t.Fatal(err)
			}
			files.Of(file).Drop(1, early) // lost on this disk: the copy brings it back
			cmd, said := second(t, "restore", file, copied, stopVar+"="+step)
			if lines, err := all(cmd, said); err == nil || !slices.Contains(lines, "step "+step) {
				t.Fatalf("not stopped: %v %v", lines, err)
			}
			if old && !files.Of(file).Has(2, late) {
				t.Error("the old database lost a file")
			}
			if !old && !files.Of(file).Has(1, early) {
				t.Error("the new database has not got its file")
			}
			got, err := Restore(t.Context(), copied, file, restoring("root"))
			must(t, err)
			if got.Missing != 0 || !files.Of(file).Has(1, early) {
				t.Errorf("after the second try: %+v", got)
			}
		})
	}
}
