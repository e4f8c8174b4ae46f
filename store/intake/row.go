package intake

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
)

// told remembers which numbers a file has told of and what. One number with two contents cannot be settled: whichever row
// came last would win, and the same file loaded again would change the case twice more.
type told struct {
	seed maphash.Seed
	rows map[uint64]toldRow
}

type toldRow struct {
	digest string
	number int
}

// again tells whether an earlier row has this row's number and says something else; then the row gets its fault.
func (t *told) again(r *Row) bool {
	if r.Fault != "" || r.Own != 0 || r.Facts == nil {
		return false
	}
	if t.rows == nil {
		t.seed, t.rows = maphash.MakeSeed(), map[uint64]toldRow{}
	}
	key := maphash.String(t.seed, string(r.Facts.Registration.Channel)+"\x00"+r.Key)
	before, known := t.rows[key]
	if !known {
		t.rows[key] = toldRow{digest: r.Digest[:16], number: r.Number}
		return false
	}
	if before.digest == r.Digest[:16] {
		return false
	}
	r.Fault = fmt.Sprintf("Этот номер уже есть в строке %d, и там сказано другое. Проверьте, какая из строк верна.", before.number)
	return true
}

// numbersColumns tells whether the row only counts the columns, 1, 2, 3…, as forms print it under their headings.
func (*File) numbersColumns(cells []string) bool {
	filled := 0
	for _, c := range cells {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		n, err := strconv.Atoi(c)
		if err != nil || n != filled+1 {
			return false
		}
		filled++
	}
	return filled > 2
}

// sumsUp tells whether a row that is no appeal holds the totals of the table.
func (f *File) sumsUp(cells []string) bool {
	at := slices.IndexFunc(cells, func(c string) bool { return !f.empty[strings.TrimSpace(c)] })
	if at < 0 {
		return false
	}
	word := fold(cells[at])
	return strings.HasPrefix(word, "итого") || strings.HasPrefix(word, "всего")
}
