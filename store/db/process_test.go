package db

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

// listen reads what the second program says until it ends or limit operations are done; it gives the operations done
// and the one that was tried but not acknowledged.
func listen(said *bufio.Scanner, limit int, enough func()) (done []string, pending string) {
	for said.Scan() {
		verb, id, _ := strings.Cut(said.Text(), " ")
		switch verb {
		case "try":
			pending = id
		case "done":
			done, pending = append(done, id), ""
			if len(done) == limit {
				enough() // and read what it said meanwhile
			}
		}
	}
	return done, pending
}

func TestTwoProgramsWrite(t *testing.T) {
	const each = 100
	d := opened(t, made(t))
	type end struct {
		done []string
		cmd  *exec.Cmd
	}
	ends := make(chan end, 2)
	for _, name := range []string{"left", "right"} {
		cmd, said := second(t, d.path, name, each, "")
		go func() {
			done, _ := listen(said, 0, nil)
			ends <- end{done, cmd}
		}()
	}
	var all []string
	for i := range each {
		id := fmt.Sprint("mine-", i)
		must(t, perform(d, id))
		all = append(all, id)
	}
	for range 2 {
		e := <-ends
		must(t, e.cmd.Wait())
		all = append(all, e.done...)
	}
	if len(all) != 3*each {
		t.Errorf("%d operations acknowledged", len(all))
	}
	whole(t, d.path, all)
}

// TestKilledProgramLosesNothing kills a writing program again and again; its successor retries the operation that was
// under way.
func TestKilledProgramLosesNothing(t *testing.T) {
	kills := 30
	if testing.Short() {
		kills = 5
	}
	if nightly() {
		kills = 1000
	}
	path := made(t)
	var all []string
	pending, retried := "", 0
	for i := range kills {
		cmd, said := second(t, path, fmt.Sprint("run", i), 1000, pending)
		if pending != "" {
			retried++
		}
		done, next := listen(said, 1+rand.IntN(25), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err == nil {
			t.Fatal("the program was not killed")
		}
		if len(done) == 0 {
			t.Fatalf("run %d did nothing", i)
		}
		all, pending = append(all, done...), next
		if i%10 == 9 || i == kills-1 {
			whole(t, path, all)
		}
	}
	t.Logf("%d kills, %d operations acknowledged, %d retried", kills, len(all), retried)
}

// TestTallyCatches proves that the count behind these tests sees a loss and a doubling.
func TestTallyCatches(t *testing.T) {
	for name, plant := range map[string]string{
		"lost":          "DELETE FROM effect WHERE operation = 'b'; DELETE FROM operation WHERE id = 'b'; UPDATE counter SET n = 1",
		"doubled":       "INSERT INTO effect (operation, body) SELECT operation, body FROM effect WHERE operation = 'b'",
		"half":          "DELETE FROM effect WHERE id = 1",
		"loose":         "INSERT INTO effect (operation, body) VALUES ('c', x'')",
		"counted twice": "UPDATE counter SET n = n + 1",
	} {
		path := made(t)
		d := opened(t, path)
		must(t, perform(d, "a"))
		must(t, perform(d, "b"))
		must(t, perform(d, "b")) // a retry
		whole(t, path, []string{"a", "b"})
		raw(t, path, plant)
		wrong, err := tally(t.Context(), path, []string{"a", "b"})
		must(t, err)
		if len(wrong) == 0 {
			t.Errorf("%s: not caught", name)
		}
	}
}
