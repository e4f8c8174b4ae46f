package model_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"testing"

	"kurator/model"
)

// TestEveryActionIsNamed reads the sources: an action that is not in the table could not be replayed from the journal.
func TestEveryActionIsNamed(t *testing.T) {
	files, err := filepath.Glob("action*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	names := 0
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range tree.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Name.Name != "Name" || f.Recv == nil {
				continue
			}
			literal := f.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit).Value
			name := literal[1 : len(literal)-1]
			names++
			action, ok := model.ActionNamed(name)
			if !ok || action.Name() != name {
				t.Errorf("%s: the action «%s» is not in the table", file, name)
			}
		}
	}
	if names < 30 {
		t.Errorf("only %d actions were found", names)
	}
	if _, ok := model.ActionNamed("nothing"); ok {
		t.Error("an unknown name made an action")
	}
}
