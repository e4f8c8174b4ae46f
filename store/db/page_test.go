package db

import (
	"context"
	"path/filepath"
	"testing"
)

// TestPagesHoldTwoCases: the size of a page can only be set while a file is empty, so it is read back from a new one.
func TestPagesHoldTwoCases(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "new.db")
	if err := Create(ctx, path); err != nil {
		t.Fatal(err)
	}
	d, err := Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var got int
	if err := d.Read().QueryRowContext(ctx, "PRAGMA page_size").Scan(&got); err != nil || got != pageSize {
		t.Fatalf("%d %v", got, err)
	}
}
