package widget

// Column describes one column of a table.
type Column struct {
	Title string
	Min   int // cells it needs; a column without Flex has exactly these
	Max   int // cells it may grow to; 0 means any number
	Flex  int // its share of the space that is left
	Align Align
	Hide  int // columns with the highest number disappear first on a narrow screen; 0 stays always
}

// gap is the empty cells between two columns.
const gap = 1

// layout gives each column its width in cells; 0 hides it. The sum with gaps never exceeds total.
func layout(columns []Column, total int) []int {
	widths := make([]int, len(columns))
	need := -gap
	for i, c := range columns {
		widths[i] = max(c.Min, 1)
		need += widths[i] + gap
	}
	for need > total {
		i := firstToHide(columns, widths)
		if i < 0 {
			break
		}
		need -= widths[i] + gap
		widths[i] = 0
	}
	if need > total {
		squeeze(widths, need-total)
		return widths
	}
	grow(columns, widths, total-need)
	return widths
}

func firstToHide(columns []Column, widths []int) int {
	found := -1
	for i, c := range columns {
		if c.Hide > 0 && widths[i] > 0 && (found < 0 || c.Hide >= columns[found].Hide) {
			found = i
		}
	}
	return found
}

// squeeze takes cells from the widest columns first; what still does not fit disappears from the right.
func squeeze(widths []int, excess int) {
	for ; excess > 0; excess-- {
		widest := 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		if widths[widest] <= 1 {
			break
		}
		widths[widest]--
	}
	for i := len(widths) - 1; i >= 0 && excess > 0; i-- {
		if widths[i] > 0 {
			excess -= widths[i] + gap
			widths[i] = 0
		}
	}
}

// grow shares what is left among the flexible columns by weight, up to their Max.
func grow(columns []Column, widths []int, spare int) {
	for spare > 0 {
		weight := 0
		for i, c := range columns {
			if growable(c, widths[i]) {
				weight += c.Flex
			}
		}
		if weight == 0 {
			return
		}
		given := 0
		for i, c := range columns {
			if !growable(c, widths[i]) {
				continue
			}
			share := min(max(spare*c.Flex/weight, 1), spare-given)
			if c.Max > 0 {
				share = min(share, c.Max-widths[i])
			}
			widths[i] += share
			given += share
		}
		spare -= given
	}
}

func growable(c Column, width int) bool {
	return c.Flex > 0 && width > 0 && (c.Max == 0 || width < c.Max)
}
