// Package jobtest makes databases for the tests of the jobs: a new one, and a district that has lived.
package jobtest

import (
	"context"
	"path/filepath"
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

// New founds an empty town.
func New(t testing.TB) *Town {
	t.Helper()
	w := &Town{T: t, Ctx: context.Background(), Clock: Morning}
	s, created, err := upkeep.OpenOrCreate(w.Ctx, filepath.Join(t.TempDir(), "town.db"), w.options(), "me")
	if err != nil || !created {
		t.Fatal(created, err)
	}
	return w.enter(s)
}

// Demo makes a district with that many appeals, about 400 when it is 0.
func Demo(t testing.TB, seed uint64, appeals int) *Town {
	t.Helper()
	w := &Town{T: t, Ctx: context.Background(), Clock: Morning}
	s, err := showcase.Demo(w.Ctx, filepath.Join(t.TempDir(), "demo.db"), w.options(),
		showcase.DemoOptions{Seed: seed, Appeals: appeals, Account: "me"})
	if err != nil {
		t.Fatal(err)
	}
	return w.enter(s)
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
