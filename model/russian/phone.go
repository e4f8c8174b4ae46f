package russian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PhoneDigits brings a phone to one form for comparison and search: digits only, an eight or nothing before ten digits
// becomes the country code: «8 (921) 123-45-67», «+7 921 123 45 67» and «9211234567» all give "79211234567". Shorter
// numbers keep their digits as they are.
func PhoneDigits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if d, ok := digitOf(r); ok {
			b.WriteByte(d)
		}
	}
	return canonicalPhone(b.String())
}

func canonicalPhone(digits string) string {
	switch {
	case len(digits) == 11 && digits[0] == '8':
		return "7" + digits[1:]
	case len(digits) == 10:
		return "7" + digits
	}
	return digits
}

// atom is a group of digits that stands together in the text, or one numeral written in words.
type atom struct {
	start, end int
	digits     string
	scale      int  // of a numeral in words: 100, 10 or 1; 0 for figures
	joined     bool // nothing but phone punctuation lies between it and the atom before
}

// shortestPhone is how many figures a local number has at least.
const shortestPhone = 5

func findPhones(text string) []Contact {
	atoms := mergeNumerals(digitAtoms(text))
	var found []Contact
	for i := 0; i < len(atoms); {
		n := phoneLength(text, atoms[i:])
		if n == 0 {
			i++
			continue
		}
		found = append(found, phoneOf(text, atoms[i:i+n]))
		i += n
	}
	return found
}

// phoneLength is how many of the leading atoms make one phone, 0 when they do not. The longest reading wins.
func phoneLength(text string, atoms []atom) int {
	if !enough(atoms) {
		return 0
	}
	digits, best := "", 0
	before := text[:atoms[0].start]
	trimmed := strings.TrimRight(before, "( \u00a0")
	plus := strings.HasSuffix(trimmed, "+")
	marked := phoneWordBefore(strings.TrimRight(trimmed, "+"))
	for i, a := range atoms {
		if i > 0 && !a.joined {
			break
		}
		digits += a.digits
		if len(digits) > 15 {
			break
		}
		if isPhone(digits, plus, marked) {
			best = i + 1
		}
	}
	if best == 1 && !plus && !marked && numberWordBefore(before) {
		return 0
	}
	return best
}

// enough tells whether the leading atoms have the figures of the shortest phone: of most numbers in a text the words before need not be read.
func enough(atoms []atom) bool {
	figures := 0
	for i, a := range atoms {
		if i > 0 && !a.joined {
			break
		}
		if figures += len(a.digits); figures >= shortestPhone {
			return true
		}
	}
	return false
}

// isPhone tells whether digits make a phone. Russian codes begin with 3, 4, 8 or 9; without the country code only mobile
// numbers (9…) and the codes of area are taken, local numbers only after a word about phones.
func isPhone(digits string, plus, marked bool) bool {
	code := func(d byte) bool { return d == '3' || d == '4' || d == '8' || d == '9' }
	switch n := len(digits); {
	case n == 11 && (digits[0] == '7' || digits[0] == '8'):
		return plus || marked || code(digits[1])
	case n == 10:
		return digits[0] == '9' || marked && code(digits[0])
	case plus && n >= 10:
		return true
	case n >= shortestPhone && n <= 7:
		return marked
	}
	return false
}

func phoneOf(text string, atoms []atom) Contact {
	start, end, digits := atoms[0].start, atoms[len(atoms)-1].end, ""
	for _, a := range atoms {
		digits += a.digits
	}
	for start > 0 && (text[start-1] == '+' || text[start-1] == '(') {
		start--
	}
	return Contact{Phone, start, end, text[start:end], canonicalPhone(digits)}
}

// phoneWordBefore tells whether the last words before a number speak of a phone.
func phoneWordBefore(before string) bool {
	words := strings.FieldsFunc(Fold(tail(before, 60)), notWord)
	for _, word := range words[max(0, len(words)-3):] {
		if isPhoneWord(word) {
			return true
		}
	}
	return false
}

func isPhoneWord(folded string) bool {
	switch folded {
	case "т", "тел", "моб", "сот", "факс", "ф", "whatsapp", "viber", "phone":
		return true
	}
	for _, stem := range []string{"телефон", "мобильн", "сотов", "ватсап", "вотсап", "вайбер"} {
		if strings.HasPrefix(folded, stem) {
			return true
		}
	}
	return strings.Contains(folded, "звон") // звоните, позвонить, звонок
}

// numberWordBefore tells whether what follows calls itself some other number: ИНН, an account, a document.
func numberWordBefore(before string) bool {
	words := strings.FieldsFunc(Fold(strings.ReplaceAll(tail(before, 40), "№", " номер ")), notWord)
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "инн", "огрн", "снилс", "кпп", "бик", "счет", "номер", "сообщение", "обращение", "инцидент", "id":
		return true
	}
	return false
}

func tail(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	s = s[len(s)-bytes:]
	for len(s) > 0 && !utf8.RuneStart(s[0]) {
		s = s[1:]
	}
	return s
}

func notWord(r rune) bool { return !isLetter(r) && !unicode.IsDigit(r) }

// isLetter is unicode.IsLetter with the letters of nearly every text first.
func isLetter(r rune) bool {
	return 'а' <= r && r <= 'я' || 'А' <= r && r <= 'Я' || r >= utf8.RuneSelf && unicode.IsLetter(r) || r < utf8.RuneSelf && 'a' <= r|0x20 && r|0x20 <= 'z'
}

func digitOf(r rune) (byte, bool) {
	switch {
	case r >= '0' && r <= '9':
		return byte(r), true
	case r >= '０' && r <= '９':
		return byte(r - '０' + '0'), true
	}
	return 0, false
}

// phoneMark tells whether the rune may stand between the parts of one phone.
func phoneMark(r rune) bool {
	return unicode.IsSpace(r) && r != '\n' || strings.ContainsRune("-–—−‐‑.()+/_*•\u200b\u200c\u200d\u2060\ufeff", r)
}
