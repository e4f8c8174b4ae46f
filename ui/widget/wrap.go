package widget

import "strings"

// span is one visual row of a text without line breaks: its visible bytes and where the next row begins. Spaces at a break belong
// to the row but are not shown.
type span struct{ from, to, next int }

// wrap breaks text without line breaks into rows of at most width cells, the rows after the first of at most rest cells. It breaks at spaces
// (not at no-break ones) and only cuts a word that is longer than a whole row. There is always at least one row.
func wrap(s string, width, rest int) []span {
	width, rest = max(width, 1), max(rest, 1)
	if len(s) <= width { // a cell takes at least one byte
		return []span{{0, len(s), len(s)}}
	}
	var rows []span
	start, cells := 0, 0
	gap, gapEnd := -1, -1 // the last break opportunity of the row: before and after its spaces
	for i := 0; i < len(s); {
		size, w := step(s[i:])
		w = min(w, 1)
		if s[i] == ' ' {
			if gapEnd != i {
				gap = i
			}
			gapEnd = i + 1
			cells++
			i++
			continue
		}
		if cells+w > width {
			if gap < 0 {
				gap, gapEnd = i, i
			}
			rows = append(rows, span{start, gap, gapEnd})
			start, width = gapEnd, rest
			i, cells, gap, gapEnd = start, 0, -1, -1 // the word carried over is measured again: rest may be narrower
			continue
		}
		cells += w
		i += size
	}
	to := len(s)
	if gapEnd == len(s) && cells > width { // spaces that hang over the edge
		to = gap
	}
	return append(rows, span{start, to, len(s)})
}

// WrapWords breaks text into rows of at most width cells; its own line breaks stay.
func WrapWords(s string, width int) []string {
	var rows []string
	for line := range strings.SplitSeq(s, "\n") {
		for _, r := range wrap(line, width, width) {
			rows = append(rows, line[r.from:r.to])
		}
	}
	return rows
}
