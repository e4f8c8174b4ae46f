package russian

import (
	"slices"
	"strings"
	"testing"
)

func TestFindContacts(t *testing.T) {
	for text, want := range map[string][]string{
		"звоните +7 (921) 123-45-67":          {"79211234567"},
		"8 921 1234567 и 89217654321":         {"79211234567", "79217654321"},
		"8 921 123 45 67 8 922 111 22 33":     {"79211234567", "79221112233"},
		"моб. 921 123-45-67":                  {"79211234567"},
		"9211234567":                          {"79211234567"},
		"8.9.2.1.1.2.3.4.5.6.7":               {"79211234567"},
		"８９２１１２３４５６７":                         {"79211234567"},
		"8\u00a0921\u200b123\u201145\u201167": {"79211234567"},
		"дом 5, 8-921-123-45-67":              {"79211234567"},
		"восемь девятьсот двадцать один сто двадцать три сорок пять шестьдесят семь": {"79211234567"},
		"плюс семь 921 сто двадцать три 45-67":                                       {"79211234567"},
		"приёмная: тел. 8 (815-38) 4-31-55":                                          {"78153843155"},
		"тел. 4-31-55": {"43155"},
		"позвоните по номеру 43155":          {"43155"},
		"+47 912 34 567 89":                  {"479123456789"},
		"Пишите: Oleg.R@pochta.example.":     {"oleg.r@pochta.example"},
		"почта@пример.рф":                    {"почта@пример.рф"},
		"oleg (собака) mail точка ru":        {"oleg@mail.ru"},
		"oleg[at]mail.ru, жду":               {"oleg@mail.ru"},
		"oleg @ mail . ru":                   {"oleg@mail.ru"},
		"oleg собака яндекс точка ру":        {"oleg@яндекс.ру"},
		"я тут: https://vk.com/id123456789.": {"https://vk.com/id123456789"},
		"телеграм @oleg_r":                   {"@oleg_r"},
		"t.me/oleg":                          {"t.me/oleg"},
	} {
		var got []string
		for _, c := range FindContacts(text) {
			got = append(got, c.Normal)
			if text[c.Start:c.End] != c.Text {
				t.Errorf("%q: span %d–%d is not %q", text, c.Start, c.End, c.Text)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("FindContacts(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWhatIsNoContact(t *testing.T) {
	for _, text := range []string{
		"", "24.11.2026 10:30", "с 24.11.2026 по 30.11.2026", "№ 07/19-ОГ-10", "ИНН 9201012345", "инцидент 9876543210",
		"0005.0005.0056.1153", "во дворе злая собака. Потом ушла", "18 956 обращений", "индекс 184580", "дом 12, квартира 45",
		"5 100 000 рублей 00 копеек", "счёт 40702810900000001234", "с 9 до 18, обед 13-14", "сотрудник 43155", "в 2024-2026 годах 300 000 000",
		"двадцать один дом и сто квартир", "ответ @ вопрос",
	} {
		if got := FindContacts(text); len(got) > 0 {
			t.Errorf("FindContacts(%q) = %+v", text, got)
		}
	}
}

func FuzzFindContacts(f *testing.F) {
	for _, s := range []string{"тел. 4-31-55", "восемь сто", "a@b.ru", "oleg собака mail точка ru", "\xff8 921 123 45 67"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, c := range FindContacts(s) {
			if c.Start < end || c.End <= c.Start || c.End > len(s) {
				t.Fatalf("%q: bad span %+v", s, c)
			}
			end = c.End
		}
		MaskContacts(s)
		MaskAddress(s)
	})
}

func BenchmarkFindContacts(b *testing.B) {
	text := strings.Repeat("Во дворе дома 5 яма, 24.11.2026 провалилась машина. Звоните 8 921 123-45-67. ", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindContacts(text)
	}
}
