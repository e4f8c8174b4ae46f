package config

import (
	"fmt"
	"strings"
)

// entry is one setting or section of a text with its lines, counted from 1.
type entry struct {
	path        string // "ui.theme", "view[1].query"
	section     bool
	first, last int
}

// outline finds where each key and section stands: the parser knows, but does not tell. It looks no deeper than that;
// whether the text is right is for the parser to say.
func outline(text string) []entry {
	var all []entry
	var open multiline
	prefix, counts := "", map[string]int{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case open.going():
			open.feed(line)
			all[len(all)-1].last = i + 1
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "[["):
			name, _, _ := strings.Cut(line[2:], "]")
			name = joinKey(name)
			prefix = fmt.Sprintf("%s[%d]", name, counts[name])
			counts[name]++
			all = append(all, entry{prefix, true, i + 1, i + 1})
		case line[0] == '[':
			name, _, _ := strings.Cut(line[1:], "]")
			prefix = joinKey(name)
			all = append(all, entry{prefix, true, i + 1, i + 1})
		default:
			key, value := cutKey(line)
			path := joinKey(key)
			if prefix != "" {
				path = prefix + "." + path
			}
			all = append(all, entry{path, false, i + 1, i + 1})
			open.feed(value)
		}
	}
	return all
}

// cutKey parts a line at the first «=» outside quotes.
func cutKey(line string) (key, value string) {
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '=':
			return line[:i], line[i+1:]
		}
	}
	return line, ""
}

// joinKey writes a dotted key without spaces and quotes.
func joinKey(key string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\t' || r == '"' || r == '\'' {
			return -1
		}
		return r
	}, key)
}

// multiline follows a value over lines: arrays, and strings in three quotes.
type multiline struct {
	depth int
	quote string // the string that is open: `"""` or `'''`
}

func (m *multiline) going() bool { return m.depth > 0 || m.quote != "" }

func (m *multiline) feed(s string) {
	for s != "" {
		if m.quote != "" {
			_, rest, closed := strings.Cut(s, m.quote)
			if !closed {
				return
			}
			m.quote, s = "", rest
			continue
		}
		switch c := s[0]; {
		case c == '#':
			return
		case strings.HasPrefix(s, `"""`) || strings.HasPrefix(s, `'''`):
			m.quote, s = s[:3], s[3:]
			continue
		case c == '"' || c == '\'':
			s = skipString(s)
			continue
		case c == '[':
			m.depth++
		case c == ']':
			m.depth = max(0, m.depth-1)
		}
		s = s[1:]
	}
}

// skipString drops a string of one line from the start of s; one that does not close takes the rest.
func skipString(s string) string {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && s[0] == '"':
			i++
		case s[i] == s[0]:
			return s[i+1:]
		}
	}
	return ""
}

// lineOf finds a path, or the nearest thing around it; 1 when there is none.
func lineOf(all []entry, path string) int {
	for {
		for _, e := range all {
			if e.path == path {
				return e.first
			}
		}
		cut := strings.LastIndexAny(path, ".[")
		if cut < 0 {
			return 1
		}
		path = path[:cut]
	}
}
