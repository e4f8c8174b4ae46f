//go:build unix

package db

import (
	"os"
	"syscall"
)

// fileID is the file's place on disk; a file that was moved, deleted or replaced has another one or none.
type fileID struct{ device, inode uint64 }

func identify(path string) (id fileID, size int64, err error) {
	var st syscall.Stat_t
	if err := syscall.Stat(path, &st); err != nil {
		return fileID{}, 0, err
	}
	return fileID{uint64(st.Dev), uint64(st.Ino)}, st.Size, nil //nolint:unconvert // Dev is int32 on some systems
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	return f.Sync()
}
