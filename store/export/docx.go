package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"kurator/model/report"
)

// writeDOCX writes a document of the few parts Word needs: paragraphs, headings and tables whose heads repeat on each page.
func writeDOCX(w io.Writer, r *report.Report) error {
	d := &document{width: docxText}
	if wide(r) {
		d.width = docxWide
	}
	d.text("Title", r.Title)
	for _, line := range append([]string{r.Office}, r.Lead...) {
		if line != "" {
			d.text("Normal", line)
		}
	}
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			d.text("Heading1", string(x))
		case report.Paragraph:
			d.text("Normal", string(x))
		case *report.Table:
			d.table(x)
		case *report.Chart:
			if !x.Repeats {
				d.table(chartTable(x))
			}
		}
	}
	d.text("Heading1", "Определения")
	d.table(definitions(r))
	for _, line := range r.Watermark {
		d.text("Note", line)
	}
	body := `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
		d.b.String() + d.page() + `</w:body></w:document>`
	out := zip.NewWriter(w)
	for _, part := range [...][2]string{{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRels}, {"word/_rels/document.xml.rels", docxLinks},
		{"word/document.xml", body}, {"word/styles.xml", docxStyles}} {
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

type document struct {
	b     bytes.Buffer
	width int // of the text, in twentieths of a point
}

// Widths of the text of an A4 page, upright and on its side, and what a letter of a table and the edges of a cell take.
const (
	docxText   = 11906 - 1417 - 850
	docxWide   = 16838 - 1134 - 850
	docxLetter = 115
	docxEdges  = 220
	docxCell   = 40 // letters a column asks for at most
)

// page sets the sheet: on its side when a table is too wide for an upright one.
func (d *document) page() string {
	size, left := `w:w="11906" w:h="16838"`, 1417
	if d.width == docxWide {
		size, left = `w:w="16838" w:h="11906" w:orient="landscape"`, 1134
	}
	return fmt.Sprintf(`<w:sectPr><w:pgSz %s/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="%d" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>`, size, left)
}

// wide tells whether a table would break words on an upright page.
func wide(r *report.Report) bool {
	for _, block := range r.Blocks {
		t, ok := block.(*report.Table)
		if !ok {
			continue
		}
		sum := 0
		for i := range t.Columns {
			least, _ := columnOf(t, i)
			sum += least
		}
		if sum > docxText {
			return true
		}
	}
	return false
}

// columnOf is how wide a column must be for its longest word, numbers being one, and how wide it would like to be.
func columnOf(t *report.Table, i int) (least, most int) {
	measure := func(text string, whole bool) {
		most = max(most, min(utf8.RuneCountInString(text), docxCell))
		words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' })
		if whole {
			words = []string{text}
		}
		for _, word := range words {
			least = max(least, min(utf8.RuneCountInString(word), docxCell))
		}
	}
	measure(t.Columns[i].Title, false)
	least++ // the head is bold
	if strings.ContainsFunc(t.Columns[i].Title, unicode.IsLetter) {
		least += least / 10
	}
	for _, row := range t.Rows {
		measure(row.Cells[i].String(), row.Cells[i].Numeric())
	}
	return least*docxLetter + docxEdges, max(most, least)*docxLetter + docxEdges
}

// widths share the page out: every column gets what its words need, and what is left goes to those that would like more.
func (d *document) widths(t *report.Table) []int {
	list, wants := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	left, want := d.width, 0
	for i := range t.Columns {
		least, most := columnOf(t, i)
		list[i], wants[i] = least, most-least
		left, want = left-least, want+most-least
	}
	for i := range list {
		switch {
		case left < 0: // too much all the same: everything gives way alike
			list[i] = list[i] * d.width / (d.width - left)
		case want > 0:
			list[i] += min(wants[i]*left/want, wants[i])
		}
	}
	return list
}

func (d *document) text(style, text string) {
	fmt.Fprintf(&d.b, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>%s</w:p>`, style, run(text, false))
}

func run(text string, bold bool) string {
	weight := ""
	if bold {
		weight = "<w:rPr><w:b/></w:rPr>"
	}
	var safe bytes.Buffer
	_ = xml.EscapeText(&safe, []byte(text)) // a buffer takes everything
	return `<w:r>` + weight + `<w:t xml:space="preserve">` + safe.String() + `</w:t></w:r>`
}

func (d *document) table(t *report.Table) {
	if t.Title != "" {
		d.text("Caption", t.Title)
	}
	widths, sum := d.widths(t), 0
	for _, w := range widths {
		sum += w
	}
	fmt.Fprintf(&d.b, `<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`, sum)
	for _, w := range widths {
		fmt.Fprintf(&d.b, `<w:gridCol w:w="%d"/>`, w)
	}
	d.b.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.cell(widths[i], c.Title, c.Right, true)
	}
	d.b.WriteString(`</w:tr>`)
	for _, row := range t.Rows {
		d.b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range row.Cells {
			d.cell(widths[i], c.String(), t.Columns[i].Right, row.Total)
		}
		d.b.WriteString(`</w:tr>`)
	}
	d.b.WriteString(`</w:tbl>`)
	d.text("Note", t.Note)
}

func (d *document) cell(width int, text string, right, bold bool) {
	align := ""
	if right {
		align = `<w:jc w:val="right"/>`
	}
	fmt.Fprintf(&d.b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>%s</w:pPr>%s</w:p></w:tc>`, width, align, run(text, bold))
}

const (
	docxTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	docxRels  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	docxLinks = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// The sizes are half points; the family is the one official papers are usually set in.
	docxStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Note"><w:name w:val="Note"/><w:basedOn w:val="Normal"/><w:rPr><w:sz w:val="18"/><w:color w:val="555555"/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="999999"/><w:left w:val="single" w:sz="4" w:color="999999"/><w:bottom w:val="single" w:sz="4" w:color="999999"/><w:right w:val="single" w:sz="4" w:color="999999"/><w:insideH w:val="single" w:sz="4" w:color="999999"/><w:insideV w:val="single" w:sz="4" w:color="999999"/></w:tblBorders></w:tblPr></w:style></w:styles>`
)
