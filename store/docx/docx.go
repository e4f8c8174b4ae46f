// Package docx writes and reads the simplest documents of Word: paragraphs of text. A task sheet goes out as one and a draft comes
// back as one.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kurator/model"
)

// Style is how a paragraph looks.
type Style string

// Styles.
const (
	Normal  Style = "Normal"
	Title   Style = "Title"
	Heading Style = "Heading1"
	Note    Style = "Note"
)

// Paragraph is one paragraph; line feeds in it become line breaks.
type Paragraph struct {
	Style   Style
	Text    string
	NewPage bool // begins a page
}

// Write writes a document. The same paragraphs give the same bytes: archives carry no times of their own.
func Write(w io.Writer, text []Paragraph) error {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, p := range text {
		page := ""
		if p.NewPage {
			page = "<w:pageBreakBefore/>"
		}
		style := p.Style
		if style == "" {
			style = Normal
		}
		fmt.Fprintf(&b, `<w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr><w:r>`, style, page)
		for i, line := range strings.Split(p.Text, "\n") {
			if i > 0 {
				b.WriteString("<w:br/>")
			}
			b.WriteString(`<w:t xml:space="preserve">`)
			_ = xml.EscapeText(&b, []byte(strings.TrimRight(line, "\r"))) // a buffer takes everything
			b.WriteString("</w:t>")
		}
		b.WriteString("</w:r></w:p>")
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	out := zip.NewWriter(w)
	for _, part := range [...][2]string{{"[Content_Types].xml", types}, {"_rels/.rels", rels}, {"word/_rels/document.xml.rels", links},
		{mainPart, b.String()}, {"word/styles.xml", styles}} {
		to, err := out.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part[1]); err != nil {
			return err
		}
	}
	return out.Close()
}

// Plain is the same text without a format: paragraphs apart by empty lines.
func Plain(text []Paragraph) string {
	var b strings.Builder
	for i, p := range text {
		if i > 0 {
			b.WriteString("\n")
		}
		if p.NewPage {
			b.WriteString(strings.Repeat("─", 40) + "\n\n")
		}
		b.WriteString(p.Text + "\n")
	}
	return b.String()
}

// Save writes a document, or plain text where the name does not end in .docx, to a file that only its owner may read.
func Save(path string, text []Paragraph) error {
	var b bytes.Buffer
	if strings.EqualFold(filepath.Ext(path), ".docx") {
		if err := Write(&b, text); err != nil {
			return err
		}
	} else {
		b.WriteString("\ufeff" + strings.ReplaceAll(Plain(text), "\n", "\r\n")) // as the editor of Windows reads it
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return &model.Fault{Code: model.Failed, Cause: err, Say: "Не удалось записать документ. Проверьте папку, права и свободное место."}
	}
	return nil
}

const (
	mainPart = "word/document.xml"
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`
	types    = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	rels     = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	links    = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// Sizes are half points; the family is the one official papers are usually set in.
	styles = xmlHead + `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="20"/><w:color w:val="555555"/></w:rPr></w:style></w:styles>`
)
