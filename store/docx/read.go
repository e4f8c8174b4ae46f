package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"kurator/model"
)

// Limits of what is read: a document of a thousand pages is far below them, an archive made to fill the memory is not.
const (
	maxParts = 4_000
	maxText  = 2 << 20  // bytes of text handed out
	maxXML   = 64 << 20 // bytes of the document's XML unpacked
	maxDepth = 200
)

// Read gives the text of a document: paragraphs and line breaks as line feeds, table cells apart by tabs, deleted text left out.
// What is no document, is damaged or unpacks to more than a document needs is a Fault.
func Read(data []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", notDocument(err)
	}
	if len(archive.File) > maxParts {
		return "", tooLarge()
	}
	for _, part := range archive.File {
		if part.Name != mainPart {
			continue
		}
		if part.UncompressedSize64 > maxXML {
			return "", tooLarge()
		}
		r, err := part.Open()
		if err != nil {
			return "", notDocument(err)
		}
		defer r.Close()
		return text(&bounded{r, maxXML})
	}
	return "", notDocument(nil)
}

var errTooLarge = errors.New("document is too large")

// bounded fails beyond the bytes allowed: the size an archive states of itself proves nothing.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p[:min(len(p), b.left+1)])
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// text walks the XML. Names are compared without their namespaces: two editions of the format differ in them.
func text(r io.Reader) (string, error) {
	var w walk
	d := xml.NewDecoder(r)
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(w.open) == 0:
			return strings.TrimSpace(w.b.String()), nil
		case errors.Is(err, errTooLarge) || w.b.Len() > maxText:
			return "", tooLarge()
		case err != nil:
			return "", notDocument(err)
		}
		sound := true
		switch t := token.(type) {
		case xml.StartElement:
			sound = w.start(t.Name.Local)
		case xml.EndElement:
			sound = w.end(t.Name.Local)
		case xml.CharData:
			if w.hidden == 0 && len(w.open) > 0 && w.open[len(w.open)-1] == "t" {
				w.b.Write(t)
			}
		case xml.Directive: // a DTD has no place here: entities could unfold without end
			sound = false
		}
		if !sound {
			return "", notDocument(nil)
		}
	}
}

// walk is where the reading of a document stands.
type walk struct {
	b      strings.Builder
	open   []string
	hidden int // inside deleted or alternative text
}

// hides tells whether what an element holds is no part of the text.
func hides(name string) bool {
	switch name {
	case "del", "moveFrom", "Fallback", "instrText", "delText":
		return true
	}
	return false
}

func (w *walk) start(name string) (sound bool) {
	if w.open = append(w.open, name); len(w.open) > maxDepth {
		return false
	}
	switch {
	case hides(name):
		w.hidden++
	case name == "br", name == "cr":
		w.b.WriteByte('\n')
	case name == "tab" && within(w.open, "r"): // elsewhere it is a tab stop of the style
		w.b.WriteByte('\t')
	case name == "noBreakHyphen":
		w.b.WriteByte('-')
	}
	return true
}

func (w *walk) end(name string) (sound bool) {
	if len(w.open) == 0 || w.open[len(w.open)-1] != name {
		return false
	}
	w.open = w.open[:len(w.open)-1]
	switch {
	case hides(name):
		w.hidden--
	case name == "p" && within(w.open, "tc"):
		w.b.WriteByte(' ')
	case name == "p", name == "tr":
		w.b.WriteByte('\n')
	case name == "tc":
		w.b.WriteByte('\t')
	}
	return true
}

func within(open []string, name string) bool {
	for _, x := range open {
		if x == name {
			return true
		}
	}
	return false
}

func notDocument(cause error) error {
	return &model.Fault{Code: model.BadData, Cause: cause,
		Say: "Это не документ Word (.docx) или он повреждён. Откройте его в редакторе и сохраните заново."}
}

func tooLarge() error {
	return model.Faultf(model.BadData, "Документ слишком велик для проекта ответа. Сохраните только текст ответа.")
}
