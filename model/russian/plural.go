package russian

// Form is a plural form of Russian by CLDR.
type Form int

// Plural forms.
const (
	One   Form = iota // 1, 21, 101 обращение
	Few               // 2, 3, 24 обращения
	Many              // 0, 5, 11 обращений
	Other             // 1,5 обращения: a number written with decimals takes the genitive singular
)

// Plural returns the form a whole number takes (CLDR, ru: v = 0).
func Plural(n int64) Form {
	ten, hundred := n%10, n%100
	if n < 0 {
		ten, hundred = -ten, -hundred // after %, so that the smallest int64 does not overflow
	}
	switch {
	case ten == 1 && hundred != 11:
		return One
	case ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14):
		return Few
	}
	return Many
}

// Word picks the word a whole number takes, without the number: Word(2, "обращение", "обращения", "обращений").
func Word(n int, one, few, many string) string {
	switch Plural(int64(n)) {
	case One:
		return one
	case Few:
		return few
	}
	return many
}

// Count writes a whole number and its word: «1 обращение», «23 обращения», «18 956 обращений». Groups of the number are
// joined by NBSP, the word follows after a plain space.
func Count(n int, one, few, many string) string {
	return Number(int64(n)) + " " + Word(n, one, few, many)
}

// CountDecimal writes a number with a fixed count of decimals and its word. With decimals the word stands in the
// genitive singular, other: «1,5 обращения», «1,0 обращения» (CLDR, ru: v ≠ 0); with none it is Count of the rounded
// number.
func CountDecimal(x float64, decimals int, one, few, many, other string) string {
	digits := Decimal(x, decimals)
	if decimals > 0 || !finite(x) {
		return digits + " " + other
	}
	switch Plural(lastDigits(digits)) {
	case One:
		return digits + " " + one
	case Few:
		return digits + " " + few
	}
	return digits + " " + many
}

// lastDigits is the number the last two digits of a written number make: a plural form depends on nothing else.
func lastDigits(written string) int64 {
	var n int64
	for _, r := range written {
		if r >= '0' && r <= '9' {
			n = (n*10 + int64(r-'0')) % 100
		}
	}
	return n
}
