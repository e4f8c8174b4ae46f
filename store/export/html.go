package export

import (
	"bytes"
	"fmt"
	"html"
	"io"

	"kurator/model/report"
)

// style is all the page needs; nothing is loaded from elsewhere.
const style = `body{font:15px/1.45 "PT Serif",Georgia,serif;color:#1b1b1b;background:#fff;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;margin:0 0 .3rem}h2{font-size:1.25rem;margin:2rem 0 .6rem;border-bottom:1px solid #bbb}
.lead{color:#444;margin:.1rem 0}table{border-collapse:collapse;margin:.8rem 0 .3rem;width:100%}
caption{text-align:left;font-weight:bold;padding:.3rem 0}th,td{border-bottom:1px solid #ddd;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{border-bottom:2px solid #777;font-weight:bold}.r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.total td{font-weight:bold;border-top:2px solid #777}.note{color:#555;font-size:.88rem;margin:.2rem 0 1rem}
figure{margin:1rem 0}figcaption{font-weight:bold;margin-bottom:.3rem}svg{width:100%;height:auto}footer{margin-top:2rem;color:#555;font-size:.88rem}
@media print{body{margin:0;max-width:none;font-size:11pt}h2{break-after:avoid}table,figure{break-inside:avoid}thead{display:table-header-group}@page{margin:15mm}}`

func writeHTML(w io.Writer, r *report.Report) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s. %s</title>\n<style>%s</style>\n</head>\n<body>\n<h1>%s</h1>\n",
		esc(r.Title), esc(r.Period.Span()), style, esc(r.Title))
	for _, line := range append([]string{r.Office}, r.Lead...) {
		if line != "" {
			fmt.Fprintf(&b, "<p class=\"lead\">%s</p>\n", esc(line))
		}
	}
	for _, block := range r.Blocks {
		switch x := block.(type) {
		case report.Heading:
			fmt.Fprintf(&b, "<h2>%s</h2>\n", esc(string(x)))
		case report.Paragraph:
			fmt.Fprintf(&b, "<p>%s</p>\n", esc(string(x)))
		case *report.Table:
			htmlTable(&b, x)
		case *report.Chart:
			fmt.Fprintf(&b, "<figure><figcaption>%s</figcaption>\n", esc(x.Title))
			svg(&b, x)
			b.WriteString("</figure>\n")
		}
	}
	b.WriteString("<h2>Определения</h2>\n")
	htmlTable(&b, definitions(r))
	b.WriteString("<footer>\n")
	for _, line := range r.Watermark {
		fmt.Fprintf(&b, "<p>%s</p>\n", esc(line))
	}
	b.WriteString("</footer>\n</body>\n</html>\n")
	_, err := b.WriteTo(w)
	return err
}

func htmlTable(b *bytes.Buffer, t *report.Table) {
	b.WriteString("<table>\n")
	if t.Title != "" {
		fmt.Fprintf(b, "<caption>%s</caption>\n", esc(t.Title))
	}
	b.WriteString("<thead><tr>")
	for _, c := range t.Columns {
		fmt.Fprintf(b, "<th%s scope=\"col\">%s</th>", right(c.Right), esc(c.Title))
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		if row.Total {
			b.WriteString("<tr class=\"total\">")
		} else {
			b.WriteString("<tr>")
		}
		for i, c := range row.Cells {
			fmt.Fprintf(b, "<td%s>%s</td>", right(t.Columns[i].Right), esc(c.String()))
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>\n")
	if t.Note != "" {
		fmt.Fprintf(b, "<p class=\"note\">%s</p>\n", esc(t.Note))
	}
}

func right(yes bool) string {
	if yes {
		return ` class="r"`
	}
	return ""
}

func esc(s string) string { return html.EscapeString(s) }
