package clean_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kurator/ui/clean"
)

func TestLine(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Яма на ул. Мира, д. 5 — «срочно» №12", "Яма на ул. Мира, д. 5 — «срочно» №12"},
		{"empty", "", ""},
		{"colours", "\x1b[31mкрасный\x1b[0m", "красный"},
		{"cut colour", "конец\x1b[38;5", "конец"},
		{"csi stopped by a letter", "\x1b[3Я", "Я"},
		{"title", "до\x1b]0;Мэрия\x07после", "допосле"},
		{"title ended by ST", "до\x1b]0;Мир\x1b\\после", "допосле"},
		{"unterminated title keeps the words", "до\x1b]0;Москва", "до0;Москва"},
		{"DCS", "a\x1bPq#0\x1b\\b", "ab"},
		{"APC", "a\x1b_Gf=100\x1b\\b", "ab"},
		{"PM", "a\x1b^x\x1b\\b", "ab"},
		{"SOS", "a\x1bXx\x1b\\b", "ab"},
		{"screen title", "a\x1bkname\x1b\\b", "ab"},
		{"string aborted by another sequence", "a\x1b]0;x\x1b[31mb", "ab"},
		{"C1 as UTF-8", "a\u009b31mb\u009d0;x\u009cc", "abc"},
		{"a C1 string in mojibake is not lost", "РЈР»РёС\u0090 улица", "РЈР»РёС улица"},
		{"charset switch", "a\x1b(0b", "ab"},
		{"reset", "a\x1bcb", "ab"},
		{"lone ESC", "a\x1b", "a"},
		{"two ESC", "a\x1b\x1b[31mb", "ab"},
		{"the byte 0x9C inside М", "М\x1b[1mМ\x1b[mМ", "МММ"},
		{"breaks", "а\r\nб\nв\rг\u2028д\u0085е", "а⏎б⏎в⏎г⏎д⏎е"},
		{"tab", "а\tб", "а б"},
		{"controls", "а\x00\x08\x7fб", "аб"},
		{"bidi", "а\u202eб\u2066в", "а\uFFFDб\uFFFDв"},
		{"zero width and soft hyphen", "а\u200bб\u00adв\ufeffг\u200eд", "абвгд"},
		{"emoji loses its joiners", "👨\u200d👩 ❤\ufe0f", "👨👩 ❤"},
		{"tags", "🏴\U000E0067\U000E007F", "🏴"},
		{"private use", "а\ue000б", "аб"},
		{"marks", "е\u0301\u0302\u0303\u0304", "е\u0301\u0302"},
		{"a mark without a letter", "\u0301а", "а"},
		{"decomposed й stays", "и\u0306", "и\u0306"},
		{"invalid bytes", "а\xff\x9bб", "а\uFFFDб"},
		{"unassigned", "а\U000E0FF0\U0002FFF0б", "а\uFFFDб"},
		{"Hangul filler", "а\u3164б", "аб"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := clean.Line(c.in); got != c.want {
				t.Errorf("Line(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestTextKeepsRows(t *testing.T) {
	in := "Здравствуйте!\r\n\r\nПрошу\tпринять меры.\r\x1b[2JС уважением\n\u0301"
	want := "Здравствуйте!\n\nПрошу    принять меры.\nС уважением\n"
	if got := clean.Text(in); got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
}

func TestCleanTextIsReturnedWithoutAllocation(t *testing.T) {
	line := "Не вывозят мусор на ул. Лесной, 12 — третья неделя, «никто не отвечает» (№ 118)"
	text := line + "\n" + line
	if n := testing.AllocsPerRun(100, func() { clean.Line(line); clean.Text(text) }); n != 0 {
		t.Errorf("allocations = %v, want none", n)
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://example.org/a?b=1&c=%20#d", "https://example.org/a?b=1&c=%20#d"},
		{" https://пример.рф/Мир ", "https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.%D1%80%D1%84/%D0%9C%D0%B8%D1%80"},
		{"http://a/\x1b\\x\x07", "http://a/%1B%5Cx%07"},
		{"mailto:a@example.org", "mailto:a@example.org"},
		{"javascript:alert(1)", ""},
		{"file:///etc/passwd", ""},
		{"без схемы", ""},
	} {
		if got := clean.URL(c.in); got != c.want {
			t.Errorf("URL(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLink(t *testing.T) {
	if got, want := clean.Link("https://example.org/М", "Карточка\x1b[1m"), "\x1b]8;;https://example.org/%D0%9C\x1b\\Карточка\x1b]8;;\x1b\\"; got != want {
		t.Errorf("Link = %q, want %q", got, want)
	}
	if got := clean.Link("file:///x", "Карточка"); got != "Карточка" {
		t.Errorf("Link to a file = %q, want the label alone", got)
	}
}

// checkSafe states what the rest of the program relies on.
func checkSafe(t *testing.T, in, out string, allowed string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Fatalf("%q gave invalid UTF-8 %q", in, out)
	}
	marks := 0
	for _, r := range out {
		switch {
		case strings.ContainsRune(allowed, r):
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
			t.Fatalf("%q gave %U in %q", in, r, out)
		}
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		if marks > 2 {
			t.Fatalf("%q gave more than two marks in a row in %q", in, out)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{
		"Яма", "\x1b]0;М\x9c", "\x1b[31", "\u009d\u0301\u0301\u0301", "a\r\n\tb\u202e", "\x1b\u200b[31m", "\x1b\x1b]\x1b", "\xd0", "е\u0301\u200d\u0301\u0301",
		"\x1bP\x18\x1b(\x1b", "\u009b\u009b1;\x1b[m",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line := clean.Line(s)
		checkSafe(t, s, line, "")
		if again := clean.Line(line); again != line {
			t.Fatalf("Line(%q) = %q, then %q", s, line, again)
		}
		text := clean.Text(s)
		checkSafe(t, s, text, "\n")
		if again := clean.Text(text); again != text {
			t.Fatalf("Text(%q) = %q, then %q", s, text, again)
		}
		for _, c := range []byte(clean.URL("https:" + s)) {
			if c <= ' ' || c >= 0x7f {
				t.Fatalf("URL kept byte %#x of %q", c, s)
			}
		}
	})
}

func BenchmarkLine(b *testing.B) {
	clear := "Не вывозят мусор на ул. Лесной, 12 — третья неделя, «никто не отвечает» (№ 118)"
	for _, c := range []struct{ name, in string }{{"plain", clear}, {"dirty", clear + "\x1b[31m\n" + clear}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.in)))
			for b.Loop() {
				clean.Line(c.in)
			}
		})
	}
}
