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
	var b strings.Builder
	d := xml.NewDecoder(r)
	var open []string
	hidden := 0 // inside deleted or alternative text
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(open) == 0:
			return strings.TrimSpace(b.String()), nil
		case errors.Is(err, errTooLarge) || b.Len() > maxText:
			return "", tooLarge()
		case err != nil:
			return "", notDocument(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if open = append(open, t.Name.Local); len(open) > maxDepth {
				return "", notDocument(nil)
			}
			switch t.Name.Local {
			case "del", "moveFrom", "Fallback", "instrText", "delText":
				hidden++
			case "br", "cr":
				b.WriteByte('\n')
			case "tab":
				if within(open, "r") { // elsewhere it is a tab stop of the style
					b.WriteByte('\t')
				}
			case "noBreakHyphen":
				b.WriteRune('-')
			}
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != t.Name.Local {
				return "", notDocument(nil)
			}
			open = open[:len(open)-1]
			switch t.Name.Local {
			case "del", "moveFrom", "Fallback", "instrText", "delText":
				hidden--
			case "p":
				if within(open, "tc") {
					b.WriteByte(' ')
				} else {
					b.WriteByte('\n')
				}
			case "tc":
				b.WriteByte('\t')
			case "tr":
				b.WriteByte('\n')
			}
		case xml.CharData:
			if hidden == 0 && len(open) > 0 && open[len(open)-1] == "t" {
				b.Write(t)
			}
		case xml.Directive: // a DTD has no place here: entities could unfold without end
			return "", notDocument(nil)
		}
	}
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
