//go:build !faultvfs || !linux || race

package db

// prepare is for the harness behind the tag faultvfs, which puts its layer under every connection.
func prepare() {}
