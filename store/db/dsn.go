package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// role is what a connection is for; it decides what the connection may do and how much memory it may take.
type role int

const (
	looking  role = iota // changes nothing: looks at a file that may not be ours, later polls and makes checkpoints
	writing              // the one writer
	querying             // the pool of readers
	caring               // long work aside: copies and checks
)

// busyTimeout is how long, in milliseconds, a connection waits for another process.
const busyTimeout = "5000"

// cacheKiB is the page cache of each role; modernc takes twice the figure, outside the Go heap. What does not fit is read from the
// system's cache: over a million appeals a page of the queue takes as long with 5 MB as with 8.
var cacheKiB = map[role]int{looking: 500, writing: 3000, querying: 5000, caring: 8000}

// wideKiB is the writer's cache during a long work, whose pages of indexes come again and again.
const wideKiB = 32000

// dsn is the one DSN. mode=rw never creates (a plain path would, even with mode=rw in the query); the writer's
// transactions begin IMMEDIATE because deferred ones fail at once with BUSY_SNAPSHOT; FULL because NORMAL lost
// acknowledged commits in power-loss images. A looking connection does not set the journal mode: that would change a
// file before it is known to be ours.
func dsn(path string, r role) string {
	q := url.Values{}
	q.Set("mode", "rw")
	q.Set("_busy_timeout", busyTimeout)
	q.Set("_defensive", "1")
	q.Set("_dqs", "0")
	q.Set("_foreign_keys", "on")
	q.Set("_synchronous", "FULL")
	pragmas := []string{"trusted_schema(0)", "cell_size_check(1)", "recursive_triggers(1)", "secure_delete(1)",
		"temp_store(2)", "mmap_size(0)", "wal_autocheckpoint(0)", "journal_size_limit(67108864)",
		fmt.Sprintf("cache_size(-%d)", cacheKiB[r])}
	switch r {
	case writing:
		q.Set("_txlock", "immediate")
		q.Set("_journal_mode", "WAL")
	case looking, querying:
		q.Set("_query_only", "1")
	case caring: // VACUUM INTO counts as a write
	}
	q["_pragma"] = pragmas
	return "file:" + slashed(path) + "?" + q.Encode()
}

// slashed is the path part of a file: URI; a volume letter needs a slash before it.
func slashed(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Path: path}).EscapedPath()
}

// readBack checks on a connection what its DSN asked for: unknown keys are ignored silently, and so are pragmas that the
// engine does not know.
func readBack(ctx context.Context, conn *sql.Conn, r role) error {
	want := map[string]string{"busy_timeout": busyTimeout, "journal_mode": "wal", "synchronous": "2", "foreign_keys": "1",
		"trusted_schema": "0", "cell_size_check": "1", "recursive_triggers": "1", "secure_delete": "1", "temp_store": "2",
		"mmap_size": "0", "wal_autocheckpoint": "0", "journal_size_limit": "67108864", "query_only": "1",
		"cache_size": fmt.Sprint(-cacheKiB[r])}
	if r == writing || r == caring {
		want["query_only"] = "0"
	}
	var got string
	// The first read shows the connection which journal the file has.
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&got); err != nil {
		return err
	}
	for pragma, value := range want {
		if err := conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got); err != nil {
			return fmt.Errorf("pragma %s: %w", pragma, err)
		}
		if got != value {
			return fmt.Errorf("pragma %s is %s, not %s", pragma, got, value)
		}
	}
	return nil
}

// isReadOnly tells whether the engine could open the file for reading only: it falls back to that without an error.
func isReadOnly(conn *sql.Conn) (yes bool, err error) {
	err = conn.Raw(func(driver any) error {
		asked, ok := driver.(interface{ IsReadOnly(string) (bool, error) })
		if !ok {
			return errors.New("the driver does not tell whether a file is read-only")
		}
		yes, err = asked.IsReadOnly("main")
		return err
	})
	return yes, err
}
