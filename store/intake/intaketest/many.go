// Package intaketest makes large exports for tests and benchmarks out of the samples.
package intaketest

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"kurator/store/sheet"
)

// rows repeats the rows of a sample in cp1251 n times in all under numbers of their own, with texts that all differ.
func rows(t testing.TB, sample string, n int, write func([]string)) {
	t.Helper()
	file, err := os.Open(sample)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(charmap.Windows1251.NewDecoder().Reader(file))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = ';', true, -1
	cells, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	write(cells[0])
	for i := range n {
		row := cells[1+i%(len(cells)-1)]
		out := make([]string, len(row))
		for j, c := range row {
			if len(c) > 100 {
				c += fmt.Sprint(" ", i)
			}
			out[j] = c
		}
		for j, h := range cells[0] {
			if h == "ID" || strings.HasPrefix(h, "Номер") {
				out[j] = fmt.Sprint(50_000_000 + i)
			}
		}
		write(out)
	}
}

// CSV writes n rows as csv in UTF-8, every cell in quotes, and returns the path.
func CSV(t testing.TB, sample string, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	rows(t, sample, n, func(row []string) {
		for i, c := range row {
			if i > 0 {
				_ = w.WriteByte(';')
			}
			_, _ = w.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		_, _ = w.WriteString("\r\n")
	})
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// Book writes n rows as a workbook, as a foreign system does that leaves shared strings out, and returns the path.
func Book(t testing.TB, sample string, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.xlsx")
	WriteBook(t, path, func(write func([]string)) { rows(t, sample, n, write) })
	return path
}

// WriteBook makes a workbook of the rows of texts that each hands over.
func WriteBook(t testing.TB, path string, each func(write func(row []string))) {
	t.Helper()
	w, err := sheet.Create(path, sheet.XLSX, sheet.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	each(func(row []string) {
		values := make([]sheet.Value, len(row))
		for i, c := range row {
			values[i] = sheet.Text(c)
		}
		if err := w.Row(values...); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}
