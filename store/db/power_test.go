//go:build faultvfs && linux && !race

package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// everyEvent is the distance between two looks at the record; the weak settings fail often enough to be seen by few.
const everyEvent, someEvents = 1, 4

// files is the contents of the database's files by suffix.
type files map[string][]byte

func (f files) apply(e event) {
	text := f[e.file]
	switch e.what {
	case "write":
		if end := int(e.at) + len(e.data); end > len(text) {
			text = append(text, make([]byte, end-len(text))...)
		}
		copy(text[e.at:], e.data)
	case "truncate":
		if int(e.at) <= len(text) {
			text = text[:e.at]
		} else {
			text = append(text, make([]byte, int(e.at)-len(text))...)
		}
	case "delete":
		text = nil
	}
	f[e.file] = text
}

func (f files) clone() files {
	c := files{}
	for name, text := range f {
		c[name] = append([]byte(nil), text...)
	}
	return c
}

// survive is how much of what was written and not synced reaches the disk before the power goes.
type survive func(r *rand.Rand, pending []event) []event

var fates = map[string]survive{
	"nothing": func(*rand.Rand, []event) []event { return nil },
	"all":     func(_ *rand.Rand, pending []event) []event { return pending },
	"some": func(r *rand.Rand, pending []event) (kept []event) {
		for _, e := range pending {
			if r.IntN(2) == 0 {
				kept = append(kept, e)
			}
		}
		return kept
	},
	"torn": func(r *rand.Rand, pending []event) (kept []event) {
		const sector = 512
		for _, e := range pending {
			if e.what != "write" {
				kept = append(kept, e)
				continue
			}
			for at := 0; at < len(e.data); {
				end := min(len(e.data), at+sector-int(e.at+int64(at))%sector)
				if r.IntN(2) == 0 {
					kept = append(kept, event{what: "write", file: e.file, at: e.at + int64(at), data: e.data[at:end]})
				}
				at = end
			}
		}
		return kept
	},
}

// images replays the record: after every event, or every few, the power goes, each fate makes an image, and judge looks at it together
// with what was acknowledged by then.
func images(fresh []byte, record []event, step int, judge func(f files, acknowledged []string, at int, fate string)) (n int) {
	r := rand.New(rand.NewPCG(1, 2))
	durable := files{"": append([]byte(nil), fresh...)}
	pending := map[string][]event{}
	var acknowledged []string
	for i, e := range record {
		switch e.what {
		case "acknowledged":
			acknowledged = append(acknowledged, e.mark)
		case "sync":
			for _, p := range pending[e.file] {
				durable.apply(p)
			}
			delete(pending, e.file)
		default:
			pending[e.file] = append(pending[e.file], e)
		}
		if i%step != 0 {
			continue
		}
		for _, fate := range []string{"nothing", "all", "some", "torn"} {
			if len(pending) == 0 && fate != "all" {
				continue // the same image
			}
			image := durable.clone()
			for _, file := range []string{"", "-wal", "-journal"} {
				for _, p := range fates[fate](r, pending[file]) {
					image.apply(p)
				}
			}
			judge(image, acknowledged, i, fate)
			n++
		}
	}
	return n
}

// recorded is a day written down: operations with checkpoints between, on a database whose setting a test may spoil.
func recorded(t *testing.T, spoil func(*DB)) (fresh []byte, record []event) {
	t.Helper()
	path := made(t)
	fresh, err := os.ReadFile(path)
	must(t, err)
	layer.listen(filepath.Dir(path))
	d, err := open(t.Context(), path, testSteps)
	must(t, err)
	spoil(d)
	for i := range 12 {
		id := fmt.Sprintf("op%d", i)
		must(t, perform(d, id))
		layer.mark(id)
		switch i {
		case 3, 6:
			must(t, d.Checkpoint(t.Context()))
		case 9:
			must(t, d.Truncate(t.Context()))
		}
	}
	must(t, d.Close())
	return fresh, layer.stop()
}

// losses judges every image of a record.
func losses(t *testing.T, step int, spoil func(*DB)) (n int, lost, corrupt []string) {
	t.Helper()
	fresh, record := recorded(t, spoil)
	path := filepath.Join(t.TempDir(), "kurator.db")
	n = images(fresh, record, step, func(f files, acknowledged []string, at int, fate string) {
		for _, suffix := range []string{"", "-wal", "-journal", "-shm"} {
			_ = os.Remove(path + suffix)
		}
		for suffix, text := range f {
			if text != nil {
				must(t, os.WriteFile(path+suffix, text, 0o600))
			}
		}
		wrong, err := tally(context.Background(), path, acknowledged)
		if err != nil {
			wrong = append(wrong, errors.Join(err).Error())
		}
		for _, w := range wrong {
			line := fmt.Sprintf("after event %d (%s survives): %s", at, fate, w)
			if strings.Contains(w, "acknowledged") {
				lost = append(lost, line)
			} else {
				corrupt = append(corrupt, line)
			}
		}
	})
	return n, lost, corrupt
}

func TestPowerLossLosesNothingAcknowledged(t *testing.T) {
	n, lost, corrupt := losses(t, everyEvent, func(*DB) {})
	t.Logf("%d images", n)
	if n < 300 {
		t.Errorf("only %d images", n)
	}
	for _, l := range append(lost[:min(5, len(lost))], corrupt[:min(5, len(corrupt))]...) {
		t.Error(l)
	}
}

// TestPowerLossCatchesWeakSettings plants the bug: the same record with a weaker synchronous.
func TestPowerLossCatchesWeakSettings(t *testing.T) {
	weaken := func(to string) func(*DB) {
		return func(d *DB) {
			for _, c := range []*sql.Conn{d.conn, d.eye} {
				_, err := c.ExecContext(t.Context(), "PRAGMA synchronous = "+to)
				must(t, err)
			}
		}
	}
	n, lost, corrupt := losses(t, someEvents, weaken("OFF"))
	t.Logf("OFF: %d lost and %d corrupt in %d images", len(lost), len(corrupt), n)
	if len(lost) == 0 || len(corrupt) == 0 {
		t.Error("synchronous=OFF is not caught")
	}
	n, lost, corrupt = losses(t, someEvents, weaken("NORMAL"))
	t.Logf("NORMAL: %d lost and %d corrupt in %d images", len(lost), len(corrupt), n)
	if len(lost) == 0 {
		t.Error("synchronous=NORMAL is not caught")
	}
}
