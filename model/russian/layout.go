package russian

import (
	"strings"
	"unicode"
)

// Keys of the standard Russian (ЙЦУКЕН) layout beside the same keys of the US layout, unshifted and shifted. Within each
// string a rune stands once, so the table is a bijection; keys that print the same in both layouts are not in it.
const (
	latinKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" +
		"~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?" + "@#$^&|"
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю." +
		"ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + "\"№;:?/"
)

// KeyCyrillic is what the key that types r in the US layout types in the Russian one; r itself when they agree.
func KeyCyrillic(r rune) rune { return translate(r, latinKeys, cyrillicKeys) }

// KeyLatin is what the key that types r in the Russian layout types in the US one; r itself when they agree.
func KeyLatin(r rune) rune { return translate(r, cyrillicKeys, latinKeys) }

// ToCyrillic retypes text that was typed in the US layout by mistake: «rjntkmyfz» → «котельная».
func ToCyrillic(s string) string { return strings.Map(KeyCyrillic, s) }

// ToLatin retypes text that was typed in the Russian layout by mistake: «щзут» → «open».
func ToLatin(s string) string { return strings.Map(KeyLatin, s) }

// SwapLayout retypes text in the other layout: to Latin when it has Cyrillic letters, else to Cyrillic.
func SwapLayout(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		return ToLatin(s)
	}
	return ToCyrillic(s)
}

func translate(r rune, from, to string) rune {
	place := 0
	for _, x := range from {
		if x == r {
			break
		}
		place++
	}
	for _, x := range to {
		if place == 0 {
			return x
		}
		place--
	}
	return r
}
