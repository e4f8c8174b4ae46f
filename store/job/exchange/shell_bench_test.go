package exchange

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kurator/store"
	"kurator/store/intake/intaketest"
	"kurator/store/sheet"
)

// BenchmarkImportBesideShell takes one csv in here and by the C shell's .import, in one run. The shell's table has the columns of the
// file and as many indexes as an appeal has; «text» adds a text index over the messages and answers. The shell checks no rights and
// keeps no journal. A ratio is the shell's time over ours: 1 would be as fast.
func BenchmarkImportBesideShell(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip("the shell sqlite3 is not installed")
	}
	path := intaketest.CSV(b, samples+"im_cp1251.csv", benchRows)
	head := headings(b, path)
	var ours, plain, text time.Duration
	for b.Loop() {
		w := newTown(b)
		begun := time.Now()
		if sum, _ := w.take(ImportOptions{Slice: store.LoneSlice}, path); sum.Added != benchRows {
			b.Fatalf("%+v", sum)
		}
		ours += time.Since(begun)
		plain += shellImport(b, shell, path, head, false)
		text += shellImport(b, shell, path, head, true)
	}
	b.ReportMetric(float64(benchRows*b.N)/ours.Seconds(), "rows/s")
	b.ReportMetric(float64(benchRows*b.N)/plain.Seconds(), "shell-rows/s")
	b.ReportMetric(plain.Seconds()/ours.Seconds(), "ratio")
	b.ReportMetric(text.Seconds()/ours.Seconds(), "ratio-text")
}

func headings(b *testing.B, path string) map[string]int {
	b.Helper()
	f, err := sheet.Open(path, sheet.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows(0)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	row, _, err := rows.Next()
	if err != nil {
		b.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range row.Cells {
		at[h] = i
	}
	return at
}

// shellImport is how long the shell takes for the file.
func shellImport(b *testing.B, shell, path string, head map[string]int, text bool) time.Duration {
	b.Helper()
	column := func(name string) string {
		i, ok := head[name]
		if !ok {
			b.Fatal("no column ", name)
		}
		return fmt.Sprint("c", i)
	}
	columns := make([]string, len(head))
	for i := range columns {
		columns[i] = fmt.Sprintf("c%d TEXT", i)
	}
	var script strings.Builder
	fmt.Fprintf(&script, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;\nCREATE TABLE t (%s);\n",
		strings.Join(columns, ", "))
	id := column("ID")
	fmt.Fprintf(&script, "CREATE UNIQUE INDEX number ON t (%s);\n", id)
	for i, name := range []string{"Текущий шаг инцидента", "Дата создания", "Дата окончания", "Тема", "Исполнитель", "Населенный пункт"} {
		fmt.Fprintf(&script, "CREATE INDEX x%d ON t (%s, %s);\n", i, column(name), id)
	}
	fmt.Fprintf(&script, ".mode csv\n.separator ;\n.import --skip 1 %s t\n", path)
	if text {
		fmt.Fprintf(&script, "CREATE VIRTUAL TABLE f USING fts5(a, b, content='');\nINSERT INTO f (rowid, a, b) SELECT rowid, %s, %s FROM t;\n",
			column("Текст инцидента"), column("1ый ответ ПИ"))
	}
	script.WriteString("SELECT count(*) FROM t;\n")
	db := filepath.Join(b.TempDir(), "shell.db")
	cmd := exec.Command(shell, db)
	cmd.Stdin = strings.NewReader(script.String())
	begun := time.Now()
	out, err := cmd.CombinedOutput()
	took := time.Since(begun)
	if err != nil || !strings.HasSuffix(strings.TrimSpace(string(out)), fmt.Sprint(benchRows)) {
		b.Fatalf("%v\n%s", err, out)
	}
	if err := os.Remove(db); err != nil {
		b.Fatal(err)
	}
	return took
}
