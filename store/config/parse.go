package config

import (
	"errors"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Problem is one error of a text.
type Problem struct {
	Line int
	Say  string // what is wrong and what may stand there
}

// maxProblems ends the search in a text that is no configuration at all.
const maxProblems = 50

// check reads text over c and finds everything that is wrong with it, in the order of lines. c is of use only when
// nothing is.
func check(text string, c *Config, words Words) []Problem {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	var problems []Problem
	for texts := []string{text}; len(texts) > 0 && len(problems) < maxProblems; texts = texts[1:] {
		data, kept, repeated, found := parse(texts[0])
		texts = append(texts, repeated...)
		problems = append(problems, found...)
		f := filler{lines: outline(kept), words: words, bad: map[string]bool{}}
		f.fill(c, data)
		problems = append(problems, f.problems...)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return a.Line - b.Line })
	return slices.Compact(problems)
}

// parse reads TOML past its errors, which would otherwise end at the first one: the entry that cannot be read is blanked
// and the rest is read again. A section that comes twice is handed back as a text of its own, so that it is looked
// through as well. kept is what was read.
func parse(text string) (data map[string]any, kept string, repeated []string, problems []Problem) {
	for {
		data = map[string]any{}
		_, err := toml.Decode(text, &data)
		var wrong toml.ParseError
		if !errors.As(err, &wrong) || len(problems) >= maxProblems {
			return data, text, repeated, problems
		}
		line := max(wrong.Position.Line, 1)
		all := outline(text)
		e := around(all, line)
		if open, found := unclosed(all, text); found && open.first <= line {
			e = open // the parser points at where it gave up, below
		}
		if strings.Contains(wrong.Message, "already") {
			e = second(all, e)
		}
		problems = append(problems, Problem{e.first, syntaxSay(wrong, all, e)})
		if e.section && strings.Contains(wrong.Message, "already") {
			last := sectionEnd(all, e, text)
			repeated = append(repeated, only(text, e.first, last))
			e.last = last
		}
		text = blank(text, e.first, e.last)
	}
}

// around is the entry that a line belongs to.
func around(all []entry, line int) entry {
	for _, e := range all {
		if e.first <= line && line <= e.last {
			return e
		}
	}
	return entry{first: line, last: line}
}

// unclosed is the first section heading without its bracket.
func unclosed(all []entry, text string) (entry, bool) {
	lines := strings.Split(text, "\n")
	for _, e := range all {
		if e.section && !strings.Contains(lines[e.first-1], "]") {
			return e, true
		}
	}
	return entry{}, false
}

// second is the later of two entries with one name: the parser points at either.
func second(all []entry, e entry) entry {
	for _, x := range all {
		if x.path == e.path && x.first > e.first {
			return x
		}
	}
	return e
}

func sectionEnd(all []entry, section entry, text string) int {
	for _, e := range all {
		if e.section && e.first > section.first {
			return e.first - 1
		}
	}
	return strings.Count(text, "\n") + 1
}

// only leaves the lines first…last where they are and blanks the others.
func only(text string, first, last int) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		if i+1 < first || i+1 > last {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

func blank(text string, first, last int) string {
	lines := strings.Split(text, "\n")
	for i := first - 1; i < min(last, len(lines)); i++ {
		lines[i] = ""
	}
	return strings.Join(lines, "\n")
}

// syntaxSay puts the parser's words into Russian.
func syntaxSay(wrong toml.ParseError, all []entry, e entry) string {
	name := e.path
	switch m := wrong.Message; {
	case strings.Contains(m, "already") && e.section:
		return "раздел [" + name + "] уже был выше. Соедините оба раздела в один."
	case strings.Contains(m, "already"):
		for _, x := range all {
			if x.path == name && x.first < e.first {
				return "«" + name + "» уже задано в строке " + itoa(x.first) + ". Оставьте одно из двух."
			}
		}
		return "«" + name + "» уже задано выше. Оставьте одно из двух."
	case strings.Contains(m, "UTF-8") || strings.Contains(m, "NUL") || strings.Contains(m, "null byte"):
		return "здесь знаки не в кодировке UTF-8. Сохраните файл в UTF-8."
	case e.section:
		return "не разобрать заголовок раздела. Он пишется в квадратных скобках: [ui] или [[view]]."
	case name != "":
		return "не разобрать значение «" + name + "». Строки пишутся в кавычках: \"текст\"; списки в скобках: [\"а\", \"б\"]; числа и true, false — без кавычек."
	}
	return "не разобрать строку. Допустимо: ключ = значение, заголовок [раздела] или примечание после #."
}
