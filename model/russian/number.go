package russian

import (
	"math"
	"strconv"
	"strings"
)

// Unknown is written where a figure does not exist (a share of nothing).
const Unknown = "—"

// Number writes a whole number in groups of three joined by NBSP: «18 956», «−5 400».
func Number(n int64) string {
	s := strconv.FormatInt(n, 10)
	if digits, negative := strings.CutPrefix(s, "-"); negative {
		return Minus + group(digits)
	}
	return group(s)
}

// Decimal writes x with exactly decimals places after a comma, rounded half away from zero as people round the number
// they see (0,25 → 0,3; 1,005 → 1,01). What rounds to zero has no sign. NaN and infinities are Unknown.
func Decimal(x float64, decimals int) string {
	if !finite(x) {
		return Unknown
	}
	whole, fraction := round(math.Abs(x), decimals)
	s := group(whole)
	if fraction != "" {
		s += "," + fraction
	}
	if x < 0 && strings.Trim(whole+fraction, "0") != "" {
		return Minus + s
	}
	return s
}

// Percent writes a share given in percent: Percent(81.5, 1) is «81,5 %».
func Percent(x float64, decimals int) string {
	if !finite(x) {
		return Unknown
	}
	return Decimal(x, decimals) + NBSP + "%"
}

// Change writes a change given in percent with its sign: «+81,5 %», «−5,4 %»; what rounds to zero has none: «0,0 %».
func Change(x float64, decimals int) string {
	return signed(x, Percent(x, decimals))
}

// Difference writes a whole difference with its sign: «+12», «−3», «0».
func Difference(n int64) string {
	return signed(float64(n), Number(n))
}

func signed(x float64, written string) string {
	if x > 0 && finite(x) && strings.ContainsAny(written, "123456789") {
		return "+" + written
	}
	return written
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

func group(digits string) string {
	head := len(digits) % 3
	if len(digits) <= 3 {
		return digits
	}
	var b strings.Builder
	b.WriteString(digits[:head])
	for i := head; i < len(digits); i += 3 {
		if i > 0 {
			b.WriteString(NBSP)
		}
		b.WriteString(digits[i : i+3])
	}
	return b.String()
}

// round rounds the shortest decimal that stands for x, not its binary value: 1.005 is meant as 1.005.
func round(x float64, decimals int) (whole, fraction string) {
	decimals = max(decimals, 0)
	whole, fraction, _ = strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	if len(fraction) <= decimals {
		return whole, fraction + strings.Repeat("0", decimals-len(fraction))
	}
	up := fraction[decimals] >= '5'
	digits := []byte(whole + fraction[:decimals])
	for i := len(digits) - 1; up && i >= 0; i-- {
		if digits[i] < '9' {
			digits[i]++
			up = false
		} else {
			digits[i] = '0'
		}
	}
	if up {
		digits = append([]byte{'1'}, digits...)
	}
	point := len(digits) - decimals
	return string(digits[:point]), string(digits[point:])
}
