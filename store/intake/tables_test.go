package intake

import (
	"slices"
	"strings"
	"testing"

	"kurator/store/intake/intaketest"
	"kurator/store/sheet"
)

// readCSV reads a csv file whole.
func readCSV(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows(0)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all [][]string
	for {
		row, more, err := rows.Next()
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			return all
		}
		all = append(all, slices.Clone(row.Cells))
	}
}

// csvText writes rows as csv without any guard, as foreign systems do.
func csvText(rows [][]string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(';')
			}
			if strings.ContainsAny(c, ";\"\r\n") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

func writeCSV(t testing.TB, name string, rows [][]string) string {
	t.Helper()
	return tempFile(t, name, []byte(csvText(rows)))
}

// writeBook writes rows of texts as a workbook.
func writeBook(t testing.TB, name string, rows [][]string) string {
	t.Helper()
	path := tempFile(t, name, nil)
	intaketest.WriteBook(t, path, func(write func([]string)) {
		for _, row := range rows {
			write(row)
		}
	})
	return path
}
