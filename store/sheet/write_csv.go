package sheet

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"kurator/model"
)

// guarded are the first characters that make a spreadsheet program take a cell for a formula or drop what stands before
// it, and the apostrophe itself, so that the guard can be told from a text that began with one.
const guarded = "=+-@\t\r\n'＝＋－＠"

// Guard puts an apostrophe before a text that a spreadsheet program could take for a formula. Unguard undoes it exactly.
func Guard(s string) string {
	if needsGuard(s) {
		return "'" + s
	}
	return s
}

// Unguard takes away the apostrophe that Guard put.
func Unguard(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && needsGuard(rest) {
		return rest
	}
	return s
}

func needsGuard(s string) bool {
	for _, r := range s {
		return strings.ContainsRune(guarded, r)
	}
	return false
}

// csvTarget writes csv as Excel reads it: «;», CRLF, and a BOM before UTF-8.
type csvTarget struct {
	w      *bufio.Writer
	sep    byte
	cp1251 bool
	line   []byte
}

func newCSVTarget(to io.Writer, l Layout) (*csvTarget, error) {
	t := &csvTarget{w: bufio.NewWriterSize(to, 64<<10), sep: ';'}
	if l.Separator != 0 {
		if l.Separator > 0x7f {
			return nil, model.Faultf(model.Usage, "Разделителем csv может быть «;», «,» или табуляция.")
		}
		t.sep = byte(l.Separator)
	}
	name, ok := NormalCharset(l.Charset)
	switch {
	case l.Charset == "" || name == "utf-8":
		if _, err := t.w.WriteString("\ufeff"); err != nil {
			return nil, err
		}
	case ok && name == "windows-1251":
		t.cp1251 = true
	default:
		return nil, model.Faultf(model.Usage, "Кодировка csv может быть utf-8 или windows-1251, но не «%s».", l.Charset)
	}
	if len(l.Columns) == 0 {
		return t, nil
	}
	titles := make([]Value, len(l.Columns))
	for i, c := range l.Columns {
		titles[i] = Text(c.Title)
	}
	_, err := t.row(titles)
	return t, err
}

func (t *csvTarget) row(cells []Value) (lost int, err error) {
	t.line = t.line[:0]
	for i, v := range cells {
		if i > 0 {
			t.line = append(t.line, t.sep)
		}
		if t.cell(v, len(cells) == 1) {
			lost++
		}
	}
	t.line = append(t.line, '\r', '\n')
	_, err = t.w.Write(t.line)
	return lost, err
}

// cell appends one cell and tells whether a letter of it was lost.
func (t *csvTarget) cell(v Value, alone bool) (lost bool) {
	text := ""
	switch v.kind {
	case numberValue:
		text = strconv.FormatFloat(v.number, 'f', -1, 64)
		if t.sep == ';' {
			text = strings.Replace(text, ".", ",", 1) // as a Russian Excel reads numbers
		}
	case dateValue:
		if !v.at.IsZero() {
			text = v.at.Format("02.01.2006")
		}
	case momentValue:
		if !v.at.IsZero() {
			text = v.at.Format("02.01.2006 15:04:05")
		}
	default:
		text = Guard(strings.ReplaceAll(strings.ToValidUTF8(v.text, "\ufffd"), "\x00", ""))
	}
	quote := strings.IndexByte(text, t.sep) >= 0 || strings.ContainsAny(text, "\"\r\n") ||
		strings.TrimSpace(text) != text || alone && text == ""
	if quote {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	if !t.cp1251 {
		t.line = append(t.line, text...)
		return false
	}
	for _, r := range text {
		b, ok := charmap.Windows1251.EncodeRune(r)
		if !ok {
			b, lost = '?', true
		}
		t.line = append(t.line, b)
	}
	return lost
}

func (t *csvTarget) finish() error { return t.w.Flush() }

func (t *csvTarget) drop() {}
