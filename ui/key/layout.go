package key

import (
	"strings"
	"unicode"
)

// Keys of the standard Russian (ЙЦУКЕН) layout beside the same keys of the US one, unshifted and shifted. Keys that type the
// same in both layouts are left out; a rune stands once in each string.
const (
	latinKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" +
		`~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?` + "@#$^&|"
	cyrillicKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю." +
		"ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + `"№;:?/`
)

// latin is what the key that types r in the Russian layout types in the US one; r itself when they agree.
func latin(r rune) rune { return across(r, cyrillicKeys, latinKeys) }

// cyrillic is the way back.
func cyrillic(r rune) rune { return across(r, latinKeys, cyrillicKeys) }

func across(r rune, from, to string) rune {
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

func isCyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

// Cyrillic names the same physical key as it arrives under the Russian layout: "a" → "ф", "ctrl+c" → "ctrl+с", "?" → ",";
// keys without a letter ("enter", "f5", "1") stay. Tests type every story a second time through it.
func Cyrillic(name string) string { return retype(name, cyrillic) }

// Latin names the same physical key as under the US layout: "ф" → "a".
func Latin(name string) string { return retype(name, latin) }

func retype(name string, swap func(rune) rune) string {
	mods, last := split(name)
	r := []rune(last)
	if len(r) != 1 {
		return name
	}
	return mods + string(swap(r[0]))
}

// ToLatin and ToCyrillic retype whole text that was typed in the other layout by mistake: «щзут» ↔ «open».
func ToLatin(s string) string { return strings.Map(latin, s) }

// ToCyrillic is described at ToLatin.
func ToCyrillic(s string) string { return strings.Map(cyrillic, s) }

// split divides a key name into its modifiers with the trailing plus and the key itself; "ctrl++" is Ctrl and plus.
func split(name string) (mods, last string) {
	i := strings.LastIndex(strings.TrimSuffix(name, "+"), "+")
	if i < 0 || name == "+" {
		return "", name
	}
	return name[:i+1], name[i+1:]
}
