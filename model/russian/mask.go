package russian

import (
	"strings"
	"unicode"
)

// Hidden stands for what a mask covers.
const Hidden = "•••"

// MaskName leaves of a person's name its initials in the order written, surname included: «Рябинин Олег Петрович» →
// «Р. О. П.», enough to tell two rows of a list apart and too little to find a person. Words without letters vanish; text
// without any letter is Hidden; "" stays "".
func MaskName(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ".", ". "))
	if len(words) == 0 {
		return ""
	}
	masked := initialsOf(words)
	if len(masked) == 0 {
		return Hidden
	}
	return strings.Join(masked, " ")
}

// MaskPhone leaves of a phone its last two digits and the country code: «+7 921 123-45-67» → «+7 ••• •••-••-67»; a short
// local number: «•-••-55». What is not a phone is Hidden; "" stays "".
func MaskPhone(phone string) string {
	digits := PhoneDigits(phone)
	switch {
	case strings.TrimSpace(phone) == "":
		return ""
	case len(digits) < 5:
		return Hidden
	case len(digits) < 10:
		return "•-••-" + digits[len(digits)-2:]
	case len(digits) == 11 && digits[0] == '7':
		return "+7 ••• •••-••-" + digits[9:]
	}
	return Hidden + digits[len(digits)-2:]
}

// MaskEmail leaves of an address its domain: «•••@pochta.example». What is not an address is Hidden; "" stays "".
func MaskEmail(email string) string {
	if strings.TrimSpace(email) == "" {
		return ""
	}
	for _, c := range FindContacts(email) {
		if c.Kind == Email {
			return Hidden + c.Normal[strings.IndexByte(c.Normal, '@'):]
		}
	}
	return Hidden
}

// MaskContacts covers every phone, e-mail and account in a text and leaves the rest: «звоните +7 ••• •••-••-67».
func MaskContacts(text string) string {
	var b strings.Builder
	at := 0
	for _, c := range FindContacts(text) {
		b.WriteString(text[at:c.Start])
		switch c.Kind {
		case Phone:
			b.WriteString(MaskPhone(c.Normal))
		case Email:
			b.WriteString(MaskEmail(c.Normal))
		case Account:
			b.WriteString(Hidden)
		}
		at = c.End
	}
	b.WriteString(text[at:])
	return b.String()
}

// MaskAddress leaves of an address the region, district and settlement and covers street, house and flat:
// «Ловозерский район, пгт Ревда, ул. Победы, д. 12, кв. 5» → «Ловозерский район, пгт Ревда, •••». Only parts that are
// surely a settlement or larger stay; everything doubtful is covered. "" stays "".
func MaskAddress(address string) string {
	if strings.TrimSpace(address) == "" {
		return ""
	}
	var kept []string
	hidden := false
	for part := range strings.SplitSeq(address, ",") {
		safe, whole := settlementPart(part)
		if safe != "" {
			kept = append(kept, safe)
		}
		hidden = hidden || !whole
	}
	if hidden || len(kept) == 0 {
		kept = append(kept, Hidden)
	}
	return strings.Join(kept, ", ")
}

// settlementPart is the leading piece of one part of an address that names a settlement or a larger territory, "" when
// there is none; whole tells that nothing of the part was left out.
func settlementPart(part string) (safe string, whole bool) {
	words := strings.Fields(part)
	text := strings.Join(words, " ")
	if text == "" {
		return "", true
	}
	if strings.IndexFunc(text, unicode.IsDigit) < 0 && isTerritory(text) {
		return text, true
	}
	for n := 1; n <= min(len(words), 2); n++ { // «Ревда», «с.Ловозеро», «пгт Ревда»
		head := strings.Join(words[:n], " ")
		_, name, ok := splitPlace(head)
		if ok && strings.IndexFunc(head, unicode.IsDigit) < 0 && len([]rune(name)) > 2 {
			return head, n == len(words)
		}
	}
	return "", false
}

func isTerritory(text string) bool {
	words := strings.Fields(Fold(text))
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	for _, noun := range []string{"район", "р-н", "округ", "мо", "область", "обл.", "обл", "край", "республика", "респ."} {
		if words[len(words)-1] == noun {
			return true
		}
	}
	return false
}
