package sheet

import (
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/net/html"

	"kurator/model"
)

// openHTML prepares an HTML page whose tables are rows; several systems save such a page under the name .xls.
func openHTML(f *File, head []byte, o Options) error {
	charset := o.Charset
	if charset == "" {
		charset = metaCharset(head)
	}
	charset, err := chooseCharset(charset, head)
	if err != nil {
		return err
	}
	f.Charset = charset
	f.open = func(int) (stream, error) {
		file, err := os.Open(f.Path)
		if err != nil {
			return nil, unreadable(err)
		}
		z := html.NewTokenizer(decoding(&counter{r: file, total: f.Size, progress: o.Progress}, charset))
		z.SetMaxBuf(o.Limits.Record)
		return &htmlRows{z: z, file: file, limit: o.Limits.Record}, nil
	}
	return nil
}

// metaCharset is the charset a page states, "" when it states none that is known.
func metaCharset(head []byte) string {
	text := strings.ToLower(asciiOf(head))
	_, rest, ok := strings.Cut(text, "charset=")
	if !ok {
		return ""
	}
	rest = strings.TrimLeft(rest, `"' `)
	if end := strings.IndexAny(rest, `"'; />`); end > 0 {
		rest = rest[:end]
	}
	name, _ := NormalCharset(rest)
	if strings.HasPrefix(name, "utf-16") && guessWide(head) == "" {
		return "" // a page that states UTF-16 inside ASCII text is mistaken
	}
	return name
}

// htmlRows reads the rows of every table of a page in turn.
type htmlRows struct {
	z      *html.Tokenizer
	file   io.Closer
	limit  int
	number int
}

// Close closes the page.
func (h *htmlRows) Close() error { return h.file.Close() }

// htmlRow is a row of a page being put together.
type htmlRow struct {
	row    *Row
	cell   strings.Builder
	begun  bool // a cell of it has been met
	inCell bool
	hidden int // scripts and styles are no text
	size   int
}

func (r *htmlRow) endCell() {
	if r.inCell {
		r.row.Cells = append(r.row.Cells, strings.TrimSpace(strings.ReplaceAll(r.cell.String(), "\x00", "")))
		r.cell.Reset()
		r.inCell = false
	}
}

func (h *htmlRows) next(row *Row) error {
	row.Cells = row.Cells[:0]
	r := &htmlRow{row: row}
	for {
		kind := h.z.Next()
		name, _ := h.z.TagName()
		tag := string(name)
		if r.begun && endsRow(kind, tag) {
			r.endCell()
			h.number++
			row.Number = h.number
			return nil // the next row, if this tag began one, is entered by its first cell
		}
		switch kind {
		case html.ErrorToken:
			if errors.Is(h.z.Err(), html.ErrBufferExceeded) {
				return model.Faultf(model.BadData, "В таблице есть ячейка длиннее, чем разрешает Excel. Выгрузите данные заново.")
			}
			return h.z.Err()
		case html.TextToken:
			if !r.inCell || r.hidden > 0 {
				continue
			}
			text := h.z.Text()
			if r.size += len(text); r.size > h.limit || len(row.Cells) > maxColumns {
				return tooBig("одна строка таблицы не помещается в память")
			}
			r.cell.Write(text)
		default:
			r.tag(tag, kind == html.EndTagToken)
		}
	}
}

func endsRow(kind html.TokenType, tag string) bool {
	switch kind {
	case html.ErrorToken:
		return true
	case html.StartTagToken:
		return tag == "tr"
	case html.EndTagToken:
		return tag == "tr" || tag == "table"
	}
	return false
}

// tag takes a tag that does not end the row.
func (r *htmlRow) tag(tag string, end bool) {
	switch tag {
	case "script", "style":
		if end {
			r.hidden = max(0, r.hidden-1)
		} else {
			r.hidden++
		}
	case "td", "th":
		r.endCell()
		if !end {
			r.begun, r.inCell = true, true
		}
	case "br":
		if r.inCell {
			r.cell.WriteByte('\n')
		}
	}
}
