// Package export writes the trees of model/report as files. The same tree gives the same bytes in every format: no writer
// knows a clock, and archives carry no times of their own.
package export

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kurator/model"
	"kurator/model/report"
)

// Format is a format of a report.
type Format string

// Formats.
const (
	Markdown Format = "md"
	CSV      Format = "csv"
	JSON     Format = "json"
	HTML     Format = "html"
	XLSX     Format = "xlsx"
	DOCX     Format = "docx"
	PDF      Format = "pdf"
)

// Formats lists every format in the order of help.
func Formats() []Format { return []Format{Markdown, HTML, XLSX, DOCX, PDF, CSV, JSON} }

// Binary tells that a format is no text for a terminal.
func (f Format) Binary() bool { return f == XLSX || f == DOCX || f == PDF }

// FormatOf is the format a file's name asks for.
func FormatOf(path string) (Format, bool) {
	f := Format(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	return f, slices.Contains(Formats(), f)
}

// Write writes the report to w.
func Write(w io.Writer, f Format, r *report.Report) error {
	writers := map[Format]func(io.Writer, *report.Report) error{Markdown: writeMarkdown, CSV: writeCSV, JSON: writeJSON, HTML: writeHTML,
		XLSX: writeXLSX, DOCX: writeDOCX, PDF: writePDF}
	write, ok := writers[f]
	if !ok {
		return model.Faultf(model.Usage, "Отчёт нельзя записать как «%s». Форматы: md, html, xlsx, docx, pdf, csv, json.", string(f))
	}
	r = r.Map(printable)
	switch f {
	case PDF:
		r = once(r.Map(inPlane))
	case Markdown, HTML, DOCX:
		r = once(r)
	}
	return write(w, r)
}

// once leaves the title of a table out where the heading before it says the same.
func once(r *report.Report) *report.Report {
	c := *r
	c.Blocks = slices.Clone(r.Blocks)
	for i, block := range c.Blocks {
		t, ok := block.(*report.Table)
		if !ok || i == 0 || c.Blocks[i-1] != report.Block(report.Heading(t.Title)) {
			continue
		}
		bare := *t
		bare.Title = ""
		c.Blocks[i] = &bare
	}
	return &c
}

// Save writes the report to a file that only its owner may read. It appears under its name whole, or not at all.
func Save(path string, f Format, r *report.Report) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".kurator-*.tmp") // 0600
	if err != nil {
		return unwritten(err)
	}
	defer os.Remove(file.Name()) // nothing is there after the rename
	err = Write(file, f, r)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	return unwritten(err)
}

func unwritten(err error) error {
	var fault *model.Fault
	if err == nil || errors.As(err, &fault) {
		return err
	}
	return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось записать отчёт. Проверьте папку, права и свободное место."}
}

// definitions is the table of the definitions.
func definitions(r *report.Report) *report.Table {
	t := &report.Table{Title: "Определения показателей", Columns: []report.Column{{Title: "Показатель"}, {Title: "Как считается"}, {Title: "Единица"}}}
	for _, d := range r.Definitions {
		t.Rows = append(t.Rows, report.Row{Cells: []report.Cell{report.Say(d.Name), report.Say(d.Formula), report.Say(d.Unit)}})
	}
	return t
}

// chartTable is the numbers of a chart, for formats that draw none.
func chartTable(c *report.Chart) *report.Table {
	t := &report.Table{Title: c.Title, Columns: []report.Column{{Title: ""}}}
	for _, s := range c.Series {
		t.Columns = append(t.Columns, report.Column{Title: s.Name, Right: true})
	}
	for i, label := range c.Labels {
		row := report.Row{Cells: []report.Cell{report.Say(label)}}
		for _, s := range c.Series {
			row.Cells = append(row.Cells, report.Cell{Form: report.Decimal, Number: s.Values[i], Decimals: s.Decimals})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
