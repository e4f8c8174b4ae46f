package sheet

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"kurator/model"
)

// Bounds of what is no cell: a book of a million rows keeps far below them.
const (
	maxPart    = 16 << 20  // an XML part other than sheets and strings
	maxOther   = 128 << 20 // all parts other than sheets and strings
	maxStrings = 4_000_000 // shared strings
	maxRun     = 1 << 20   // one tag or one run of text
	maxFiles   = 10_000
)

// workbookScan is what a walk over the archive found.
type workbookScan struct {
	limits Limits
	cells  int64
	other  int64
	total  int64
	last   map[string]int // sheet → number of its last row
}

// scanWorkbook walks once over everything in the archive, with a buffer of a megabyte, and refuses what would not fit:
// sizes written in the archive may lie, so what really comes out is counted.
func scanWorkbook(name string, limits Limits) (*workbookScan, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, damaged(err)
	}
	defer z.Close()
	if len(z.File) > maxFiles {
		return nil, tooBig("в книге слишком много частей")
	}
	s := &workbookScan{limits: limits, last: map[string]int{}}
	last := map[string]int{}
	for _, part := range z.File {
		n, err := s.part(part)
		if err != nil {
			return nil, err
		}
		last[partName(part)] = n
	}
	names, err := sheetParts(&z.Reader)
	if err != nil {
		return nil, err
	}
	for sheet, part := range names {
		s.last[sheet] = last[part]
	}
	return s, nil
}

func partName(f *zip.File) string { return strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/")) }

// part reads one part of the archive through; of a sheet it tells the number of the last row.
func (s *workbookScan) part(f *zip.File) (int, error) {
	r, err := f.Open()
	if err != nil {
		return 0, damaged(err)
	}
	defer r.Close()
	name := partName(f)
	counted := &countedReader{r: r, scan: s}
	switch {
	case strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml"):
		n, err := s.markup(counted, true)
		return n, scanFault(err)
	case name == "xl/sharedstrings.xml":
		_, err := s.markup(counted, false)
		return 0, scanFault(err)
	}
	n, err := io.Copy(io.Discard, counted)
	if err != nil {
		return 0, scanFault(err)
	}
	s.other += n
	if s.other > maxOther || n > maxPart && (strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")) {
		return 0, tooBig("оформление и вложения книги занимают слишком много места")
	}
	return 0, nil
}

func scanFault(err error) error {
	var f *model.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	return damaged(err)
}

// countedReader charges what comes out of the archive.
type countedReader struct {
	r    io.Reader
	scan *workbookScan
}

func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.scan.total += int64(n)
	if c.scan.total > c.scan.limits.Unzip {
		return n, tooBig("распакованная книга не помещается в отведённую память")
	}
	return n, err
}

// markup walks over the tags of a sheet or of the shared strings: it counts cells and strings, measures each of them, and
// sees that the text is whole. Comments, CDATA and declarations occur in no table that a program wrote.
func (s *workbookScan) markup(r io.Reader, sheet bool) (last int, err error) {
	in := bufio.NewReaderSize(r, maxRun)
	w := markupWalk{sheet: sheet}
	for {
		text, err := in.ReadSlice('<')
		if errors.Is(err, io.EOF) && w.depth == 0 && w.begun {
			s.cells += w.cells
			return w.last, nil
		}
		if err != nil {
			return w.last, runFault(err)
		}
		w.size += len(text)
		tag, err := in.ReadSlice('>')
		if err != nil {
			return w.last, runFault(err)
		}
		if !w.inside {
			w.size = 0
		}
		w.size += len(tag)
		if err := w.tag(tag); err != nil {
			return w.last, err
		}
		switch {
		case w.size > s.limits.Record:
			return w.last, longCell()
		case s.cells+w.cells > s.limits.Cells:
			return w.last, tooBig("в книге слишком много ячеек")
		case w.strings > maxStrings:
			return w.last, tooBig("в книге слишком много разных текстов")
		}
	}
}

// markupWalk is where the walk over one part stands.
type markupWalk struct {
	sheet   bool // a sheet, else the shared strings
	begun   bool // the root was met
	inside  bool // a cell or a shared string
	size    int  // bytes of it
	depth   int
	row     int
	last    int // the highest number of a row
	cells   int64
	strings int
}

func (w *markupWalk) tag(tag []byte) error {
	switch tag[0] {
	case '!', '>':
		return damaged(nil)
	case '?':
		return nil
	case '/':
		w.depth--
		if name := tagName(tag[1:]); name == "c" && w.sheet || name == "si" && !w.sheet {
			w.inside = false
		}
		return nil
	}
	opens := tag[max(0, len(tag)-2)] != '/'
	if opens {
		w.depth++
		w.begun = true
	}
	switch name := tagName(tag); {
	case w.sheet && name == "row":
		w.row, w.inside = rowNumber(tag, w.row+1), false
		w.last = max(w.last, w.row)
	case w.sheet && name == "c":
		w.cells++
		w.inside, w.size = opens, 0
	case !w.sheet && name == "si":
		w.strings++
		w.inside, w.size = opens, 0
	}
	return nil
}

func longCell() *model.Fault {
	return model.Faultf(model.BadData, "В книге есть ячейка длиннее, чем разрешает Excel. Найдите её и сократите или выгрузите данные заново.")
}

func runFault(err error) error {
	if errors.Is(err, bufio.ErrBufferFull) {
		return longCell()
	}
	return err
}

// tagName is the name of a tag without its prefix.
func tagName(tag []byte) string {
	end := bytes.IndexAny(tag, " \t\r\n/>")
	if end < 0 {
		return ""
	}
	name := tag[:end]
	if colon := bytes.IndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	return string(name)
}

// rowNumber is the number a row states, or the one after the row before it.
func rowNumber(tag []byte, follows int) int {
	for _, quote := range []string{` r="`, ` r='`} {
		at := bytes.Index(tag, []byte(quote))
		if at < 0 {
			continue
		}
		rest := tag[at+len(quote):]
		if end := bytes.IndexByte(rest, quote[3]); end > 0 && end < 9 {
			if n, err := strconv.Atoi(string(rest[:end])); err == nil && n > 0 {
				return n
			}
		}
	}
	return follows
}

// sheetParts tells in which part of the archive each sheet lies.
func sheetParts(z *zip.Reader) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	for _, f := range z.File {
		var into any
		switch partName(f) {
		case "xl/workbook.xml":
			into = &book
		case "xl/_rels/workbook.xml.rels":
			into = &rels
		default:
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, damaged(err)
		}
		err = xml.NewDecoder(r).Decode(into)
		_ = r.Close()
		if err != nil {
			return nil, damaged(err)
		}
	}
	parts := map[string]string{}
	for _, s := range book.Sheets {
		for _, rel := range rels.Relationship {
			if rel.ID == s.ID && s.ID != "" {
				target := strings.TrimPrefix(rel.Target, "/")
				if target == rel.Target {
					target = path.Join("xl", target)
				}
				parts[s.Name] = strings.ToLower(target)
			}
		}
	}
	return parts, nil
}
