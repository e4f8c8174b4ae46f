//go:build !unix

package backup

import (
	"errors"
	"os"
	"syscall"
)

// full tells whether a file could not grow; 112 is ERROR_DISK_FULL.
func full(err error) bool { return errors.Is(err, syscall.Errno(112)) }

// alive tells whether a process runs.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	_ = p.Release()
	return true
}
