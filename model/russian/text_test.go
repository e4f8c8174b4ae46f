package russian

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLayouts(t *testing.T) {
	for latin, cyrillic := range map[string]string{
		"rjntkmyfz": "котельная", "Htdlf": "Ревда", "gjl]tpl": "подъезд", "'rjkjubz": "экология", ",enm": "буть", "k`l": "лёд",
		"{JKJL": "ХОЛОД", ":rl": "Жкд", "<>?/": "БЮ,.", "@#$": "\"№;", "15 vfz": "15 мая",
	} {
		if got := ToCyrillic(latin); got != cyrillic {
			t.Errorf("ToCyrillic(%q) = %q, want %q", latin, got, cyrillic)
		}
		if got := ToLatin(cyrillic); got != latin {
			t.Errorf("ToLatin(%q) = %q, want %q", cyrillic, got, latin)
		}
		if got := SwapLayout(latin); got != cyrillic {
			t.Errorf("SwapLayout(%q) = %q", latin, got)
		}
	}
}

func TestLayoutTableIsABijection(t *testing.T) {
	if a, b := len([]rune(latinKeys)), len([]rune(cyrillicKeys)); a != b {
		t.Fatalf("%d Latin keys and %d Cyrillic ones", a, b)
	}
	rapid.Check(t, func(t *rapid.T) {
		latin := rapid.StringOf(rapid.RuneFrom([]rune(latinKeys+" 0123456789"))).Draw(t, "latin")
		if back := ToLatin(ToCyrillic(latin)); back != latin {
			t.Fatalf("%q came back as %q", latin, back)
		}
	})
}

func TestPlaces(t *testing.T) {
	for _, c := range [][3]string{
		{"Ревда", "в пгт Ревда", "пгт Ревда"}, {"пгт Ревда", "в пгт Ревда", "пгт Ревда"}, {"пгт. Ревда", "в пгт Ревда", "пгт Ревда"},
		{"Ловозеро", "в селе Ловозеро", "села Ловозеро"}, {"с. Ловозеро", "в селе Ловозеро", "села Ловозеро"},
		{"с.Краснощелье", "в селе Краснощелье", "села Краснощелье"}, {"село  Каневка", "в селе Каневка", "села Каневка"},
		{"Сосновка", "в селе Сосновка", "села Сосновка"}, {"г. Мурманск", "в городе Мурманск", "города Мурманск"},
		{"Ловозерский район", "в Ловозерском районе", "Ловозерского района"},
		{"Ловозерский муниципальный округ", "в Ловозерском муниципальном округе", "Ловозерского муниципального округа"},
		{"Мурманская область", "в Мурманской области", "Мурманской области"},
		{"Песчаное", "в населённом пункте Песчаное", "населённого пункта Песчаное"}, {"", "", ""}, {"с.", "в населённом пункте с.", "населённого пункта с."},
	} {
		if got := PlaceIn(c[0]); got != c[1] {
			t.Errorf("PlaceIn(%q) = %q, want %q", c[0], got, c[1])
		}
		if got := PlaceOf(c[0]); got != c[2] {
			t.Errorf("PlaceOf(%q) = %q, want %q", c[0], got, c[2])
		}
	}
	if got := PlaceFull("с. Ловозеро"); got != "село Ловозеро" {
		t.Errorf("PlaceFull = %q", got)
	}
}

func TestNames(t *testing.T) {
	for _, c := range [][4]string{
		{"Иванова Анна Петровна", "Иванова А. П.", "А. П. Иванова", "Анна Петровна"},
		{"Анна Петровна Иванова", "Иванова А. П.", "А. П. Иванова", "Анна Петровна"},
		{"Иванова А.П.", "Иванова А. П.", "А. П. Иванова", ""}, {"А. П. Иванова", "Иванова А. П.", "А. П. Иванова", ""},
		{"Салтыков-Щедров Иван Ильич", "Салтыков-Щедров И. И.", "И. И. Салтыков-Щедров", "Иван Ильич"},
		{"Рощина Анна-Мария", "Рощина А.-М.", "А.-М. Рощина", ""}, {"Алиев Вагиф Гасан оглы", "Алиев В. Г.", "В. Г. Алиев", "Вагиф Гасан оглы"},
		{"Рябинин", "Рябинин", "Рябинин", ""}, {"", "", "", ""},
	} {
		if got := Initials(c[0]); got != c[1] {
			t.Errorf("Initials(%q) = %q, want %q", c[0], got, c[1])
		}
		if got := InitialsFirst(c[0]); got != c[2] {
			t.Errorf("InitialsFirst(%q) = %q, want %q", c[0], got, c[2])
		}
		if got := NameAndPatronymic(c[0]); got != c[3] {
			t.Errorf("NameAndPatronymic(%q) = %q, want %q", c[0], got, c[3])
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{MaskName("Рябинин Олег Петрович"), "Р. О. П."}, {MaskName("рябинин о.п."), "Р. О. П."}, {MaskName("123"), "•••"}, {MaskName(" "), ""},
		{MaskPhone("8 (921) 123-45-67"), "+7 ••• •••-••-67"}, {MaskPhone("4-31-55"), "•-••-55"}, {MaskPhone("нет"), "•••"}, {MaskPhone(""), ""},
		{MaskEmail("Oleg@Pochta.example"), "•••@pochta.example"}, {MaskEmail("нет"), "•••"},
		{MaskAddress("Ловозерский район, пгт Ревда, ул. Победы, д. 12, кв. 5"), "Ловозерский район, пгт Ревда, •••"},
		{MaskAddress("184580, с.Ловозеро ул. Советская 5"), "с.Ловозеро, •••"}, {MaskAddress("Ревда Победы 12-5"), "Ревда, •••"},
		{MaskAddress("пгт Ревда"), "пгт Ревда"}, {MaskAddress("д. 12, кв. 3"), "•••"}, {MaskAddress("Победы 5"), "•••"}, {MaskAddress(""), ""},
		{MaskContacts("звоните 8 921 123 45 67 или oleg@pochta.example!"), "звоните +7 ••• •••-••-67 или •••@pochta.example!"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMaskNameKeepsOnlyInitials(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.RuneFrom([]rune("абвАБВ -.ё1"))).Draw(t, "name")
		for word := range strings.FieldsSeq(strings.ReplaceAll(MaskName(name), "-", " ")) {
			if n := len([]rune(word)); n > 2 && word != Hidden {
				t.Fatalf("MaskName(%q) leaves %q", name, word)
			}
		}
	})
}
