package export

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"kurator/model/report"
	"kurator/model/russian"
)

// colours of the rows of a chart; they differ in lightness too, for a black-and-white printer.
func colour(i int) string { return [...]string{"#1f4e79", "#c55a11", "#6a8f3c", "#8b8b8b"}[i%4] }

// svg draws a chart with its figures, as bars or as lines.
func svg(b *bytes.Buffer, c *report.Chart) {
	if c.Lines {
		svgLines(b, c)
		return
	}
	svgBars(b, c)
}

const (
	svgWidth = 900.0
	svgLabel = 330.0 // room for the names of bars
	svgBar   = 18.0
)

func svgBars(b *bytes.Buffer, c *report.Chart) {
	most := c.Most()
	rows := len(c.Series)
	step := svgBar*float64(rows) + 8
	height := step*float64(len(c.Labels)) + 26
	fmt.Fprintf(b, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" font-family=\"inherit\" font-size=\"13\">\n", svgWidth, height, esc(c.Title))
	for i, label := range c.Labels {
		y := step * float64(i)
		fmt.Fprintf(b, "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", svgLabel-8, y+step/2, esc(shorten(label, 44)))
		for k, s := range c.Series {
			v := s.Values[i]
			if math.IsNaN(v) {
				continue
			}
			width := (svgWidth - svgLabel - 90) * v / most
			top := y + svgBar*float64(k)
			fmt.Fprintf(b, "<rect x=\"%.0f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>\n",
				svgLabel, top+2, width, svgBar-4, colour(k), svgLabel+width+6, top+svgBar-5, esc(russian.Decimal(v, s.Decimals)))
		}
	}
	legend(b, c, height-8)
	b.WriteString("</svg>\n")
}

func svgLines(b *bytes.Buffer, c *report.Chart) {
	const height, left, bottom = 320.0, 50.0, 250.0
	most := c.Most()
	n := max(len(c.Labels)-1, 1)
	x := func(i int) float64 { return left + (svgWidth-left-20)*float64(i)/float64(n) }
	y := func(v float64) float64 { return bottom - (bottom-20)*v/most }
	fmt.Fprintf(b, "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\" font-family=\"inherit\" font-size=\"13\">\n", svgWidth, height, esc(c.Title))
	for i := range 5 {
		v := most * float64(i) / 4
		fmt.Fprintf(b, "<line x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
			left, svgWidth-20, y(v), y(v), left-6, y(v)+4, esc(russian.Decimal(v, 0)))
	}
	every := (len(c.Labels) + 11) / 12
	for i, label := range c.Labels {
		if i%every == 0 {
			fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\" font-size=\"11\">%s</text>\n", x(i), bottom+18, esc(shorten(label, 14)))
		}
	}
	for k, s := range c.Series {
		var path strings.Builder
		pen := "M"
		for i, v := range s.Values {
			if math.IsNaN(v) {
				pen = "M"
				continue
			}
			fmt.Fprintf(&path, "%s%.1f %.1f", pen, x(i), y(v))
			pen = "L"
		}
		fmt.Fprintf(b, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", path.String(), colour(k))
	}
	legend(b, c, height-12)
	b.WriteString("</svg>\n")
}

// legend names the rows where there are several.
func legend(b *bytes.Buffer, c *report.Chart, y float64) {
	if len(c.Series) < 2 {
		return
	}
	for k, s := range c.Series {
		x := svgLabel + 200*float64(k)
		fmt.Fprintf(b, "<rect x=\"%.0f\" y=\"%.1f\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%.0f\" y=\"%.1f\">%s</text>\n",
			x, y-10, colour(k), x+18, y, esc(s.Name))
	}
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
