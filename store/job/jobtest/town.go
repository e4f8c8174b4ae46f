// Package jobtest makes databases for the tests of the jobs: a new one, and a district that has lived.
package jobtest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // tests know the zones on any machine

	"kurator/model"
	"kurator/model/query"
	"kurator/store"
	"kurator/store/job/showcase"
	"kurator/store/job/upkeep"
)

// Morning is when a town's clock stands at first: 12:00 of a Wednesday in Ловозеро.
var Morning = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// Town is a database, the account that made it, and a clock that the test moves.
type Town struct {
	*store.Store
	T     testing.TB
	Ctx   context.Context
	Me    model.Actor
	Clock time.Time
}

// New is an empty town of a test's own.
func New(t testing.TB) *Town {
	t.Helper()
	return over(t, "town.db", founded.file(t, asked{}, func(path string, o store.Options) (*store.Store, error) {
		s, _, err := upkeep.OpenOrCreate(context.Background(), path, o, "me")
		return s, err
	}))
}

// Demo is a district with that many appeals, about 400 when it is 0.
func Demo(t testing.TB, seed uint64, appeals int) *Town {
	t.Helper()
	return over(t, "demo.db", districts.file(t, asked{seed, appeals}, func(path string, o store.Options) (*store.Store, error) {
		return showcase.Demo(context.Background(), path, o, showcase.DemoOptions{Seed: seed, Appeals: appeals, Account: "me"})
	}))
}

// over opens a copy of a prepared database.
func over(t testing.TB, name string, file []byte) *Town {
	t.Helper()
	w := &Town{T: t, Ctx: context.Background(), Clock: Morning}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(w.Ctx, path, w.options())
	if err != nil {
		t.Fatal(err)
	}
	return w.enter(s)
}

// asked is a district as tests ask for it.
type asked struct {
	seed    uint64
	appeals int
}

// shelf keeps the files of databases that nobody has opened yet: the first test of a package that asks for one waits for it to be made,
// the others get copies.
type shelf struct {
	sync.Mutex
	files map[asked][]byte
}

var founded, districts = shelf{files: map[asked][]byte{}}, shelf{files: map[asked][]byte{}}

// file is the whole database.
func (d *shelf) file(t testing.TB, a asked, found func(string, store.Options) (*store.Store, error)) []byte {
	t.Helper()
	d.Lock()
	defer d.Unlock()
	if data := d.files[a]; data != nil {
		return data
	}
	path := filepath.Join(t.TempDir(), "first.db")
	s, err := found(path, store.Options{Now: func() time.Time { return Morning }})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // what the journal of the file holds goes into it
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.files[a] = data
	return data
}

func (w *Town) options() store.Options {
	return store.Options{Now: func() time.Time { return w.Clock }}
}

func (w *Town) enter(s *store.Store) *Town {
	w.T.Helper()
	w.Store = s
	w.T.Cleanup(func() { _ = s.Close() })
	var err error
	if w.Me, err = s.Enter(w.Ctx, store.Identity{Account: "me", Via: "desk"}); err != nil {
		w.T.Fatal(err)
	}
	return w
}

// Steps does actions on one case as one operation and tells what became of it.
func (w *Town) Steps(id model.AppealID, actions ...model.Action) store.Result {
	w.T.Helper()
	op := store.Op{Title: "проба"}
	for _, a := range actions {
		op.Steps = append(op.Steps, store.Step{Ref: model.AppealRef(id), Action: a})
	}
	r, err := w.Store.Do(w.Ctx, w.Me, op)
	if err != nil {
		w.T.Fatal(err)
	}
	return r
}

// Tally is how many cases a query finds.
func (w *Town) Tally(text string) int {
	w.T.Helper()
	q, err := query.Parse(text)
	if err != nil {
		w.T.Fatal(err)
	}
	t, err := w.Store.Count(w.Ctx, w.Me, []query.Query{q})
	if err != nil {
		w.T.Fatal(err)
	}
	return t[0].N
}

// Snap is the office as it is now.
func (w *Town) Snap() *store.Snapshot {
	w.T.Helper()
	snap, err := w.Snapshot(w.Ctx)
	if err != nil {
		w.T.Fatal(err)
	}
	return snap
}
