package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"kurator/model/russian"
)

// Values are the words of this office that completion offers; the caller loads them.
type Values struct {
	Units      []string
	Topics     []string // titles
	Places     []string
	Holders    []string // names of officials and outside holders
	Applicants []string // leave empty where personal data must not be shown
}

func (v Values) of(f Field) []string {
	switch f {
	case FieldUnit:
		return v.Units
	case FieldTopic:
		return v.Topics
	case FieldPlace:
		return v.Places
	case FieldHolder:
		return append(slices.Clip(v.Holders), v.Units...)
	case FieldApplicant:
		return v.Applicants
	}
	return nil
}

// Completion is one way to go on: bytes [Start, End) of the text become Insert.
type Completion struct {
	Start, End int
	Insert     string // «стадия:», «новое», "\"Дорожный отдел\""
	Title      string // what it means, for the list
	Value      bool   // a value is complete, a field name still wants one
}

// MaxCompletions is how many completions are offered at most.
const MaxCompletions = 50

// Complete offers fields and values for what is being typed before the cursor (a byte offset; it is moved into the text
// and to the start of a character). Names are offered in the language being typed; a prefix typed in the wrong keyboard
// layout is understood. The best come first: what begins with the prefix, then what has a word that does.
func Complete(text string, cursor int, values Values) []Completion {
	cursor = max(0, min(cursor, len(text)))
	for cursor > 0 && cursor < len(text) && !utf8.RuneStart(text[cursor]) {
		cursor--
	}
	at, open := tokenAt(text, cursor)
	if open && (at == 0 || text[at-1] != ':' && text[at-1] != '=' && text[at-1] != ',') {
		return nil // inside a phrase
	}
	token := at
	if open {
		token = bareStart(text, at)
	}
	for n := minusSize(text[token:cursor]); n > 0; n = minusSize(text[token:cursor]) {
		token += n
	}
	c := completer{text: text, cursor: cursor, values: values}
	name, hasField := fieldPrefix(text[token:cursor])
	if !hasField {
		return c.names(token)
	}
	valueAt := token + len(name) + 1
	if isSortPrefix(russian.Fold(name)) {
		return c.sortKeys(valueAt, isCyrillic(name))
	}
	info, known := fieldNamed(name)
	if !known {
		return nil
	}
	return c.fieldValues(info, valueAt, isCyrillic(name))
}

// tokenAt is where the bare run or the open quotation that the cursor stands in begins.
func tokenAt(text string, cursor int) (start int, open bool) {
	for i := 0; i < cursor; {
		r, n := utf8.DecodeRuneInString(text[i:])
		if closing(r) != 0 {
			_, end, closed := quoted(text, i)
			if end > cursor || !closed || end == cursor && i+n == end {
				return i, true
			}
			i, start = end, end
			continue
		}
		i += n
		if unicode.IsSpace(r) || isBracket(r) {
			start = i
		}
	}
	return start, false
}

// bareStart is where the bare run before a quotation begins.
func bareStart(text string, at int) int {
	return strings.LastIndexFunc(text[:at], endsBare) + 1
}

type completer struct {
	text   string
	cursor int
	values Values
}

// end is where the replaced piece ends: at the cursor, or behind the rest of the word it stands in.
func (c completer) end(from int) int {
	if r, _ := utf8.DecodeRuneInString(c.text[from:]); from < c.cursor && closing(r) != 0 {
		_, end, closed := quoted(c.text, from)
		if closed {
			return end
		}
		return c.cursor
	}
	end := bareEnd(c.text, c.cursor)
	if stop := strings.IndexAny(c.text[c.cursor:end], ",:"); stop >= 0 {
		return c.cursor + stop
	}
	return end
}

// names offers fields, and values of enumerations that need no field in front: «нов» gives стадия:новое.
func (c completer) names(start int) []Completion {
	prefix := newPrefix(c.text[start:c.cursor])
	end := c.end(start)
	if strings.HasPrefix(c.text[end:], ":") {
		end++
	}
	var found ranking
	for _, russianNames := range []bool{true, false} {
		if prefix.typed != "" && prefix.cyrillic != russianNames && prefix.swapped == "" || prefix.typed == "" && !russianNames {
			continue
		}
		for _, f := range fields {
			if name := fieldName(f, russianNames); f.ID != FieldGenre || !russianNames {
				found.add(prefix.rank(name), Completion{start, end, name + ":", f.Title, false})
			}
		}
		sort := sortPrefix
		if russianNames {
			sort = sortPrefixRussian
		}
		found.add(prefix.rank(sort), Completion{start, end, sort + ":", "порядок: срок, -получено…", false})
	}
	if utf8.RuneCountInString(prefix.typed) >= 2 {
		c.enumsWithoutField(start, end, prefix, &found)
	}
	return found.best()
}

func (c completer) enumsWithoutField(start, end int, typed prefix, found *ranking) {
	for _, f := range fields {
		if f.Kind != KindEnum {
			continue
		}
		for _, choice := range choices(f.ID) {
			name, value := string(f.ID), choice.english
			if typed.cyrillic {
				name, value = f.Russian, choice.russian
			}
			if typed.rank(value) == begins {
				found.add(contains, Completion{start, end, name + ":" + value, choice.title, true})
			}
		}
	}
}

func (c completer) sortKeys(at int, russianNames bool) []Completion {
	at += 1 + strings.LastIndexByte(c.text[at:c.cursor], ',')
	at += minusSize(c.text[at:c.cursor])
	prefix := newPrefix(c.text[at:c.cursor])
	var found ranking
	for _, f := range fields {
		if f.Sortable {
			found.add(prefix.rank(fieldName(f, russianNames)), Completion{at, c.end(at), fieldName(f, russianNames), f.Title, true})
		}
	}
	return found.best()
}

func (c completer) fieldValues(info FieldInfo, at int, russianNames bool) []Completion {
	at += valueStart(c.text[at:c.cursor])
	prefix := newPrefix(strings.TrimLeft(c.text[at:c.cursor], `"«“„`))
	end := c.end(at)
	var found ranking
	offer := func(english, russianWord, title string) {
		word := english
		if russianNames {
			word = russianWord
		}
		found.add(max(prefix.rank(english), prefix.rank(russianWord), prefix.rank(title)), Completion{at, end, word, title, true})
	}
	list := choices(info.ID)
	if info.ID == FieldKind {
		list = slices.Concat(list, genreChoices)
	}
	for _, choice := range list {
		offer(choice.english, choice.russian, choice.title)
	}
	if info.Kind == KindInstant {
		for _, n := range namedWhens {
			offer(string(n.id), n.russian, strings.ReplaceAll(n.russian, "-", " "))
		}
	}
	if info.ID == FieldHolder || info.ID == FieldUnit {
		offer("me", "я", "у меня")
	}
	if info.ID == FieldHolder {
		offer("curator", "куратор", "у куратора")
		offer("unit", "отдел", "у отдела")
		offer("head", "руководитель", "на утверждении у руководителя")
		offer("outside", "внешний", "у внешнего исполнителя")
	}
	for _, value := range c.values.of(info.ID) {
		if rank := prefix.rank(value); found.room(rank) {
			found.add(rank, Completion{at, end, textValue(info.ID, value), value, true})
		}
	}
	return found.best()
}

// textValue quotes a value where bare it would be read as something else.
func textValue(f Field, value string) string {
	if readsAs(string(f)+":"+value, Term{f, Is, Text(value)}) {
		return value
	}
	return quote(value)
}

// valueStart is where the last value of «<=», comma lists and ranges begins.
func valueStart(typed string) int {
	start := 0
	for i := 0; i < len(typed); {
		r, n := utf8.DecodeRuneInString(typed[i:])
		if closing(r) != 0 {
			_, end, closed := quoted(typed, i)
			if !closed {
				return i
			}
			i = end
			continue
		}
		i += n
		if strings.ContainsRune("<>=≤≥,", r) || strings.HasSuffix(typed[:i], "..") {
			start = i
		}
	}
	return start
}

func fieldName(f FieldInfo, russianName bool) string {
	if russianName {
		return f.Russian
	}
	return string(f.ID)
}

func isCyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}
