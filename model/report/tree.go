// Package report holds a report as a tree of headings, paragraphs, tables and charts without any format, and builds the
// centre's reports. The writers of store/export turn the tree into files. A tree holds no personal data and no time but the
// watermark of the data: the same data gives the same tree.
package report

import (
	"math"
	"strconv"
	"strings"

	"kurator/model/russian"
	"kurator/model/stats"
)

// Report is one report.
type Report struct {
	Kind        Kind
	Title       string
	Office      string
	Period      stats.Period
	Lead        []string // what the heading says below the title: period, base
	Blocks      []Block
	Definitions []Definition
	Watermark   []string // period boundaries in local time, calendar, data «as of»
}

// Kind is a kind of report.
type Kind string

// Kinds.
const (
	Week       Kind = "week"
	Overview   Kind = "overview"
	Discipline Kind = "discipline"
	Quality    Kind = "quality"
	Problems   Kind = "problems" // made by store/job/matters from the cards of problems
	Polls      Kind = "polls"    // made by store/job/matters from polls and votes
)

// Kinds lists the kinds that are built here.
func Kinds() []Kind { return []Kind{Week, Overview, Discipline, Quality} }

// AllKinds lists every kind of report.
func AllKinds() []Kind { return append(Kinds(), Problems, Polls) }

// Title is the kind's name.
func (k Kind) Title() string {
	switch k {
	case Week:
		return "Недельный отчёт"
	case Overview:
		return "Обзор обращений"
	case Discipline:
		return "Исполнительская дисциплина"
	case Quality:
		return "Качество ответов"
	case Problems:
		return "Проблемы и предложения"
	case Polls:
		return "Опросы, голосования и обсуждения"
	}
	return string(k)
}

// Definition says how a figure is counted.
type Definition struct{ Name, Formula, Unit string }

// Block is a Heading, Paragraph, *Table or *Chart.
type Block interface{ block() }

// Heading is the title of a section.
type Heading string

// Paragraph is running text.
type Paragraph string

// Table has a row of titles and rows of cells.
type Table struct {
	Title   string
	Columns []Column
	Rows    []Row
	Note    string
}

// Column is a column's title; numbers stand on the right.
type Column struct {
	Title string
	Right bool
}

// Row is a row of cells; Total marks a sum.
type Row struct {
	Cells []Cell
	Total bool
}

// Chart is bars, or lines over time.
type Chart struct {
	Title string
	Lines bool
	// Repeats: the numbers stand in the table before it, which is enough where nothing can be drawn.
	Repeats bool
	Labels  []string
	Series  []Series
}

// Series is one row of numbers of a chart; NaN is a gap.
type Series struct {
	Name     string
	Values   []float64
	Decimals int
	Unit     string
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (*Table) block()    {}
func (*Chart) block()    {}

// Form is how a number is written.
type Form uint8

// Forms.
const (
	Words   Form = iota // text
	Whole               // 18 956
	Decimal             // 2,5
	Percent             // 61,3 %
	Change              // +81,5 %
	Points              // +1,5 п.п.
	Signed              // +0,25
)

// Cell is one value. A number that is not known is written as a dash.
type Cell struct {
	Form     Form
	Text     string
	Number   float64
	Decimals int
	Small    bool // stands on too few cases
}

// Say is a cell of words.
func Say(text string) Cell { return Cell{Text: text} }

// Count is a cell with a whole number.
func Count(n int) Cell { return Cell{Form: Whole, Number: float64(n)} }

// Share is a cell with a percentage.
func Share(x float64) Cell { return Cell{Form: Percent, Number: x, Decimals: 1} }

// Nothing is a cell without a figure.
func Nothing() Cell { return Cell{Form: Decimal, Number: math.NaN()} }

// Numeric tells whether the cell is a number that is known.
func (c Cell) Numeric() bool {
	return c.Form != Words && !math.IsNaN(c.Number) && !math.IsInf(c.Number, 0)
}

// String writes the cell as people read it.
func (c Cell) String() string {
	text := c.Text
	switch c.Form {
	case Whole:
		text = russian.Decimal(c.Number, 0)
	case Decimal:
		text = russian.Decimal(c.Number, c.Decimals)
	case Percent:
		text = russian.Percent(c.Number, c.Decimals)
	case Change:
		text = russian.Change(c.Number, c.Decimals)
	case Points:
		text = points(c.Number, c.Decimals)
	case Signed:
		text = plus(russian.Decimal(c.Number, c.Decimals), c.Number)
	}
	if c.Small && c.Numeric() {
		text += smallMark
	}
	return text
}

// smallMark stands behind a figure on too few cases.
const smallMark = "*"

func points(x float64, decimals int) string {
	text := russian.Decimal(x, decimals)
	if text == russian.Unknown {
		return text
	}
	return plus(text, x) + russian.NBSP + "п.п."
}

// plus puts the sign before what does not round to nothing.
func plus(text string, x float64) string {
	if x > 0 && strings.Trim(text, "0,") != "" {
		return "+" + text
	}
	return text
}

// Plain writes the number for machines: a point, no groups; words as they are.
func (c Cell) Plain() string {
	switch {
	case c.Form == Words:
		return c.Text
	case !c.Numeric():
		return ""
	}
	return strconv.FormatFloat(c.Rounded(), 'f', -1, 64)
}

// Rounded is the number as printed, so that a sheet's sum is that of the paper.
func (c Cell) Rounded() float64 {
	decimals := c.Decimals
	if c.Form == Whole {
		decimals = 0
	}
	scale := math.Pow10(decimals)
	return math.Round(c.Number*scale) / scale
}

// Most is the largest value of a chart, at least 1: what its axis reaches to.
func (c *Chart) Most() float64 {
	most := 1.0
	for _, s := range c.Series {
		for _, v := range s.Values {
			if v > most { // NaN is not
				most = v
			}
		}
	}
	return most
}
