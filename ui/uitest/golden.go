package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// Sizes are the screens that every golden frame is made at.
func Sizes() [][2]int { return [][2]int{{60, 20}, {80, 24}, {120, 40}, {200, 60}} }

// Golden compares the screen with testdata/NAME.WxH.txt; with -update it writes the file.
func (d *Driver) Golden(name string) *Driver {
	d.tb.Helper()
	Golden(d.tb, fmt.Sprintf("%s.%dx%d", name, d.w, d.h), d.Screen())
	return d
}

// GoldenAtSizes compares the screen at every size of Sizes.
func (d *Driver) GoldenAtSizes(name string) *Driver {
	d.tb.Helper()
	w, h := d.w, d.h
	for _, size := range Sizes() {
		d.Resize(size[0], size[1]).Golden(name)
	}
	return d.Resize(w, h)
}

// Golden compares a text with testdata/NAME.txt.
func Golden(tb testing.TB, name, got string) {
	tb.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatalf("%v; go test -update writes it", err)
	}
	if got != string(want) {
		tb.Errorf("%s differs (go test -update accepts it):\n%s", path, difference(string(want), got))
	}
}

// difference shows the lines that are not the same.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out strings.Builder
	for i := range max(len(a), len(b)) {
		var x, y string
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			fmt.Fprintf(&out, "%3d - %s\n    + %s\n", i, x, y)
		}
	}
	return out.String()
}
