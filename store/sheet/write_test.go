package sheet

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// naughty is a selection of the Big List of Naughty Strings and of terminal sequences.
var naughty = []string{
	"undefined", "null", "NaN", "TRUE", "1E+02", "0x10", "1/2", "-1", "00012", "123456789012345678901234567890", "2026-09-15", "1,5",
	"=1+1", "+7 921 000-00-00", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'", "''", "'=1", "''=1", "'-", "'привет", "=HYPERLINK(\"http://a\")", "＝1+1",
	"\x1b[31mкрасный\x1b[0m", "\x1b]52;c;YQ==\x07", "\x1bPq#0\x1b\\", "\x1b_Gf=100\x1b\\", "\u009b31m", "\u0085", "\x01\x02\x08\x0b\x0c\x1f\x7f",
	"_x001B_", "_x005F_x001B_", "_x0041_", "_x0041\x1b", "a_b\x1b_", "\ufdd0001B\ufdd1", "\ufffe\uffff", "\ufeffBOM", "\ufffd",
	"; , \" ' \\ / | < > & %", "\"", "\"\"", "\"незакрыто", "a;b", "строка\nвторая", "строка\r\nвторая", "одна\rдругая", " пробел ", "\u00a0нбсп\u00a0",
	"Ёё Йй й е\u0308", "田中さん", "𠜎𠜱", "👩‍👩‍👧‍👦 🏳️‍🌈", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗", "\u202e\u202dперевёрнуто\u202c", "\u200b\u200e\u2028\u2029", "ﷺ", "<script>alert(1)</script>", "<br>&amp;&#39;", "]]>", "<![CDATA[x]]>",
	"'; DROP TABLE appeals; --", "../../etc/passwd", "%s%n", "${HOME}", "{{7*7}}", "Robert'); --", "CON", "sep=;", "[id1|Имя]", "#REF!",
}

func TestRoundTrip(t *testing.T) {
	for _, format := range []Format{XLSX, CSV} {
		t.Run(string(format), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x."+string(format))
			w, err := Create(path, format, Layout{Sheet: "Обращения: все", Columns: []Column{{Title: "Имя", Width: 20}, {Title: "Текст"}, {Title: "Конец"}}})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range naughty {
				if err := w.Row(Text("строка"), Text(s), Text("конец")); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("the file is there before it is whole")
			}
			if err := w.Commit(); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
			rows, _ := mustRead(t, path, Options{})
			if len(rows) != len(naughty)+1 || !reflect.DeepEqual(rows[0].Cells, []string{"Имя", "Текст", "Конец"}) {
				t.Fatalf("%d rows, headings %q", len(rows), rows[0].Cells)
			}
			for i, s := range naughty {
				got := rows[i+1].Cells[1]
				if format == CSV {
					got = Unguard(got)
				}
				if got != s {
					t.Errorf("wrote %q, read %q", s, got)
				}
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".kurator*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestNoFormulas: no text becomes a formula or a number in the program that opens the file.
func TestNoFormulas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.xlsx")
	w, err := Create(path, XLSX, Layout{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range naughty {
		if err := w.Row(Text(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for i, s := range naughty {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if f, err := book.GetCellFormula("Лист1", cell); err != nil || f != "" {
			t.Errorf("%q became the formula %q", s, f)
		}
		if kind, err := book.GetCellType("Лист1", cell); err != nil || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%q is of type %v", s, kind)
		}
	}
	var buf bytes.Buffer
	cw, err := NewWriter(&buf, CSV, Layout{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"=1", "+1", "-1", "@a", "\ta", "\ra", "'a"} {
		if err := cw.Row(Text(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := cw.Commit(); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimPrefix(buf.String(), "\ufeff"), "\r\n") {
		if line = strings.TrimPrefix(line, `"`); line != "" && line[0] != '\'' {
			t.Errorf("not guarded: %q", line)
		}
	}
}

func TestValues(t *testing.T) {
	zone := time.FixedZone("", 3*3600)
	at := time.Date(2026, 9, 15, 1, 18, 16, 0, zone)
	book := filepath.Join(t.TempDir(), "x.xlsx")
	w, err := Create(book, XLSX, Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row(Number(1234.5), Day(at), Moment(at), Day(time.Time{}), Text(strings.Repeat("👍", 40_000)), Text("конец")); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil || w.Cut() != 1 || w.Rows() != 1 {
		t.Fatalf("%v, cut %d, rows %d", err, w.Cut(), w.Rows())
	}
	rows, _ := mustRead(t, book, Options{})
	c := rows[0].Cells
	day, _ := rows[0].Value(1)
	moment, _ := rows[0].Value(2)
	d, _ := SerialTime(day, false)
	m, _ := SerialTime(moment, false)
	if c[0] != "1234.5" || d.Format(time.DateTime) != "2026-09-15 00:00:00" || m.Format(time.DateTime) != "2026-09-15 01:18:16" || c[3] != "" {
		t.Errorf("read %q, %v, %v", c[:4], d, m)
	}
	if !strings.HasSuffix(c[4], "👍"+cutMark) || !strings.HasPrefix(c[4], "👍👍") || c[5] != "конец" {
		t.Error("a long text was not cut between characters with a mark")
	}

	csv := filepath.Join(t.TempDir(), "x.csv")
	if w, err = Create(csv, CSV, Layout{Charset: "windows-1251", Columns: []Column{{Title: "Число"}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Row(Number(-1234.5), Day(at), Moment(at), Text("ёлка № 5"), Text("田")); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(); err != nil || w.Cut() != 1 {
		t.Fatalf("%v, lost %d", err, w.Cut())
	}
	rows, f := mustRead(t, csv, Options{})
	if want := []string{"-1234,5", "15.09.2026", "15.09.2026 01:18:16", "ёлка № 5", "?"}; f.Charset != "windows-1251" || !reflect.DeepEqual(rows[1].Cells, want) {
		t.Errorf("%s: %q", f.Charset, rows[1].Cells)
	}
}

func TestAbortLeavesTheOldFile(t *testing.T) {
	path := tempFile(t, "x.csv", []byte("старое"))
	w, err := Create(path, CSV, Layout{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row(Text("новое")); err != nil {
		t.Fatal(err)
	}
	w.Abort()
	if text, _ := os.ReadFile(path); string(text) != "старое" {
		t.Errorf("the file holds %q", text)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if _, err := Create(path, HTML, Layout{}); err == nil {
		t.Error("HTML is not written")
	}
	if _, err := Create(path, CSV, Layout{Charset: "cp866"}); err == nil {
		t.Error("cp866 is not written")
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
