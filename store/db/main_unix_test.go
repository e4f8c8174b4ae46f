//go:build unix

package db

import "syscall"

// private gives the tests the umask that main sets.
func private() { syscall.Umask(0o077) }
