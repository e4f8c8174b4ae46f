package query

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"kurator/model/russian"
)

// Limits of a query, so that no input can exhaust the stack or the machine.
const (
	MaxLength = 16 << 10 // bytes of text
	MaxDepth  = 32       // brackets within brackets
	MaxTerms  = 256      // conditions and words
)

// Parse reads a query. The empty text is everything in the usual order. The error is a *ParseError.
func Parse(text string) (Query, error) {
	if len(text) > MaxLength {
		return Query{}, &ParseError{Offset: MaxLength, Length: len(text) - MaxLength, Expected: "конец запроса",
			Sentence: fmt.Sprintf("Запрос слишком длинный: %s. Сократите его до %s.",
				russian.Count(len(text), "байт", "байта", "байт"), russian.Count(MaxLength, "байта", "байт", "байт"))}
	}
	p := parser{text: text}
	e, err := p.or()
	if err == nil && p.at < len(text) {
		err = fail(p.at, 1, "условие", "Лишняя закрывающая скобка. Уберите её или возьмите текст со скобкой в кавычки.", "")
	}
	if err != nil {
		return Query{}, err
	}
	return Query{e, p.sort}, nil
}

type parser struct {
	text  string
	at    int
	depth int
	terms int
	sort  []Sort
}

func fail(offset, length int, expected, sentence, hint string) *ParseError {
	return &ParseError{offset, length, expected, sentence, hint}
}

func (p *parser) skipSpace() {
	for p.at < len(p.text) {
		r, n := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

// peekBare is the bare run at the cursor, "" at a bracket, a quotation or the end.
func (p *parser) peekBare() string {
	p.skipSpace()
	return p.text[p.at:bareEnd(p.text, p.at)]
}

// or reads alternatives up to a closing bracket or the end.
func (p *parser) or() (Expr, *ParseError) {
	first, err := p.and()
	if err != nil {
		return nil, err
	}
	alternatives := []Expr{first}
	for {
		word := p.peekBare()
		if !isOrWord(word) {
			return joinOr(alternatives), nil
		}
		at := p.at
		p.at += len(word)
		next, err := p.and()
		if err != nil {
			return nil, err
		}
		if next == nil || alternatives[len(alternatives)-1] == nil {
			return nil, fail(at, len(word), "условие",
				fmt.Sprintf("Слово «%s» должно стоять между двумя условиями. Допишите условие или уберите это слово.", word), "")
		}
		alternatives = append(alternatives, next)
	}
}

// and reads conditions that stand side by side; nil when there are none.
func (p *parser) and() (Expr, *ParseError) {
	var all []Expr
	for {
		word := p.peekBare()
		switch {
		case p.at == len(p.text) || p.text[p.at] == ')' || isOrWord(word):
			return joinAnd(all), nil
		case isNoise(word):
			p.at += len(word)
			if minusSize(word) > 0 && p.at < len(p.text) && !p.atSpace() { // -"…" and -(…)
				p.at -= len(word)
				break
			}
			continue
		}
		e, err := p.unary()
		if err != nil {
			return nil, err
		}
		if e != nil {
			all = append(all, e)
		}
	}
}

func (p *parser) atSpace() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return unicode.IsSpace(r) || r == ')'
}

func (p *parser) unary() (Expr, *ParseError) {
	negative, start := false, p.at
	for {
		n := minusSize(p.text[p.at:])
		if n == 0 {
			break
		}
		negative = !negative
		p.at += n
	}
	if p.at > start && (p.at == len(p.text) || p.atSpace()) {
		return nil, fail(start, p.at-start, "условие", "После минуса ожидается условие без пробела: -канал:пос.", "")
	}
	e, err := p.primary(p.at > start)
	if err != nil || !negative {
		return e, err
	}
	return negate(e), nil
}

func (p *parser) primary(negated bool) (Expr, *ParseError) {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	switch {
	case r == '(':
		return p.group()
	case closing(r) != 0:
		words, err := p.quotation()
		if err != nil {
			return nil, err
		}
		return p.counted(Word{words, true})
	}
	start := p.at
	bare := p.text[p.at:bareEnd(p.text, p.at)]
	name, ok := fieldPrefix(bare)
	if !ok {
		p.at += len(bare)
		return p.counted(Word{bare, false})
	}
	p.at += len(name) + 1
	folded := russian.Fold(name)
	switch info, known := fieldNamed(name); {
	case isTextPrefix(folded):
		return p.words()
	case isSortPrefix(folded):
		if negated || p.depth > 0 {
			return nil, fail(start, len(name)+1, "условие", "Порядок задаётся один раз для всего запроса: вынесите его из скобок и уберите минус.", "")
		}
		return nil, p.order()
	case known:
		return p.condition(info)
	}
	return nil, fail(start, len(name), "название поля", fmt.Sprintf(
		"Поля «%s» нет. Если это просто текст, возьмите его в кавычки.", name), russian.Nearest(name, fieldNames()))
}

func (p *parser) group() (Expr, *ParseError) {
	open := p.at
	p.at++
	p.depth++
	if p.depth > MaxDepth {
		return nil, fail(open, 1, "условие", fmt.Sprintf("Скобки вложены глубже %d раз. Упростите запрос.", MaxDepth), "")
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	p.depth--
	if p.at == len(p.text) {
		return nil, fail(open, 1, "закрывающая скобка", "Скобка открыта, но не закрыта. Поставьте «)» после последнего условия в ней.", "")
	}
	p.at++
	if e == nil {
		return nil, fail(open, p.at-open, "условие", "В скобках ничего нет. Впишите условие или уберите скобки.", "")
	}
	return e, nil
}

// quotation reads quoted words at the cursor; they must be closed and hold something.
func (p *parser) quotation() (string, *ParseError) {
	open := p.at
	words, end, closed := quoted(p.text, open)
	switch {
	case !closed:
		return "", fail(open, len(p.text)-open, "закрывающая кавычка", "Кавычка открыта, но не закрыта. Поставьте её в конце фразы.", "")
	case words == "":
		return "", fail(open, end-open, "текст", "В кавычках ничего нет. Впишите текст или уберите кавычки.", "")
	}
	p.at = end
	return words, nil
}

// words reads what follows «текст:», a word as it stands or a phrase.
func (p *parser) words() (Expr, *ParseError) {
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	if closing(r) != 0 {
		words, err := p.quotation()
		if err != nil {
			return nil, err
		}
		return p.counted(Word{words, true})
	}
	bare := p.text[p.at:bareEnd(p.text, p.at)]
	if bare == "" {
		return nil, fail(p.at, 0, "слово или фраза в кавычках", "После «текст:» ожидается слово или фраза в кавычках, без пробела.", "")
	}
	p.at += len(bare)
	return p.counted(Word{bare, false})
}

func (p *parser) counted(e Expr) (Expr, *ParseError) {
	p.terms++
	if p.terms > MaxTerms {
		return nil, fail(p.at, 0, "конец запроса", fmt.Sprintf("В запросе больше %d условий. Сократите его.", MaxTerms), "")
	}
	return e, nil
}
