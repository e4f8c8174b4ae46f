package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"kurator/ui/clean"
	"kurator/ui/widget"
)

// Formats of results.
const (
	formatTable = "table"
	formatJSON  = "json"
	formatCSV   = "csv"
)

func formats() []string { return []string{formatTable, formatJSON, formatCSV} }

func (p *program) checkFormat(cmd *cobra.Command) error {
	if f := p.flags.format; f != "" && !slices.Contains(formats(), f) {
		return badCall(cmd, "Вида результата «%s» нет.%s Бывает %s.", f, nearest(f, formats()), strings.Join(formats(), ", "))
	}
	return nil
}

// format is the one asked for, or the usual one of a command.
func (p *program) format(usual string) string {
	if p.flags.format != "" {
		return p.flags.format
	}
	return usual
}

// column is one column of a result: its key in JSON and CSV and its title in a table.
type column struct {
	key, title string
	right      bool
	hidden     bool             // in a table
	show       func(any) string // in a table; nil: as it is
}

// sink takes a result line by line: a million of them must not wait in memory.
type sink interface {
	add(cells ...any) error
	close() error
}

func (p *program) sink(format string, columns []column) sink {
	switch format {
	case formatJSON:
		return &jsonSink{w: p.out, columns: columns}
	case formatCSV:
		return &csvSink{w: csv.NewWriter(p.out), columns: columns}
	}
	return &tableSink{w: p.out, columns: columns}
}

// rows is a short result that is at hand as a whole.
type rows struct {
	columns []column
	lines   [][]any
}

func (r *rows) add(cells ...any) { r.lines = append(r.lines, cells) }

// print writes rows in the format.
func (p *program) print(format string, r rows) error {
	out := p.sink(format, r.columns)
	for _, line := range r.lines {
		if err := out.add(line...); err != nil {
			return err
		}
	}
	return out.close()
}

// jsonSink writes a list with one object on a line, so that line tools can read it too.
type jsonSink struct {
	w       io.Writer
	columns []column
	begun   bool
}

func (j *jsonSink) add(cells ...any) error {
	var b bytes.Buffer
	if j.begun {
		b.WriteString(",\n{")
	} else {
		b.WriteString("[\n{")
	}
	j.begun = true
	for i, c := range j.columns {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := marshal(cells[i])
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%q:%s", c.key, value)
	}
	b.WriteByte('}')
	_, err := b.WriteTo(j.w)
	return err
}

func (j *jsonSink) close() error {
	end := "[]\n"
	if j.begun {
		end = "\n]\n"
	}
	_, err := io.WriteString(j.w, end)
	return err
}

type csvSink struct {
	w       *csv.Writer
	columns []column
	begun   bool
}

func (c *csvSink) head() error {
	if c.begun {
		return nil
	}
	c.begun = true
	var cells []string
	for _, x := range c.columns {
		cells = append(cells, x.key)
	}
	return c.w.Write(cells)
}

func (c *csvSink) add(cells ...any) error {
	if err := c.head(); err != nil {
		return err
	}
	var line []string
	for _, value := range cells {
		line = append(line, guard(clean.Text(plain(value)), value))
	}
	return c.w.Write(line)
}

func (c *csvSink) close() error {
	if err := c.head(); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

// tableRows is after how many rows the widths of a table are settled.
const tableRows = 1000

type tableSink struct {
	w       io.Writer
	columns []column
	widths  []int
	waiting [][]string // rows not printed yet, the heading first
	settled bool
}

func (t *tableSink) add(cells ...any) error {
	if t.waiting == nil && !t.settled {
		t.keep(func(i int) string { return t.columns[i].title })
	}
	t.keep(func(i int) string {
		if show := t.columns[i].show; show != nil {
			return show(cells[i])
		}
		return plain(cells[i])
	})
	if t.settled || len(t.waiting) > tableRows {
		return t.flush()
	}
	return nil
}

// keep takes a row; text is clean from here on.
func (t *tableSink) keep(cell func(int) string) {
	var row []string
	for i, c := range t.columns {
		if !c.hidden {
			row = append(row, clean.Line(cell(i)))
		}
	}
	if !t.settled {
		for len(t.widths) < len(row) {
			t.widths = append(t.widths, 0)
		}
		for i, s := range row {
			t.widths[i] = max(t.widths[i], widget.Width(s))
		}
	}
	t.waiting = append(t.waiting, row)
}

func (t *tableSink) flush() error {
	t.settled = true
	var shown []column
	for _, c := range t.columns {
		if !c.hidden {
			shown = append(shown, c)
		}
	}
	for _, row := range t.waiting {
		var b strings.Builder
		for i, s := range row {
			pad := strings.Repeat(" ", max(0, t.widths[i]-widget.Width(s)))
			if i > 0 {
				b.WriteString("  ")
			}
			if shown[i].right {
				b.WriteString(pad + s)
			} else {
				b.WriteString(s + pad)
			}
		}
		if _, err := fmt.Fprintln(t.w, strings.TrimRight(b.String(), " ")); err != nil {
			return err
		}
	}
	t.waiting = t.waiting[:0]
	return nil
}

func (t *tableSink) close() error { return t.flush() }

// guard keeps a citizen's text from being a formula where the file is opened in a spreadsheet.
func guard(s string, value any) string {
	if _, text := value.(string); text && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plain is a value as words: what tables show where a column has no way of its own, and what CSV holds.
func plain(value any) string {
	switch x := value.(type) {
	case nil:
		return ""
	case bool:
		if x {
			return "да"
		}
		return "нет"
	case []string:
		return strings.Join(x, " ")
	}
	return fmt.Sprint(value)
}

// printJSON writes one object.
func (p *program) printJSON(value any) error {
	b, err := marshal(value)
	if err != nil {
		return err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, b, "", "  "); err != nil {
		return err
	}
	indented.WriteByte('\n')
	_, err = indented.WriteTo(p.out)
	return err
}

// marshal is JSON without HTML escapes, and with escapes for what a terminal would obey: encoding/json leaves C1 controls
// and direction overrides as they are.
func marshal(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	raw := bytes.TrimRight(b.Bytes(), "\n")
	if !bytes.ContainsFunc(raw, obeyed) {
		return raw, nil
	}
	var safe bytes.Buffer
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if obeyed(r) {
			fmt.Fprintf(&safe, `\u%04x`, r)
		} else {
			safe.Write(raw[:size])
		}
		raw = raw[size:]
	}
	return safe.Bytes(), nil
}

func obeyed(r rune) bool {
	return (r >= 0x7f && r <= 0x9f) || r == 0x61c || r == 0x200e || r == 0x200f || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}

// line prints a sentence or a heading of a result.
func (p *program) line(s string) { fmt.Fprintln(p.out, clean.Line(s)) }
