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

func (h *htmlRows) next(row *Row) error {
	row.Cells = row.Cells[:0]
	var cell strings.Builder
	inRow, inCell, hidden, size := false, false, 0, 0
	endCell := func() {
		if inCell {
			row.Cells = append(row.Cells, strings.TrimSpace(strings.ReplaceAll(cell.String(), "\x00", "")))
			cell.Reset()
			inCell = false
		}
	}
	for {
		kind := h.z.Next()
		name, _ := h.z.TagName()
		tag := string(name)
		ends := kind == html.EndTagToken && (tag == "tr" || tag == "table") ||
			kind == html.StartTagToken && tag == "tr" || kind == html.ErrorToken
		if ends && inRow {
			endCell()
			if len(row.Cells) > 0 {
				h.number++
				row.Number = h.number
				return nil // the next row, if this tag began one, is entered by its first cell
			}
		}
		switch {
		case kind == html.ErrorToken:
			if errors.Is(h.z.Err(), html.ErrBufferExceeded) {
				return model.Faultf(model.BadData, "В таблице есть ячейка длиннее, чем разрешает Excel. Выгрузите данные заново.")
			}
			return h.z.Err()
		case kind == html.StartTagToken && (tag == "script" || tag == "style"):
			hidden++
		case kind == html.EndTagToken && (tag == "script" || tag == "style"):
			hidden = max(0, hidden-1)
		case kind == html.StartTagToken && (tag == "td" || tag == "th"):
			endCell()
			inRow, inCell = true, true
		case kind == html.EndTagToken && (tag == "td" || tag == "th"):
			endCell()
		case tag == "br" && inCell:
			cell.WriteByte('\n')
		case kind == html.TextToken && inCell && hidden == 0:
			text := h.z.Text()
			if size += len(text); size > h.limit || len(row.Cells) > maxColumns {
				return tooBig("одна строка таблицы не помещается в память")
			}
			cell.Write(text)
		}
	}
}
