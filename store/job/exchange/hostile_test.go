package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"kurator/model"
	"kurator/store"
	"kurator/store/sheet"
)

// naughty are texts that have broken other programs: after the Big List of Naughty Strings, with what terminals and spreadsheets obey.
var naughty = []string{
	"undefined", "NULL", "nil", "NaN", "-0", "1E+02", "1/0", "0x7fffffffffffffff", "٠١٢", "1,000.00",
	",./;'[]\\-=", "<>?:\"{}|_+", "!@#$%^&*()`~", "Ω≈ç√∫˜µ≤≥÷", "ЁЂЃЄЅІЇЈЉЊЋЌЍЎЏ", "田中さんにあげて下さい", "ヽ༼ຈل͜ຈ༽ﾉ ヽ༼ຈل͜ຈ༽ﾉ", "👾 🙇 💁 🙅 👨‍👩‍👧‍👦 🇷🇺",
	"הָיְתָהtestالصفحات التّحول", "\u202etest\u202c", "\u2066вложено\u2069", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "\u200b\u200c\u200d\ufeffневидимо", "ｆｕｌｌｗｉｄｔｈ",
	"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#x41;", "]]><!--", "1;DROP TABLE appeal--", "' OR 1=1 --", "%s%n%d", "{{7*7}}", "$(touch x)", "`id`", "../../../etc/passwd",
	"=1+1", "+7 (921) 000-00-00", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "'=1", "''", "＝1+1", "=cmd|' /C calc'!A0",
	"\x1b[31mкрасный\x1b[0m", "\x1b]0;заголовок\x07", "\x1b]8;;http://x\x1b\\ссылка\x1b]8;;\x1b\\", "\x1bP1$r\x1b\\", "\x1b_apc\x1b\\", "\u009b31mC1", "\u009d0;C1\u009c", "\x07\x08\x0c\x7f",
	"\x01\x02\x1f", "строка\nвторая\n\nтретья", "кавычки \"внутри\" «и» 'такие'", "таб\tвнутри", "точка;с,запятыми", "_x0041_", "\\x1b[0m",
	strings.Repeat("я", 40_000), strings.Repeat("а́", 500), " пробелы по краям ", "\u00a0неразрывные\u00a0", "\ufffd", "a\u0000b",
}

// hostileTable is a journal of appeals whose cells are the naughty strings.
func hostileTable() [][]string {
	rows := [][]string{{"Внешний номер", "Канал", "Поступило", "Заявитель", "Контакт", "Тема", "Место", "Текст обращения"}}
	for i, s := range naughty {
		rows = append(rows, []string{fmt.Sprintf("Н-%d", i), "Почта", "20.11.2026 10:00", s, s, s, s, s})
	}
	return rows
}

func csvOf(rows [][]string, sep, eol string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, c := range row {
			if i > 0 {
				b.WriteString(sep)
			}
			b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
		}
		b.WriteString(eol)
	}
	return b.String()
}

// through drives a file the whole way: import, list, card, export, and the export back. Nothing may crash, and what the program says
// of a file it refuses is a sentence.
func (w *town) through(path string) ImportSummary {
	w.T.Helper()
	sum, _, err := Import(w.Ctx, w.Store, w.Me, []string{path}, ImportOptions{})
	if err != nil && model.CodeOf(err) != model.BadData && model.CodeOf(err) != model.Usage {
		w.T.Fatalf("%s: %v", filepath.Base(path), err)
	}
	page, err := w.List(w.Ctx, w.Me, store.ListRequest{Limit: 500})
	if err != nil {
		w.T.Fatal(err)
	}
	for i := range page.Rows {
		r := &page.Rows[i]
		if !utf8.ValidString(r.Summary + r.Topic + r.Place + r.ExternalID) {
			w.T.Errorf("%s: № %d is no UTF-8", filepath.Base(path), r.ID)
		}
		if _, err := w.Card(w.Ctx, w.Me, r.ID, true); err != nil {
			w.T.Errorf("%s: № %d: %v", filepath.Base(path), r.ID, err)
		}
	}
	for name, o := range map[string]OutOptions{"x.xlsx": {Format: OutXLSX, Personal: true}, "x.csv": {Format: OutCSV, Personal: true},
		"y.csv": {Format: OutCSV, Charset: "windows-1251"}, "x.json": {Format: OutJSON, Personal: true}} {
		o.Path = filepath.Join(w.T.TempDir(), name)
		out, err := Out(w.Ctx, w.Store, w.Me, o)
		if err != nil || out.Rows != len(page.Rows) {
			w.T.Fatalf("%s %s: %+v %v", filepath.Base(path), name, out, err)
		}
		if o.Format == OutJSON {
			continue
		}
		if back, _, err := Import(w.Ctx, w.Store, w.Me, []string{o.Path}, ImportOptions{}); err != nil || back.Unchanged != out.Rows {
			w.T.Errorf("%s: %s comes back as %+v %v", filepath.Base(path), name, back, err)
		}
	}
	return sum
}

func TestNaughtyStringsGoThrough(t *testing.T) {
	text := csvOf(hostileTable(), ";", "\r\n")
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"utf8.csv": text, "bom.csv": "\ufeff" + text, "utf16.csv": wide,
		"comma.csv": csvOf(hostileTable(), ",", "\n"), "tab.csv": csvOf(hostileTable(), "\t", "\n"), "cr.csv": csvOf(hostileTable(), ";", "\r")} {
		if testing.Short() && name != "bom.csv" && name != "cr.csv" {
			continue
		}
		w := newTown(t)
		sum := w.through(w.file(name, data))
		if sum.Read == 0 || sum.Added < len(naughty)*3/4 {
			t.Errorf("%s: %+v of %d", name, sum, len(naughty))
		}
		n, err := w.broken()
		if err != nil || n != 0 {
			t.Errorf("%s: the journal has %d faults, %v", name, n, err)
		}
	}
}

func TestNaughtyWorkbookKeepsItsTexts(t *testing.T) {
	w := newTown(t)
	path := filepath.Join(t.TempDir(), "n.xlsx")
	out, err := sheet.Create(path, sheet.XLSX, sheet.Layout{})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range hostileTable() {
		cells := make([]sheet.Value, len(row))
		for i, c := range row {
			cells[i] = sheet.Text(c)
		}
		if err := out.Row(cells...); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	if sum := w.through(path); sum.Added != len(naughty) || sum.Quarantined != 0 {
		t.Errorf("%+v of %d", sum, len(naughty))
	}
	for i, want := range naughty {
		if len(want) > 32_000 {
			continue // no cell holds it
		}
		id, err := w.FindNumber(w.Ctx, fmt.Sprintf("Н-%d", i))
		if err != nil {
			t.Fatal(err)
		}
		want = strings.ReplaceAll(want, "\x00", "")
		if got := w.state(id).Body.Body; strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q came as %q", want, got)
		}
	}
}

// Whatever stands for a number here, an export of our own brings no news, and another database does not take a mutilated number.
func TestNaughtyNumbersComeBackAsTheyWent(t *testing.T) {
	w := newTown(t)
	for _, s := range naughty {
		op := store.Op{Title: "Записано", Steps: []store.Step{{Ref: model.Ref{Noun: model.NounAppeal}, Action: &model.Receive{Facts: model.Facts{
			Registration: model.Registration{Channel: model.ChannelPOS, ExternalID: s, SecondID: s}, Received: model.InstantOf(w.Clock.AddDate(0, 0, -2)), Place: s}}}}}
		if _, err := w.Do(w.Ctx, w.Me, op); err != nil {
			t.Fatalf("%.40q: %v", s, err)
		}
	}
	for _, name := range []string{"x.csv", "x.xlsx"} {
		format, _ := OutFormatOf(name)
		path := filepath.Join(t.TempDir(), name)
		if out, err := Out(w.Ctx, w.Store, w.Me, OutOptions{Format: format, Path: path}); err != nil || out.Rows != len(naughty) {
			t.Fatalf("%s: %+v %v", name, out, err)
		}
		if back, _, err := Import(w.Ctx, w.Store, w.Me, []string{path}, ImportOptions{}); err != nil || back.Unchanged != len(naughty) {
			t.Errorf("%s comes back as %+v %v", name, back, err)
		}
		other := newTown(t)
		sum, reports, err := Import(other.Ctx, other.Store, other.Me, []string{path}, ImportOptions{})
		if err != nil || sum.Quarantined == 0 || sum.Added+sum.Quarantined != len(naughty) {
			t.Fatalf("%s elsewhere: %+v %v", name, sum, err)
		}
		if say := reports[0].Bad[0].Say; !strings.Contains(say, "последние цифры потеряны") {
			t.Errorf("%s elsewhere: %q", name, say)
		}
	}
}

func TestTheSameTextInEveryCharset(t *testing.T) {
	rows := [][]string{{"Внешний номер", "Канал", "Поступило", "Тема", "Текст обращения"},
		{"1", "Почта", "20.11.2026", "Дороги", "На улице Новой яма, прошу засыпать её до зимы."}, {"2", "Почта", "21.11.2026", "Свет", "Не горят фонари у школы."}}
	text := csvOf(rows, ";", "\r\n")
	for name, table := range map[string]*charmap.Charmap{"windows-1251": charmap.Windows1251, "cp866": charmap.CodePage866, "koi8-r": charmap.KOI8R,
		"mac": charmap.MacintoshCyrillic} {
		data, err := table.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		w := newTown(t)
		if sum := w.through(w.file(name+".csv", data)); sum.Added != 2 {
			t.Errorf("%s: %+v", name, sum)
			continue
		}
		if got := w.state(1).Body.Body; got != rows[1][4] {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestOddTablesGoThrough(t *testing.T) {
	head := "Внешний номер;Канал;Поступило;Тема;Текст обращения\r\n"
	for name, text := range map[string]string{
		"empty.csv":      "",
		"nothing.csv":    "\r\n\r\n;;;\r\n",
		"heading.csv":    head,
		"ragged.csv":     head + "1;Почта\r\n2;Почта;20.11.2026;Тема;текст;лишнее;ещё\r\n3;Почта;20.11.2026;Тема;текст\r\n",
		"quotes.csv":     head + "1;Почта;20.11.2026;\"а\"\"б\";\"не закрыта\r\n2;Почта;20.11.2026;Т;х\r\n",
		"inside.csv":     head + "1;Почта;20.11.2026;О \"Радуге\";сказал \"нет\"\r\n",
		"zeros.csv":      head + "1;Почта;20.11.2026;Т;а\x00б\r\n",
		"only zeros.csv": strings.Repeat("\x00", 5000),
		"torn.csv":       head + "1;Почта;20.11.2026;Т;первая\r\nвторая строка\r\n2;Почта;20.11.2026;Т;х\r\n",
		"dates.csv":      head + "1;Почта;32.13.2026;Т;х\r\n2;Почта;01.01.9999;Т;х\r\n3;Почта;;Т;х\r\n",
		"long line.csv":  head + "1;Почта;20.11.2026;Т;" + strings.Repeat("я", 3<<20) + "\r\n",
		"invalid.csv":    head + "1;Почта;20.11.2026;Т;\xff\xfe\xc3\x28\r\n",
		"binary.csv":     "\x7fELF\x02\x01\x01" + strings.Repeat("\x00\xff", 4000),
		"page.xls":       "<html><table><tr><td>Внешний номер<td>Канал<td>Поступило<td>Тема<td>Текст обращения<tr><td>1<td>Почта<td>20.11.2026<td>Т<td><script>1</script>х</table>",
		"not a zip.xlsx": "PK\x03\x04" + strings.Repeat("x", 300),
		"short.xlsx":     "PK\x03\x04",
	} {
		w := newTown(t)
		w.through(w.file(name, text))
		if n, err := w.broken(); err != nil || n != 0 {
			t.Errorf("%s: the journal has %d faults, %v", name, n, err)
		}
	}
}

// book makes a workbook by hand.
func (w *town) book(name string, fill func(f *excelize.File)) string {
	w.T.Helper()
	f := excelize.NewFile()
	for i, h := range []string{"Внешний номер", "Канал", "Поступило", "Тема", "Текст обращения"} {
		cell, _ := excelize.CoordinatesToCellName(i+1, 1)
		_ = f.SetCellValue("Sheet1", cell, h)
	}
	fill(f)
	path := filepath.Join(w.T.TempDir(), name)
	if err := f.SaveAs(path); err != nil {
		w.T.Fatal(err)
	}
	return path
}

// mergedCells is how many merged ranges one workbook has; 50,000 go through as well, in 20 s.
const mergedCells = 5000

func TestWorkbooksOfEveryKind(t *testing.T) {
	w := newTown(t)
	row := func(f *excelize.File, n int, received any) {
		cell := fmt.Sprintf("A%d", n)
		_ = f.SetSheetRow("Sheet1", cell, &[]any{n, "Почта", received, "Тема", "Текст"})
	}
	old := w.book("1904.xlsx", func(f *excelize.File) {
		yes := true
		_ = f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
		row(f, 2, 44884.5) // days from 1904
	})
	if sum := w.through(old); sum.Added != 1 {
		t.Fatalf("%+v", sum)
	}
	if at := w.state(1).Received.In(w.Snap().Zone()).Format("02.01.2006 15:04"); at != "20.11.2026 12:00" {
		t.Errorf("1904: %s", at)
	}
	merged := w.book("merged.xlsx", func(f *excelize.File) {
		row(f, 3, "20.11.2026")
		row(f, 4, "20.11.2026")
		_ = f.MergeCell("Sheet1", "D3", "D4")
		for i := range mergedCells {
			_ = f.MergeCell("Sheet1", fmt.Sprintf("H%d", 10+2*i), fmt.Sprintf("H%d", 11+2*i))
		}
	})
	if sum := w.through(merged); sum.Added != 2 {
		t.Errorf("%+v", sum)
	}
	whole, err := os.ReadFile(merged)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"cut.xlsx":      whole[:len(whole)/2],
		"torn row.xlsx": replacePart(t, whole, "xl/worksheets/sheet1.xml", func(s string) string { return s[:len(s)*2/3] }),
		"no end.xlsx":   replacePart(t, whole, "xl/worksheets/sheet1.xml", func(s string) string { return strings.Replace(s, "</row>", "<row><c", 1) }),
		"bomb.xlsx": replacePart(t, whole, "xl/sharedStrings.xml", func(string) string {
			return "<sst>" + strings.Repeat("<si><t>"+strings.Repeat("я", 32_000)+"</t></si>", 300) + "</sst>"
		}),
		"no sheet.xlsx": replacePart(t, whole, "xl/worksheets/sheet1.xml", func(string) string { return "" }),
	} {
		x := newTown(t)
		x.through(x.file(name, string(data)))
	}
}

// replacePart changes one part of a workbook.
func replacePart(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range in.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == name {
			text = []byte(change(string(text)))
		}
		w, err := out.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
