package query

import (
	"fmt"
	"strconv"
	"strings"

	"kurator/model"
)

// Print writes a query with English names; Parse reads it back into an equal tree.
func Print(q Query) string { return printer{}.query(q) }

// PrintRussian writes a query with Russian names; Parse reads it back into an equal tree.
func PrintRussian(q Query) string { return printer{russian: true}.query(q) }

// PrintExpr writes a condition alone, with Russian names when russian is set.
func PrintExpr(e Expr, russian bool) string { return printer{russian}.expr(e) }

type printer struct{ russian bool }

func (p printer) either(english, russian string) string {
	if p.russian {
		return russian
	}
	return english
}

func (p printer) query(q Query) string {
	var parts []string
	if text := p.expr(q.Expr); text != "" {
		if _, ok := q.Expr.(Or); ok && len(q.Sort) > 0 {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	if len(q.Sort) > 0 {
		var keys []string
		for _, s := range q.Sort {
			minus := ""
			if s.Desc {
				minus = "-"
			}
			keys = append(keys, minus+p.field(s.Field))
		}
		parts = append(parts, p.either(sortPrefix, sortPrefixRussian)+":"+strings.Join(keys, ","))
	}
	return strings.Join(parts, " ")
}

func (p printer) expr(e Expr) string {
	switch e := e.(type) {
	case And:
		return p.join(e, " ", func(x Expr) bool { _, or := x.(Or); return or })
	case Or:
		return p.join(e, p.either(" or ", " или "), func(Expr) bool { return false })
	case Not:
		if inner, ok := e.X.(Not); ok {
			return p.expr(inner.X)
		}
		text := p.expr(e.X)
		switch e.X.(type) {
		case And, Or:
			text = "(" + text + ")"
		}
		return "-" + text
	case Term:
		return p.term(e)
	case Word:
		return p.word(e)
	}
	return ""
}

func (p printer) join(all []Expr, between string, bracketed func(Expr) bool) string {
	var parts []string
	for _, e := range all {
		text := p.expr(e)
		if bracketed(e) {
			text = "(" + text + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, between)
}

// word writes a word so that it is read back as the same: bare, behind «text:» when it looks like an operator, or quoted.
func (p printer) word(w Word) string {
	prefixed := p.either(textPrefix, textPrefixRussian) + ":" + w.Text
	for _, candidate := range []string{w.Text, prefixed} {
		if !w.Phrase && readsAs(candidate, w) {
			return candidate
		}
	}
	return quote(w.Text)
}

func readsAs(text string, want Expr) bool {
	q, err := Parse(text)
	return err == nil && len(q.Sort) == 0 && q.Expr == want
}

func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func (p printer) field(f Field) string {
	info, ok := f.Info()
	if ok && p.russian {
		return info.Russian
	}
	return string(f)
}

func (p printer) term(t Term) string {
	prefix := p.field(t.Field) + ":"
	if r, ok := t.Value.(Range); ok {
		return prefix + p.value(t.Field, r.From) + ".." + p.value(t.Field, r.To)
	}
	prefix += string(t.Op)
	if text, ok := t.Value.(Text); ok {
		if bare := prefix + string(text); readsAs(bare, t) {
			return bare
		}
		return prefix + quote(string(text))
	}
	return prefix + p.value(t.Field, t.Value)
}

func (p printer) value(f Field, v Value) string {
	switch v := v.(type) {
	case Enum:
		if c, ok := choiceOf(choices(f), v); ok {
			return p.either(c.english, c.russian)
		}
		return string(v)
	case Flag:
		if v {
			return p.either("yes", "да")
		}
		return p.either("no", "нет")
	case Me:
		return p.either("me", "я")
	case None:
		return p.either("none", "нет")
	case TopicCode:
		return string(v)
	case HolderKey:
		return p.holder(v)
	case Number:
		return strconv.FormatInt(int64(v), 10)
	case Date:
		return v.print(p.russian)
	case Minute:
		return fmt.Sprintf("%s%s%02d:%02d", v.Date.print(p.russian), p.either("T", "_"), v.Hour, v.Min)
	case Named:
		for _, n := range namedWhens {
			if n.id == v {
				return p.either(string(n.id), n.russian)
			}
		}
	case Span:
		return p.span(v)
	}
	return ""
}

func (d Date) print(russian bool) string {
	switch {
	case d.Year == 0:
		return fmt.Sprintf("%02d.%02d", d.Day, int(d.Month))
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case russian && d.Day == 0:
		return fmt.Sprintf("%02d.%04d", int(d.Month), d.Year)
	case russian:
		return fmt.Sprintf("%02d.%02d.%04d", d.Day, int(d.Month), d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, int(d.Month))
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

func (p printer) span(s Span) string {
	n := strconv.Itoa(s.N)
	switch {
	case s == Span{0, Hour}:
		return "0"
	case s.Unit == Hour:
		return n + p.either("h", "ч")
	case s.Unit == Week:
		return n + p.either("w", "н")
	}
	return n + p.either("d", "д")
}

func (p printer) holder(key HolderKey) string {
	kind, whose, specific := strings.Cut(string(key), ":")
	if !p.russian {
		return string(key)
	}
	words := map[model.HolderKind]string{model.HolderCurator: "куратор", model.HolderUnit: "отдел", model.HolderHead: "руководитель",
		model.HolderOutside: "внешний"}
	out := words[model.HolderKind(kind)]
	if c, ok := choiceOf(channelChoices, Enum(whose)); ok && kind == string(model.HolderCurator) {
		whose = c.russian
	}
	if specific {
		out += ":" + whose
	}
	return out
}
