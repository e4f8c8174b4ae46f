package sheet

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// BenchmarkCSV reads 100,000 rows of 25 cells in cp1251.
func BenchmarkCSV(b *testing.B) {
	var text strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d;\"Яма во дворе; машина села\"%s\r\n", i, strings.Repeat(";Отдел ЖКХ", 23))
	}
	content, err := charmap.Windows1251.NewEncoder().String(text.String())
	if err != nil {
		b.Fatal(err)
	}
	path := tempFile(b, "x.csv", []byte(content))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		f, err := Open(path, Options{})
		if err != nil {
			b.Fatal(err)
		}
		rows, err := f.Rows(0)
		if err != nil {
			b.Fatal(err)
		}
		for more := true; more; {
			if _, more, err = rows.Next(); err != nil {
				b.Fatal(err)
			}
		}
		_ = rows.Close()
	}
}
