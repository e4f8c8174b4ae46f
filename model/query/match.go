package query

import (
	"strings"
	"time"

	"kurator/model/russian"
)

// Facts answers what Match asks about one appeal.
type Facts interface {
	// Texts are the values of a KindText field (the topic's titles and groups, the unit's names, the names of the holder,
	// of the applicant), and for FieldNumber the external ids.
	Texts(f Field) []string
	// Enum is the value of a KindEnum field; priority is PriorityNormal when the model's is empty.
	Enum(f Field) Enum
	// Has tells whether the appeal has what Has… asks for.
	Has(what Enum) bool
	// Flag is the value of a KindFlag field.
	Flag(f Field) bool
	// Instant is the stored column of a KindInstant field in seconds UTC, late_from for due and answer_by; 0 = missing.
	Instant(f Field) int64
	// Number is the own number, the mark, or the id of the unit.
	Number(f Field) (n int64, ok bool)
	// TopicCodes are the codes of the appeal's topic and of its questions.
	TopicCodes() []string
	// HolderKey is model.Holder.Key of the holder, "" when nobody holds it.
	HolderKey() string
	// Mine tells whether the holder or the unit is the official who asks.
	Mine(f Field) bool
	// Word looks for a word or phrase in the texts; how words are compared is the search's matter.
	Word(w Word) bool
}

// Match evaluates a condition over one appeal at the moment now. It is the reference that compiled queries must agree with.
func Match(e Expr, facts Facts, now time.Time, loc *time.Location) bool {
	switch e := e.(type) {
	case And:
		for _, x := range e {
			if !Match(x, facts, now, loc) {
				return false
			}
		}
		return true
	case Or:
		for _, x := range e {
			if Match(x, facts, now, loc) {
				return true
			}
		}
		return false
	case Not:
		return !Match(e.X, facts, now, loc)
	case Word:
		return facts.Word(e)
	case Term:
		return e.match(facts, now, loc)
	}
	return e == nil
}

func (t Term) match(facts Facts, now time.Time, loc *time.Location) bool {
	switch v := t.Value.(type) {
	case Enum:
		if t.Field == FieldHas {
			return facts.Has(v)
		}
		return facts.Enum(t.Field) == v
	case Flag:
		return facts.Flag(t.Field) == bool(v)
	case Text:
		return t.matchText(facts, string(v))
	case TopicCode:
		return anyOf(facts.TopicCodes(), func(code string) bool { return code == string(v) || strings.HasPrefix(code, string(v)+".") })
	case HolderKey:
		key := facts.HolderKey()
		return key == string(v) || strings.HasPrefix(key, string(v)+":")
	case Me:
		return facts.Mine(t.Field)
	case None:
		return t.missing(facts)
	}
	if in, ok := t.Interval(now, loc); ok {
		return in.Contains(facts.Instant(t.Field))
	}
	if t.Field == FieldProblem {
		return anyOf(problemsOf(facts), t.matchNumber)
	}
	n, ok := facts.Number(t.Field)
	return ok && t.matchNumber(n)
}

func (t Term) matchText(facts Facts, typed string) bool {
	want := russian.Fold(typed)
	if n, ok := parseNumber(typed); ok && t.Field == FieldNumber {
		if own, known := facts.Number(FieldNumber); known && Number(own) == n {
			return true
		}
	}
	return anyOf(facts.Texts(t.Field), func(s string) bool {
		if t.Op == Eq {
			return russian.Fold(s) == want
		}
		return strings.Contains(russian.Fold(s), want)
	})
}

func (t Term) matchNumber(n int64) bool {
	switch v := t.Value.(type) {
	case Number:
		switch t.Op {
		case Lt:
			return n < int64(v)
		case Le:
			return n <= int64(v)
		case Gt:
			return n > int64(v)
		case Ge:
			return n >= int64(v)
		}
		return n == int64(v)
	case Range:
		from, isFrom := v.From.(Number)
		to, isTo := v.To.(Number)
		return isFrom && isTo && int64(min(from, to)) <= n && n <= int64(max(from, to))
	}
	return false
}

func (t Term) missing(facts Facts) bool {
	info, _ := t.Field.Info()
	switch {
	case t.Field == FieldProblem:
		return len(problemsOf(facts)) == 0
	case info.Kind == KindInstant:
		return facts.Instant(t.Field) == 0
	case info.Kind == KindNumber:
		_, ok := facts.Number(t.Field)
		return !ok
	case t.Field == FieldHolder:
		return facts.HolderKey() == ""
	case t.Field == FieldTopic && len(facts.TopicCodes()) > 0:
		return false
	}
	return !anyOf(facts.Texts(t.Field), func(s string) bool { return s != "" })
}

// Attached is answered by facts that know the problems an appeal is attached to; it may be several.
type Attached interface {
	Problems() []int64
}

func problemsOf(facts Facts) []int64 {
	if a, ok := facts.(Attached); ok {
		return a.Problems()
	}
	return nil
}

func anyOf[T any](all []T, holds func(T) bool) bool {
	for _, s := range all {
		if holds(s) {
			return true
		}
	}
	return false
}
