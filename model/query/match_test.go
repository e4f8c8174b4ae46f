package query

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kurator/model/russian"
)

// row is one appeal for the evaluator.
type row struct {
	enums    map[Field]Enum
	texts    map[Field][]string
	instants map[Field]int64
	numbers  map[Field]int64
	flags    map[Field]bool
	has      Enum
	codes    []string
	holder   string
	body     string
}

func (r row) Texts(f Field) []string { return r.texts[f] }
func (r row) Enum(f Field) Enum      { return r.enums[f] }
func (r row) Has(what Enum) bool     { return r.has == what }
func (r row) Flag(f Field) bool      { return r.flags[f] }
func (r row) Instant(f Field) int64  { return r.instants[f] }
func (r row) TopicCodes() []string   { return r.codes }
func (r row) HolderKey() string      { return r.holder }
func (r row) Mine(f Field) bool      { return f == FieldHolder }
func (r row) Word(w Word) bool       { return strings.Contains(russian.Fold(r.body), russian.Fold(w.Text)) }
func (r row) Number(f Field) (int64, bool) {
	n, ok := r.numbers[f]
	return n, ok
}

func sample() row {
	return row{
		enums:    map[Field]Enum{FieldStage: "new", FieldChannel: "pos", FieldPriority: PriorityNormal, FieldGenre: "жалоба"},
		texts:    map[Field][]string{FieldTopic: {"Теплоснабжение", "ЖКХ"}, FieldPlace: {"пгт Ревда"}, FieldNumber: {"07/19-ОГ-10"}, FieldUnit: {"Дорожный отдел"}},
		instants: map[Field]int64{FieldDue: lateFrom(1), FieldReceived: now.Unix() - 86400},
		numbers:  map[Field]int64{FieldNumber: 112, FieldUnit: 3},
		flags:    map[Field]bool{FieldOpen: true},
		has:      HasDraft, codes: []string{"0005.0005.0056.1156"}, holder: "curator:pos", body: "Ёлка во дворе",
	}
}

func TestMatch(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "стадия:новое канал:пос": true, "стадия:новое канал:им": false, "канал:им,пос": true, "-канал:им": true,
		"место:ревда": true, "место:=ревда": false, `место:="ПГТ Ревда"`: true, "тема:жкх": true, "тема:тепло": true, "тема:дороги": false,
		"тема:0005.0005": true, "тема:0005.0005.0056.1156": true, "тема:0005.0006": false, `тема:"0005"`: false, "тема:нет": false, "заявитель:нет": true,
		"срок:завтра": true, "срок:<0": false, "закрыто:нет": true, "закрыто:<3д": false, "-закрыто:<3д": true, "получено:<2д": true, "срок:нет": false,
		"номер:112": true, "номер:11": false, "номер:19-ог": true, "номер:=19-ог": false, "номер:>100": true, "номер:100..111": false, "номер:200..100": true,
		"оценка:нет": true, "оценка:<3": false, "-оценка:<3": true, "важность:обычная": true, "вид:жалоба": true, "есть:проект": true, "есть:ответ": false,
		"держатель:куратор": true, "держатель:куратор:пос": true, "держатель:куратор:им": false, "держатель:я": true, "держатель:нет": false, "отдел:я": false,
		"отдел:3": true, "отдел:дорожн": true, "открыто:да": true, "просрочено:да": false, "просрочено:нет": true, "елка": true, "елка или нет": true, "(канал:им или елка) -яма": true,
	} {
		q, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := Match(q.Expr, sample(), now, moscow); got != want {
			t.Errorf("Match(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestMatchIsTwoValued(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawExpr(t, 3), drawExpr(t, 3)
		holds := func(e Expr) bool { return Match(e, sample(), now, moscow) }
		if holds(Not{a}) == holds(a) {
			t.Fatalf("%#v and its negation agree", a)
		}
		if holds(Not{And{a, b}}) != holds(Or{Not{a}, Not{b}}) {
			t.Fatalf("De Morgan fails for %#v and %#v", a, b)
		}
	})
}
