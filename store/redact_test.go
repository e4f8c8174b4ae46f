package store

import (
	"compress/gzip"
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

// ofBefore are what the file of before says word for word: the journal's rows of three appeals of ИМ. The first was anonymised by that
// program, which left the rows as they were.
var ofBefore = []string{"77123451", "99543211", "x.example/wall5551", "x.example/answer5551", "77123452", "99543212", "x.example/wall5552",
	"x.example/answer5552", "77123453", "x.example/wall5553", "77123454", "x.example/wall5554", "x.example/answer5554"}

// before opens a copy of a database that a program of format version 1 has written (testdata/before.db.gz).
func before(t *testing.T) *desk {
	t.Helper()
	packed, err := os.Open("testdata/before.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "before.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, ctx: context.Background(), now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	if d.Store, err = Open(d.ctx, path, Options{Now: func() time.Time { return d.now }}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Store.Close() })
	return d
}

func TestWhatTheFormerProgramWroteIsReadAsItWas(t *testing.T) {
	d := before(t)
	d.mustVerify()
	d.mustReplay()
	r := d.appeal(2).Main()
	if r.SecondID != "77123452" || r.Linked != "99543212" || r.Card != "https://qx.example/wall5552" {
		t.Fatalf("%+v", r)
	}
	if a := d.appeal(2); a.Replies[0].Link.Body != "https://qx.example/answer5552" {
		t.Fatalf("%+v", a.Replies)
	}
	if id, err := d.FindNumber(d.ctx, "77123454"); err != nil || id != 4 {
		t.Fatal(id, err)
	}
	facts := model.Facts{Registration: r, Received: d.appeal(2).Received}
	facts.Registration.Status = "news"
	d.do(curator, 2, &model.Sync{Facts: facts}) // from here on it is kept with the words
	if r := d.appeal(2).Main(); r.Card != "https://qx.example/wall5552" || r.PlainCard != "" || r.Words.Ref == 0 {
		t.Fatalf("%+v", r)
	}
	op, _, _ := d.LastOperation(d.ctx, as(curator))
	if _, err := d.Undo(d.ctx, as(curator), op.ID); err != nil {
		t.Fatal(err)
	}
	if r := d.appeal(2).Main(); r.PlainCard == "" || r.SecondID != "77123452" {
		t.Fatalf("%+v", r)
	}
	if id, err := d.FindNumber(d.ctx, "77123452"); err != nil || id != 2 {
		t.Fatal(id, err)
	}
	d.mustVerify()
	d.mustReplay()
}

// TestErasingReachesTheFormerProgramsRows: what stood in the chain word for word is gone from the file, the chain and the seals that
// were kept outside hold, and the journal's state comes out as it is stored.
func TestErasingReachesTheFormerProgramsRows(t *testing.T) {
	d := before(t)
	if there := strings.Join(traces(t, filepath.Dir(d.Path()), ofBefore), "\n"); strings.Count(there, "\n") < len(ofBefore)-1 {
		t.Fatalf("not there to begin with: %s", there)
	}
	was, err := d.VerifyJournal(d.ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	kept := d.statistics()
	d.now = d.now.AddDate(1, 1, 0)
	plan, err := d.RetentionPlan(d.ctx, as(admin))
	if err != nil || plan.Former != 1 || plan.Removed != 1 || plan.Total() != 4 {
		t.Fatalf("%+v %v", plan, err)
	}
	if r := d.forget(admin); len(r.Destroyed) != 4 || len(r.Skipped) != 0 {
		t.Fatalf("%+v", r)
	}
	if found := traces(t, filepath.Dir(d.Path()), ofBefore); len(found) > 0 {
		t.Errorf("left in the file: %v", found)
	}
	if after := d.statistics(); strings.Join(after, "\n") != strings.Join(kept, "\n") {
		t.Errorf("statistics changed: %v\n%v", kept, after)
	}
	if r, err := d.VerifyJournal(d.ctx, nil, was.Seal()); err != nil || len(r.Faults) > 0 || r.Seals != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	d.mustVerify()
	d.mustReplay()
	if plan, err := d.RetentionPlan(d.ctx, as(admin)); err != nil || plan.Total() != 0 {
		t.Errorf("%+v %v", plan, err)
	}
}

// TestARowThatSaysItWasMadeShorter must be one that the anonymising names, and say just what is left.
func TestARowThatSaysItWasMadeShorter(t *testing.T) {
	d := before(t)
	d.now = d.now.AddDate(1, 1, 0)
	d.forget(admin)
	path := d.Path()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ forge, named string }{
		{"UPDATE journal SET payload = json_set(payload, '$.facts.place', 'другое') WHERE seq = $1", ""},
		{"UPDATE journal SET version = 1 WHERE seq = $1", ""},
		{"UPDATE journal SET official = 3 WHERE seq = $1", ""},
		{"UPDATE journal SET hash = zeroblob(32) WHERE seq = $1", ""},
		{"UPDATE journal SET version = 0, official = 3 WHERE seq = $1 - 1", ""},
	} {
		forged := filepath.Join(t.TempDir(), "forged.db")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(forged, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := raw(t, forged, func(conn *sql.Conn) error {
			var guard string
			var seq int64
			if err := conn.QueryRowContext(d.ctx, "SELECT sql FROM sqlite_schema WHERE name = 'journal_no_update'").Scan(&guard); err != nil {
				return err
			}
			if err := conn.QueryRowContext(d.ctx, "SELECT min(seq) FROM journal WHERE version = 0 AND action = 'receive'").Scan(&seq); err != nil {
				return err
			}
			if _, err := conn.ExecContext(d.ctx, c.forge, seq); err == nil {
				t.Errorf("the guard lets through: %s", c.forge)
			}
			for _, statement := range []string{"DROP TRIGGER journal_no_update", c.forge, guard} {
				if _, err := conn.ExecContext(d.ctx, statement, seq); err != nil && !strings.Contains(err.Error(), "argument") {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		s, err := Open(d.ctx, forged, Options{Now: func() time.Time { return d.now }})
		if err != nil {
			t.Fatal(err)
		}
		r, err := s.VerifyJournal(d.ctx, nil)
		if err != nil || len(r.Faults) == 0 {
			t.Errorf("not found: %s (%v)", c.forge, err)
		}
		_ = s.Close()
	}
}
