package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kurator/model"
	"kurator/store/sheet"
)

// headingRows is how far down a sheet its headings are looked for.
const headingRows = 60

// bound is a column of a profile tied to its place in one file.
type bound struct {
	Column
	index   int
	field   field
	layouts []layout
	unit    time.Duration
	dict    map[string]string // folded foreign word → ours
	marks   map[string]string // of a reason of closing
	yes, no map[string]bool
	memo    map[string]answer
}

// answer is what a dictionary said about a word.
type answer struct {
	ours string
	ok   bool
}

func (c *bound) name() string { return c.Column.name() }

// ours translates a foreign word; words that are ours already need no dictionary.
func (c *bound) ours(s string) (string, bool) {
	if a, ok := c.memo[s]; ok {
		return a.ours, a.ok
	}
	folded := fold(s)
	o, ok := c.dict[folded]
	if !ok && c.field.allowed != nil {
		if lower := strings.ToLower(s); c.field.allowed(lower) {
			o, ok = lower, true
		}
	}
	if len(c.memo) < 1000 {
		c.memo[s] = answer{o, ok}
	}
	return o, ok
}

// yesOrNo reads a word that answers a question; false when it answers neither yes nor no.
func (c *bound) yesOrNo(s string) (yes, known bool) {
	if a, ok := c.memo[s]; ok {
		return a.ours == "yes", a.ok
	}
	a := answer{ok: true}
	switch folded := fold(s); {
	case c.yes[folded]:
		a.ours = "yes"
	case !c.no[folded]:
		a.ok = false
	}
	if len(c.memo) < 1000 {
		c.memo[s] = a
	}
	return a.ours == "yes", a.ok
}

// match is how well one profile fits one row of headings.
type match struct {
	profile Profile
	columns []*bound
	missing []string // required headings that are not there
	count   int      // columns of the file that are understood
}

func (m match) fits() bool { return len(m.missing) == 0 && m.count >= m.profile.enough() }

// enough is how many columns must be understood.
func (p *Profile) enough() int {
	if p.Enough > 0 {
		return min(p.Enough, len(p.Columns))
	}
	return min(max(2, (len(p.Columns)+2)/3), len(p.Columns))
}

// places lists where each heading stands in a row.
func places(cells []string) map[string][]int {
	at := make(map[string][]int, len(cells))
	for i, c := range cells {
		if name := foldHeading(c); name != "" && len(name) < 400 {
			at[name] = append(at[name], i)
		}
	}
	return at
}

// tie looks for a profile's columns among headings.
func tie(p Profile, at map[string][]int) match {
	m := match{profile: p}
	if len(p.Columns) == 0 {
		m.missing = []string{"столбцы не описаны"}
		return m
	}
	seen := map[int]bool{}
	found := map[string]bool{}
	for _, c := range p.Columns {
		index := c.find(at)
		if index < 0 {
			continue
		}
		found[c.Field] = true
		if slices.ContainsFunc(m.columns, func(b *bound) bool { return b.index == index && b.Field == c.Field }) {
			continue
		}
		m.columns = append(m.columns, p.bind(c, index))
		if !seen[index] {
			seen[index] = true
			m.count++
		}
	}
	for _, c := range p.Columns {
		if c.Required && !found[c.Field] {
			m.missing = append(m.missing, c.name())
		}
	}
	return m
}

// find is where the column stands, −1 when it is not there. When a heading is repeated less often than usual, its last
// place is taken.
func (c Column) find(at map[string][]int) int {
	if c.Heading == "" {
		return c.Position - 1
	}
	for _, name := range append([]string{c.Heading}, c.Also...) {
		if list := at[foldHeading(name)]; len(list) > 0 {
			return list[min(max(c.Occurrence, 1), len(list))-1]
		}
	}
	return -1
}

func (p *Profile) bind(c Column, index int) *bound {
	b := &bound{Column: c, index: index, field: fields[c.Field], memo: map[string]answer{}, dict: map[string]string{}}
	patterns := c.Dates
	if len(patterns) == 0 {
		patterns = p.Dates
	}
	if len(patterns) == 0 {
		patterns = usualDates
	}
	for _, pattern := range patterns {
		if l, ok := parseLayout(pattern); ok {
			b.layouts = append(b.layouts, l)
		}
	}
	unit := c.Duration
	if unit == "" {
		unit = p.Duration
	}
	b.unit, _ = durationUnit(unit)
	for from, to := range p.Values[c.Field] {
		b.dict[fold(from)] = to
	}
	for from, to := range c.Values {
		b.dict[fold(from)] = to
	}
	if c.Field == "close_reason" {
		b.marks = map[string]string{}
		for from, to := range p.Values["mark"] {
			b.marks[fold(from)] = to
		}
	}
	b.yes, b.no = wordSet(p.Yes, "да"), wordSet(p.No, "нет")
	return b
}

// usualDates are tried when a profile names no layouts.
var usualDates = []string{"дд.мм.гггг чч:мм:сс", "дд.мм.гггг чч:мм", "дд.мм.гггг", "дд.мм.гг чч:мм:сс", "дд.мм.гг чч:мм", "дд.мм.гг",
	"гггг-мм-дд чч:мм:сс", "гггг-мм-дд чч:мм", "гггг-мм-дд"}

func wordSet(list []string, usual string) map[string]bool {
	set := map[string]bool{}
	for _, w := range list {
		set[fold(w)] = true
	}
	if len(set) == 0 {
		set[usual] = true
	}
	return set
}

// found is the place of the headings in a file.
type found struct {
	match
	sheet  int
	row    int      // number of the heading row in the sheet; 0 when rows have none
	above  []string // text of the rows above it
	widths int      // cells in the heading row
	cells  []string // the headings
}

// recognise finds which profile fits which sheet of the file. The nearest miss explains a refusal.
func recognise(table *sheet.File, profiles []Profile) (best found, nearest found, err error) {
	for i := range table.Sheets {
		rows, err := table.Rows(i)
		if err != nil {
			return best, nearest, err
		}
		err = recogniseSheet(rows, i, profiles, &best, &nearest)
		_ = rows.Close()
		if err != nil {
			return best, nearest, err
		}
	}
	return best, nearest, nil
}

func recogniseSheet(rows *sheet.Rows, index int, profiles []Profile, best, nearest *found) error {
	var above []string
	var before []string // the row above this one
	for range headingRows {
		row, more, err := rows.Next()
		if err != nil || !more {
			return err
		}
		for _, cells := range headingsOf(before, row.Cells) {
			weigh(cells, found{sheet: index, row: row.Number, above: above}, profiles, best, nearest)
		}
		before = slices.Clone(row.Cells)
		above = append(above, strings.Join(row.Cells, " "))
	}
	return nil
}

// heading is what the cells of a heading are called: a head of two rows gives a column several names.
type heading struct {
	cells []string
	names map[string][]int
	twice bool // of two rows
}

// headingsOf are the ways to read a row as headings: by itself, and as the second row of a head in which some cells are
// merged over both rows and others are divided.
func headingsOf(before, cells []string) []heading {
	list := []heading{{cells: cells, names: places(cells)}}
	if len(before) == 0 {
		return list
	}
	h := heading{names: map[string][]int{}, twice: true}
	over := "" // a cell merged over several columns
	for i := range max(len(before), len(cells)) {
		var upper, lower string
		if i < len(before) {
			upper = before[i]
		}
		if i < len(cells) {
			lower = cells[i]
		}
		if strings.TrimSpace(upper) != "" {
			over = upper
		}
		names := []string{upper, lower}
		if strings.TrimSpace(lower) == "" {
			h.cells = append(h.cells, upper)
		} else {
			h.cells = append(h.cells, lower)
			names = append(names, over+" "+lower)
		}
		taken := map[string]bool{"": true}
		for _, name := range names {
			if name = foldHeading(name); !taken[name] && len(name) < 400 {
				taken[name] = true
				h.names[name] = append(h.names[name], i)
			}
		}
	}
	return append(list, h)
}

// weigh tries every profile on one heading.
func weigh(h heading, here found, profiles []Profile, best, nearest *found) {
	for _, p := range profiles {
		if p.headless() {
			continue
		}
		here.match, here.widths, here.cells = tie(p, h.names), len(h.cells), nil
		switch {
		case h.twice && here.tellsReceipt(h.cells):
			continue // the lower row is an appeal already
		case here.fits() && here.count > best.count:
			*best = here
			best.above, best.cells = slices.Clone(here.above), slices.Clone(h.cells)
		case here.count > nearest.count && !h.twice:
			*nearest = here
			nearest.cells = slices.Clone(h.cells)
		}
	}
}

// tellsReceipt tells whether the cell under the heading of the receipt holds a date.
func (m match) tellsReceipt(cells []string) bool {
	return slices.ContainsFunc(m.columns, func(c *bound) bool {
		if c.Field != "received" || c.index >= len(cells) {
			return false
		}
		_, ok := readDate(strings.TrimPrefix(strings.TrimSpace(cells[c.index]), "'"), c.layouts, false)
		return ok
	})
}

// headless tells whether the profile names columns by position only.
func (p *Profile) headless() bool {
	return len(p.Columns) > 0 && !slices.ContainsFunc(p.Columns, func(c Column) bool { return c.Heading != "" })
}

// unknown says why a file was not recognised. Cells are shown only from a row that surely holds headings: anything else
// could be somebody's name.
func unknown(name string, nearest found, asked string) error {
	var say strings.Builder
	if asked != "" {
		fmt.Fprintf(&say, "Файл «%s» не подходит к профилю «%s».", name, asked)
	} else {
		fmt.Fprintf(&say, "Не удалось узнать, из какой системы файл «%s».", name)
	}
	if nearest.count >= 2 {
		fmt.Fprintf(&say, " В строке %d найдены заголовки: %s.", nearest.row, listed(nearest.cells, 8))
		if asked == "" {
			fmt.Fprintf(&say, " Больше всего похоже на «%s»", nearest.profile.Title)
		} else {
			say.WriteString(" Знакомых столбцов мало")
		}
		if len(nearest.missing) > 0 {
			fmt.Fprintf(&say, ", но нет столбцов: %s", listed(nearest.missing, 8))
		} else {
			fmt.Fprintf(&say, ", но известны только %d из %d столбцов", nearest.count, len(nearest.profile.Columns))
		}
		say.WriteString(".")
	} else {
		fmt.Fprintf(&say, " В первых %d строках нет ни одной знакомой строки заголовков.", headingRows)
	}
	say.WriteString(" Проверьте, та ли это выгрузка, или опишите раскладку: kurator import --draft-profile ФАЙЛ.")
	return &model.Fault{Code: model.BadData, Say: say.String()}
}

// listed writes the first n texts in quotation marks.
func listed(texts []string, n int) string {
	var out []string
	more := 0
	for _, t := range texts {
		switch t = strings.Join(strings.Fields(t), " "); {
		case t == "":
		case len(out) < n:
			if r := []rune(t); len(r) > 60 {
				t = string(r[:59]) + "…"
			}
			out = append(out, "«"+t+"»")
		default:
			more++
		}
	}
	s := strings.Join(out, ", ")
	if more > 0 {
		s += fmt.Sprintf(" и ещё %d", more)
	}
	return s
}
