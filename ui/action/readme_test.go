package action_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kurator/ui/action"
)

// TestReadmeHasTheKeys: the table of keys in the README is what the program prints.
func TestReadmeHasTheKeys(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begun := strings.Cut(string(text), "<!-- keys -->\n")
	table, _, ended := strings.Cut(rest, "<!-- /keys -->")
	if !begun || !ended {
		t.Fatal("the README has no place <!-- keys --> … <!-- /keys -->")
	}
	var want strings.Builder
	if err := action.Default().Markdown(&want); err != nil {
		t.Fatal(err)
	}
	if table != want.String() {
		t.Error("the keys in README.md are not those of the program: put what `kurator keys --md` prints between <!-- keys --> and <!-- /keys -->")
	}
}
