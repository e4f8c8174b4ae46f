package export

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"kurator/model/pattern"
	"kurator/model/report"
)

// book is a workbook in the making: a sheet for the text, one for each table and chart, one for the definitions.
type book struct {
	f      *excelize.File
	styles map[string]int
	names  map[string]bool
	err    error
}

func writeXLSX(w io.Writer, r *report.Report) error {
	b := &book{f: excelize.NewFile(), styles: map[string]int{}, names: map[string]bool{}}
	defer b.f.Close()
	b.check(b.f.SetDocProps(&excelize.DocProperties{Title: r.Title, Creator: r.Office, LastModifiedBy: r.Office,
		Created: string(r.Period.To) + "T00:00:00Z", Modified: string(r.Period.To) + "T00:00:00Z"}))
	b.front(r)
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case *report.Table:
			b.table(x)
		case *report.Chart:
			b.chart(x)
		}
	}
	b.table(definitions(r))
	b.f.SetActiveSheet(0)
	if b.err != nil {
		return b.err
	}
	packed, err := b.f.WriteToBuffer()
	if err != nil {
		return err
	}
	return repack(w, packed.Bytes())
}

func (b *book) check(err error) { b.err = errors.Join(b.err, err) }

// sheet makes a sheet with a name Excel allows, once.
func (b *book) sheet(title string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, title)
	runes := []rune(strings.TrimSpace(name))
	name = string(runes[:min(len(runes), 28)])
	base := name
	for i := 2; b.names[strings.ToLower(name)] || name == ""; i++ {
		name = fmt.Sprintf("%s %d", base, i)
	}
	b.names[strings.ToLower(name)] = true
	if len(b.names) == 1 {
		b.check(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.check(err)
	}
	return name
}

// front is the first sheet: title, text and what the data is.
func (b *book) front(r *report.Report) {
	name := b.sheet("Отчёт")
	b.check(b.f.SetColWidth(name, "A", "A", 110))
	line := 0
	say := func(text, style string) {
		line++
		cell := fmt.Sprintf("A%d", line)
		b.check(b.f.SetCellStr(name, cell, text))
		b.check(b.f.SetCellStyle(name, cell, cell, b.style(style)))
	}
	say(r.Title, "title")
	for _, s := range append([]string{r.Office}, r.Lead...) {
		if s != "" {
			say(s, "words")
		}
	}
	for _, block := range r.Blocks {
		if p, ok := block.(report.Paragraph); ok {
			say(string(p), "words")
		}
	}
	for _, s := range r.Watermark {
		say(s, "note")
	}
	b.page(name, line, 1, false)
}

// table is one table on a sheet of its own.
func (b *book) table(t *report.Table) {
	name, last := b.fill(t)
	b.page(name, last, len(t.Columns), true)
}

// fill writes a table on a new sheet: its title, a frozen head, numbers with their formats. It tells the sheet and its last row.
func (b *book) fill(t *report.Table) (name string, last int) {
	const head = 2
	name = b.sheet(t.Title)
	b.check(b.f.SetCellStr(name, "A1", t.Title))
	b.check(b.f.SetCellStyle(name, "A1", "A1", b.style("title")))
	for i, c := range t.Columns {
		cell := cellName(i+1, head)
		b.check(b.f.SetCellStr(name, cell, c.Title))
		style := "head"
		if c.Right {
			style = "head right"
		}
		b.check(b.f.SetCellStyle(name, cell, cell, b.style(style)))
	}
	line := head
	for _, row := range t.Rows {
		line++
		for i, c := range row.Cells {
			b.cell(name, cellName(i+1, line), c, row.Total, t.Columns[i].Right)
		}
		b.height(name, line, row)
	}
	b.widths(name, t)
	last = line
	if t.Note != "" {
		last = line + 2
		b.check(b.f.SetCellStr(name, cellName(1, last), t.Note))
		b.check(b.f.SetCellStyle(name, cellName(1, last), cellName(1, last), b.style("small")))
	}
	b.check(b.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: cellName(1, head+1), ActivePane: "bottomLeft"}))
	return name, last
}

func (b *book) cell(name, cell string, c report.Cell, total, right bool) {
	style := "words"
	switch {
	case c.Form == report.Words:
		b.check(b.f.SetCellStr(name, cell, c.Text))
		if right {
			style = "right"
		}
	case !c.Numeric():
		b.check(b.f.SetCellStr(name, cell, c.String()))
		style = "right"
	default:
		x := c.Rounded()
		if c.Form == report.Percent || c.Form == report.Change {
			x = math.Round(x*1e6) / 1e8 // percents are hundredths in a sheet
		}
		b.check(b.f.SetCellFloat(name, cell, x, -1, 64))
		style = "number " + format(c)
	}
	if total {
		style = "total " + style
	}
	b.check(b.f.SetCellStyle(name, cell, cell, b.style(style)))
}

// format is the number format of a cell. A figure on too few cases keeps its mark in the format.
func format(c report.Cell) string {
	digits := ""
	if c.Decimals > 0 {
		digits = "." + strings.Repeat("0", c.Decimals)
	}
	mark := ""
	if c.Small {
		mark = `"*"`
	}
	signed := func(f string) string { return "+" + f + mark + ";−" + f + mark + ";" + f + mark }
	switch c.Form {
	case report.Percent:
		return "0" + digits + "%" + mark
	case report.Change:
		return signed("0" + digits + "%")
	case report.Points:
		return signed("0" + digits + `" п.п."`)
	case report.Signed:
		return signed("#,##0" + digits)
	}
	return "#,##0" + digits + mark
}

// style is a style by its words, made once.
func (b *book) style(words string) int {
	if id, ok := b.styles[words]; ok {
		return id
	}
	s := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}, Font: &excelize.Font{Family: "PT Serif", Size: 10}}
	rest, total := strings.CutPrefix(words, "total ")
	if total {
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "top", Color: "777777", Style: 1}}
	}
	if numFormat, ok := strings.CutPrefix(rest, "number "); ok {
		s.CustomNumFmt = &numFormat
		s.Alignment.Horizontal = "right"
	}
	switch rest {
	case "title":
		s.Font.Bold, s.Font.Size, s.Alignment.WrapText = true, 14, false
	case "head", "head right":
		s.Font.Bold = true
		s.Border = []excelize.Border{{Type: "bottom", Color: "777777", Style: 2}}
		if rest == "head right" {
			s.Alignment.Horizontal = "right"
		}
	case "right":
		s.Alignment.Horizontal = "right"
	case "note", "small":
		s.Font.Color, s.Font.Size, s.Alignment.WrapText = "555555", 9, rest == "note"
	}
	if s.Alignment.Horizontal == "right" {
		s.Alignment.Indent = 1 // the next column's words stand apart
	}
	id, err := b.f.NewStyle(s)
	b.check(err)
	b.styles[words] = id
	return id
}

// widths fits the columns to their words, within reason.
func (b *book) widths(name string, t *report.Table) {
	for i := range t.Columns {
		col, err := excelize.ColumnNumberToName(i + 1)
		b.check(err)
		b.check(b.f.SetColWidth(name, col, col, float64(columnChars(t, i))))
	}
}

// Widths of a column in letters, and the height of a line in points.
const (
	leastColumn = 10
	mostColumn  = 60
	lineHeight  = 14
)

func columnChars(t *report.Table, column int) int {
	width := len([]rune(t.Columns[column].Title))
	for _, row := range t.Rows {
		width = max(width, len([]rune(row.Cells[column].String())))
	}
	return min(max(width+2, leastColumn), mostColumn)
}

// height gives a row as many lines as its longest cell breaks into: not every program finds that out by itself.
func (b *book) height(name string, line int, row report.Row) {
	lines := 1
	for _, c := range row.Cells {
		if n := len([]rune(c.String())); n > mostColumn-2 { // else the column is as wide as the cell
			lines = max(lines, (n+mostColumn-7)/(mostColumn-6)) // words break early
		}
	}
	if lines > 1 {
		b.check(b.f.SetRowHeight(name, line, float64(lineHeight*lines)))
	}
}

// page sets how a sheet prints: its area, one page wide, the head on every page.
func (b *book) page(name string, rows, columns int, head bool) {
	one, paper, none, orientation := 1, 9, 0, "portrait"
	if columns > 5 {
		orientation = "landscape"
	}
	fit := true
	b.check(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation, FitToWidth: &one, FitToHeight: &none}))
	b.check(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	last, err := excelize.ColumnNumberToName(max(columns, 1))
	b.check(err)
	b.check(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: name, RefersTo: fmt.Sprintf("'%s'!$A$1:$%s$%d", name, last, max(rows, 1))}))
	if head {
		b.check(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$2:$2", name)}))
	}
}

// Sizes in pixels: of a chart, and of cells nobody has given a size.
const (
	chartWidth  = 900
	columnWidth = 64
	rowHeight   = 20
)

// chart is a native chart beside its numbers.
func (b *book) chart(c *report.Chart) {
	if len(c.Labels) == 0 {
		return
	}
	t := chartTable(c)
	t.Title = "График. " + t.Title
	name, last := b.fill(t)
	height := min(max(360, 26*len(c.Labels)), 900)
	// The chart stands right of its numbers and prints with them.
	b.page(name, max(last, height/rowHeight+3), len(t.Columns)+1+(chartWidth+columnWidth-1)/columnWidth, true)
	kind := excelize.Bar
	if c.Lines {
		kind = excelize.Line
	} else if len(c.Series) > 1 {
		kind = excelize.Col
	}
	chart := &excelize.Chart{Type: kind, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title}}}, Legend: excelize.ChartLegend{Position: "bottom"},
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: uint(height)},
		PlotArea:  excelize.ChartPlotArea{ShowVal: !c.Lines}}
	dark := excelize.Font{Color: "333333", Size: 9}
	chart.XAxis.Font, chart.YAxis.Font = dark, dark // the usual grey is hard to read in print
	if len(c.Series) == 1 {
		plain := false
		chart.VaryColors, chart.Legend.Position = &plain, "none" // one series is what the title says
	}
	chart.YAxis.MajorGridLines = c.Lines
	chart.XAxis.ReverseOrder = kind == excelize.Bar // the first row on top
	for i := range c.Series {
		col, err := excelize.ColumnNumberToName(i + 2)
		b.check(err)
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:       fmt.Sprintf("'%s'!$%s$2", name, col),
			Categories: fmt.Sprintf("'%s'!$A$3:$A$%d", name, len(c.Labels)+2),
			Values:     fmt.Sprintf("'%s'!$%s$3:$%s$%d", name, col, col, len(c.Labels)+2),
			Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{strings.TrimPrefix(colour(i), "#")}},
		})
	}
	b.check(b.f.AddChart(name, cellName(len(c.Series)+3, 2), chart))
}

func cellName(col, row int) string {
	name, err := excelize.CoordinatesToCellName(col, row)
	if err != nil { // columns are few and rows are counted from 1
		return "A1"
	}
	return name
}

// repack writes an archive again with its parts in the order of their names and without times.
func repack(w io.Writer, packed []byte) error {
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	files := slices.Clone(in.File)
	slices.SortFunc(files, func(a, b *zip.File) int {
		return cmp.Compare(a.Name, b.Name) // «[Content_Types].xml» comes first of itself
	})
	out := zip.NewWriter(w)
	for _, f := range files {
		from, err := f.Open()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(from)
		if err = errors.Join(err, from.Close()); err != nil {
			return err
		}
		if f.Name == "[Content_Types].xml" {
			content = inOrder(content)
		}
		to, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := to.Write(content); err != nil {
			return err
		}
	}
	return out.Close()
}

var defaultType = pattern.Lazy(`<Default [^>]*></Default>`)

// inOrder sorts the defaults, which the library writes in the order of a map.
func inOrder(types []byte) []byte {
	list := defaultType().FindAll(types, -1)
	slices.SortFunc(list, bytes.Compare)
	i := -1
	return defaultType().ReplaceAllFunc(types, func([]byte) []byte {
		i++
		return list[i]
	})
}
