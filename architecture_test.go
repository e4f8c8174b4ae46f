package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is one Go file as the rules see it. Paths are relative to the top of the tree, with slashes.
type source struct {
	path    string
	test    bool
	pkg     string
	lines   int
	imports []mention
	uses    []mention // "time.Now" for selectors on an imported package, ".Local()" for calls without arguments
}

// mention is something a file says, and the line it says it on.
type mention struct {
	what string
	line int
}

// room is the folder of the file's package, "." for the top.
func (s source) room() string { return path.Dir(s.path) }

func (s source) in(room string) bool { return within(s.room(), room) }

func within(p, room string) bool { return p == room || strings.HasPrefix(p, room+"/") }

const module = "kurator"

// ours gives the room of an import of this module, and whether it is one.
func ours(imported string) (string, bool) {
	return strings.CutPrefix(imported, module+"/")
}

// parse reads what the rules need from one file's text.
func parse(name string, text []byte) (source, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return source{}, err
	}
	s := source{
		path:  name,
		test:  strings.HasSuffix(name, "_test.go"),
		pkg:   tree.Name.Name,
		lines: fset.File(tree.Pos()).LineCount(),
	}
	packages := map[string]string{} // the name an import goes by in this file → its path
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return source{}, err
		}
		s.imports = append(s.imports, mention{imported, fset.Position(spec.Pos()).Line})
		known := path.Base(imported)
		if spec.Name != nil {
			known = spec.Name.Name
		}
		packages[known] = imported
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && packages[id.Name] != "" {
				s.uses = append(s.uses, mention{packages[id.Name] + "." + n.Sel.Name, fset.Position(n.Pos()).Line})
			}
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) == 0 {
				s.uses = append(s.uses, mention{"." + sel.Sel.Name + "()", fset.Position(n.Pos()).Line})
			}
		}
		return true
	})
	return s, nil
}

// readTree parses every Go file below the top, but for what the go tool itself passes over.
func readTree(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_") || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(p) != ".go" {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		s, err := parse(filepath.ToSlash(p), text)
		if err != nil {
			return err
		}
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatalf("reading the tree: %v", err)
	}
	return all
}

// TestTheHouse holds every file of the tree against every rule.
func TestTheHouse(t *testing.T) {
	all := readTree(t)
	for _, floor := range []string{"model", "store", "ui"} {
		if !slices.ContainsFunc(all, func(s source) bool { return s.in(floor) }) {
			t.Errorf("no Go file below %s/: the rules about it would prove nothing", floor)
		}
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			for _, s := range all {
				for _, b := range r.breaches(s) {
					t.Errorf("%s:%d: %s", s.path, b.line, b.what)
				}
			}
		})
	}
}

// TestTheRulesCatch plants a breach of each rule, and its nearest lawful neighbour.
func TestTheRulesCatch(t *testing.T) {
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			if len(r.wrong) == 0 || len(r.right) == 0 {
				t.Fatal("the rule has no examples")
			}
			for _, e := range r.wrong {
				if len(r.breaches(e.source(t))) == 0 {
					t.Errorf("not caught: %s with %s", e.path, e.body)
				}
			}
			for _, e := range r.right {
				for _, b := range r.breaches(e.source(t)) {
					t.Errorf("caught without need: %s with %s: %s", e.path, e.body, b.what)
				}
			}
		})
	}
}

// example is a file in two words: where it is, and what follows its package clause.
type example struct{ path, body string }

func (e example) source(t *testing.T) source {
	t.Helper()
	pkg := path.Base(path.Dir(e.path))
	if pkg == "." {
		pkg = "main"
	}
	s, err := parse(e.path, fmt.Appendf(nil, "package %s\n%s\n", pkg, e.body))
	if err != nil {
		t.Fatalf("the example does not parse: %v", err)
	}
	return s
}

// TestTopLevel keeps the first look at the tree short. Names that begin with a dot are tools' own, and hold no code
// of the program.
func TestTopLevel(t *testing.T) {
	allowed := []string{
		"main.go", "umask_unix.go", "umask_other.go", "architecture_test.go", "architecture_rules_test.go", "modules_test.go",
		"ui", "store", "model", "config.example.toml", "go.mod", "go.sum", "README.md", "LICENSE",
		"kurator", "kurator.exe", "dist", // built, and ignored by git
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) && !leftBehind(e.Name()) {
			t.Errorf("%s has no place at the top: code lives in model, store and ui", e.Name())
		}
	}
}

// leftBehind tells the files of a test or profiling run, which git ignores, from files of the tree.
func leftBehind(name string) bool {
	return slices.Contains([]string{".test", ".out", ".prof", ".db", ".db-wal", ".db-shm"}, path.Ext(name))
}
