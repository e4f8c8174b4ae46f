package sheet

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"kurator/model"
)

// maxColumns is how many columns a spreadsheet can have.
const maxColumns = 16_384

// maxMended is how many unclosed quotes a file may have before reading it further would be guessing.
const maxMended = 100

func openCSV(f *File, head []byte, o Options) error {
	charset, err := chooseCharset(o.Charset, head)
	if err != nil {
		return err
	}
	f.Charset, f.Separator = charset, o.Separator
	if f.Separator == 0 {
		f.Separator = rune(guessSeparator(head, charset))
	}
	f.open = func(int) (stream, error) {
		file, err := os.Open(f.Path)
		if err != nil {
			return nil, unreadable(err)
		}
		counted := &counter{r: file, total: f.Size, progress: o.Progress}
		r := newCSVRows(decoding(counted, charset), byte(f.Separator), o.Limits.Record)
		r.file = file
		return r, nil
	}
	return nil
}

// counter reports how much of a file has been read.
type counter struct {
	r        io.Reader
	n, total int64
	progress func(done, total int64)
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.progress != nil {
		c.progress(min(c.n, c.total), c.total)
	}
	return n, err
}

// guessSeparator takes the separator that cuts the first records most evenly and finely.
func guessSeparator(head []byte, charset string) byte {
	text, _ := io.ReadAll(io.LimitReader(decoding(bytes.NewReader(head), charset), 2*headSize))
	best, bestScore := byte(';'), 0
	for _, sep := range []byte{';', '\t', ',', '|'} {
		r := newCSVRows(bytes.NewReader(text), sep, len(text)+1)
		counts, row := map[int]int{}, Row{}
		for range 40 {
			if r.next(&row) != nil {
				break
			}
			if row.Fault == "" {
				counts[len(row.Cells)]++
			}
		}
		score := 0
		for cells, times := range counts {
			score = max(score, (cells-1)*times)
		}
		if score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

// csvRows reads records from a window over the text that holds at least the record being read, so that a record whose
// quote never closes can be read again line by line instead of swallowing the rest of the file.
type csvRows struct {
	src        io.Reader
	file       io.Closer
	sep        byte
	limit      int // of one record
	buf        []byte
	start, end int
	eof        bool
	err        error // of the source, told when its bytes are used up
	number     int
	mended     int

	out  []byte // the record without its quotes
	ends []int  // where each cell ends in out
}

func newCSVRows(src io.Reader, sep byte, limit int) *csvRows {
	return &csvRows{src: src, sep: sep, limit: limit, buf: make([]byte, 256<<10)}
}

// Close closes the file behind the text.
func (r *csvRows) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

// outcomes of a try to read one record from the window.
type attempt int

const (
	whole    attempt = iota
	short            // the window ends before the record does
	unclosed         // the text ends inside quotes
)

// next reads the next record that is not blank.
func (r *csvRows) next(row *Row) error {
	for {
		fault, err := r.record()
		if err != nil {
			return err
		}
		r.number++
		if len(r.out) == 0 && len(r.ends) == 1 && fault == "" {
			continue
		}
		if r.number == 1 && len(r.out) == 5 && bytes.HasPrefix(r.out, []byte("sep=")) {
			r.sep = r.out[4] // Excel's own hint
			continue
		}
		if r.number == 1 && string(r.out) == "sep=" && len(r.ends) == 2 {
			continue
		}
		row.Number, row.Fault = r.number, fault
		row.Cells = r.cells(row.Cells[:0])
		return nil
	}
}

// cells cuts the record into strings that share one allocation.
func (r *csvRows) cells(into []string) []string {
	clean := utf8.Valid(r.out)
	text := string(r.out)
	from := 0
	for _, end := range r.ends {
		cell := text[from:end]
		if !clean {
			cell = strings.ToValidUTF8(cell, "\ufffd")
		}
		into = append(into, cell)
		from = end
	}
	return into
}

// record reads one record into out and ends; the sentence tells when it had to be mended.
func (r *csvRows) record() (string, error) {
	for {
		if r.start == r.end && r.eof {
			if r.err != nil {
				return "", unreadable(r.err)
			}
			return "", io.EOF
		}
		next, how := r.parse()
		switch {
		case how == whole && r.bigCells():
			r.start = next
			return "Строка длиннее, чем бывает в таблицах; часть её не прочитана.", nil
		case how == whole:
			r.start = next
			return "", nil
		case how == unclosed:
			return r.mend()
		case r.end-r.start >= r.limit:
			if bytes.IndexByte(r.buf[r.start:r.end], '"') >= 0 {
				return r.mend()
			}
			return r.skipLine()
		}
		r.fill()
	}
}

// bigCells cuts a record with more columns than a spreadsheet has.
func (r *csvRows) bigCells() bool {
	if len(r.ends) <= maxColumns {
		return false
	}
	r.ends = r.ends[:maxColumns]
	r.out = r.out[:r.ends[maxColumns-1]]
	return true
}

// fill reads more text behind what is in the window.
func (r *csvRows) fill() {
	if r.start > 0 {
		r.end = copy(r.buf, r.buf[r.start:r.end])
		r.start = 0
	}
	if r.end == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	for tries := 0; ; tries++ {
		n, err := r.src.Read(r.buf[r.end:])
		if n > 0 {
			tries = 0
		}
		n = withoutNUL(r.buf[r.end : r.end+n])
		r.end += n
		if err != nil || tries > 100 {
			r.eof = true
			if err != nil && !errors.Is(err, io.EOF) {
				r.err = err
			}
			return
		}
		if n > 0 {
			return
		}
	}
}

// withoutNUL moves what stands behind NULs over them, and tells how much is left. They go before the text is cut into cells: between a closing
// quote and its separator one would keep the quote open.
func withoutNUL(b []byte) int {
	n := bytes.IndexByte(b, 0)
	if n < 0 {
		return len(b)
	}
	for _, c := range b[n:] {
		if c != 0 {
			b[n] = c
			n++
		}
	}
	return n
}

// parse tries to read one record from the window: the end of it, and whether it was whole.
func (r *csvRows) parse() (int, attempt) {
	r.out, r.ends = r.out[:0], r.ends[:0]
	b, i := r.buf[:r.end], r.start
	for {
		if i < len(b) && b[i] == '"' {
			next, how := r.quoted(b, i+1)
			if how != whole {
				return 0, how
			}
			i = next
		} else {
			from := i
			for i < len(b) && b[i] != r.sep && b[i] != '\n' && b[i] != '\r' {
				i++
			}
			r.out = append(r.out, b[from:i]...)
		}
		if i >= len(b) {
			if !r.eof {
				return 0, short
			}
			r.ends = append(r.ends, len(r.out))
			return i, whole
		}
		r.ends = append(r.ends, len(r.out))
		switch b[i] {
		case r.sep:
			i++
		case '\n':
			return i + 1, whole
		default: // \r, alone or before \n
			if i+1 >= len(b) && !r.eof {
				return 0, short
			}
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
			return i + 1, whole
		}
	}
}

// quoted reads from behind an opening quote to the separator or line end behind the closing one. A quote inside that is
// not doubled is taken as it stands.
func (r *csvRows) quoted(b []byte, i int) (int, attempt) {
	for {
		at := bytes.IndexByte(b[i:], '"')
		if at < 0 {
			if r.eof {
				return 0, unclosed
			}
			return 0, short
		}
		r.out = append(r.out, b[i:i+at]...)
		i += at + 1
		if i >= len(b) && !r.eof {
			return 0, short
		}
		after := i
		for after < len(b) && b[after] == ' ' && r.sep != ' ' {
			after++
		}
		switch {
		case i < len(b) && b[i] == '"':
			r.out = append(r.out, '"')
			i++
		case after >= len(b) && !r.eof:
			return 0, short
		case after >= len(b) || b[after] == r.sep || b[after] == '\n' || b[after] == '\r':
			return after, whole
		default:
			r.out = append(r.out, '"')
		}
	}
}

// mend reads the one line in which a quote opens and never closes, quotes taken as they stand.
func (r *csvRows) mend() (string, error) {
	r.mended++
	if r.mended > maxMended {
		return "", model.Faultf(model.BadData, "В файле слишком много незакрытых кавычек (строка %d). Выгрузите его заново или сохраните как XLSX.", r.number+1)
	}
	line := r.buf[r.start:r.end]
	at := bytes.IndexAny(line, "\r\n")
	if at < 0 && !r.eof {
		return r.skipLine()
	}
	next := r.end
	if at >= 0 {
		next = r.start + at + 1
		if line[at] == '\r' && at+1 < len(line) && line[at+1] == '\n' {
			next++
		}
		line = line[:at]
	}
	r.out, r.ends = r.out[:0], r.ends[:0]
	for cell := range bytes.SplitSeq(line, []byte{r.sep}) {
		r.out = append(r.out, cell...)
		r.ends = append(r.ends, len(r.out))
	}
	r.bigCells()
	r.start = next
	return "В строке открыта кавычка, которая нигде не закрыта.", nil
}

// skipLine keeps the beginning of a line too long to be a record and passes over the rest of it.
func (r *csvRows) skipLine() (string, error) {
	r.out = append(r.out[:0], bytes.ToValidUTF8(r.buf[r.start:min(r.start+4096, r.end)], nil)...)
	r.ends = append(r.ends[:0], len(r.out))
	for {
		if at := bytes.IndexAny(r.buf[r.start:r.end], "\r\n"); at >= 0 {
			r.start += at + 1
			break
		}
		r.start = r.end
		if r.eof {
			break
		}
		r.fill()
	}
	return "Ячейка длиннее, чем бывает в таблицах; строка не прочитана.", nil
}
