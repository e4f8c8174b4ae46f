package backup

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"kurator/model/pattern"
)

// staging begins the names of what is not finished.
const staging = ".kurator-aside-"

// aside makes a folder of this process's own for unfinished files, and removes those that killed processes have left.
func aside(dir string) (string, error) {
	sweep(dir)
	made, err := os.MkdirTemp(dir, fmt.Sprintf("%s%d-*", staging, os.Getpid()))
	if err != nil {
		return "", disk("Не удалось создать временную папку рядом с файлом", err)
	}
	return made, nil
}

var asideName = pattern.Lazy(`^` + regexp.QuoteMeta(staging) + `(\d*)`)

// sweep removes unfinished files whose process is gone; what cannot be removed is in nobody's way.
func sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		m := asideName().FindStringSubmatch(e.Name())
		if m == nil {
			continue
		}
		if pid, err := strconv.Atoi(m[1]); err == nil && e.IsDir() && pid != os.Getpid() && alive(pid) {
			continue
		}
		if info, err := e.Info(); err != nil || (!e.IsDir() && time.Since(info.ModTime()) < time.Hour) {
			continue // a manifest being written
		}
		_ = os.RemoveAll(filepath.Join(dir, e.Name()))
	}
}

// rotate removes the oldest copies beyond keep: those named after file with a moment in them, with a manifest of the same
// database. Nothing else is touched.
func rotate(file string, keep int, instance string) (removed []string, err error) {
	end := ending(file)
	pattern := regexp.MustCompile(`^` + regexp.QuoteMeta(strings.TrimSuffix(filepath.Base(file), end)) + `-\d{8}-\d{6}` + regexp.QuoteMeta(end) + `$`)
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil, disk("Не удалось прочитать папку копий", err)
	}
	var copies []string
	for _, e := range entries {
		if !pattern.MatchString(e.Name()) {
			continue
		}
		name := filepath.Join(filepath.Dir(file), e.Name())
		if m, err := ReadManifest(name); err == nil && m != nil && m.Instance == instance {
			copies = append(copies, name)
		}
	}
	slices.Sort(copies) // the moment is in the name
	for len(copies) > keep {
		if err := os.Remove(copies[0]); err != nil {
			return removed, disk("Не удалось убрать старую копию "+filepath.Base(copies[0]), err)
		}
		for _, beside := range []string{copies[0] + manifestEnding, enclosedName(copies[0], false), enclosedName(copies[0], true)} {
			_ = os.Remove(beside) // without its copy it misleads nobody
		}
		removed = append(removed, copies[0])
		copies = copies[1:]
	}
	return removed, nil
}
