//go:build faultvfs && linux && !race

package db

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// This file puts a layer under every connection of the test binary: SQLite's unix VFS behind one that can fail an
// operation or write down what reaches the disk. Run it with: go test -tags faultvfs ./store/db

// kind is an operation of the VFS that can fail.
type kind int

const (
	opOpen kind = iota
	opDelete
	opAccess
	opRead
	opWrite
	opFull // a write that finds no room
	opTruncate
	opSync
	opSize
	opLock
	opUnlock
	opShmMap
	opShmLock
	kinds
)

func (k kind) String() string {
	return [...]string{"open", "delete", "access", "read", "write", "full", "truncate", "sync", "size", "lock", "unlock",
		"shm-map", "shm-lock"}[k]
}

// failure is what the engine is told.
func (k kind) failure() int32 {
	return [...]int32{sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR_DELETE, sqlite3.SQLITE_IOERR_ACCESS, sqlite3.SQLITE_IOERR_READ,
		sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_FSYNC,
		sqlite3.SQLITE_IOERR_FSTAT, sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_UNLOCK, sqlite3.SQLITE_IOERR_SHMMAP,
		sqlite3.SQLITE_IOERR_SHMLOCK}[k]
}

// disk is the state of the layer. Files outside its folder pass through.
type disk struct {
	mu      sync.Mutex
	folder  string
	armed   bool
	kind    kind
	nth     int // the operation that fails, from 1; 0 fails none
	forever bool
	seen    [kinds]int
	record  bool
	events  []event
	names   map[uintptr]string // of open files
}

// event is what reached the disk, or a mark between.
type event struct {
	what string // write, truncate, sync, delete, acknowledged
	file string // suffix: "", "-wal", "-journal"
	at   int64
	data []byte
	mark string
}

var layer = disk{names: map[uintptr]string{}}

// arm makes the nth operation of a kind fail, once or from then on.
func (d *disk) arm(folder string, k kind, nth int, forever bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folder, d.kind, d.nth, d.forever, d.armed, d.seen = folder, k, nth, forever, true, [kinds]int{}
}

func (d *disk) disarm() (seen [kinds]int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.armed = false
	return d.seen
}

// listen writes down what reaches the files of a folder, until it is stopped.
func (d *disk) listen(folder string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.folder, d.record, d.events = folder, true, nil
}

func (d *disk) stop() []event {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.record = false
	return d.events
}

func (d *disk) mark(what string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events = append(d.events, event{what: "acknowledged", mark: what})
}

// fails counts an operation and tells what the engine is to hear instead, 0 for the truth.
func (d *disk) fails(k kind, name string) int32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.armed || !strings.HasPrefix(name, d.folder) {
		return 0
	}
	d.seen[k]++
	if k == d.kind && d.nth > 0 && (d.seen[k] == d.nth || d.forever && d.seen[k] > d.nth) {
		return k.failure()
	}
	return 0
}

func (d *disk) write(what, name string, at int64, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.record || !strings.HasPrefix(name, d.folder) || strings.HasSuffix(name, "-shm") {
		return
	}
	_, suffix, _ := strings.Cut(name, ".db")
	d.events = append(d.events, event{what: what, file: suffix, at: at, data: bytes.Clone(data)})
}

func (d *disk) name(file uintptr) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.names[file]
}

// below is where the real file object lies inside ours.
const below = unsafe.Sizeof(sqlite3.Tsqlite3_file{})

var (
	real    uintptr // the unix VFS
	methods uintptr // ours, for every file
)

// prepare makes the layer the default VFS.
func prepare() {
	tls := libc.NewTLS()
	real = sqlite3.Xsqlite3_vfs_find(tls, 0)
	under := (*sqlite3.Tsqlite3_vfs)(unsafe.Pointer(real))
	if got := libc.GoString(under.FzName); got != "unix" {
		fmt.Fprintln(os.Stderr, "the default VFS is", got)
		os.Exit(1)
	}
	memory := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(*under)))
	over := (*sqlite3.Tsqlite3_vfs)(unsafe.Pointer(memory))
	*over = *under
	name, err := libc.CString("fault")
	if err != nil {
		panic(err)
	}
	over.FzName, over.FpNext = name, 0
	over.FszOsFile += int32(below)
	*(*func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32)(unsafe.Pointer(&over.FxOpen)) = vfsOpen
	*(*func(*libc.TLS, uintptr, uintptr, int32) int32)(unsafe.Pointer(&over.FxDelete)) = vfsDelete
	*(*func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32)(unsafe.Pointer(&over.FxAccess)) = vfsAccess
	methods = libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_io_methods{})))
	m := (*sqlite3.Tsqlite3_io_methods)(unsafe.Pointer(methods))
	m.FiVersion = 2 // with shared memory, without mapping
	type (
		plain  = func(*libc.TLS, uintptr) int32
		number = func(*libc.TLS, uintptr, int32) int32
	)
	*(*plain)(unsafe.Pointer(&m.FxClose)) = fileClose
	*(*func(*libc.TLS, uintptr, uintptr, int32, int64) int32)(unsafe.Pointer(&m.FxRead)) = fileRead
	*(*func(*libc.TLS, uintptr, uintptr, int32, int64) int32)(unsafe.Pointer(&m.FxWrite)) = fileWrite
	*(*func(*libc.TLS, uintptr, int64) int32)(unsafe.Pointer(&m.FxTruncate)) = fileTruncate
	*(*number)(unsafe.Pointer(&m.FxSync)) = fileSync
	*(*func(*libc.TLS, uintptr, uintptr) int32)(unsafe.Pointer(&m.FxFileSize)) = fileSize
	*(*number)(unsafe.Pointer(&m.FxLock)) = fileLock
	*(*number)(unsafe.Pointer(&m.FxUnlock)) = fileUnlock
	*(*func(*libc.TLS, uintptr, uintptr) int32)(unsafe.Pointer(&m.FxCheckReservedLock)) = fileReserved
	*(*func(*libc.TLS, uintptr, int32, uintptr) int32)(unsafe.Pointer(&m.FxFileControl)) = fileControl
	*(*plain)(unsafe.Pointer(&m.FxSectorSize)) = fileSector
	*(*plain)(unsafe.Pointer(&m.FxDeviceCharacteristics)) = fileDevice
	*(*func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32)(unsafe.Pointer(&m.FxShmMap)) = shmMap
	*(*func(*libc.TLS, uintptr, int32, int32, int32) int32)(unsafe.Pointer(&m.FxShmLock)) = shmLock
	*(*func(*libc.TLS, uintptr))(unsafe.Pointer(&m.FxShmBarrier)) = shmBarrier
	*(*number)(unsafe.Pointer(&m.FxShmUnmap)) = shmUnmap
	if rc := sqlite3.Xsqlite3_vfs_register(tls, memory, 1); rc != sqlite3.SQLITE_OK {
		panic(rc)
	}
}

// function makes a Go function of type F from a pointer of the translated C.
func function[F any](pointer uintptr) F {
	return *(*F)(unsafe.Pointer(&struct{ uintptr }{pointer}))
}

func realVFS() *sqlite3.Tsqlite3_vfs { return (*sqlite3.Tsqlite3_vfs)(unsafe.Pointer(real)) }

// realFile gives the real file object inside ours, and its methods.
func realFile(file uintptr) (uintptr, *sqlite3.Tsqlite3_io_methods) {
	inner := file + below
	return inner, (*sqlite3.Tsqlite3_io_methods)(unsafe.Pointer((*sqlite3.Tsqlite3_file)(unsafe.Pointer(inner)).FpMethods))
}

func vfsOpen(tls *libc.TLS, _, name, file uintptr, flags int32, out uintptr) int32 {
	(*sqlite3.Tsqlite3_file)(unsafe.Pointer(file)).FpMethods = 0
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	if rc := layer.fails(opOpen, path); rc != 0 {
		return rc
	}
	rc := function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](realVFS().FxOpen)(tls, real, name, file+below, flags, out)
	if rc == sqlite3.SQLITE_OK {
		(*sqlite3.Tsqlite3_file)(unsafe.Pointer(file)).FpMethods = methods
		layer.mu.Lock()
		layer.names[file] = path
		layer.mu.Unlock()
	}
	return rc
}

func vfsDelete(tls *libc.TLS, _, name uintptr, syncFolder int32) int32 {
	path := libc.GoString(name)
	if rc := layer.fails(opDelete, path); rc != 0 {
		return rc
	}
	rc := function[func(*libc.TLS, uintptr, uintptr, int32) int32](realVFS().FxDelete)(tls, real, name, syncFolder)
	if rc == sqlite3.SQLITE_OK {
		layer.write("delete", path, 0, nil)
	}
	return rc
}

func vfsAccess(tls *libc.TLS, _, name uintptr, flags int32, out uintptr) int32 {
	if rc := layer.fails(opAccess, libc.GoString(name)); rc != 0 {
		return rc
	}
	return function[func(*libc.TLS, uintptr, uintptr, int32, uintptr) int32](realVFS().FxAccess)(tls, real, name, flags, out)
}

func fileClose(tls *libc.TLS, file uintptr) int32 {
	layer.mu.Lock()
	delete(layer.names, file)
	layer.mu.Unlock()
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr) int32](m.FxClose)(tls, inner)
}

func fileRead(tls *libc.TLS, file, to uintptr, amount int32, at int64) int32 {
	if rc := layer.fails(opRead, layer.name(file)); rc != 0 {
		return rc
	}
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](m.FxRead)(tls, inner, to, amount, at)
}

func fileWrite(tls *libc.TLS, file, from uintptr, amount int32, at int64) int32 {
	name := layer.name(file)
	rc := layer.fails(opWrite, name)
	if rc == 0 {
		rc = layer.fails(opFull, name)
	}
	inner, m := realFile(file)
	write := function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](m.FxWrite)
	if rc != 0 {
		write(tls, inner, from, amount/2, at) // a disk fails in the middle
		layer.write("write", name, at, unsafe.Slice((*byte)(unsafe.Pointer(from)), amount/2))
		return rc
	}
	if rc = write(tls, inner, from, amount, at); rc == sqlite3.SQLITE_OK {
		layer.write("write", name, at, unsafe.Slice((*byte)(unsafe.Pointer(from)), amount))
	}
	return rc
}

func fileTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	name := layer.name(file)
	if rc := layer.fails(opTruncate, name); rc != 0 {
		return rc
	}
	inner, m := realFile(file)
	rc := function[func(*libc.TLS, uintptr, int64) int32](m.FxTruncate)(tls, inner, size)
	if rc == sqlite3.SQLITE_OK {
		layer.write("truncate", name, size, nil)
	}
	return rc
}

func fileSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	name := layer.name(file)
	if rc := layer.fails(opSync, name); rc != 0 {
		return rc
	}
	inner, m := realFile(file)
	rc := function[func(*libc.TLS, uintptr, int32) int32](m.FxSync)(tls, inner, flags)
	if rc == sqlite3.SQLITE_OK {
		layer.write("sync", name, 0, nil)
	}
	return rc
}

func fileSize(tls *libc.TLS, file, out uintptr) int32 {
	if rc := layer.fails(opSize, layer.name(file)); rc != 0 {
		return rc
	}
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, uintptr) int32](m.FxFileSize)(tls, inner, out)
}

func fileLock(tls *libc.TLS, file uintptr, level int32) int32 {
	if rc := layer.fails(opLock, layer.name(file)); rc != 0 {
		return rc
	}
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, int32) int32](m.FxLock)(tls, inner, level)
}

func fileUnlock(tls *libc.TLS, file uintptr, level int32) int32 {
	inner, m := realFile(file)
	rc := function[func(*libc.TLS, uintptr, int32) int32](m.FxUnlock)(tls, inner, level)
	if failed := layer.fails(opUnlock, layer.name(file)); failed != 0 {
		return failed // and yet it was given back, as the engine assumes
	}
	return rc
}

func fileReserved(tls *libc.TLS, file, out uintptr) int32 {
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, uintptr) int32](m.FxCheckReservedLock)(tls, inner, out)
}

func fileControl(tls *libc.TLS, file uintptr, op int32, arg uintptr) int32 {
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, int32, uintptr) int32](m.FxFileControl)(tls, inner, op, arg)
}

func fileSector(tls *libc.TLS, file uintptr) int32 {
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr) int32](m.FxSectorSize)(tls, inner)
}

func fileDevice(tls *libc.TLS, file uintptr) int32 {
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr) int32](m.FxDeviceCharacteristics)(tls, inner)
}

func shmMap(tls *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32 {
	if rc := layer.fails(opShmMap, layer.name(file)); rc != 0 {
		*(*uintptr)(unsafe.Pointer(out)) = 0
		return rc
	}
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, int32, int32, int32, uintptr) int32](m.FxShmMap)(tls, inner, region, size, extend, out)
}

func shmLock(tls *libc.TLS, file uintptr, offset, n, flags int32) int32 {
	// Giving a lock back cannot fail: the engine does not look.
	if flags&sqlite3.SQLITE_SHM_LOCK != 0 {
		if rc := layer.fails(opShmLock, layer.name(file)); rc != 0 {
			return rc
		}
	}
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, int32, int32, int32) int32](m.FxShmLock)(tls, inner, offset, n, flags)
}

func shmBarrier(tls *libc.TLS, file uintptr) {
	inner, m := realFile(file)
	function[func(*libc.TLS, uintptr)](m.FxShmBarrier)(tls, inner)
}

func shmUnmap(tls *libc.TLS, file uintptr, remove int32) int32 {
	inner, m := realFile(file)
	return function[func(*libc.TLS, uintptr, int32) int32](m.FxShmUnmap)(tls, inner, remove)
}
