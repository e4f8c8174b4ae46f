package backup

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestFullDisk gives the program a small disk. Mounting one needs rights that a test often has not.
func TestFullDisk(t *testing.T) {
	path, copied := worked(t)
	info, err := os.Stat(copied)
	must(t, err)
	for name, share := range map[string]float64{"at once": 0.1, "half way": 0.4, "almost done": 0.7} {
		t.Run(name, func(t *testing.T) {
			disk := t.TempDir()
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "mode=700"); err != nil {
				t.Skip("no small disk can be mounted here: ", err)
			}
			t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
			base := filepath.Join(disk, "kurator.db")
			text, err := os.ReadFile(path)
			must(t, err)
			must(t, os.WriteFile(base, text, 0o600))
			room := int64(len(text)) + int64(float64(info.Size())*share) + 48<<10 // and a little for -wal and -shm
			must(t, syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", room)))
			failsWhole(t, base, copied, disk)
		})
	}
}
