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

	"kurator/model/russian"
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
		hint := ""
		if near := russian.Nearest(f, formats()); near != "" {
			hint = " Возможно, вы имели в виду «" + near + "»."
		}
		return badCall(cmd, "Вида результата «%s» нет.%s Бывает %s.", f, hint, strings.Join(formats(), ", "))
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
	show       func(any) string // in a table; nil: as it is
}

// rows is a result of many lines.
type rows struct {
	columns []column
	lines   [][]any
}

func (r *rows) add(cells ...any) { r.lines = append(r.lines, cells) }

// print writes rows in the format.
func (p *program) print(format string, r rows) error {
	switch format {
	case formatJSON:
		return r.json(p.out)
	case formatCSV:
		return r.csv(p.out)
	}
	r.table(p.out)
	return nil
}

// json writes a list with one object on a line, so that line tools can read it too.
func (r rows) json(w io.Writer) error {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, line := range r.lines {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{")
		for j, c := range r.columns {
			if j > 0 {
				b.WriteByte(',')
			}
			value, err := marshal(line[j])
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%q:%s", c.key, value)
		}
		b.WriteByte('}')
		if _, err := b.WriteTo(w); err != nil {
			return err
		}
	}
	if len(r.lines) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
	_, err := b.WriteTo(w)
	return err
}

func (r rows) csv(w io.Writer) error {
	out := csv.NewWriter(w)
	var cells []string
	for _, c := range r.columns {
		cells = append(cells, c.key)
	}
	if err := out.Write(cells); err != nil {
		return err
	}
	for _, line := range r.lines {
		cells = cells[:0]
		for _, value := range line {
			cells = append(cells, guard(plain(value), value))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// guard keeps a citizen's text from being a formula where the file is opened in a spreadsheet.
func guard(s string, value any) string {
	if _, text := value.(string); text && s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (r rows) table(w io.Writer) {
	cells := [][]string{nil}
	for _, c := range r.columns {
		cells[0] = append(cells[0], c.title)
	}
	for _, line := range r.lines {
		var row []string
		for j, value := range line {
			if show := r.columns[j].show; show != nil {
				row = append(row, clean.Line(show(value)))
			} else {
				row = append(row, clean.Line(plain(value)))
			}
		}
		cells = append(cells, row)
	}
	widths := make([]int, len(r.columns))
	for _, row := range cells {
		for j, s := range row {
			widths[j] = max(widths[j], widget.Width(s))
		}
	}
	for _, row := range cells {
		var b strings.Builder
		for j, s := range row {
			pad := strings.Repeat(" ", widths[j]-widget.Width(s))
			if j > 0 {
				b.WriteString("  ")
			}
			if r.columns[j].right {
				b.WriteString(pad + s)
			} else {
				b.WriteString(s + pad)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
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
