package intake

import (
	"os"
	"runtime"
	"testing"
	"time"

	"kurator/store/intake/intaketest"
)

// benchRows is how many rows the benchmarks read.
const benchRows = 100_000

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
	b.Run("csv", func(b *testing.B) { benchRead(b, intaketest.CSV(b, "testdata/im_cp1251.csv", benchRows)) })
	b.Run("xlsx", func(b *testing.B) { benchRead(b, intaketest.Book(b, "testdata/im_cp1251.csv", benchRows)) })
}

func BenchmarkPOS(b *testing.B) {
	b.Run("csv", func(b *testing.B) { benchRead(b, intaketest.CSV(b, "testdata/pos_cp1251.csv", benchRows)) })
	b.Run("xlsx", func(b *testing.B) { benchRead(b, intaketest.Book(b, "testdata/pos_cp1251.csv", benchRows)) })
}
