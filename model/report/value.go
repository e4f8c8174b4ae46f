package report

import (
	"math"

	"kurator/model/russian"
	"kurator/model/stats"
)

// valueCell writes a figure in its unit.
func valueCell(f *stats.Figure, v stats.Value) Cell {
	c := Cell{Form: Decimal, Number: v.X, Decimals: 1, Small: v.Small()}
	switch f.Unit {
	case stats.Cases, stats.Items:
		c.Form, c.Decimals = Whole, 0
	case stats.Percent:
		c.Form = Percent
	case stats.MarkUnit:
		c.Decimals = 2
	}
	return c
}

// ChangeCell writes the change to another period, from the numbers as they are printed beside it: a reader subtracts those.
func ChangeCell(f *stats.Figure, now, then stats.Value) Cell {
	now.X, then.X = valueCell(f, now).Rounded(), valueCell(f, then).Rounded()
	x, inPoints := stats.Change(f, now, then)
	c := Cell{Form: Change, Number: x, Decimals: 1, Small: now.Small() || then.Small()}
	if inPoints {
		c.Form = Points
		if f.Unit == stats.MarkUnit {
			c.Form, c.Decimals = Signed, 2
		}
	}
	return c
}

// nameOf is a figure's name with its unit where the number does not carry it.
func nameOf(f *stats.Figure) string {
	switch f.Unit {
	case stats.Days:
		return f.Name + ", дней"
	case stats.Hours:
		return f.Name + ", часов"
	}
	return f.Name
}

// baseCell is n of a figure; a count has none.
func baseCell(v stats.Value) Cell {
	if v.Count {
		return Say("")
	}
	return Count(v.Base)
}

// intervalCell is the 95 % interval of a share.
func intervalCell(f *stats.Figure, v stats.Value) Cell {
	if f.Unit != stats.Percent || f.Rule.Spread != nil || v.Base == 0 {
		return Say("")
	}
	low, high := v.Interval()
	return Say(russian.Decimal(low, 0) + "–" + russian.Percent(high, 0))
}

// define collects the definitions of figures, each once.
func (r *Report) define(list ...*stats.Figure) {
	for _, f := range list {
		known := false
		for _, d := range r.Definitions {
			known = known || d.Name == f.Name
		}
		if !known {
			r.Definitions = append(r.Definitions, Definition{f.Name, f.Formula, f.Unit.Title()})
		}
	}
}

func (r *Report) add(blocks ...Block) { r.Blocks = append(r.Blocks, blocks...) }

func appeals(n int) string {
	return russian.Count(n, "обращение", "обращения", "обращений")
}

func known(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// smallNote explains the mark where a table has one.
func smallNote(t *Table) {
	for _, r := range t.Rows {
		for _, c := range r.Cells {
			if c.Small && c.Numeric() {
				note := "* мало данных: показатель по числу случаев меньше 10, с другими его не сравнивают."
				if t.Note != "" {
					note = t.Note + " " + note
				}
				t.Note = note
				return
			}
		}
	}
}
