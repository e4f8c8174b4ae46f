package russian

import (
	"unicode"
	"unicode/utf8"
)

// longestNumeral is the longest word for a number, in bytes, with room for an ё or й that came in parts.
const longestNumeral = len("четырнадцать") + 4

// digitAtoms cuts a text into groups of figures and numerals in words.
func digitAtoms(text string) []atom {
	var atoms []atom
	joined := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch _, digit := digitOf(r); {
		case digit:
			a := figures(text, i)
			a.joined = joined
			atoms, joined, i = append(atoms, a), true, a.end
		case isLetter(r):
			end := wordEnd(text, i)
			var digits string
			scale := 0
			if end-i >= len("два") && end-i <= longestNumeral {
				digits, scale = numeral(Fold(text[i:end]))
			}
			if scale > 0 {
				atoms = append(atoms, atom{i, end, digits, scale, joined})
			}
			joined, i = scale > 0, end
		default:
			joined, i = joined && phoneMark(r), i+size
		}
	}
	return atoms
}

func figures(text string, start int) atom {
	end := start
	for end < len(text) && '0' <= text[end] && text[end] <= '9' {
		end++
	}
	if end == len(text) || text[end] < utf8.RuneSelf { // no full-width figures follow
		return atom{start: start, end: end, digits: text[start:end]}
	}
	a := atom{start: start, end: start}
	for i, r := range text[start:] {
		d, ok := digitOf(r)
		if !ok {
			break
		}
		a.digits += string(rune(d))
		a.end = start + i + utf8.RuneLen(r)
	}
	return a
}

func wordEnd(text string, start int) int {
	for i, r := range text[start:] {
		if !isLetter(r) && !unicode.Is(unicode.Mn, r) {
			return start + i
		}
	}
	return len(text)
}

// numeral reads one Russian numeral below a thousand: its digits and its scale (100, 10, 1); scale 0 means it is none.
// Ten to nineteen have scale 1: nothing can follow them within one number.
func numeral(folded string) (digits string, scale int) {
	switch folded {
	case "ноль", "нуль":
		return "0", 1
	case "один":
		return "1", 1
	case "два":
		return "2", 1
	case "три":
		return "3", 1
	case "четыре":
		return "4", 1
	case "пять":
		return "5", 1
	case "шесть":
		return "6", 1
	case "семь":
		return "7", 1
	case "восемь":
		return "8", 1
	case "девять":
		return "9", 1
	}
	return largeNumeral(folded)
}

func largeNumeral(folded string) (digits string, scale int) {
	teens := [...]string{"десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
		"семнадцать", "восемнадцать", "девятнадцать"}
	tens := [...]string{"двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"}
	hundreds := [...]string{"сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"}
	for i, word := range teens {
		if word == folded {
			return "1" + string(rune('0'+i)), 1
		}
	}
	for i, word := range tens {
		if word == folded {
			return string(rune('2'+i)) + "0", 10
		}
	}
	for i, word := range hundreds {
		if word == folded {
			return string(rune('1'+i)) + "00", 100
		}
	}
	return "", 0
}

// mergeNumerals joins numerals that make one number: девятьсот + двадцать + один → 921; «восемь девятьсот» stays two.
func mergeNumerals(atoms []atom) []atom {
	var out []atom
	for _, a := range atoms {
		if n := len(out); n > 0 && a.scale > 0 && a.joined && out[n-1].scale >= 10 && fits(out[n-1], a) {
			last := &out[n-1]
			last.digits = last.digits[:len(last.digits)-len(a.digits)] + a.digits
			last.end, last.scale = a.end, a.scale
			continue
		}
		out = append(out, a)
	}
	return out
}

// fits tells whether a continues the number before it: tens and units after hundreds, units from 1 to 9 after tens.
func fits(before, a atom) bool {
	return a.digits != "0" && a.scale < before.scale && len(a.digits) < len(before.digits) &&
		(before.scale == 100 || len(a.digits) == 1)
}
