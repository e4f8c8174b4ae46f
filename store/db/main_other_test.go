//go:build !unix

package db

func private() {}
