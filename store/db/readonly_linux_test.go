package db

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"kurator/model"
)

// capabilities of Linux by which root overlooks the mode of a file.
const capOverride, capSearch = 1 << 1, 1 << 2

// asNobodySpecial runs fn on a thread that obeys the modes of files, also when the tests run as root.
func asNobodySpecial(t *testing.T, fn func()) {
	t.Helper()
	runtime.LockOSThread()
	head := struct {
		version uint32
		pid     int32
	}{version: 0x20080522}
	var data, less [2]struct{ effective, permitted, inheritable uint32 }
	call := func(trap uintptr, to unsafe.Pointer) {
		if _, _, e := syscall.RawSyscall(trap, uintptr(unsafe.Pointer(&head)), uintptr(to), 0); e != 0 {
			t.Fatal(e) // the thread ends with the goroutine
		}
	}
	call(syscall.SYS_CAPGET, unsafe.Pointer(&data))
	less = data
	less[0].effective &^= capOverride | capSearch
	call(syscall.SYS_CAPSET, unsafe.Pointer(&less))
	fn()
	call(syscall.SYS_CAPSET, unsafe.Pointer(&data))
	runtime.UnlockOSThread()
}

func TestFileWithoutRightsIsASentence(t *testing.T) {
	for name, c := range map[string]struct {
		file, folder os.FileMode
		code         model.Code
		words        string
	}{
		"file for reading only":            {0o400, 0o700, model.Failed, "доступна только для чтения"},
		"file of somebody else":            {0o000, 0o700, model.Failed, "Проверьте права на файл и папку"},
		"folder for reading only":          {0o600, 0o500, model.Failed, "Проверьте права на файл и папку"},
		"folder that may not be searched":  {0o600, 0o000, model.Failed, "Проверьте права на файл и папку"},
		"file and folder for reading only": {0o400, 0o500, model.Failed, "Проверьте права на файл и папку"},
	} {
		t.Run(name, func(t *testing.T) {
			path := made(t)
			before, err := os.ReadFile(path)
			must(t, err)
			must(t, os.Chmod(path, c.file))
			must(t, os.Chmod(filepath.Dir(path), c.folder))
			asNobodySpecial(t, func() {
				d, failed := open(t.Context(), path, testSteps)
				if failed == nil {
					d.Close()
				}
				err = failed
			})
			must(t, os.Chmod(filepath.Dir(path), 0o700))
			must(t, os.Chmod(path, 0o600))
			refused(t, err, c.code, c.words)
			after, err := os.ReadFile(path)
			must(t, err)
			if !bytes.Equal(before, after) {
				t.Error("the file is not as it was")
			}
		})
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o500))
	var err error
	asNobodySpecial(t, func() { err = Create(t.Context(), filepath.Join(dir, "kurator.db")) })
	refused(t, err, model.Failed, "папка недоступна для записи")
	asNobodySpecial(t, func() { err = Create(t.Context(), filepath.Join(dir, "more", "kurator.db")) })
	refused(t, err, model.Failed, "Не удалось создать папку")
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

// limited is how many bytes a tmpfs of the tests has.
const limited = "700k"

func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=0700,size="+limited); err != nil {
		t.Skipf("no right to mount a small disk: %v", err)
	}
	defer func() { must(t, syscall.Unmount(dir, syscall.MNT_DETACH)) }()
	path := filepath.Join(dir, "kurator.db")
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, fill(t.Context(), path, testSteps))
	d, err := open(t.Context(), path, testSteps)
	must(t, err)
	done := []string{}
	for err == nil {
		id := "operation " + strings.Repeat("i", len(done))
		if err = perform(d, id); err == nil {
			done = append(done, id)
		}
	}
	if len(done) < 5 {
		t.Errorf("full after %d operations", len(done))
	}
	if text := err.Error(); !strings.Contains(text, "нет места") && !strings.Contains(text, "Не удалось подтвердить") {
		t.Errorf("said %q", text)
	}
	copied := d.VacuumInto(t.Context(), filepath.Join(dir, "copy.db"))
	refused(t, copied, model.Failed, "нет места")
	whole(t, path, done)
	// Room is made by moving the WAL into the file, or else by the person.
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=4m"))
	must(t, perform(d, "after"))
	must(t, d.Close())
	whole(t, path, append(done, "after"))
	entries, err := os.ReadDir(dir)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
