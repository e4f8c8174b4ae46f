//go:build unix

package main

import "syscall"

// private keeps everything the program makes to its owner: new files would be readable by all otherwise.
func private() { syscall.Umask(0o077) }
