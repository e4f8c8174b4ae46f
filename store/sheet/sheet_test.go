package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"kurator/model"
)

func tempFile(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// readAll reads the first sheet; the error is of opening or of reading.
func readAll(t testing.TB, path string, o Options) ([]Row, *File, error) {
	t.Helper()
	if o.TmpDir == "" {
		o.TmpDir = t.TempDir()
	}
	f, err := Open(path, o)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	rows, err := f.Rows(0)
	if err != nil {
		return nil, f, err
	}
	defer rows.Close()
	var all []Row
	for {
		row, more, err := rows.Next()
		if err != nil || !more {
			return all, f, err
		}
		row.Cells = slices.Clone(row.Cells)
		all = append(all, row)
	}
}

func cellsOf(rows []Row) [][]string {
	var all [][]string
	for _, r := range rows {
		all = append(all, r.Cells)
	}
	return all
}

func mustRead(t testing.TB, path string, o Options) ([]Row, *File) {
	t.Helper()
	rows, f, err := readAll(t, path, o)
	if err != nil {
		t.Fatal(err)
	}
	return rows, f
}

// sentence checks that an error is a Fault whose sentence holds a word.
func sentence(t testing.TB, err error, word string) {
	t.Helper()
	if model.CodeOf(err) == "" || model.CodeOf(err) == model.Failed && word != "Файла нет" {
		t.Fatalf("no fault about the data: %v", err)
	}
	if !strings.Contains(err.Error(), word) || !strings.HasSuffix(err.Error(), ".") {
		t.Errorf("the sentence %q does not say %q", err, word)
	}
}

const russianText = "Номер;Текст обращения\r\n1;\"Яма во дворе; машина села. ПРИМИТЕ МЕРЫ — №5\"\r\n2;Ёлка не горит, щит съехал\r\n"

func TestCharsets(t *testing.T) {
	oneByte := func(m *charmap.Charmap) []byte {
		text := russianText
		if m == charmap.CodePage866 || m == charmap.KOI8R {
			text = strings.NewReplacer("—", "-", "№", "N").Replace(text)
		}
		b, err := m.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func(bom, big bool) []byte {
		var out []byte
		units := utf16.Encode([]rune(russianText))
		if bom {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			if big {
				out = append(out, byte(u>>8), byte(u))
			} else {
				out = append(out, byte(u), byte(u>>8))
			}
		}
		return out
	}
	for _, c := range []struct {
		name, charset string
		content       []byte
	}{
		{"utf-8", "utf-8", []byte(russianText)},
		{"utf-8 with BOM", "utf-8", []byte("\ufeff" + russianText)},
		{"cp1251", "windows-1251", oneByte(charmap.Windows1251)},
		{"cp866", "cp866", oneByte(charmap.CodePage866)},
		{"koi8-r", "koi8-r", oneByte(charmap.KOI8R)},
		{"mac", "mac-cyrillic", oneByte(charmap.MacintoshCyrillic)},
		{"utf-16le with BOM", "utf-16le", wide(true, false)},
		{"utf-16be with BOM", "utf-16be", wide(true, true)},
		{"utf-16le", "utf-16le", wide(false, false)},
		{"utf-16be", "utf-16be", wide(false, true)},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, f := mustRead(t, tempFile(t, "x.csv", c.content), Options{})
			if f.Charset != c.charset || len(rows) != 3 {
				t.Fatalf("charset %s, %d rows", f.Charset, len(rows))
			}
			got := strings.NewReplacer("—", "-", "№", "N").Replace(rows[1].Cells[1])
			if got != "Яма во дворе; машина села. ПРИМИТЕ МЕРЫ - N5" || rows[2].Cells[1] != "Ёлка не горит, щит съехал" {
				t.Errorf("read %q and %q", rows[1].Cells, rows[2].Cells)
			}
		})
	}
	t.Run("said beats guessed", func(t *testing.T) {
		path := tempFile(t, "x.csv", oneByte(charmap.CodePage866))
		if rows, _ := mustRead(t, path, Options{Charset: "cp1251"}); rows[0].Cells[0] == "Номер" {
			t.Error("the charset asked for was not used")
		}
		_, _, err := readAll(t, path, Options{Charset: "ebcdic"})
		sentence(t, err, "ebcdic")
	})
	t.Run("short words in capitals", func(t *testing.T) {
		for _, m := range []*charmap.Charmap{charmap.Windows1251, charmap.CodePage866} {
			b, _ := m.NewEncoder().Bytes([]byte("НОМЕР;ТЕМА\n1;ДОРОГИ И ТРОТУАРЫ\n"))
			if rows, _ := mustRead(t, tempFile(t, "x.csv", b), Options{}); rows[1].Cells[1] != "ДОРОГИ И ТРОТУАРЫ" {
				t.Errorf("%v read as %q", m, rows[1].Cells[1])
			}
		}
	})
}

// TestManyNULs: a hole of NULs, read a few bytes at a time, is not the end of the file.
func TestManyNULs(t *testing.T) {
	r := newCSVRows(iotest.OneByteReader(strings.NewReader("а;б\n"+strings.Repeat("\x00", 1000)+"3;4\n")), ';', 1<<20)
	var row Row
	if err := errors.Join(r.next(&row), r.next(&row)); err != nil || !slices.Equal(row.Cells, []string{"3", "4"}) {
		t.Errorf("%q %v", row.Cells, err)
	}
}

func TestCSVOddities(t *testing.T) {
	long := strings.Repeat("я", 3_000_000)
	for _, c := range []struct {
		name, text string
		want       [][]string
		faults     []int // rows with a fault, by index
	}{
		{"separators ;", "а;б\n1;2\n", [][]string{{"а", "б"}, {"1", "2"}}, nil},
		{"separators ,", "а,б\n1,\"2;3\"\n", [][]string{{"а", "б"}, {"1", "2;3"}}, nil},
		{"tabs", "а\tб\n1\t2,5\n", [][]string{{"а", "б"}, {"1", "2,5"}}, nil},
		{"hint of Excel", "sep=,\r\nа,б\r\n1,2\r\n", [][]string{{"а", "б"}, {"1", "2"}}, nil},
		{"CR only", "а;б\r1;2\r3;4", [][]string{{"а", "б"}, {"1", "2"}, {"3", "4"}}, nil},
		{"mixed line ends", "а;б\r\n1;2\n3;4\r5;6", [][]string{{"а", "б"}, {"1", "2"}, {"3", "4"}, {"5", "6"}}, nil},
		{"line ends inside", "а;б\n1;\"два\r\nтри\n\"\n", [][]string{{"а", "б"}, {"1", "два\r\nтри\n"}}, nil},
		{"doubled quotes", "а;б\n1;\"сказал \"\"нет\"\"\"\n", [][]string{{"а", "б"}, {"1", `сказал "нет"`}}, nil},
		{"quotes in the middle", "а;б\n1;дом \"Заря\" и\n", [][]string{{"а", "б"}, {"1", `дом "Заря" и`}}, nil},
		{"quotes not doubled", "а;б\n1;\"дом \"Заря\", угол\"\n", [][]string{{"а", "б"}, {"1", `дом "Заря", угол`}}, nil},
		{"space after a quote", "а;б\n\"1\" ;2\n", [][]string{{"а", "б"}, {"1", "2"}}, nil},
		{"unclosed quote", "а;б\n1;\"два\n3;4\n5;6\n", [][]string{{"а", "б"}, {"1", `"два`}, {"3", "4"}, {"5", "6"}}, []int{1}},
		{"NUL", "а;б\n1;д\x00ва\n", [][]string{{"а", "б"}, {"1", "два"}}, nil},
		{"NUL beside separators", "а;б\n\x001\x00;\x00д\x00ва\x00\n3;\x004\x00\r\x00\n", [][]string{{"а", "б"}, {"1", "два"}, {"3", "4"}}, nil},
		{"NUL beside quotes", "а;б\n\"1;2\"\x00;\x00\"3\n4\"\x00\n5;\"6\x00\"\n", [][]string{{"а", "б"}, {"1;2", "3\n4"}, {"5", "6"}}, nil},
		{"ragged", "а;б\n1\n1;2;3\n", [][]string{{"а", "б"}, {"1"}, {"1", "2", "3"}}, nil},
		{"blank lines", "\n\nа;б\n\n1;2\n\n", [][]string{{"а", "б"}, {"1", "2"}}, nil},
		{"empty cells", "а;б;в\n;;\n;\"\";\n", [][]string{{"а", "б", "в"}, {"", "", ""}, {"", "", ""}}, nil},
		{"no line end", "а;б\n1;\"2\"", [][]string{{"а", "б"}, {"1", "2"}}, nil},
		{"broken UTF-8 later", "а;б\n" + strings.Repeat("я;ю\n", 40_000) + "1;\xffдва\n", nil, nil},
		{"endless cell", "а;б\n1;" + long + "\n3;4\n", nil, []int{1}},
		{"endless cell in quotes", "а;б\n1;\"" + long + "\n3;4\n", nil, []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := mustRead(t, tempFile(t, "x.csv", []byte(c.text)), Options{})
			if got := cellsOf(rows); c.want != nil && !reflect.DeepEqual(got, c.want) {
				t.Errorf("read %q, want %q", got, c.want)
			}
			var faults []int
			for i, r := range rows {
				if r.Fault != "" {
					faults = append(faults, i)
				}
			}
			if !slices.Equal(faults, c.faults) {
				t.Errorf("faults at %v, want %v", faults, c.faults)
			}
			if last := rows[len(rows)-1]; c.want == nil && len(last.Cells) != 2 {
				t.Errorf("the row after was lost: %d cells", len(last.Cells))
			}
		})
	}
	t.Run("quotes that never close", func(t *testing.T) {
		_, _, err := readAll(t, tempFile(t, "x.csv", []byte("а;б\n"+strings.Repeat("1;\"два\r", 1001))), Options{Limits: Limits{Record: 64}})
		sentence(t, err, "незакрытых кавычек")
	})
}

// parts makes a zip archive.
func parts(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for n := range files {
			if !yield(n) {
				return
			}
		}
	}) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// bookParts are the parts of a workbook with one sheet of the given XML.
func bookParts(sheetXML, strs string) map[string]string {
	files := map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": sheetXML,
	}
	if strs != "" {
		files["xl/sharedStrings.xml"] = strs
	}
	return files
}

const (
	sheetOpen  = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	sheetClose = `</sheetData></worksheet>`
	row1       = `<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="B1"><v>45000.5</v></c></row>`
	sstOpen    = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
)

func TestBadFiles(t *testing.T) {
	good := parts(t, bookParts(sheetOpen+row1+sheetClose, ""))
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2048)...)
	many := func(s string, n int) string { return strings.Repeat(s, n) }
	for _, c := range []struct {
		name, word string
		content    []byte
	}{
		{"empty", "пуст", nil},
		{"old workbook", "XLSX", append(slices.Clone(ole), wide("Workbook")...)},
		{"encrypted workbook", "пароль", append(slices.Clone(ole), wide("EncryptedPackage")...)},
		{"Word in OLE", "Word", append(slices.Clone(ole), wide("WordDocument")...)},
		{"BIFF without a container", "XLSX", []byte("\x09\x08\x10\x00\x00\x06\x05\x00")},
		{"ods", "OpenDocument", parts(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})},
		{"odt", "OpenDocument", parts(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.text"})},
		{"xlsb", ".xlsb", parts(t, map[string]string{"xl/workbook.bin": "x"})},
		{"docx", "Word", parts(t, map[string]string{"word/document.xml": "<a/>"})},
		{"zip", "архив", parts(t, map[string]string{"a.txt": "x"})},
		{"pdf", "PDF", []byte("%PDF-1.7 …")},
		{"picture", "не таблица", []byte("\x89PNG\r\n\x1a\n....")},
		{"random bytes", "не таблица", bytes.Repeat([]byte{1, 2, 3, 0x80, 7, 0x90, 0x0e, 0x0f}, 500)},
		{"truncated", "не до конца", good[:len(good)*2/3]},
		{"cut in the middle of a sheet", "не до конца", parts(t, bookParts(sheetOpen+row1, ""))},
		{"broken XML in a row", "не до конца", parts(t, bookParts(sheetOpen+row1+`<row r="2"><c r="A2"><v>&nosuch;</v></c></row>`+
			many(`<row><c><v>1</v></c></row>`, 5)+sheetClose, ""))},
		{"no XML", "не до конца", parts(t, bookParts("что-то", ""))},
		{"entities", "не до конца", parts(t, bookParts(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>`+sheetOpen[38:]+row1+sheetClose, ""))},
		{"no sheets", "не до конца", parts(t, map[string]string{"xl/workbook.xml": "<workbook/>"})},
		{"zip bomb of styles", "слишком много места", func() []byte {
			p := bookParts(sheetOpen+row1+sheetClose, "")
			p["xl/styles.xml"] = "<styleSheet>" + many(" ", 18<<20) + "</styleSheet>"
			return parts(t, p)
		}()},
		{"zip bomb of cells", "слишком много ячеек", parts(t, bookParts(sheetOpen+"<row>"+many("<c/>", 13_000_000)+"</row>"+sheetClose, ""))},
		{"wide rows", "слишком много ячеек", parts(t, bookParts(sheetOpen+many(`<row><c r="XFD1"><v>1</v></c></row>`, 2_000)+sheetClose, ""))},
		{"a cell of 100 MB", "ячейка длиннее", parts(t, bookParts(sheetOpen+`<row><c t="inlineStr"><is><t>`+many("я", 50<<20)+`</t></is></c></row>`+sheetClose, ""))},
		{"a cell of many runs", "ячейка длиннее", parts(t, bookParts(sheetOpen+`<row><c t="inlineStr"><is>`+many("<r><t>"+many("я", 10_000)+"</t></r>", 500)+`</is></c></row>`+sheetClose, ""))},
		{"a shared string of 100 MB", "ячейка длиннее", parts(t, bookParts(sheetOpen+row1+sheetClose, sstOpen+"<si><t>"+many("я", 50<<20)+"</t></si></sst>"))},
		{"too many shared strings", "разных текстов", parts(t, bookParts(sheetOpen+row1+sheetClose, sstOpen+many("<si/>", 4_000_001)+"</sst>"))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && len(c.content) > 40_000 {
				t.Skip("large")
			}
			tmp := t.TempDir()
			limits := Limits{}
			if c.name == "wide rows" {
				limits.Cells = 1_000_000
			}
			_, _, err := readAll(t, tempFile(t, "x.xlsx", c.content), Options{TmpDir: tmp, Limits: limits})
			sentence(t, err, c.word)
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	_, err := Open(t.TempDir(), Options{})
	sentence(t, err, "папка")
	_, err = Open(filepath.Join(t.TempDir(), "нет.xlsx"), Options{})
	sentence(t, err, "Файла нет")
}

// TestSharedStringBomb: one long string in every cell is small on disk and huge in memory.
func TestSharedStringBomb(t *testing.T) {
	strs := sstOpen + "<si><t>" + strings.Repeat("я", 32_000) + "</t></si></sst>"
	cells := "<row>" + strings.Repeat(`<c t="s"><v>0</v></c>`, 100) + "</row>"
	path := tempFile(t, "x.xlsx", parts(t, bookParts(sheetOpen+strings.Repeat(cells, 1_000)+sheetClose, strs)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f, err := Open(path, Options{TmpDir: t.TempDir(), Limits: Limits{Bytes: 1 << 30}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Rows(0)
	if err != nil {
		t.Fatal(err)
	}
	for more := true; more && err == nil; {
		_, more, err = rows.Next()
	}
	sentence(t, err, "слишком много текста")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if after.HeapAlloc > before.HeapAlloc+100<<20 {
		t.Errorf("kept %d MB", (after.HeapAlloc-before.HeapAlloc)>>20)
	}
}

func TestMerges(t *testing.T) {
	var b strings.Builder
	b.WriteString(sheetOpen + row1 + `</sheetData><mergeCells count="50000">`)
	for i := range 50_000 {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:C%d"/>`, i+2, i+2)
	}
	b.WriteString(`</mergeCells></worksheet>`)
	rows, _ := mustRead(t, tempFile(t, "x.xlsx", parts(t, bookParts(b.String(), ""))), Options{})
	if len(rows) != 1 || rows[0].Cells[0] != "ID" {
		t.Errorf("read %v", rows)
	}
}

func TestWorkbookOfAnotherProgram(t *testing.T) {
	for _, date1904 := range []bool{false, true} {
		book := excelize.NewFile()
		if err := book.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}); err != nil {
			t.Fatal(err)
		}
		day := time.Date(2026, 9, 15, 1, 18, 16, 0, time.UTC)
		for cell, v := range map[string]any{"A1": "Дата", "B1": "Текст", "A3": day, "B3": "строка\nвторая", "D3": 0.5, "E3": 40000119} {
			if err := book.SetCellValue("Sheet1", cell, v); err != nil {
				t.Fatal(err)
			}
		}
		path := filepath.Join(t.TempDir(), "x.xlsx")
		if err := book.SaveAs(path); err != nil {
			t.Fatal(err)
		}
		rows, f := mustRead(t, path, Options{})
		if len(rows) != 2 || rows[1].Number != 3 || rows[1].Cells[1] != "строка\nвторая" || rows[1].Cells[2] != "" || rows[1].Cells[4] != "40000119" {
			t.Fatalf("read %v", rows)
		}
		serial, ok := rows[1].Value(0)
		got, ok2 := SerialTime(serial, f.Date1904)
		if !ok || !ok2 || !got.Equal(day) || f.Date1904 != date1904 {
			t.Errorf("1904 %v: the date is %v", date1904, got)
		}
	}
}

func TestSerialTime(t *testing.T) {
	for _, c := range []struct {
		serial float64
		d1904  bool
		want   string
	}{
		{1, false, "1900-01-01 00:00:00"}, {59, false, "1900-02-28 00:00:00"}, {61, false, "1900-03-01 00:00:00"},
		{45000.5, false, "2023-03-15 12:00:00"}, {46280.054351852, false, "2026-09-15 01:18:16"},
		{44818.054351852, true, "2026-09-15 01:18:16"}, {0.9999999, false, "1900-01-01 00:00:00"},
	} {
		got, ok := SerialTime(c.serial, c.d1904)
		if !ok || got.Format(time.DateTime) != c.want {
			t.Errorf("%v: %v, want %s", c.serial, got, c.want)
		}
	}
	for _, bad := range []float64{-1, 3e6, 1e300} {
		if _, ok := SerialTime(bad, false); ok {
			t.Errorf("%v is a date", bad)
		}
	}
}

func TestTablesNamedXLS(t *testing.T) {
	page := `<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251"></head><body><style>td{}</style><table border=1>
<tr><th>Номер</th><th>Текст</th></tr><tr><td>1</td><td>Яма &amp; лужа<br>у дома</td></tr><tr><td>2<td>не закрыто</table></body></html>`
	cp, _ := charmap.Windows1251.NewEncoder().Bytes([]byte(page))
	rows, f := mustRead(t, tempFile(t, "x.xls", cp), Options{})
	want := [][]string{{"Номер", "Текст"}, {"1", "Яма & лужа\nу дома"}, {"2", "не закрыто"}}
	if got := cellsOf(rows); f.Format != HTML || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: %q", f.Format, got)
	}
	book := `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Лист"><Table>
<Row><Cell><Data ss:Type="String">Номер</Data></Cell><Cell><Data ss:Type="String">Текст</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="Number">1</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">Яма &amp; лужа</Data></Cell></Row></Table></Worksheet></Workbook>`
	rows, f = mustRead(t, tempFile(t, "x.xls", []byte(book)), Options{})
	want = [][]string{{"Номер", "Текст"}, {"1", "", "Яма & лужа"}}
	if got := cellsOf(rows); f.Format != XML || !reflect.DeepEqual(got, want) || rows[1].Number != 4 {
		t.Errorf("%s: %q", f.Format, got)
	}
	_, _, err := readAll(t, tempFile(t, "x.xls", []byte(book[:len(book)-80])), Options{})
	sentence(t, err, "не до конца")
	_, _, err = readAll(t, tempFile(t, "x.xls", []byte(strings.Replace(book, "лужа", strings.Repeat("я", 5<<20), 1))), Options{})
	sentence(t, err, "не помещается")
}

func TestProgress(t *testing.T) {
	var text strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&text, "%d;строка\n", i)
	}
	var done, total int64
	mustRead(t, tempFile(t, "x.csv", []byte(text.String())), Options{Progress: func(d, of int64) { done, total = d, of }})
	if total != int64(text.Len()) || done != total {
		t.Errorf("%d of %d", done, total)
	}
}

// TestCutInsideARune: a UTF-8 file that ends inside a letter is UTF-8 still; a lone odd byte proves nothing.
func TestCutInsideARune(t *testing.T) {
	for text, want := range map[string]string{"Номер;Дата\r\n1;Иван\xd0": "utf-8", "id;a\r\n1;\xd0": "windows-1251", "\xcd\xee\xec\xe5\xf0;\xc4\xe0\xf2\xe0": "windows-1251"} {
		if got := guessCharset([]byte(text)); got != want {
			t.Errorf("%q is %s, not %s", text, got, want)
		}
	}
}
