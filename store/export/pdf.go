package export

import (
	_ "embed" // the faces
	"io"
	"math"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"kurator/model/report"
	"kurator/model/russian"
)

// PT Serif has ₽, № and Ё; its licence lies beside it.
var (
	//go:embed font/PTF55F.ttf
	regularFace []byte
	//go:embed font/PTF75F.ttf
	boldFace []byte
)

const (
	pdfMargin = 15.0
	pdfLine   = 5.0
	pdfFamily = "PT Serif"
)

// paper is a PDF in the making.
type paper struct {
	*fpdf.Fpdf
	width float64 // between the margins
}

func writePDF(w io.Writer, r *report.Report) error {
	p := &paper{Fpdf: fpdf.New("P", "mm", "A4", "")}
	made, err := time.Parse(time.DateOnly, string(r.Period.To))
	if err != nil {
		made = time.Unix(0, 0).UTC()
	}
	p.SetCreationDate(made) // the same report gives the same bytes
	p.SetModificationDate(made)
	p.SetCatalogSort(true)
	p.AddUTF8FontFromBytes(pdfFamily, "", regularFace)
	p.AddUTF8FontFromBytes(pdfFamily, "B", boldFace)
	p.SetMargins(pdfMargin, pdfMargin, pdfMargin)
	p.SetAutoPageBreak(true, pdfMargin)
	p.SetTitle(r.Title, true)
	p.AliasNbPages("")
	p.SetFooterFunc(func() {
		p.SetY(-10)
		p.SetFont(pdfFamily, "", 8)
		p.CellFormat(0, 5, russian.Number(int64(p.PageNo())), "", 0, "C", false, 0, "")
	})
	p.AddPage()
	width, _ := p.GetPageSize()
	p.width = width - 2*pdfMargin
	p.say("B", 16, r.Title)
	for _, line := range append([]string{r.Office}, r.Lead...) {
		if line != "" {
			p.say("", 10, line)
		}
	}
	p.Ln(2)
	for i, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			room := 30.0
			if c, ok := r.Blocks[min(i+1, len(r.Blocks)-1)].(*report.Chart); ok && c.Lines {
				room = 100 // with the drawing it stands over
			}
			p.keep(room)
			p.Ln(3)
			p.say("B", 13, string(x))
		case report.Paragraph:
			p.say("", 10, string(x))
		case *report.Table:
			p.table(x)
		case *report.Chart:
			p.chart(x)
		}
	}
	p.keep(30)
	p.Ln(3)
	p.say("B", 13, "Определения")
	p.table(definitions(r))
	for _, line := range r.Watermark {
		p.say("", 8, line)
	}
	return p.Output(w)
}

func (p *paper) say(style string, size float64, text string) {
	p.SetFont(pdfFamily, style, size)
	p.MultiCell(0, size*0.5, text, "", "L", false)
	p.Ln(1)
}

// keep starts a new page when less than so much is left on this one.
func (p *paper) keep(height float64) {
	_, page := p.GetPageSize()
	if p.GetY()+height > page-pdfMargin {
		p.AddPage()
	}
}

func (p *paper) table(t *report.Table) {
	widths := p.widths(t)
	p.keep(25)
	p.Ln(1)
	if t.Title != "" {
		p.say("B", 10, t.Title)
	}
	head := func() {
		cells := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			cells[i] = c.Title
		}
		p.row(t, widths, cells, true)
	}
	head()
	for _, row := range t.Rows {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = c.String()
		}
		if _, page := p.GetPageSize(); p.GetY()+p.height(widths, cells) > page-pdfMargin {
			p.AddPage()
			head()
		}
		p.row(t, widths, cells, row.Total)
	}
	if t.Note != "" {
		p.Ln(1)
		p.say("", 8, t.Note)
	}
	p.Ln(2)
}

const tableSize = 8.5

// widths give numbers the room they need, so that none is broken, and share the rest among the words.
func (p *paper) widths(t *report.Table) []float64 {
	p.SetFont(pdfFamily, "B", tableSize)
	widths, rest, want := make([]float64, len(t.Columns)), p.width, 0.0
	for i, c := range t.Columns {
		for _, word := range strings.Fields(c.Title) {
			widths[i] = math.Max(widths[i], p.GetStringWidth(word))
		}
		for _, row := range t.Rows {
			if width := p.GetStringWidth(row.Cells[i].String()); c.Right {
				widths[i] = math.Max(widths[i], width)
			} else {
				widths[i] = math.Max(widths[i], math.Min(width, 90))
			}
		}
		if widths[i] += 4; c.Right {
			rest -= widths[i]
		} else {
			want += widths[i]
		}
	}
	if want == 0 || rest < 20 { // nothing but numbers, or too many of them: everything gives way alike
		want, rest = want+p.width-rest, p.width
		for i := range widths {
			widths[i] *= rest / want
		}
		return widths
	}
	for i, c := range t.Columns {
		if !c.Right {
			widths[i] *= rest / want
		}
	}
	return widths
}

func (p *paper) height(widths []float64, cells []string) float64 {
	lines := 1
	for i, text := range cells {
		lines = max(lines, len(p.SplitText(text, widths[i]-2)))
	}
	return float64(lines)*4 + 1.5
}

func (p *paper) row(t *report.Table, widths []float64, cells []string, bold bool) {
	style := ""
	if bold {
		style = "B"
	}
	p.SetFont(pdfFamily, style, tableSize)
	height := p.height(widths, cells)
	x, y := p.GetX(), p.GetY()
	for i, text := range cells {
		align := "L"
		if t.Columns[i].Right {
			align = "R"
		}
		p.SetXY(x, y+0.7)
		p.MultiCell(widths[i], 4, text, "", align, false)
		x += widths[i]
	}
	p.SetDrawColor(190, 190, 190)
	p.Line(pdfMargin, y+height, pdfMargin+p.width, y+height)
	p.SetXY(pdfMargin, y+height)
}

func (p *paper) colour(i int) {
	rgb := [...][3]int{{31, 78, 121}, {197, 90, 17}, {106, 143, 60}, {139, 139, 139}}[i%4]
	p.SetFillColor(rgb[0], rgb[1], rgb[2])
	p.SetDrawColor(rgb[0], rgb[1], rgb[2])
}

// chart draws bars with their figures, or lines.
func (p *paper) chart(c *report.Chart) {
	if len(c.Labels) == 0 {
		return
	}
	if c.Lines {
		p.lines(c)
		return
	}
	const label, bar = 60.0, 4.0
	p.keep(20)
	p.say("B", 10, c.Title)
	p.SetFont(pdfFamily, "", 8)
	most := c.Most()
	for i, name := range c.Labels {
		p.keep(bar*float64(len(c.Series)) + 2)
		y := p.GetY()
		p.SetXY(pdfMargin, y)
		p.CellFormat(label-2, bar*float64(len(c.Series)), shorten(name, 40), "", 0, "RM", false, 0, "")
		for k, s := range c.Series {
			if math.IsNaN(s.Values[i]) {
				continue
			}
			width := (p.width - label - 20) * s.Values[i] / most
			top := y + bar*float64(k)
			p.colour(k)
			p.Rect(pdfMargin+label, top+0.5, width, bar-1, "F")
			p.SetXY(pdfMargin+label+width+1, top)
			p.CellFormat(20, bar, russian.Decimal(s.Values[i], s.Decimals), "", 0, "LM", false, 0, "")
		}
		p.SetXY(pdfMargin, y+bar*float64(len(c.Series))+1.5)
	}
	p.legend(c)
}

func (p *paper) lines(c *report.Chart) {
	const height, left = 60.0, 14.0
	p.keep(height + 20)
	p.say("B", 10, c.Title)
	p.SetFont(pdfFamily, "", 8)
	top, most := p.GetY(), c.Most()
	x := func(i int) float64 {
		return pdfMargin + left + (p.width-left-4)*float64(i)/float64(max(len(c.Labels)-1, 1))
	}
	y := func(v float64) float64 { return top + height*(1-v/most) }
	for i := range 5 {
		v := most * float64(i) / 4
		p.SetDrawColor(220, 220, 220)
		p.Line(pdfMargin+left, y(v), pdfMargin+p.width, y(v))
		p.SetXY(pdfMargin, y(v)-2)
		p.CellFormat(left-1, 4, russian.Decimal(v, 0), "", 0, "RM", false, 0, "")
	}
	for i := 0; i < len(c.Labels); i += (len(c.Labels) + 7) / 8 {
		p.SetXY(x(i)-12, top+height+1)
		p.CellFormat(24, 4, shorten(c.Labels[i], 16), "", 0, "CM", false, 0, "")
	}
	for k, s := range c.Series {
		p.colour(k)
		for i := 1; i < len(s.Values); i++ {
			if !math.IsNaN(s.Values[i]) && !math.IsNaN(s.Values[i-1]) {
				p.Line(x(i-1), y(s.Values[i-1]), x(i), y(s.Values[i]))
			}
		}
	}
	p.SetXY(pdfMargin, top+height+pdfLine+1)
	p.legend(c)
}

// legend names the rows where there are several.
func (p *paper) legend(c *report.Chart) {
	if len(c.Series) > 1 {
		p.keep(8)
		p.SetFont(pdfFamily, "", 8)
		y := p.GetY() + 1
		for k, s := range c.Series {
			x := pdfMargin + 60 + 45*float64(k)
			p.colour(k)
			p.Rect(x, y, 3, 3, "F")
			p.SetXY(x+4, y-0.5)
			p.CellFormat(40, 4, s.Name, "", 0, "LM", false, 0, "")
		}
		p.SetXY(pdfMargin, y+5)
	}
	p.Ln(2)
}
