package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
)

// openXML prepares a «Таблица XML 2003».
func openXML(f *File, o Options) error {
	f.open = func(int) (stream, error) {
		file, err := os.Open(f.Path)
		if err != nil {
			return nil, unreadable(err)
		}
		bounded := &boundedReader{r: &counter{r: file, total: f.Size, progress: o.Progress}, limit: o.Limits.Record}
		d := xml.NewDecoder(bounded)
		d.CharsetReader = charset.NewReaderLabel
		return &xmlRows{d: d, in: bounded, file: file}, nil
	}
	return nil
}

// boundedReader stops when one row asks for more than a row may have.
type boundedReader struct {
	r        io.Reader
	n, limit int
	over     bool
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.n > b.limit {
		b.over = true
		return 0, io.ErrShortBuffer
	}
	n, err := b.r.Read(p)
	b.n += n
	return n, err
}

// xmlRows reads the rows of every worksheet in turn.
type xmlRows struct {
	d      *xml.Decoder
	in     *boundedReader
	file   io.Closer
	number int
}

// Close closes the file.
func (x *xmlRows) Close() error { return x.file.Close() }

func (x *xmlRows) next(row *Row) error {
	err := x.row(row)
	if x.in.over { // the decoder may have made another error of it
		return tooBig("одна строка таблицы не помещается в память")
	}
	return err
}

func (x *xmlRows) row(row *Row) error {
	x.in.n = 0
	for {
		t, err := x.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return io.EOF
			}
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "Row" {
			continue
		}
		x.number++
		if n := indexOf(start); n > x.number {
			x.number = n
		}
		row.Number, row.Cells = x.number, row.Cells[:0]
		if err := x.cells(row); err != nil {
			return err
		}
		if len(row.Cells) > 0 {
			return nil
		}
		x.in.n = 0
	}
}

// cells reads the cells of the row that has begun.
func (x *xmlRows) cells(row *Row) error {
	var text strings.Builder
	inData := false
	for {
		t, err := x.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return damaged(err)
			}
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "Cell":
				if n := indexOf(e); n > len(row.Cells)+1 && n <= maxColumns {
					for len(row.Cells) < n-1 {
						row.Cells = append(row.Cells, "")
					}
				}
				text.Reset()
			case "Data":
				inData = true
			}
		case xml.CharData:
			if inData {
				text.Write(e)
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "Data":
				inData = false
			case "Cell":
				if len(row.Cells) < maxColumns {
					row.Cells = append(row.Cells, text.String())
				}
			case "Row":
				return nil
			}
		}
	}
}

// indexOf is the ss:Index of a row or cell, 0 when it follows the one before.
func indexOf(e xml.StartElement) int {
	for _, a := range e.Attr {
		if a.Name.Local == "Index" {
			n, _ := strconv.Atoi(a.Value)
			return n
		}
	}
	return 0
}
