package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"kurator/ui/theme"
)

// cut takes the cells from ≤ x < to of a composed line, with the styles and links that are open there, closed at its end. A double-width
// sign on an edge becomes a space.
func cut(line string, from, to int) string {
	var b strings.Builder
	styles, link := "", ""
	for at := 0; line != "" && at < to; {
		if seq := sequence(line); seq != "" {
			if at >= from {
				b.WriteString(seq)
			}
			styles, link = follow(seq, styles, link)
			line = line[len(seq):]
			continue
		}
		size, cells := stepWide(line)
		if at < from && at+cells > from || at+cells > to {
			cells = min(at+cells, to) - at
			if at+cells > from {
				begin(&b, styles, link)
				b.WriteString(Blank(at + cells - max(at, from)))
			}
		} else if at >= from {
			begin(&b, styles, link)
			b.WriteString(line[:size])
		}
		at += cells
		line = line[size:]
	}
	if styles != "" {
		b.WriteString(theme.Reset)
	}
	if link != "" {
		b.WriteString(linkEnd)
	}
	return b.String()
}

const linkEnd = "\x1b]8;;\x1b\\"

// begin opens what was open to the left of the first cell taken.
func begin(b *strings.Builder, styles, link string) {
	if b.Len() == 0 {
		b.WriteString(styles)
		b.WriteString(link)
	}
}

// stepWide is step with the true width, for parts that were composed elsewhere.
func stepWide(s string) (size, cells int) {
	size, cells = step(s)
	if cells > 1 {
		cells = ansi.StringWidth(s[:size])
	}
	return size, cells
}

// sequence is the style (CSI … m) or link (OSC 8) sequence at the start of s; composed lines have no others.
func sequence(s string) string {
	if len(s) < 2 || s[0] != '\x1b' {
		return ""
	}
	end := -1
	switch s[1] {
	case '[':
		if end = strings.IndexByte(s, 'm'); end >= 0 {
			end++
		}
	case ']':
		if end = strings.Index(s, "\x1b\\"); end >= 0 {
			end += 2
		}
	}
	if end < 0 {
		return ""
	}
	return s[:end]
}

func follow(seq, styles, link string) (string, string) {
	switch seq {
	case theme.Reset, "\x1b[0m":
		return "", link
	case linkEnd:
		return styles, ""
	}
	if seq[1] == ']' {
		return styles, seq
	}
	return styles + seq, link
}
