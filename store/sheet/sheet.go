package sheet

import (
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kurator/model"
)

// Format is the kind of a table file.
type Format string

// Formats that are read.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	HTML Format = "html" // an HTML page saved as .xls
	XML  Format = "xml"  // «Таблица XML 2003», often saved as .xls
)

// Limits bound what one file may cost. Zero values take the defaults.
type Limits struct {
	Cells  int64 // cells of one workbook
	Bytes  int64 // bytes of text handed out from one workbook
	Record int   // bytes of one cell of a workbook or one record of a csv
	Unzip  int64 // bytes of a workbook unpacked
}

func (l Limits) orDefault() Limits {
	if l.Cells == 0 {
		l.Cells = 12_000_000
	}
	if l.Bytes == 0 {
		l.Bytes = 2 << 30
	}
	if l.Record == 0 {
		l.Record = 4 << 20
	}
	if l.Unzip == 0 {
		l.Unzip = 2 << 30
	}
	return l
}

// Options say how a file is opened.
type Options struct {
	Charset   string                  // of a csv or HTML file; "" is guessed
	Separator rune                    // of a csv file; 0 is guessed
	Limits    Limits                  // budget; zero is the default
	TmpDir    string                  // where a private folder for unpacking is made; "" is the system's
	Progress  func(done, total int64) // called now and then while rows are read, in bytes or rows of the sheet
}

// File is an open table: one or more sheets, each read as a stream from its top as often as needed.
type File struct {
	Path      string
	Format    Format
	Charset   string   // of a csv or HTML file, as guessed or given
	Separator rune     // of a csv file
	Sheets    []string // names of the visible sheets; one empty name where the format has none
	Date1904  bool     // serial dates count from 1904
	Modified  time.Time
	Size      int64

	open  func(sheet int) (stream, error)
	close func() error
}

// Row is one row of a file. Cells is reused by the next call; the strings in it may be kept.
type Row struct {
	Number int // in the file, from 1, as a spreadsheet program would number it
	Cells  []string
	Fault  string // a sentence when the row could not be read as it was meant
}

// Value is the number in a cell, when the cell holds one.
func (r Row) Value(i int) (float64, bool) {
	if i < 0 || i >= len(r.Cells) {
		return 0, false
	}
	return ParseNumber(r.Cells[i])
}

// ParseNumber reads a number as files hold it: a plain decimal with a point or a comma.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 40 || s[0] != '-' && (s[0] < '0' || s[0] > '9') {
		return 0, false
	}
	if strings.IndexByte(s, ',') >= 0 {
		s = strings.Replace(s, ",", ".", 1)
	}
	if strings.ContainsAny(s, "xX_pP") {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, false
	}
	return x, true
}

// stream gives rows until io.EOF.
type stream interface {
	next(*Row) error
	io.Closer
}

// Rows is a stream of rows of one sheet.
type Rows struct {
	s    stream
	row  Row
	done bool
}

// Next gives the next row that holds anything; false at the end. Errors are Faults.
func (r *Rows) Next() (row Row, more bool, err error) {
	if r.done {
		return Row{}, false, nil
	}
	defer func() {
		if p := recover(); p != nil { // a library met what its authors did not think of
			r.done = true
			row, more, err = Row{}, false, damaged(nil)
		}
	}()
	r.row.Fault = ""
	if err := r.s.next(&r.row); err != nil {
		r.done = true
		if errors.Is(err, io.EOF) {
			return Row{}, false, nil
		}
		return Row{}, false, asFault(err)
	}
	return r.row, true, nil
}

// Close ends the stream.
func (r *Rows) Close() error {
	r.done = true
	return r.s.Close()
}

// Rows starts a sheet from its top.
func (f *File) Rows(sheet int) (rows *Rows, err error) {
	defer func() {
		if p := recover(); p != nil {
			rows, err = nil, damaged(nil)
		}
	}()
	s, err := f.open(sheet)
	if err != nil {
		return nil, asFault(err)
	}
	return &Rows{s: s}, nil
}

// Close releases the file and what was unpacked of it.
func (f *File) Close() error {
	if f.close == nil {
		return nil
	}
	return f.close()
}

// Open looks what the file really is, whatever its name says, and prepares it for reading. Errors are Faults.
func Open(path string, o Options) (f *File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, damaged(nil)
		}
	}()
	o.Limits = o.Limits.orDefault()
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, &model.Fault{Code: model.Failed, Say: "Файла нет. Проверьте имя и папку.", Cause: err}
	case err != nil:
		return nil, unreadable(err)
	case info.IsDir():
		return nil, model.Faultf(model.BadData, "Это папка, а не файл. Укажите файл выгрузки.")
	case !info.Mode().IsRegular():
		return nil, model.Faultf(model.BadData, "Это не обычный файл. Укажите файл выгрузки.")
	case info.Size() == 0:
		return nil, model.Faultf(model.BadData, "Файл пуст: в нём нет ни одного байта. Выгрузите его заново.")
	}
	f = &File{Path: path, Modified: info.ModTime(), Size: info.Size(), Sheets: []string{""}}
	head, err := readHead(path)
	if err != nil {
		return nil, unreadable(err)
	}
	kind, err := sniff(path, head)
	if err != nil {
		return nil, err
	}
	f.Format = kind
	switch kind {
	case XLSX:
		err = openWorkbook(f, o)
	case HTML:
		err = openHTML(f, head, o)
	case XML:
		err = openXML(f, o)
	default:
		err = openCSV(f, head, o)
	}
	if err != nil {
		return nil, asFault(err)
	}
	return f, nil
}

// Name is the file's own name without its folder.
func (f *File) Name() string { return filepath.Base(f.Path) }

// headSize is how much of a file decides what it is, in which charset and with which separator.
const headSize = 128 << 10

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, headSize))
}

// asFault gives every error a sentence.
func asFault(err error) error {
	var f *model.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return damaged(err)
}

func damaged(cause error) *model.Fault {
	return &model.Fault{Code: model.BadData, Cause: cause,
		Say: "Файл повреждён или скачан не до конца. Выгрузите или скопируйте его заново."}
}

func unreadable(cause error) *model.Fault {
	say := "Файл не удалось прочитать. Проверьте, не открыт ли он в другой программе и целы ли диск и сеть."
	if errors.Is(cause, os.ErrPermission) {
		say = "Нет права читать этот файл. Попросите администратора открыть доступ или скопируйте файл к себе."
	}
	return &model.Fault{Code: model.Failed, Say: say, Cause: cause}
}

func tooBig(what string) *model.Fault {
	return model.Faultf(model.BadData, "Файл слишком велик: %s. Выгрузите данные за меньший период.", what)
}
