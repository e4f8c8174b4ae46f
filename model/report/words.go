package report

import "slices"

// Map is the report with fn applied to every text in it; r stays as it is.
func (r *Report) Map(fn func(string) string) *Report {
	c := *r
	c.Title, c.Office, c.Lead, c.Watermark = fn(r.Title), fn(r.Office), mapTexts(r.Lead, fn), mapTexts(r.Watermark, fn)
	c.Definitions = slices.Clone(r.Definitions)
	for i, d := range c.Definitions {
		c.Definitions[i] = Definition{fn(d.Name), fn(d.Formula), fn(d.Unit)}
	}
	c.Blocks = slices.Clone(r.Blocks)
	for i, block := range c.Blocks {
		switch x := block.(type) {
		case Heading:
			c.Blocks[i] = Heading(fn(string(x)))
		case Paragraph:
			c.Blocks[i] = Paragraph(fn(string(x)))
		case *Table:
			c.Blocks[i] = x.mapped(fn)
		case *Chart:
			c.Blocks[i] = x.mapped(fn)
		}
	}
	return &c
}

func (t *Table) mapped(fn func(string) string) *Table {
	c := *t
	c.Title, c.Note, c.Columns, c.Rows = fn(t.Title), fn(t.Note), slices.Clone(t.Columns), slices.Clone(t.Rows)
	for i := range c.Columns {
		c.Columns[i].Title = fn(c.Columns[i].Title)
	}
	for i := range c.Rows {
		c.Rows[i].Cells = slices.Clone(c.Rows[i].Cells)
		for j := range c.Rows[i].Cells {
			c.Rows[i].Cells[j].Text = fn(c.Rows[i].Cells[j].Text)
		}
	}
	return &c
}

func (h *Chart) mapped(fn func(string) string) *Chart {
	c := *h
	c.Title, c.Labels, c.Series = fn(h.Title), mapTexts(h.Labels, fn), slices.Clone(h.Series)
	for i := range c.Series {
		c.Series[i].Name, c.Series[i].Unit = fn(c.Series[i].Name), fn(c.Series[i].Unit)
	}
	return &c
}

func mapTexts(list []string, fn func(string) string) []string {
	list = slices.Clone(list)
	for i, text := range list {
		list[i] = fn(text)
	}
	return list
}
