package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// maxCell is how many UTF-16 units one cell of a workbook holds; more is cut by every program that opens it.
const maxCell = 32_767

// cutMark ends a text that did not fit.
const cutMark = "… (обрезано)"

// bookTarget writes one sheet of a workbook as a stream.
type bookTarget struct {
	to         io.Writer
	book       *excelize.File
	sheet      *excelize.StreamWriter
	row0       int
	day, clock int // styles of dates and of moments
	cells      []any
}

func newBookTarget(to io.Writer, l Layout) (*bookTarget, error) {
	book := excelize.NewFile()
	book.ZipWriter = func(w io.Writer) excelize.ZipWriter { return &escapingZip{zip.NewWriter(w)} }
	t := &bookTarget{to: to, book: book}
	if err := t.begin(l); err != nil {
		t.drop()
		return nil, err
	}
	return t, nil
}

func (t *bookTarget) begin(l Layout) (err error) {
	name := "Лист1"
	if l.Sheet != "" {
		name = sheetName(l.Sheet)
	}
	if err = t.book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	day, clock := "dd.mm.yyyy", "dd.mm.yyyy hh:mm:ss"
	if t.day, err = t.book.NewStyle(&excelize.Style{CustomNumFmt: &day}); err != nil {
		return err
	}
	if t.clock, err = t.book.NewStyle(&excelize.Style{CustomNumFmt: &clock}); err != nil {
		return err
	}
	bold, err := t.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if t.sheet, err = t.book.NewStreamWriter(name); err != nil {
		return err
	}
	for i, c := range l.Columns {
		if c.Width > 0 {
			if err = t.sheet.SetColWidth(i+1, i+1, min(c.Width, 255)); err != nil {
				return err
			}
		}
	}
	if len(l.Columns) == 0 {
		return nil
	}
	if err = t.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	titles := make([]any, len(l.Columns))
	for i, c := range l.Columns {
		text, _ := cellText(c.Title)
		titles[i] = excelize.Cell{StyleID: bold, Value: text}
	}
	t.row0 = 1
	return t.sheet.SetRow("A1", titles)
}

// sheetName makes a text fit for the name of a sheet.
func sheetName(s string) string {
	s = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, s), "' ")
	if s == "" {
		return "Лист1"
	}
	return string([]rune(s)[:min(31, utf8.RuneCountInString(s))])
}

func (t *bookTarget) row(values []Value) (cut int, err error) {
	t.row0++
	t.cells = t.cells[:0]
	for _, v := range values {
		switch {
		case v.kind == numberValue:
			t.cells = append(t.cells, v.number)
		case v.kind == dateValue && !v.at.IsZero():
			t.cells = append(t.cells, excelize.Cell{StyleID: t.day, Value: float64(int64(serialOf(v)))})
		case v.kind == momentValue && !v.at.IsZero():
			t.cells = append(t.cells, excelize.Cell{StyleID: t.clock, Value: serialOf(v)})
		case v.kind != textValue || v.text == "":
			t.cells = append(t.cells, nil)
		default:
			text, whole := cellText(v.text)
			if !whole {
				cut++
			}
			t.cells = append(t.cells, text)
		}
	}
	return cut, t.sheet.SetRow(fmt.Sprintf("A%d", t.row0), t.cells)
}

// serialOf is the civil time as days since 30 December 1899.
func serialOf(v Value) float64 {
	_, offset := v.at.Zone()
	return float64(v.at.Unix()+int64(offset))/86400 + 25569
}

func (t *bookTarget) finish() error {
	if err := t.sheet.Flush(); err != nil {
		return err
	}
	_, err := t.book.WriteTo(t.to)
	if e := t.book.Close(); err == nil {
		err = e
	}
	return err
}

func (t *bookTarget) drop() { _ = t.book.Close() }

// Marks around the code of a character that XML forbids; they are no characters themselves, so they occur in no text.
const (
	escapeOpen  = "\ufdd0"
	escapeClose = "\ufdd1"
)

// cellText makes a text fit for a cell: cut to what a cell holds, and with characters that XML forbids put between marks,
// which escapingZip turns into the workbook's own «_x001B_». The library would have made � of them.
func cellText(s string) (text string, whole bool) {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "")
	s, whole = cutCell(s)
	if strings.IndexFunc(s, forbidden) < 0 {
		return s, whole
	}
	var b strings.Builder
	for _, r := range s {
		if forbidden(r) || r == '_' { // an underscore beside an escape could be read as a part of it
			fmt.Fprintf(&b, "%s%04X%s", escapeOpen, r, escapeClose)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String(), whole
}

func forbidden(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == '\ufffe' || r == '\uffff' || r == '\ufdd0' || r == '\ufdd1'
}

func cutCell(s string) (string, bool) {
	if len(s) <= maxCell {
		return s, true
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= maxCell {
		return s, true
	}
	keep := maxCell - len(utf16.Encode([]rune(cutMark)))
	if utf16.IsSurrogate(rune(units[keep-1])) && units[keep-1] < 0xdc00 {
		keep--
	}
	return string(utf16.Decode(units[:keep])) + cutMark, false
}

// escapingZip writes a workbook's archive with the marks of cellText turned into the workbook's escapes.
type escapingZip struct{ *zip.Writer }

// Create begins a part of the archive.
func (z *escapingZip) Create(name string) (io.Writer, error) {
	w, err := z.Writer.Create(name)
	if err != nil || !strings.HasPrefix(name, "xl/worksheets/") {
		return w, err
	}
	return &escapingWriter{w: w}, nil
}

// escapingWriter holds back what may be the beginning of a mark until the rest of it comes.
type escapingWriter struct {
	w    io.Writer
	held []byte
}

func (e *escapingWriter) Write(p []byte) (int, error) {
	text := append(e.held, p...)
	hold := 0
	for n := min(2, len(text)); n > 0; n-- {
		if bytes.HasSuffix(text, []byte(escapeOpen[:n])) {
			hold = n
			break
		}
	}
	e.held = append([]byte(nil), text[len(text)-hold:]...)
	text = text[:len(text)-hold]
	if bytes.Contains(text, []byte(escapeOpen[:2])) {
		text = bytes.ReplaceAll(text, []byte(escapeOpen), []byte("_x"))
		text = bytes.ReplaceAll(text, []byte(escapeClose), []byte("_"))
	}
	if _, err := e.w.Write(text); err != nil {
		return 0, err
	}
	return len(p), nil
}
