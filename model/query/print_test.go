package query

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPrint(t *testing.T) {
	for _, c := range [][3]string{
		{"стадия:новое канал:пос срок:<3д", "stage:new channel:pos due:<3d", "стадия:новое канал:пос срок:<3д"},
		{"-(a or b) c", "-(a or b) c", "-(a или b) c"},
		{"канал:пос,им", "channel:pos or channel:im", "канал:пос или канал:им"},
		{"a or b порядок:-получено", "(a or b) sort:-received", "(a или b) порядок:-получено"},
		{`тема:"нет" тема:нет тема:"дороги и двор"`, `topic:"нет" topic:none topic:"дороги и двор"`, `тема:"нет" тема:нет тема:"дороги и двор"`},
		{"вид:жалоба вид:59-фз", "genre:complaint kind:law59", "вид:жалоба вид:59-фз"},
		{"получено:01.11.2026..сегодня срок:<0", "received:2026-11-01..today due:<0", "получено:01.11.2026..сегодня срок:<0"},
		{"holder:curator:pos unit:me", "holder:curator:pos unit:me", "держатель:куратор:пос отдел:я"},
		{"text:or text:-x", "text:or text:-x", "or text:-x"},
		{`получено:>"24.11.2026 9:05"`, "received:>2026-11-24T09:05", "получено:>24.11.2026_09:05"},
	} {
		q, err := Parse(c[0])
		if err != nil {
			t.Errorf("Parse(%q): %v", c[0], err)
			continue
		}
		if got := Print(q); got != c[1] {
			t.Errorf("Print(%q) = %q, want %q", c[0], got, c[1])
		}
		want := strings.ReplaceAll(strings.ReplaceAll(c[2], "text:", "текст:"), "or текст", "текст:or текст")
		if got := PrintRussian(q); got != want {
			t.Errorf("PrintRussian(%q) = %q, want %q", c[0], got, want)
		}
	}
}

func TestPrintedQueryReadsBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Query{Expr: drawExpr(t, 4), Sort: drawSort(t)}
		for _, text := range []string{Print(q), PrintRussian(q)} {
			got, err := Parse(text)
			if err != nil {
				t.Fatalf("%q: %v (%#v)", text, err, q)
			}
			if !reflect.DeepEqual(got, q) {
				t.Fatalf("%q reads as\n%#v, want\n%#v", text, got, q)
			}
		}
	})
}

// drawExpr draws a tree in the form Parse gives.
func drawExpr(t *rapid.T, depth int) Expr {
	shape := rapid.IntRange(0, 6).Draw(t, "shape")
	if depth == 0 {
		shape = max(shape, 3)
	}
	several := func() []Expr {
		var all []Expr
		for range rapid.IntRange(2, 3).Draw(t, "count") {
			all = append(all, drawExpr(t, depth-1))
		}
		return all
	}
	switch shape {
	case 0:
		return joinAnd(several())
	case 1:
		return joinOr(several())
	case 2:
		return negate(drawExpr(t, depth-1))
	case 3:
		return Word{drawBare(t), false}
	case 4:
		return Word{drawText(t), true}
	}
	return drawTerm(t)
}

const oddRunes = "аяЁb19 :-−—,.\\\"«»„“()<>=|\u00a0\n"

func drawText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.StringOfN(rapid.RuneFrom([]rune(oddRunes)), 1, 6, -1),
		rapid.SampledFrom([]string{"нет", "me", "я", "или", "OR", "и", "0005.0005", "12", "куратор", "unit:3", "тема:х", "text:", "a..b", "-", "sort:due"}),
		rapid.StringN(1, 8, -1),
	).Draw(t, "text")
}

func drawBare(t *rapid.T) string {
	s := strings.Map(func(r rune) rune {
		if endsBare(r) {
			return 'ж'
		}
		return r
	}, drawText(t))
	return s
}

func drawTerm(t *rapid.T) Term {
	info := rapid.SampledFrom(fields).Draw(t, "field")
	compare := rapid.SampledFrom([]Op{Is, Lt, Le, Gt, Ge})
	switch info.Kind {
	case KindEnum:
		return Term{info.ID, Is, rapid.SampledFrom(choices(info.ID)).Draw(t, "choice").id}
	case KindFlag:
		return Term{info.ID, Is, Flag(rapid.Bool().Draw(t, "flag"))}
	case KindText:
		return drawTextTerm(t, info.ID)
	case KindID:
		if rapid.Bool().Draw(t, "text id") {
			return Term{info.ID, rapid.SampledFrom([]Op{Is, Eq}).Draw(t, "op"), Text(drawText(t))}
		}
		return drawNumberTerm(t, info.ID, rapid.SampledFrom([]Op{Lt, Le, Gt, Ge, Between}).Draw(t, "op"))
	case KindNumber:
		return drawNumberTerm(t, info.ID, rapid.SampledFrom([]Op{Is, Lt, Le, Gt, Ge, Between}).Draw(t, "op"))
	}
	switch rapid.IntRange(0, 4).Draw(t, "instant") {
	case 0:
		return Term{info.ID, Is, None{}}
	case 1:
		return Term{info.ID, Between, Range{drawWhen(t), drawWhen(t)}}
	}
	return Term{info.ID, compare.Draw(t, "op"), drawWhen(t)}
}

func drawNumberTerm(t *rapid.T, f Field, op Op) Term {
	number := func() Number { return Number(rapid.Int64Range(0, 1<<40).Draw(t, "n")) }
	if op == Between {
		return Term{f, Between, Range{number(), number()}}
	}
	return Term{f, op, number()}
}

func drawTextTerm(t *rapid.T, f Field) Term {
	if rapid.Bool().Draw(t, "whole") {
		return Term{f, Eq, Text(drawText(t))}
	}
	special := []Value{None{}, Text(drawText(t)), Text(drawText(t))}
	switch f {
	case FieldTopic:
		special = append(special, TopicCode("0005.0005.0056"))
	case FieldUnit:
		special = append(special, Me{}, Number(3))
	case FieldHolder:
		special = append(special, Me{}, HolderKey("curator"), HolderKey("curator:social"), HolderKey("unit:12"), HolderKey("unit"),
			HolderKey("head"), HolderKey("outside"), HolderKey("outside:ЦУР"))
	}
	return Term{f, Is, rapid.SampledFrom(special).Draw(t, "value")}
}

func drawWhen(t *rapid.T) Value {
	year := rapid.IntRange(1900, 2199).Draw(t, "year")
	month := time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
	day := rapid.IntRange(1, 28).Draw(t, "day")
	span := Span{rapid.IntRange(-9999, 9999).Draw(t, "n"), rapid.SampledFrom([]Unit{Hour, Day, Week}).Draw(t, "unit")}
	return rapid.SampledFrom([]Value{
		Date{year, month, day}, Date{year, month, 0}, Date{year, 0, 0}, Date{0, month, day}, Date{0, time.February, 29},
		Minute{Date{year, month, day}, rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")},
		rapid.SampledFrom(namedWhens).Draw(t, "named").id, span, span,
	}).Draw(t, "when")
}

func drawSort(t *rapid.T) []Sort {
	var keys []Sort
	for _, f := range fields {
		if f.Sortable && rapid.IntRange(0, 9).Draw(t, "sorted") == 0 {
			keys = append(keys, Sort{f.ID, rapid.Bool().Draw(t, "desc")})
		}
	}
	return keys
}
