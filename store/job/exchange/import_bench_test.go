package exchange

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"kurator/store"
	"kurator/store/sheet"
)

// benchRows is how many rows the benchmarks take in.
const benchRows = 100_000

// manyRows repeats the rows of a sample n times in all under numbers of their own, with texts that all differ.
func manyRows(b testing.TB, sample string, n int, write func([]string)) {
	b.Helper()
	file, err := os.Open(sample)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(charmap.Windows1251.NewDecoder().Reader(file))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = ';', true, -1
	cells, err := r.ReadAll()
	if err != nil {
		b.Fatal(err)
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

func manyCSV(b testing.TB, sample string, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "x.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriter(file)
	manyRows(b, sample, n, func(row []string) {
		for i, c := range row {
			if i > 0 {
				_ = w.WriteByte(';')
			}
			_, _ = w.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		_, _ = w.WriteString("\r\n")
	})
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}

func benchBook(b *testing.B, sample string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "x.xlsx")
	w, err := sheet.Create(path, sheet.XLSX, sheet.Layout{})
	if err != nil {
		b.Fatal(err)
	}
	manyRows(b, sample, benchRows, func(row []string) {
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

// benchImport takes a file into a new database, then the same file once more. cpu-s is the processor's time of the process:
// on a machine that does other work too it says more than the clock.
func benchImport(b *testing.B, path string) {
	b.Helper()
	var first, again, firstCPU, againCPU time.Duration
	for b.Loop() {
		w := newTown(b)
		begun, cpu := time.Now(), cpuTime()
		sum, _ := w.take(ImportOptions{Slice: store.LoneSlice}, path)
		first, firstCPU = first+time.Since(begun), firstCPU+cpuTime()-cpu
		if sum.Added != benchRows {
			b.Fatalf("%+v", sum)
		}
		begun, cpu = time.Now(), cpuTime()
		sum, _ = w.take(ImportOptions{Slice: store.LoneSlice}, path)
		again, againCPU = again+time.Since(begun), againCPU+cpuTime()-cpu
		if sum.Unchanged != benchRows {
			b.Fatalf("%+v", sum)
		}
	}
	rows := float64(benchRows * b.N)
	b.ReportMetric(rows/first.Seconds(), "rows/s")
	b.ReportMetric(rows/again.Seconds(), "again-rows/s")
	b.ReportMetric(firstCPU.Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(againCPU.Seconds()/float64(b.N), "again-cpu-s")
}

func BenchmarkImport(b *testing.B) {
	for _, name := range []string{"im", "pos"} {
		sample := samples + name + "_cp1251.csv"
		b.Run(name+"/csv", func(b *testing.B) { benchImport(b, manyCSV(b, sample, benchRows)) })
		b.Run(name+"/xlsx", func(b *testing.B) { benchImport(b, benchBook(b, sample)) })
	}
}
