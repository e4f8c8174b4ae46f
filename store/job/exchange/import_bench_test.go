package exchange

import (
	"testing"
	"time"

	"kurator/store"
	"kurator/store/intake/intaketest"
	"kurator/store/job/jobtest"
)

// benchRows is how many rows the benchmarks take in.
const benchRows = 100_000

// benchImport takes a file into a new database, then the same file once more. cpu-s is the processor's time of the process:
// on a machine that does other work too it says more than the clock.
func benchImport(b *testing.B, path string) {
	b.Helper()
	var first, again, firstCPU, againCPU time.Duration
	for b.Loop() {
		w := newTown(b)
		begun, cpu := time.Now(), jobtest.CPUTime()
		sum, _ := w.take(ImportOptions{Slice: store.LoneSlice}, path)
		first, firstCPU = first+time.Since(begun), firstCPU+jobtest.CPUTime()-cpu
		if sum.Added != benchRows {
			b.Fatalf("%+v", sum)
		}
		begun, cpu = time.Now(), jobtest.CPUTime()
		sum, _ = w.take(ImportOptions{Slice: store.LoneSlice}, path)
		again, againCPU = again+time.Since(begun), againCPU+jobtest.CPUTime()-cpu
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
		b.Run(name+"/csv", func(b *testing.B) { benchImport(b, intaketest.CSV(b, sample, benchRows)) })
		b.Run(name+"/xlsx", func(b *testing.B) { benchImport(b, intaketest.Book(b, sample, benchRows)) })
	}
}
