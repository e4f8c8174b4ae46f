package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestModulesAreExact: a build today and a build in a year take the same code, from where it says it comes from.
func TestModulesAreExact(t *testing.T) {
	for _, b := range looseModules(readFile(t, "go.mod")) {
		t.Errorf("go.mod: %s", b)
	}
}

func TestLooseModulesAreCaught(t *testing.T) {
	for _, loose := range []string{
		"replace modernc.org/libc => ../libc",
		"replace (\n\tmodernc.org/libc => ../libc\n)",
		"exclude modernc.org/libc v1.2.3",
		"require modernc.org/libc latest",
		"require (\n\tmodernc.org/libc v1.2\n)",
		"go 1.26",
	} {
		if len(looseModules(loose)) == 0 {
			t.Errorf("not caught: %s", loose)
		}
	}
	exact := "module kurator\n\ngo 1.26.0\n\nrequire a.org/b v1.2.3 // indirect\n\nrequire (\n\ta.org/c/v2 v2.0.0-rc.1\n)\n"
	if found := looseModules(exact); len(found) != 0 {
		t.Errorf("caught without need: %q", found)
	}
}

// TestLibcIsTheDriversOwn: the driver is C translated for one version of its libc, and only that pair was tested by
// its authors; minimal version selection would let another dependency raise libc alone.
func TestLibcIsTheDriversOwn(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite").Output()
	if err != nil {
		t.Fatalf("asking go where the driver's go.mod lies: %v", err)
	}
	theirs := required(readFile(t, strings.TrimSpace(string(out))), "modernc.org/libc")
	mine := required(readFile(t, "go.mod"), "modernc.org/libc")
	if theirs == "" || mine != theirs {
		t.Errorf("go.mod has modernc.org/libc %q, the driver was made for %q", mine, theirs)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var exactVersion = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+incompatible)?$`)

// looseModules names what in a go.mod is not one exact, published version.
func looseModules(gomod string) []string {
	var found []string
	for _, d := range directives(gomod) {
		switch verb, rest := d[0], d[1:]; verb {
		case "module", "toolchain", "tool":
		case "go":
			if strings.Count(rest[0], ".") != 2 {
				found = append(found, "go "+rest[0]+" does not name a release")
			}
		case "require":
			if len(rest) != 2 || !exactVersion.MatchString(rest[1]) {
				found = append(found, "not an exact version: "+strings.Join(rest, " "))
			}
		default:
			found = append(found, verb+" is not allowed: "+strings.Join(rest, " "))
		}
	}
	return found
}

// required is the version of a module that a go.mod asks for, "" when it asks for none.
func required(gomod, name string) string {
	for _, d := range directives(gomod) {
		if len(d) == 3 && d[0] == "require" && d[1] == name {
			return d[2]
		}
	}
	return ""
}

// directives splits a go.mod into lines of words, each led by its verb; blocks are unfolded, comments left out.
func directives(gomod string) [][]string {
	var all [][]string
	block := ""
	for line := range strings.Lines(gomod) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == ")":
			block = ""
		case block != "":
			all = append(all, append([]string{block}, words...))
		case len(words) == 2 && words[1] == "(":
			block = words[0]
		default:
			all = append(all, words)
		}
	}
	return all
}
