package query

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"kurator/model"
)

func is(f Field, v Value) Term { return Term{f, Is, v} }

func TestParse(t *testing.T) {
	for text, want := range map[string]Query{
		"":                              {},
		" — ":                           {},
		"stage:new channel:pos due:<3d": {Expr: And{is(FieldStage, Enum("new")), is(FieldChannel, Enum("pos")), Term{FieldDue, Lt, Span{3, Day}}}},
		"стадия:новое канал:пос срок:<3д": {Expr: And{is(FieldStage, Enum("new")), is(FieldChannel, Enum("pos")), Term{FieldDue, Lt, Span{3, Day}}}},
		`topic:жкх place:ревда holder:me overdue:yes "яма"`: {Expr: And{is(FieldTopic, Text("жкх")), is(FieldPlace, Text("ревда")),
			is(FieldHolder, Me{}), is(FieldOverdue, Flag(true)), Word{"яма", true}}},
		"-канал:пос":             {Expr: Not{is(FieldChannel, Enum("pos"))}},
		"−яма":                   {Expr: Not{Word{"яма", false}}},
		"яма или лужа":           {Expr: Or{Word{"яма", false}, Word{"лужа", false}}},
		"a b or c":               {Expr: Or{And{Word{"a", false}, Word{"b", false}}, Word{"c", false}}},
		"a (b or c)":             {Expr: And{Word{"a", false}, Or{Word{"b", false}, Word{"c", false}}}},
		"-(a b)":                 {Expr: Not{And{Word{"a", false}, Word{"b", false}}}},
		"-(-a)":                  {Expr: Word{"a", false}},
		"(a (b c))":              {Expr: And{Word{"a", false}, Word{"b", false}, Word{"c", false}}},
		"вода - и свет":          {Expr: And{Word{"вода", false}, Word{"свет", false}}},
		"канал:пос,им":           {Expr: Or{is(FieldChannel, Enum("pos")), is(FieldChannel, Enum("im"))}},
		"«нет тепла»":            {Expr: Word{"нет тепла", true}},
		`-"нет \"тепла\""`:       {Expr: Not{Word{`нет "тепла"`, true}}},
		"текст:или":              {Expr: Word{"или", false}},
		"12:30 https://vk.com/x": {Expr: And{Word{"12:30", false}, Word{"https://vk.com/x", false}}},
		"sort:due":               {Sort: []Sort{{FieldDue, false}}},
		"порядок:-получено,срок яма": {Expr: Word{"яма", false}, Sort: []Sort{{FieldReceived, true}, {FieldDue, false}}},
		"вид:жалоба":                 {Expr: is(FieldGenre, Enum("жалоба"))},
		"вид:59-ФЗ":                  {Expr: is(FieldKind, Enum("law59"))},
		"итог:меры-приняты":          {Expr: is(FieldOutcome, Enum("меры приняты"))},
		`стадия:"Проект у куратора"`: {Expr: is(FieldStage, Enum("review"))},
		"важность:высокая":           {Expr: is(FieldPriority, Enum("high"))},
		"ЖДЁМ:да ждем:нет":           {Expr: And{is(FieldWaiting, Flag(true)), is(FieldWaiting, Flag(false))}},
		"есть:обещание":              {Expr: is(FieldHas, HasPromise)},
		"оценка:4..5":                {Expr: Term{FieldMark, Between, Range{Number(4), Number(5)}}},
		"оценка:<=3 оценка:=2":       {Expr: And{Term{FieldMark, Le, Number(3)}, is(FieldMark, Number(2))}},
		"номер:07/19-ОГ-10":          {Expr: is(FieldNumber, Text("07/19-ОГ-10"))},
		"номер:>100":                 {Expr: Term{FieldNumber, Gt, Number(100)}},
		"номер:=12":                  {Expr: Term{FieldNumber, Eq, Text("12")}},
		"срок:нет тема:пусто":        {Expr: And{is(FieldDue, None{}), is(FieldTopic, None{})}},
		`тема:"нет"`:                 {Expr: is(FieldTopic, Text("нет"))},
		"тема:0005.0005":             {Expr: is(FieldTopic, TopicCode("0005.0005"))},
		"держатель:куратор:пос":      {Expr: is(FieldHolder, HolderKey("curator:pos"))},
		"holder:unit:3 отдел:3":      {Expr: And{is(FieldHolder, HolderKey("unit:3")), is(FieldUnit, Number(3))}},
		"срок:<0 срок:<2ч":           {Expr: And{Term{FieldDue, Lt, Span{0, Hour}}, Term{FieldDue, Lt, Span{2, Hour}}}},
		"получено:эта-неделя":        {Expr: is(FieldReceived, ThisWeek)},
		"получено:неделя-цур":        {Expr: is(FieldReceived, CentreWeek)},
		"получено:>01.11.2026":       {Expr: Term{FieldReceived, Gt, Date{2026, time.November, 1}}},
		"received:2026-11-01..2026-11-30": {Expr: Term{FieldReceived, Between,
			Range{Date{2026, time.November, 1}, Date{2026, time.November, 30}}}},
		"received:2026-11..":               {Expr: Term{FieldReceived, Ge, Date{2026, time.November, 0}}},
		"закрыто:..вчера":                  {Expr: Term{FieldClosed, Le, Yesterday}},
		"получено:29.02":                   {Expr: is(FieldReceived, Date{0, time.February, 29})},
		`получено:>"24.11.2026 09:05"`:     {Expr: Term{FieldReceived, Gt, Minute{Date{2026, time.November, 24}, 9, 5}}},
		"answer_by:today ответить-до:2026": {Expr: And{is(FieldAnswerBy, Today), is(FieldAnswerBy, Date{2026, 0, 0})}},
	} {
		got, err := Parse(text)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%q) = %#v, %v\nwant %#v", text, got, err, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text, at, hint string
	}{
		{"стдия:новое", "стдия", "стадия"},
		{"cnflbz:новое", "cnflbz", "стадия"},
		{"яма chanel:pos", "chanel", "channel"},
		{"стадия:нвоое", "нвоое", "новое"},
		{"stage:closd", "closd", "closed"},
		{"канал:gjc", "gjc", "пос"},
		{"срок:завтар", "завтар", "завтра"},
		{"срок:31.02.2026", "31.02.2026", ""},
		{"тема: дороги", "", ""},
		{"стадия:>новое", ">", ""},
		{"оценка:пять", "пять", ""},
		{"срок:..", "..", ""},
		{"срок:<1..2", "<1..", ""},
		{"(яма", "(", ""},
		{"яма)", ")", ""},
		{"()", "()", ""},
		{`"яма`, `"яма`, ""},
		{`""`, `""`, ""},
		{"яма или", "или", ""},
		{"или яма", "или", ""},
		{"-- яма", "--", ""},
		{"(sort:due)", "sort:", ""},
		{"-sort:due", "sort:", ""},
		{"порядок:срк", "срк", "срок"},
		{"sort:has", "has", ""},
		{"канал:пос,", "", ""},
		{"текст: яма", "", ""},
		{strings.Repeat("(", MaxDepth+1), "(", ""},
		{strings.Repeat("я ", MaxTerms+1), "", ""},
		{strings.Repeat("я", MaxLength), strings.Repeat("я", MaxLength/2), ""},
	} {
		_, err := Parse(c.text)
		var bad *ParseError
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%.40q) gives no error", c.text)
			continue
		}
		if got := c.text[bad.Offset : bad.Offset+bad.Length]; got != c.at || bad.Hint != c.hint {
			t.Errorf("Parse(%.40q) points at %q and hints %q, want %q and %q", c.text, got, bad.Hint, c.at, c.hint)
		}
		if bad.Expected == "" || !strings.HasSuffix(bad.Sentence, ".") || model.CodeOf(err) != model.Usage {
			t.Errorf("Parse(%.40q): %+v, code %q", c.text, bad, model.CodeOf(err))
		}
	}
}

func TestErrorIsASentenceWithAHintAndAColumn(t *testing.T) {
	text := "яма стдия:новое"
	_, err := Parse(text)
	var bad *ParseError
	if !errors.As(err, &bad) {
		t.Fatal("no error")
	}
	if want := "Поля «стдия» нет. Если это просто текст, возьмите его в кавычки. Возможно, вы имели в виду «стадия»."; bad.Error() != want {
		t.Errorf("Error() = %q", bad.Error())
	}
	if bad.Column(text) != 4 {
		t.Errorf("Column = %d, want 4", bad.Column(text))
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`stage:new channel:pos due:<3d "яма" sort:-due`, "(a or -b) канал:пос,им", "срок:2026-11-01..завтра", `т:"\`,
		"текст:- --x", "«a“b»", "holder:outside:x", "\xff:\xfe", "получено:>24.11.2026_09:05", "номер:=1 номер:1..2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := Parse(s)
		if err != nil {
			var bad *ParseError
			if !errors.As(err, &bad) || bad.Offset < 0 || bad.Length < 0 || bad.Offset+bad.Length > len(s) {
				t.Fatalf("Parse(%q): %#v", s, err)
			}
			return
		}
		for _, text := range []string{Print(q), PrintRussian(q)} {
			if len(text) > MaxLength {
				continue
			}
			again, err := Parse(text)
			if err != nil || !reflect.DeepEqual(again, q) {
				t.Fatalf("%q printed as %q reads as %#v, %v\nwant %#v", s, text, again, err, q)
			}
		}
		for i := 0; i <= len(s); i += 1 + len(s)/20 {
			Complete(s, i, Values{Topics: []string{"ЖКХ", "дороги и тротуары"}})
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse(`стадия:новое канал:пос,им срок:<3д (тема:жкх или место:ревда) -держатель:я "яма во дворе" порядок:срок`); err != nil {
			b.Fatal(err)
		}
	}
}
