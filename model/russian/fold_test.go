package russian

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                     "",
		"яма":                  "яма",
		"Ёлка ЕЩЁ":             "елка еще",
		"ГОВОРЯ About":         "говоря about",
		"е\u0308лка":           "елка",
		"Е\u0308ж и чаи\u0306": "еж и чай",
		"И\u0306од":            "йод",
		"a\xffb":               "a\ufffdb",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldIsIdempotentAndBlindToCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("еёЕЁиИйЙ\u0308\u0306aЯ")))).Draw(t, "s")
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
	for r := rune(0x400); r < 0x460; r++ {
		if Fold(string(unicode.ToUpper(r))) != Fold(string(unicode.ToLower(r))) {
			t.Errorf("case of %q matters", r)
		}
	}
}

func TestFoldedTextCostsNothing(t *testing.T) {
	s := strings.Repeat("уже сложенный текст, 18 956 ", 10)
	if n := testing.AllocsPerRun(100, func() { Fold(s) }); n != 0 {
		t.Errorf("Fold of folded text allocates %v times", n)
	}
}

func BenchmarkFold(b *testing.B) {
	s := strings.Repeat("Яма во дворе, ещё одна — у подъезда. ", 20)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Fold(s)
	}
}
