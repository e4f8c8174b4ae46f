package db

import (
	"errors"
	"testing"

	"kurator/model"
)

const insertEffect = "INSERT INTO effect (operation, body) VALUES (?, zeroblob(?))"

// TestLaterKeepsOrder: what is done later is there for the next question, in the order in which it was said.
func TestLaterKeepsOrder(t *testing.T) {
	d := opened(t, made(t))
	must(t, d.Write(t.Context(), func(tx *Tx) error {
		for range 3 * laterAhead {
			tx.Later(insertEffect, "x", 1)
		}
		tx.Later("DELETE FROM effect WHERE operation = 'x'")
		tx.Later(insertEffect, "y", 1)
		var n int
		if err := tx.Row("SELECT count(*) FROM effect", nil, &n); err != nil || n != 1 {
			t.Errorf("%d rows, %v", n, err)
		}
		tx.Later(insertEffect, "z", 1) // nobody asks before the end
		return nil
	}))
	if n := effects(t, d); n != 2 {
		t.Errorf("%d rows", n)
	}
}

// TestErrorOfLaterSticks: a statement that failed later fails the transaction, also when nothing follows it.
func TestErrorOfLaterSticks(t *testing.T) {
	for name, asks := range map[string]bool{"asked": true, "not asked": false} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, made(t))
			fillUp(t, d)
			err := d.Write(t.Context(), func(tx *Tx) error {
				for range 50 {
					tx.Later(insertEffect, "x", 3000)
				}
				if asks && tx.Healthy() {
					t.Error("healthy on a full disk")
				}
				return nil
			})
			refused(t, err, model.Failed, "нет места")
			if n := effects(t, d); n != 0 {
				t.Errorf("%d rows of a transaction that failed", n)
			}
			must(t, perform(d, "after"))
		})
	}
}

// TestLaterEndsWithItsTransaction: neither a refusal nor a panic leaves statements behind.
func TestLaterEndsWithItsTransaction(t *testing.T) {
	d := opened(t, made(t))
	refusal := errors.New("no")
	for _, end := range []func() error{func() error { return refusal }, func() error { panic("a fault of the program") }} {
		func() {
			defer func() { _ = recover() }()
			if err := d.Write(t.Context(), func(tx *Tx) error {
				for range 3 * laterAhead {
					tx.Later(insertEffect, "x", 1)
				}
				return end()
			}); !errors.Is(err, refusal) {
				t.Error(err)
			}
		}()
		if n := effects(t, d); n != 0 {
			t.Errorf("%d rows", n)
		}
		must(t, d.Write(t.Context(), func(*Tx) error { return nil }))
	}
}
