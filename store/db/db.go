// Package db opens the one database file: the only DSN, the guards around it, migrations and the transaction wrapper.
// Nothing else imports the driver. The guards answer failures that were observed; see the comments at each.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"kurator/model"
	_ "modernc.org/sqlite" // the driver
)

// ApplicationID marks a file as kurator's ("kura" in ASCII).
const ApplicationID = 0x6b757261

// readers is the size of the query pool; each connection caches up to 10 MB outside the Go heap (measured: twice its
// cache_size), so few.
const readers = 3

// DB is one open database file.
type DB struct {
	path     string // as given, absolute
	real     string // where symbolic links lead: the engine keeps the -wal there
	file     fileID // of the file when it was opened
	wal      fileID // of its -wal
	version  int
	instance string

	gate   gate    // one writer; it guards the fields down to the empty line
	writer *sql.DB // holds one connection
	conn   *sql.Conn
	stmts  map[string]*sql.Stmt // prepared on conn
	inRow  int                  // slices of long work since a person wrote or all was quiet
	wide   bool                 // the writer has the cache of a long work
	slices int                  // written since a writer's last checkpoint
	closed bool

	read  *sql.DB
	watch *sql.DB // holds one connection
	// eye is the watch's connection. It stays open as long as the DB is: data_version means something on one connection
	// only, and the -wal keeps its inode while the writer's connection is replaced.
	eye   *sql.Conn
	eyeMu sync.Mutex
}

// Open opens an existing database and brings its schema up to date. Every error is a sentence.
func Open(ctx context.Context, path string) (*DB, error) {
	return open(ctx, path, scripts())
}

func open(ctx context.Context, path string, steps []string) (*DB, error) {
	d, err := at(path)
	if err != nil {
		return nil, say(err, path)
	}
	if err := inspect(d.path); err != nil {
		return nil, err
	}
	if d.real, err = filepath.EvalSymlinks(d.path); err != nil {
		return nil, say(err, path)
	}
	if err := d.connect(ctx, steps); err != nil {
		_ = d.Close()
		return nil, say(err, path)
	}
	return d, nil
}

func at(path string) (*DB, error) {
	whole, err := filepath.Abs(path)
	return &DB{path: whole, real: whole, stmts: map[string]*sql.Stmt{}}, err
}

// connect looks at the file before anything is set on it, so that a foreign file stays as it was.
func (d *DB) connect(ctx context.Context, steps []string) error {
	if err := d.look(ctx, len(steps)); err != nil {
		return err
	}
	if err := d.connectWriter(ctx); err != nil {
		return err
	}
	if err := d.migrate(ctx, steps); err != nil {
		return err
	}
	if err := d.identity(ctx); err != nil {
		return err
	}
	if err := readBack(ctx, d.eye, looking); err != nil {
		return err
	}
	var err error
	if d.read, err = sql.Open("sqlite", dsn(d.real, querying)); err != nil {
		return err
	}
	d.read.SetMaxOpenConns(readers)
	d.read.SetMaxIdleConns(readers)
	reader, err := d.read.Conn(ctx)
	if err != nil {
		return err
	}
	if err := errors.Join(readBack(ctx, reader, querying), reader.Close()); err != nil {
		return err
	}
	return d.remember()
}

// connectWriter opens the writer's connection, the first time or after the last one was given up.
func (d *DB) connectWriter(ctx context.Context) (err error) {
	if d.conn != nil {
		return nil
	}
	if d.writer == nil {
		if d.writer, err = sql.Open("sqlite", dsn(d.real, writing)); err != nil {
			return err
		}
		d.writer.SetMaxOpenConns(1)
	}
	conn, err := d.writer.Conn(ctx)
	if err != nil {
		return err
	}
	readOnly, err := isReadOnly(conn)
	if err == nil && readOnly {
		err = &model.Fault{Code: model.Failed, Say: readOnlySentence(d.path)}
	}
	if err == nil {
		err = readBack(ctx, conn, writing)
	}
	if err != nil {
		_ = conn.Close()
		return err
	}
	d.conn, d.stmts = conn, map[string]*sql.Stmt{}
	return nil
}

// identity reads who this database is: a file without it was not made by Create.
func (d *DB) identity(ctx context.Context) error {
	err := d.conn.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'instance'").Scan(&d.instance)
	if errors.Is(err, sql.ErrNoRows) || err == nil && len(d.instance) != 2*instanceBytes {
		return damaged(d.path, err)
	}
	return err
}

// Create makes a new database aside and links it into place, so that a half-made file never carries the name.
func Create(ctx context.Context, path string) error {
	name := filepath.Base(path)
	if _, err := os.Lstat(path); err == nil {
		return exists(name)
	}
	for _, suffix := range []string{"-wal", "-journal"} {
		// The engine would play such a rest into the new file: seen as corruption.
		if info, err := os.Lstat(path + suffix); err == nil && info.Size() > 0 {
			return model.Faultf(model.BadData, "Рядом лежит файл %s от прежней базы: в нём могут быть её последние записи. "+
				"Верните прежнюю базу на место или уберите этот файл в другую папку.", name+suffix)
		}
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &model.Fault{Code: model.Failed, Say: "Не удалось создать папку для базы. Проверьте права и место на диске.", Cause: err}
	}
	aside, err := os.CreateTemp(dir, ".kurator-new-*") // made with 0600; the engine gives -wal and -shm the same
	if err != nil {
		return &model.Fault{Code: model.Failed, Say: "Не удалось создать базу: папка недоступна для записи. Проверьте права.", Cause: err}
	}
	made := aside.Name()
	defer func() {
		for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
			_ = os.Remove(made + suffix)
		}
	}()
	if err := aside.Close(); err != nil {
		return say(err, path)
	}
	if err := fill(ctx, made, scripts()); err != nil {
		return say(err, path)
	}
	if err := place(made, path); err != nil {
		return say(err, path)
	}
	return say(syncDir(dir), path)
}

// place gives the made file its name, and never takes the name from another file. Where the file system has no links,
// a rename does it after a second look.
func place(made, path string) error {
	err := os.Link(made, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		if err != nil {
			return exists(filepath.Base(path))
		}
		return nil
	}
	if _, err := os.Lstat(path); err == nil {
		return exists(filepath.Base(path))
	}
	return os.Rename(made, path)
}

// fill writes the schema into an empty file and leaves it without a WAL: closing does not say when its checkpoint failed,
// and the file alone is linked into place.
func fill(ctx context.Context, name string, steps []string) error {
	d, err := at(name)
	if err != nil {
		return err
	}
	if err := layPages(ctx, name); err != nil {
		return errors.Join(err, d.Close())
	}
	err = d.connectWriter(ctx)
	if err == nil {
		err = d.migrate(ctx, steps)
	}
	if err == nil {
		err = truncate(ctx, d.conn, d.path)
	}
	return errors.Join(err, d.Close())
}

// pageSize of a new file in bytes: a case is a document of some 2,000, and of two in the usual 4,096 one often does not fit (measured on
// 100,000 cases: a third of the file was empty). It can only be set before the first page is written.
const pageSize = 8192

// layPages gives an empty file its page size.
func layPages(ctx context.Context, name string) error {
	raw, err := sql.Open("sqlite", "file:"+(&url.URL{Path: name}).EscapedPath()+"?mode=rw")
	if err != nil {
		return err
	}
	defer func() { _ = raw.Close() }()
	raw.SetMaxOpenConns(1)
	for _, statement := range []string{fmt.Sprintf("PRAGMA page_size = %d", pageSize), "VACUUM"} {
		if _, err := raw.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// Path is the file's path.
func (d *DB) Path() string { return d.path }

// Version is the schema's version.
func (d *DB) Version() int { return d.version }

// Instance is the random name the database was given when it was made; its backups carry the same.
func (d *DB) Instance() string { return d.instance }

// Read is the query-only pool. View puts a time limit around a reading; whoever queries the pool directly brings a
// context with one and closes the rows: forgotten rows grew a WAL to 65 MB.
func (d *DB) Read() *sql.DB { return d.read }

// DataVersion changes whenever another connection has written to the file (PRAGMA data_version, 6 µs). The question
// is not cut short by ctx: an interrupted connection would be replaced, and its successor counts anew.
func (d *DB) DataVersion(ctx context.Context) (v int64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	d.eyeMu.Lock()
	defer d.eyeMu.Unlock()
	err = d.eye.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA data_version").Scan(&v)
	return v, say(err, d.path)
}

// Close waits for the writer and closes every connection; the WAL is checkpointed by the last one. A second Close does
// nothing.
func (d *DB) Close() error {
	if err := d.gate.enter(context.Background(), person); err != nil {
		return err
	}
	defer d.gate.leave()
	if d.closed {
		return nil
	}
	d.closed = true
	d.eyeMu.Lock() // after a checkpoint that is under way
	defer d.eyeMu.Unlock()
	var errs []error
	for _, s := range d.stmts {
		errs = append(errs, s.Close())
	}
	for _, c := range []*sql.Conn{d.eye, d.conn} {
		if c != nil {
			errs = append(errs, c.Close())
		}
	}
	for _, pool := range []*sql.DB{d.read, d.watch, d.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}
