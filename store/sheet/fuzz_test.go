package sheet

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"kurator/model"
)

// readable checks what every table that opens must keep to.
func readable(t *testing.T, rows []Row, err error) {
	t.Helper()
	var f *model.Fault
	if err != nil && !errors.As(err, &f) {
		t.Fatalf("an error without a sentence: %v", err)
	}
	last := 0
	for _, r := range rows {
		if r.Number <= last {
			t.Fatalf("row %d after row %d", r.Number, last)
		}
		last = r.Number
		for _, c := range r.Cells {
			if strings.IndexByte(c, 0) >= 0 || !utf8.ValidString(c) {
				t.Fatalf("a cell with NUL or broken UTF-8: %q", c)
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{russianText, "a,b\n\"c\n", "\"a\"\"b\";\"\r\n\"\r", "\xff\xfea\x00;\x00", "sep=,\na,b", "\x00\x00;\"", "а;б\n\"1;2\"\x00;\x00\"3\n4\"\x00\n", strings.Repeat("\"", 1000), "\xcf\xf0\xe8\xe2\xe5\xf2;\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) == 0 {
			return
		}
		rows, _, err := readAll(t, tempFile(t, "x.csv", content), Options{Limits: Limits{Record: 4096}})
		readable(t, rows, err)
	})
}

// FuzzCSVRoundTrip: whatever texts are written come back.
func FuzzCSVRoundTrip(f *testing.F) {
	for i := 1; i < len(naughty); i++ {
		f.Add(naughty[i-1], naughty[i])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		var buf bytes.Buffer
		w, err := NewWriter(&buf, CSV, Layout{Columns: []Column{{Title: "а"}, {Title: "б"}}})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Row(Text(a), Text(b)), w.Commit()); err != nil {
			t.Fatal(err)
		}
		clean := func(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "") }
		r := newCSVRows(decoding(&buf, "utf-8"), ';', 1<<20)
		var row Row
		for range 2 {
			if err := r.next(&row); err != nil {
				t.Fatal(err)
			}
		}
		if len(row.Cells) != 2 || Unguard(row.Cells[0]) != clean(a) || Unguard(row.Cells[1]) != clean(b) || row.Fault != "" {
			t.Errorf("wrote %q and %q, read %q %s", a, b, row.Cells, row.Fault)
		}
		if err := r.next(&row); !errors.Is(err, io.EOF) {
			t.Errorf("one row more: %q", row.Cells)
		}
	})
}

func FuzzWorkbookRows(f *testing.F) {
	f.Add(sheetOpen+row1+sheetClose, sstOpen+"<si><t>а</t></si></sst>")
	f.Add(sheetOpen+`<row r="9"><c r="XFD9" t="s"><v>7</v></c></row><row r="2"><c r="A2" t="b"><v>1</v></c></row>`+sheetClose, sstOpen+"</sst>")
	f.Add(sheetOpen+`<row r="x"><c r="1A"><v>&amp;</v></c><c><f>1+1</f></c></row>`+sheetClose, "")
	f.Add("<worksheet><sheetData><row><c t='d'><v>2026-01-01</v></c></row></sheetData></worksheet>", "<sst/>")
	f.Add(sheetOpen+"<><row></row>"+sheetClose, "<")
	f.Fuzz(func(t *testing.T, sheetXML, strs string) {
		path := tempFile(t, "x.xlsx", parts(t, bookParts(sheetXML, strs)))
		rows, _, err := readAll(t, path, Options{Limits: Limits{Cells: 200_000, Unzip: 1 << 24}})
		readable(t, rows, err)
	})
}

func FuzzPages(f *testing.F) {
	f.Add([]byte(`<table><tr><td>1<td>2<tr><th>3</table>`))
	f.Add([]byte(`<html><meta charset=cp1251><table><tr><td>` + "\xff" + `<br></td></tr>`))
	f.Add([]byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Row Index="5"><Cell Index="3"><Data>1</Data></Cell></Row></Workbook>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "x.xls")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		rows, _, err := readAll(t, path, Options{Limits: Limits{Record: 4096}})
		readable(t, rows, err)
	})
}
