package query

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"kurator/model/russian"
)

// condition reads what follows «field:», one value or several after commas.
func (p *parser) condition(info FieldInfo) (Expr, *ParseError) {
	var alternatives []Expr
	for {
		e, err := p.oneValue(info)
		if err != nil {
			return nil, err
		}
		counted, err := p.counted(e)
		if err != nil {
			return nil, err
		}
		alternatives = append(alternatives, counted)
		if p.at == len(p.text) || p.text[p.at] != ',' {
			return joinOr(alternatives), nil
		}
		p.at++
	}
}

// operand is a value as typed.
type operand struct {
	text   string
	quoted bool
	start  int
	end    int
}

func (p *parser) oneValue(info FieldInfo) (Expr, *ParseError) {
	whole := p.at
	op := p.operator()
	start := p.at
	ranged := info.Kind == KindInstant || info.Kind == KindNumber || info.Kind == KindID
	from, err := p.operand(ranged)
	if err != nil {
		return nil, err
	}
	if ranged && strings.HasPrefix(p.text[p.at:], "..") {
		if op != Is && op != Eq {
			return nil, fail(whole, p.at+2-whole, "одно значение", "Знак сравнения и промежуток вместе не ставят: напишите >5 или 5..10.", "")
		}
		p.at += 2
		to, err := p.operand(ranged)
		if err != nil {
			return nil, err
		}
		return between(info, from, to)
	}
	if from.text == "" {
		return nil, fail(start, 0, expected(info), fmt.Sprintf("После «%s:» без пробела ожидается %s.", info.Russian, expected(info)), "")
	}
	return newTerm(info, op, from)
}

func (p *parser) operator() Op {
	for _, spelled := range []struct {
		text string
		op   Op
	}{{"<=", Le}, {">=", Ge}, {"≤", Le}, {"≥", Ge}, {"<", Lt}, {">", Gt}, {"=", Eq}} {
		if strings.HasPrefix(p.text[p.at:], spelled.text) {
			p.at += len(spelled.text)
			return spelled.op
		}
	}
	return Is
}

// operand reads one value; it may be empty. In a ranged field two dots end it.
func (p *parser) operand(ranged bool) (operand, *ParseError) {
	start := p.at
	if r, _ := utf8.DecodeRuneInString(p.text[p.at:]); closing(r) != 0 {
		words, err := p.quotation()
		return operand{words, true, start, p.at}, err
	}
	end := bareEnd(p.text, start)
	if comma := strings.IndexByte(p.text[start:end], ','); comma >= 0 {
		end = start + comma
	}
	if dots := strings.Index(p.text[start:end], ".."); ranged && dots >= 0 {
		end = start + dots
	}
	p.at = end
	return operand{p.text[start:end], false, start, end}, nil
}

func between(info FieldInfo, from, to operand) (Expr, *ParseError) {
	if from.text == "" && to.text == "" {
		return nil, fail(from.start, to.end-from.start, expected(info), "У промежутка нет ни начала, ни конца. Напишите, например, 2026-11-01..2026-11-30.", "")
	}
	var ends []Value
	for _, o := range []operand{from, to} {
		if o.text == "" {
			continue
		}
		v, ok := rangeEnd(info, o)
		if !ok {
			return nil, badValue(info, o)
		}
		ends = append(ends, v)
	}
	switch {
	case to.text == "":
		return Term{info.ID, Ge, ends[0]}, nil
	case from.text == "":
		return Term{info.ID, Le, ends[0]}, nil
	}
	return Term{info.ID, Between, Range{ends[0], ends[1]}}, nil
}

func rangeEnd(info FieldInfo, o operand) (Value, bool) {
	if info.Kind == KindInstant {
		return parseWhen(o.text)
	}
	return parseNumber(o.text)
}

// newTerm makes the condition of one value.
func newTerm(info FieldInfo, op Op, o operand) (Expr, *ParseError) {
	compares := op != Is && op != Eq
	if compares && (info.Kind == KindEnum || info.Kind == KindFlag || info.Kind == KindText) {
		return nil, fail(o.start-len(op), len(op), expected(info), fmt.Sprintf(
			"Поле «%s» нельзя сравнивать знаком «%s». Напишите %s:значение.", info.Russian, op, info.Russian), "")
	}
	if op == Is && !o.quoted && isNone(o.text) && info.Kind != KindFlag && info.Kind != KindEnum && info.Kind != KindID {
		return Term{info.ID, Is, None{}}, nil
	}
	var v Value
	ok := true
	switch info.Kind {
	case KindEnum, KindFlag:
		return enumTerm(info, o)
	case KindText:
		if v = Text(o.text); op == Is && !o.quoted {
			v = parseText(info.ID, o.text)
		}
		return Term{info.ID, op, v}, nil
	case KindID:
		if !compares {
			return Term{info.ID, op, Text(o.text)}, nil
		}
		v, ok = parseNumber(o.text)
	case KindNumber:
		v, ok = parseNumber(o.text)
	case KindInstant:
		v, ok = parseWhen(o.text)
	}
	if !ok {
		return nil, badValue(info, o)
	}
	if op == Eq {
		op = Is
	}
	return Term{info.ID, op, v}, nil
}

// enumTerm finds the value of an enumeration. «вид» asks for the kind and for the genre alike: their values differ.
func enumTerm(info FieldInfo, o operand) (Expr, *ParseError) {
	for _, field := range []Field{info.ID, FieldGenre} {
		if field != info.ID && info.ID != FieldKind {
			break
		}
		if c, ok := choose(choices(field), o.text); ok {
			if info.Kind == KindFlag {
				return Term{field, Is, Flag(c.id == "yes")}, nil
			}
			return Term{field, Is, c.id}, nil
		}
	}
	return nil, badValue(info, o)
}

func badValue(info FieldInfo, o operand) *ParseError {
	var names []string
	list := choices(info.ID)
	if info.ID == FieldKind {
		list = append(append([]choice(nil), list...), genreChoices...)
	}
	for _, c := range list {
		names = append(names, c.russian, c.english)
	}
	if info.Kind == KindInstant {
		for _, n := range namedWhens {
			names = append(names, n.russian, string(n.id))
		}
	}
	return fail(o.start, o.end-o.start, expected(info), fmt.Sprintf(
		"Значение «%s» не подходит полю «%s»: ожидается %s.", o.text, info.Russian, expected(info)), russian.Nearest(o.text, names))
}

// expected says what may follow a field.
func expected(info FieldInfo) string {
	switch info.Kind {
	case KindFlag:
		return "да или нет"
	case KindText:
		return "текст, при пробелах — в кавычках"
	case KindID:
		return "номер"
	case KindNumber:
		return "целое число, >число или промежуток 1..3"
	case KindInstant:
		return "дата (24.11.2026, сегодня, эта-неделя), промежуток через .. или расстояние (<3д, <2ч)"
	}
	var names []string
	for _, c := range choices(info.ID) {
		names = append(names, c.russian)
	}
	return "одно из: " + strings.Join(names, ", ")
}

func isNone(s string) bool {
	switch russian.Fold(s) {
	case "none", "нет", "пусто":
		return true
	}
	return false
}

func parseNumber(s string) (Value, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return Number(n), err == nil && n >= 0
}
