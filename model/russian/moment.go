package russian

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"kurator/model/pattern"
)

// Moment is a point in time as a person wrote it.
type Moment struct {
	At      time.Time // in the office's zone; the start of the day when no time of day was given
	HasTime bool      // a time of day was given
}

// DateError says that text is not a date and which spellings are.
type DateError struct{ Text string }

// Error is the sentence for the person.
func (e *DateError) Error() string {
	return fmt.Sprintf("Не удалось понять дату «%s». Напишите её как 24.11.2026, 24.11, 2026-11-24, «сегодня» или «завтра»; "+
		"время можно добавить через пробел: 24.11.2026 09:05.", e.Text)
}

var (
	isoDate   = pattern.Lazy(`^(\d{4})-(\d{1,2})-(\d{1,2})$`)
	dotDate   = pattern.Lazy(`^(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2}))?\.?$`)
	wordsDate = pattern.Lazy(`^(\d{1,2}) ([а-я]+)(?: (\d{4})(?: ?г(?:ода|\.)?)?)?$`)
	clockTime = pattern.Lazy(`^(.*?)(?:^|[ t]|, ?| в )(\d{1,2}):(\d{2})(?::(\d{2}))?$`)
)

// ParseMoment reads a date as people write it, in the zone loc, relative to now: 24.11.2026, 24.11.26, 24.11 (of the year
// that lies nearest to now), 2026-11-24, «24 ноября», «24 ноября 2026 г.», «сегодня», «завтра», «вчера», «послезавтра»,
// «позавчера», each with an optional time HH:MM or HH:MM:SS, a bare time (today), or RFC 3339. The error is a *DateError.
func ParseMoment(s string, now time.Time, loc *time.Location) (Moment, error) {
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(s)); err == nil {
		return Moment{t.In(loc), true}, nil
	}
	text := strings.Join(strings.Fields(Fold(s)), " ")
	day, hours, minutes, seconds, hasTime := text, 0, 0, 0, false
	if m := clockTime().FindStringSubmatch(text); m != nil {
		day, hasTime = strings.TrimSpace(m[1]), true
		hours, minutes, seconds = number(m[2]), number(m[3]), number(m[4])
	}
	year, month, dayOfMonth, ok := parseDay(day, hasTime, now.In(loc))
	if !ok || hours > 23 || minutes > 59 || seconds > 59 {
		return Moment{}, &DateError{s}
	}
	return Moment{time.Date(year, month, dayOfMonth, hours, minutes, seconds, 0, loc), hasTime}, nil
}

func parseDay(s string, hasTime bool, now time.Time) (year int, month time.Month, day int, ok bool) {
	shift, named := map[string]int{"сегодня": 0, "завтра": 1, "вчера": -1, "послезавтра": 2, "позавчера": -2}[s]
	switch {
	case named || s == "" && hasTime:
		year, month, day = now.AddDate(0, 0, shift).Date()
		return year, month, day, true
	case isoDate().MatchString(s):
		m := isoDate().FindStringSubmatch(s)
		year, month, day = number(m[1]), time.Month(number(m[2])), number(m[3])
	case dotDate().MatchString(s):
		m := dotDate().FindStringSubmatch(s)
		year, month, day = number(m[3]), time.Month(number(m[2])), number(m[1])
		if len(m[3]) == 2 {
			year += 2000
		}
	case wordsDate().MatchString(s):
		m := wordsDate().FindStringSubmatch(s)
		year, month, day = number(m[3]), monthNamed(m[2]), number(m[1])
	default:
		return 0, 0, 0, false
	}
	if year == 0 {
		year = NearestYear(month, day, now)
	}
	return year, month, day, ValidDate(year, month, day)
}

// ValidDate tells whether the day exists, in a year between 1900 and 2199: what lies outside is a slip of the hand.
func ValidDate(year int, month time.Month, day int) bool {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return year >= 1900 && year < 2200 && t.Month() == month && t.Day() == day
}

// NearestYear is the year in which a date written without one lies nearest to now; for 29 February the nearest leap year.
// A day that exists in no year gives 0.
func NearestYear(month time.Month, day int, now time.Time) int {
	year, distance := 0, time.Duration(0)
	for y := now.Year() - 8; y <= now.Year()+8; y++ { // 1896–1904 and 2096–2104 have the longest gap of leap years
		if !ValidDate(y, month, day) {
			continue
		}
		d := time.Date(y, month, day, 12, 0, 0, 0, now.Location()).Sub(now).Abs()
		if year == 0 || d < distance {
			year, distance = y, d
		}
	}
	return year
}

func monthNamed(word string) time.Month {
	for m := time.January; m <= time.December; m++ {
		if word == Month(m, Genitive) || len(word) >= len("янв") && strings.HasPrefix(Month(m, Nominative), word) {
			return m
		}
	}
	return 0
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil { // only an absent group: the expressions admit digits alone
		return 0
	}
	return n
}
