package export

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"kurator/model/report"
	"kurator/store/sheet"
)

func writeMarkdown(w io.Writer, r *report.Report) error {
	var b bytes.Buffer
	b.WriteString("# " + markdown(r.Title) + "\n\n")
	for _, line := range append([]string{r.Office}, r.Lead...) {
		if line != "" {
			b.WriteString(markdown(line) + "\n\n")
		}
	}
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			b.WriteString("## " + markdown(string(x)) + "\n\n")
		case report.Paragraph:
			b.WriteString(markdown(string(x)) + "\n\n")
		case *report.Table:
			markdownTable(&b, x)
		case *report.Chart:
			if !x.Repeats {
				markdownTable(&b, chartTable(x))
			}
		}
	}
	b.WriteString("## Определения\n\n")
	markdownTable(&b, definitions(r))
	for _, line := range r.Watermark {
		b.WriteString(markdown(line) + "\n\n")
	}
	_, err := w.Write(append(bytes.TrimRight(b.Bytes(), "\n"), '\n'))
	return err
}

func markdownTable(b *bytes.Buffer, t *report.Table) {
	if t.Title != "" {
		b.WriteString("**" + markdown(t.Title) + "**\n\n")
	}
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	var titles, rules []string
	for _, c := range t.Columns {
		titles = append(titles, markdown(c.Title))
		if c.Right {
			rules = append(rules, "---:")
		} else {
			rules = append(rules, "---")
		}
	}
	line(titles)
	line(rules)
	for _, row := range t.Rows {
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = markdown(c.String())
			if row.Total && cells[i] != "" {
				cells[i] = "**" + cells[i] + "**"
			}
		}
		line(cells)
	}
	b.WriteByte('\n')
	if t.Note != "" {
		b.WriteString(markdown(t.Note) + "\n\n")
	}
}

// markdown takes the meaning from signs that Markdown knows.
func markdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "\n", " ", "\r", " ").Replace(s)
}

// writeCSV writes every figure on a line of its own: section, row, column, value.
func writeCSV(w io.Writer, r *report.Report) error {
	out, err := sheet.NewWriter(w, sheet.CSV, sheet.Layout{Columns: []sheet.Column{{Title: "раздел"}, {Title: "строка"}, {Title: "столбец"}, {Title: "значение"}}})
	if err != nil {
		return err
	}
	line := func(section, row, column string, c report.Cell) error {
		value := sheet.Text(c.Text)
		if c.Form != report.Words {
			value = sheet.Text("")
			if c.Numeric() {
				value = sheet.Number(c.Rounded())
			}
		}
		return out.Row(sheet.Text(section), sheet.Text(row), sheet.Text(column), value)
	}
	for i, s := range append([]string{r.Title, r.Office, r.Period.Span()}, r.Watermark...) {
		name := [...]string{"отчёт", "учреждение", "период", "данные"}[min(i, 3)]
		if err := line("отчёт", name, "", report.Say(s)); err != nil {
			return err
		}
	}
	for _, block := range r.Blocks {
		t, ok := block.(*report.Table)
		if !ok {
			continue
		}
		for _, row := range t.Rows {
			name := 0
			if len(t.Columns) > 1 && t.Columns[0].Right && !t.Columns[1].Right { // a place in a ranking comes before the name
				name = 1
			}
			for i, c := range row.Cells {
				if i == name {
					continue
				}
				if err := line(t.Title, row.Cells[name].String(), t.Columns[i].Title, c); err != nil {
					return err
				}
			}
		}
	}
	for _, d := range r.Definitions {
		if err := line("определения", d.Name, d.Unit, report.Say(d.Formula)); err != nil {
			return err
		}
	}
	return out.Commit()
}

// The shape of the JSON file is stable: scripts read it.
type jsonReport struct {
	Kind        string           `json:"kind"`
	Title       string           `json:"title"`
	Office      string           `json:"office"`
	From        string           `json:"from"`
	To          string           `json:"to"`
	Lead        []string         `json:"lead"`
	Blocks      []any            `json:"blocks"`
	Definitions []jsonDefinition `json:"definitions"`
	Watermark   []string         `json:"watermark"`
}

type jsonDefinition struct {
	Name    string `json:"name"`
	Formula string `json:"formula"`
	Unit    string `json:"unit"`
}

type jsonTable struct {
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Columns []string `json:"columns"`
	Rows    [][]any  `json:"rows"`
	Note    string   `json:"note,omitempty"`
}

type jsonChart struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Labels []string     `json:"labels"`
	Series []jsonSeries `json:"series"`
}

type jsonSeries struct {
	Name   string `json:"name"`
	Values []any  `json:"values"`
}

type jsonWords struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func writeJSON(w io.Writer, r *report.Report) error {
	out := jsonReport{Kind: string(r.Kind), Title: r.Title, Office: r.Office, From: string(r.Period.From), To: string(r.Period.To),
		Lead: r.Lead, Watermark: r.Watermark}
	for _, d := range r.Definitions {
		out.Definitions = append(out.Definitions, jsonDefinition(d))
	}
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			out.Blocks = append(out.Blocks, jsonWords{"heading", string(x)})
		case report.Paragraph:
			out.Blocks = append(out.Blocks, jsonWords{"paragraph", string(x)})
		case *report.Table:
			out.Blocks = append(out.Blocks, jsonTableOf(x))
		case *report.Chart:
			c := jsonChart{Type: "chart", Title: x.Title, Labels: x.Labels}
			for _, s := range x.Series {
				one := jsonSeries{Name: s.Name}
				for _, v := range s.Values {
					one.Values = append(one.Values, number(report.Cell{Form: report.Decimal, Number: v, Decimals: s.Decimals}))
				}
				c.Series = append(c.Series, one)
			}
			out.Blocks = append(out.Blocks, c)
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

func jsonTableOf(t *report.Table) jsonTable {
	out := jsonTable{Type: "table", Title: t.Title, Note: t.Note, Rows: [][]any{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, c.Title)
	}
	for _, row := range t.Rows {
		cells := make([]any, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = number(c)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// number is a cell for machines: a number as printed, null for one that is not known.
func number(c report.Cell) any {
	switch {
	case c.Form == report.Words:
		return c.Text
	case !c.Numeric():
		return nil
	}
	return c.Rounded()
}
