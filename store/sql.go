package store

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

var utc = time.UTC

const rfc3339 = time.RFC3339

func countColumns(list string) int { return strings.Count(list, ",") + 1 }

// prefixed puts an alias before every column of a list.
func prefixed(alias, columns string) string {
	return alias + strings.ReplaceAll(columns, ", ", ", "+alias)
}

// placeholders is «?, ?, ?» for 3. Places without a name bind faster: the driver asks the engine for the name of each.
func placeholders(n int) string {
	return strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
}

// updateSQL updates every column of an appeal but the ones named; the values come in the order of the list, the key first.
func updateSQL(columns string, without ...string) string {
	var set []string
	n := 0
	for _, c := range strings.Split(columns, ",") {
		c = strings.TrimSpace(c)
		if slices.Contains(without, c) {
			continue
		}
		n++
		if n > 1 {
			set = append(set, c+" = $"+strconv.Itoa(n))
		}
	}
	return "UPDATE appeal SET " + strings.Join(set, ", ") + " WHERE id = $1"
}

// conditions gathers parts of a WHERE with their arguments.
type conditions struct {
	parts []string
	args  []any
}

// arg adds a value and returns its placeholder.
func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return "$" + strconv.Itoa(len(c.args))
}

func (c *conditions) and(part string) { c.parts = append(c.parts, part) }

func (c *conditions) where() string {
	if len(c.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.parts, " AND ")
}
