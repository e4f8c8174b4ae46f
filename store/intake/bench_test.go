package intake

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"kurator/store/sheet"
)

// benchRows is how many rows the benchmarks read.
const benchRows = 100_000

// manyRows repeats the rows of a sample under numbers of their own, with texts that all differ.
func manyRows(b *testing.B, sample string, write func([]string)) {
	cells := readCSV(b, sample)
	write(cells[0])
	for i := range benchRows {
		row := cells[1+i%(len(cells)-1)]
		out := make([]string, len(row))
		for j, c := range row {
			if len(c) > 100 {
				c += fmt.Sprint(" ", i)
			}
			out[j] = c
		}
		for j, h := range cells[0] {
			if h == "ID" || h == "Номер" {
				out[j] = fmt.Sprint(50_000_000 + i)
			}
		}
		write(out)
	}
}

func benchCSV(b *testing.B, sample string) string {
	path := tempFile(b, "x.csv", nil)
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	manyRows(b, sample, func(row []string) { _, _ = w.WriteString(csvText([][]string{row})) })
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

// benchBook writes the workbook as a foreign system does, with shared strings left out: each cell holds its text.
func benchBook(b *testing.B, sample string) string {
	path := filepath.Join(b.TempDir(), "x.xlsx")
	w, err := sheet.Create(path, sheet.XLSX, sheet.Layout{})
	if err != nil {
		b.Fatal(err)
	}
	manyRows(b, sample, func(row []string) {
		values := make([]sheet.Value, len(row))
		for i, c := range row {
			values[i] = sheet.Text(c)
		}
		if err := w.Row(values...); err != nil {
			b.Fatal(err)
		}
	})
	if err := w.Commit(); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchRead(b *testing.B, path string) {
	runtime.GC()
	var peak uint64
	var spent time.Duration
	for b.Loop() {
		begun := time.Now()
		f, err := Open(path, Options{Zone: moscow})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for {
			row, more, err := f.Next()
			if err != nil || row.Fault != "" {
				b.Fatal(err, row.Fault)
			}
			if !more {
				break
			}
			if n++; n%10_000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse)
			}
		}
		if n != benchRows {
			b.Fatal(n)
		}
		_ = f.Close()
		spent += time.Since(begun)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(benchRows*b.N)/spent.Seconds(), "rows/s")
	b.ReportMetric(float64(peak>>20), "MB-heap")
	b.ReportMetric(float64(info.Size()>>20), "MB-file")
}

func BenchmarkIM(b *testing.B) {
	b.Run("csv", func(b *testing.B) { benchRead(b, benchCSV(b, "testdata/im_cp1251.csv")) })
	b.Run("xlsx", func(b *testing.B) { benchRead(b, benchBook(b, "testdata/im_cp1251.csv")) })
}

func BenchmarkPOS(b *testing.B) {
	b.Run("csv", func(b *testing.B) { benchRead(b, benchCSV(b, "testdata/pos_cp1251.csv")) })
	b.Run("xlsx", func(b *testing.B) { benchRead(b, benchBook(b, "testdata/pos_cp1251.csv")) })
}
