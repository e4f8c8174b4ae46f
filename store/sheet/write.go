package sheet

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"kurator/model"
)

// Value is one cell to be written.
type Value struct {
	kind   valueKind
	text   string
	number float64
	at     time.Time
}

type valueKind int

const (
	textValue valueKind = iota
	numberValue
	dateValue
	momentValue
)

// Text is a cell of words: it stays words whatever it looks like, and never becomes a formula.
func Text(s string) Value { return Value{text: s} }

// Number is a cell that can be counted with.
func Number(x float64) Value { return Value{kind: numberValue, number: x} }

// Day is a cell with a date; the zero time is an empty cell.
func Day(t time.Time) Value { return Value{kind: dateValue, at: t} }

// Moment is a cell with a date and a time of day, in the zone that t carries; the zero time is an empty cell.
func Moment(t time.Time) Value { return Value{kind: momentValue, at: t} }

// Column is one column of a table to be written.
type Column struct {
	Title string
	Width float64 // in characters; 0 leaves it to the program that opens the file
}

// Layout says how a table is written.
type Layout struct {
	Sheet     string // name of the sheet of a workbook
	Columns   []Column
	Charset   string // of csv: utf-8 (with BOM, the default) or windows-1251
	Separator rune   // of csv; 0 is «;»
}

// Writer writes a table row by row.
type Writer struct {
	to   target
	file *os.File
	path string
	rows int
	cut  int
}

// target is the format behind a Writer.
type target interface {
	row([]Value) (cut int, err error)
	finish() error
	drop()
}

// NewWriter writes a table to w; it is whole only after Commit.
func NewWriter(w io.Writer, format Format, l Layout) (*Writer, error) {
	out := &Writer{}
	return out, out.begin(w, format, l)
}

// Create writes a table to a file that only its owner may read. The file appears under its name, whole, on Commit;
// until then an older file of that name stays as it was.
func Create(path string, format Format, l Layout) (*Writer, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".kurator-*.tmp") // 0600
	if err != nil {
		return nil, unwritten(err)
	}
	out := &Writer{file: file, path: path}
	if err := out.begin(file, format, l); err != nil {
		out.Abort()
		return nil, err
	}
	return out, nil
}

func (w *Writer) begin(to io.Writer, format Format, l Layout) (err error) {
	switch format {
	case XLSX:
		w.to, err = newBookTarget(to, l)
	case CSV:
		w.to, err = newCSVTarget(to, l)
	default:
		return model.Faultf(model.Usage, "Таблицу можно записать как xlsx или csv, но не как «%s».", string(format))
	}
	if err != nil {
		return unwritten(err)
	}
	return nil
}

// Row writes one row.
func (w *Writer) Row(cells ...Value) error {
	cut, err := w.to.row(cells)
	w.cut += cut
	w.rows++
	return unwritten(err)
}

// Rows is how many rows were written, the heading not counted.
func (w *Writer) Rows() int { return w.rows }

// Cut is how many cells did not fit whole: longer than a workbook allows, or with letters the charset lacks.
func (w *Writer) Cut() int { return w.cut }

// Commit finishes the table and, for a file, puts it in its place.
func (w *Writer) Commit() error {
	if err := w.to.finish(); err != nil {
		w.Abort()
		return unwritten(err)
	}
	if w.file == nil {
		return nil
	}
	err := w.file.Sync()
	if e := w.file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(w.file.Name(), w.path)
	}
	if err != nil {
		_ = os.Remove(w.file.Name())
	}
	w.file = nil
	return unwritten(err)
}

// Abort throws away what was written; after Commit it does nothing.
func (w *Writer) Abort() {
	if w.to != nil {
		w.to.drop()
	}
	if w.file != nil {
		_ = w.file.Close()
		_ = os.Remove(w.file.Name())
		w.file = nil
	}
}

func unwritten(cause error) error {
	if cause == nil {
		return nil
	}
	var f *model.Fault
	if errors.As(cause, &f) {
		return f
	}
	return &model.Fault{Code: model.Failed, Cause: cause,
		Say: "Файл не удалось записать. Проверьте, есть ли место на диске, право на папку и не открыт ли файл в другой программе."}
}
