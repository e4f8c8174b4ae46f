package intake

import (
	"fmt"
	"strings"
	"unicode"
)

// number writes an identifier as people know it: a whole number that a workbook kept as «4.0000119E7» or «330000046.0», or
// that was dressed up for reading as «№ 330 000 046» or ="330000046", loses its dress; everything else stays.
func number(s string) string {
	s = undressed(s)
	if s == "" || s[0] < '0' || s[0] > '9' || strings.Trim(s, "0123456789.,Ee+") != "" {
		return s
	}
	whole, fraction, ok := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if ok && strings.Trim(fraction, "0") == "" && fraction != "" {
		return whole
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(strings.Replace(s, ",", ".", 1)), "E")
	if !ok {
		return s
	}
	return shifted(mantissa, strings.TrimPrefix(exponent, "+"), s)
}

// undressed takes off what people and programs put around a number so that it reads well or stays text.
func undressed(s string) string {
	if inner, ok := strings.CutPrefix(s, `="`); ok && strings.HasSuffix(inner, `"`) {
		s = strings.TrimSpace(strings.TrimSuffix(inner, `"`))
	}
	for _, mark := range []string{"№", "N°"} {
		if rest, ok := strings.CutPrefix(s, mark); ok {
			s = strings.TrimSpace(rest)
		}
	}
	if parts := strings.FieldsFunc(s, unicode.IsSpace); len(parts) > 1 && thousands(parts) {
		return strings.Join(parts, "")
	}
	return s
}

// thousands tells whether the parts are the groups of one number: three digits each, the first may be shorter.
func thousands(parts []string) bool {
	for i, p := range parts {
		if strings.Trim(p, "0123456789") != "" || len(p) > 3 || i > 0 && len(p) != 3 {
			return false
		}
	}
	return parts[0][0] != '0'
}

// shifted moves the point of a decimal mantissa right; the text as it was when that gives no whole number.
func shifted(mantissa, exponent, original string) string {
	places := 0
	for _, r := range exponent {
		if r < '0' || r > '9' || places > 20 {
			return original
		}
		places = places*10 + int(r-'0')
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if exponent == "" || places > 20 || len(fraction) > places || strings.Trim(whole+fraction, "0123456789") != "" {
		return original
	}
	return strings.TrimLeft(whole+fraction+strings.Repeat("0", places-len(fraction)), "0")
}

// mutilated tells whether a program showed a long number in short and its last digits are gone: «1,23457E+11» as a
// spreadsheet writes it into text, or «####» of a narrow column. A workbook's own «4.00001E7» has all its digits: what it
// leaves out are zeros.
func mutilated(s string) bool {
	s = undressed(s)
	if strings.HasPrefix(s, "##") && strings.Trim(s, "#") == "" {
		return true
	}
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(s), "E+")
	if !ok || exponent == "" || strings.Trim(exponent, "0123456789") != "" || mantissa == "" || strings.Trim(mantissa, "0123456789.,") != "" {
		return false
	}
	exponent = strings.TrimLeft(exponent, "0")
	places := 0
	for _, r := range exponent {
		places = min(places*10+int(r-'0'), 1000)
	}
	_, fraction, _ := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	return len(fraction) < places || places > 15
}

// setNumber takes the number of the appeal. One that lost its digits would bind the row to another's case.
func setNumber(b *build, c *bound, v cell) {
	if mutilated(v.text) {
		first(&b.doubt, fmt.Sprintf("В столбце «%s» номер сокращён программой («%s»), и его последние цифры потеряны. Задайте столбцу текстовый вид и выгрузите файл снова.",
			c.name(), shortened(undressed(v.text))))
		return
	}
	first(&b.facts.Registration.ExternalID, number(v.text))
}

func shortened(s string) string {
	if len(s) > 20 { // a mutilated number is ASCII
		return s[:20]
	}
	return s
}

// otherNumber is a number that only helps to find a case; one that lost its digits finds nothing.
func otherNumber(s string) string {
	if mutilated(s) {
		return ""
	}
	return number(s)
}
