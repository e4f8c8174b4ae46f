//go:build ignore

// Command static tells whether built programs are what a release must be: one file that needs nothing of the machine
// it runs on. It reads the files, runs none of them, and so judges binaries of every system alike.
//
//	go run .ci/static.go FILE...
package main

import (
	"debug/buildinfo"
	"debug/elf"
	"fmt"
	"os"
)

func main() {
	failed := false
	for _, name := range os.Args[1:] {
		if err := check(name); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func check(name string) error {
	info, err := buildinfo.ReadFile(name)
	if err != nil {
		return err
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	if set["CGO_ENABLED"] != "0" {
		return fmt.Errorf("built with CGO_ENABLED=%q, not 0", set["CGO_ENABLED"])
	}
	if set["-trimpath"] != "true" {
		return fmt.Errorf("built without -trimpath: it carries paths of the machine it was built on")
	}
	if set["GOOS"] == "linux" {
		if err := checkELF(name); err != nil {
			return err
		}
	}
	size, err := os.Stat(name)
	if err != nil {
		return err
	}
	fmt.Printf("%s: statically linked, %s/%s, %.1f MB\n", name, set["GOOS"], set["GOARCH"], float64(size.Size())/1e6)
	return nil
}

// checkELF wants no dynamic loader and no shared library.
func checkELF(name string) error {
	f, err := elf.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return fmt.Errorf("not statically linked: it asks for a dynamic loader")
		}
	}
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return err
	}
	if len(libraries) > 0 {
		return fmt.Errorf("not statically linked: it needs %v", libraries)
	}
	return nil
}
