package intake

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"kurator/model"
	"kurator/model/russian"
	"kurator/store/sheet"
)

// layout is a form in which dates are written: parts of digits and what stands between them.
type layout []layoutPart

// layoutPart is a run of digits of one meaning, or, with kind 0, words between them.
type layoutPart struct {
	kind  byte // Y M D h m s
	width int  // letters of the pattern
	text  string
}

// parseLayout reads «дд.мм.гггг чч:мм:сс» or its Latin twin «dd.mm.yyyy hh:mm:ss».
func parseLayout(pattern string) (layout, bool) {
	var l layout
	seen := map[byte]bool{}
	for i := 0; i < len(pattern); {
		r, size := utf8.DecodeRuneInString(pattern[i:])
		kind := layoutKind(r, seen['h'])
		if kind == 0 {
			l = append(l, layoutPart{text: pattern[i : i+size]})
			i += size
			continue
		}
		width := 0
		for next := r; next == r; width++ {
			i += size
			next, _ = utf8.DecodeRuneInString(pattern[min(i, len(pattern)):])
			if i >= len(pattern) {
				width++
				break
			}
		}
		if seen[kind] {
			return nil, false
		}
		seen[kind] = true
		l = append(l, layoutPart{kind: kind, width: width})
	}
	return l, seen['Y'] && seen['M'] && seen['D']
}

func layoutKind(r rune, afterHours bool) byte {
	switch r {
	case 'г', 'Г', 'y', 'Y':
		return 'Y'
	case 'д', 'Д', 'd', 'D':
		return 'D'
	case 'ч', 'Ч', 'h', 'H':
		return 'h'
	case 'с', 'С', 's', 'S':
		return 's'
	case 'м', 'М', 'm', 'M':
		if afterHours {
			return 'm'
		}
		return 'M'
	}
	return 0
}

// civil is a moment as it is written, without a zone.
type civil struct {
	year, month, day, hour, minute, second int
	dateOnly                               bool
	zone                                   *time.Location // told by the text itself; nil is the file's
}

// read reads a text written in the layout. Days and hours may lack their leading zero; fractions of a second are dropped.
func (l layout) read(s string) (civil, bool) {
	c := civil{dateOnly: true}
	i := 0
	for _, part := range l {
		if part.kind == 0 {
			if !strings.HasPrefix(s[i:], part.text) {
				return c, false
			}
			i += len(part.text)
			continue
		}
		n, digits := 0, 0
		for i < len(s) && s[i] >= '0' && s[i] <= '9' && digits < max(part.width, 2) {
			n = n*10 + int(s[i]-'0')
			i++
			digits++
		}
		if digits == 0 || part.kind == 'Y' && digits != part.width || digits > part.width && part.width > 1 {
			return c, false
		}
		c.set(part, n)
	}
	if i < len(s) && (s[i] == '.' || s[i] == ',') && !c.dateOnly {
		for i++; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		}
	}
	return c, i == len(s) && c.valid()
}

func (c *civil) set(part layoutPart, n int) {
	switch part.kind {
	case 'Y':
		if part.width == 2 {
			n += 2000
		}
		c.year = n
	case 'M':
		c.month = n
	case 'D':
		c.day = n
	case 'h':
		c.hour, c.dateOnly = n, false
	case 'm':
		c.minute = n
	case 's':
		c.second = n
	}
}

// valid tells whether there was such a moment, in years in which appeals were written.
func (c civil) valid() bool {
	return c.year >= 1990 && c.hour < 24 && c.minute < 60 && c.second < 60 &&
		russian.ValidDate(c.year, time.Month(c.month), c.day)
}

func (c civil) instant(zone *time.Location) model.Instant {
	if c.zone != nil {
		zone = c.zone
	}
	return model.InstantOf(time.Date(c.year, time.Month(c.month), c.day, c.hour, c.minute, c.second, 0, zone))
}

func (c civil) date() model.Date {
	b := make([]byte, 0, 10)
	for i, n := range [...]int{c.year, c.month, c.day} {
		if i > 0 {
			b = append(b, '-')
		}
		if n < 10 {
			b = append(b, '0')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return model.Date(b)
}

// readDate reads a date in one of the layouts, or a serial date of a workbook.
func readDate(s string, layouts []layout, date1904 bool) (civil, bool) {
	for _, l := range layouts {
		if c, ok := l.read(s); ok {
			return c, true
		}
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil { // the moment is told whole, with its zone
		c := civil{year: t.Year(), month: int(t.Month()), day: t.Day(), hour: t.Hour(), minute: t.Minute(), second: t.Second(), zone: t.Location()}
		return c, c.valid()
	}
	if tidy := tidyDate(s); tidy != s {
		return readDate(tidy, layouts, date1904)
	}
	serial, ok := sheet.ParseNumber(s)
	if !ok {
		return civil{}, false
	}
	t, ok := sheet.SerialTime(serial, date1904)
	if !ok {
		return civil{}, false
	}
	c := civil{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), serial == float64(int64(serial)), nil}
	return c, c.valid()
}

// tidyDate brings a date to the spelling that layouts know: one space between date and time where a comma, a «T», a «в» or
// several spaces stand, and no «г.» behind. What is tidy stays as it is.
func tidyDate(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' && !onlyNumber(s) })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "г." || w == "г" || w == "в" })
	s = strings.TrimSuffix(strings.Join(words, " "), "г.")
	if len(s) > 10 && s[10] == 'T' && s[4] == '-' {
		s = s[:10] + " " + s[11:]
	}
	return s
}

// onlyNumber tells whether a comma in the text parts a fraction: «46280,5».
func onlyNumber(s string) bool { return strings.Trim(s, "0123456789,") == "" }

// durationUnit is the length of the unit in which a profile gives durations; days when it gives none.
func durationUnit(name string) (time.Duration, bool) {
	switch strings.ToLower(name) {
	case "", "дни", "days":
		return 24 * time.Hour, true
	case "часы", "hours":
		return time.Hour, true
	case "минуты", "minutes":
		return time.Minute, true
	case "секунды", "seconds":
		return time.Second, true
	}
	return 0, false
}

// readDuration reads «102:52:07,5», «4 д. 06:52:07», «1 дн. 3 ч. 20 мин.» or a number of units, rounded to a second.
func readDuration(s string, unit time.Duration) (time.Duration, bool) {
	if d, ok := spokenDuration(s); ok {
		return d, true
	}
	if strings.Contains(s, ":") {
		return readClock(s)
	}
	x, ok := sheet.ParseNumber(s)
	if !ok || x < 0 || x*float64(unit) > float64(100*365*24*time.Hour) {
		return 0, false
	}
	return time.Duration(x * float64(unit)).Round(time.Second), true
}

// readClock reads «102:52:07,5» or «27:15», hours and minutes.
func readClock(s string) (time.Duration, bool) {
	hours, rest, _ := strings.Cut(s, ":")
	minutes, seconds, _ := strings.Cut(rest, ":")
	h, err1 := strconv.Atoi(hours)
	m, err2 := strconv.Atoi(minutes)
	x, ok := 0.0, true
	if seconds != "" {
		x, ok = sheet.ParseNumber(seconds)
	}
	if err1 != nil || err2 != nil || !ok || h < 0 || h > 1e6 || m < 0 || m > 59 || x < 0 || x >= 60 {
		return 0, false
	}
	d := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(x*float64(time.Second))
	return d.Round(time.Second), true
}

// spokenUnits are the words for units of time by what they begin with.
var spokenUnits = []struct {
	word string
	unit time.Duration
}{{"д", 24 * time.Hour}, {"сут", 24 * time.Hour}, {"ч", time.Hour}, {"м", time.Minute}, {"с", time.Second}}

// spokenDuration reads numbers with their units, from the largest unit down; a clock may stand for what is less than a day.
func spokenDuration(s string) (time.Duration, bool) {
	var sum time.Duration
	last := time.Duration(math.MaxInt64)
	rest := strings.TrimSpace(strings.ToLower(s))
	for n := 0; rest != ""; n++ {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		x, err := strconv.Atoi(rest[:digits])
		if err != nil || x > 1e6 {
			return 0, false
		}
		if after := rest[digits:]; strings.HasPrefix(after, ":") {
			clock, ok := readClock(rest)
			return sum + clock, ok && last == 24*time.Hour && clock < 24*time.Hour
		}
		rest = strings.TrimSpace(rest[digits:])
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		if end < 0 {
			end = len(rest)
		}
		unit, ok := spokenUnit(rest[:end])
		if !ok || unit >= last {
			return 0, false
		}
		sum, last = sum+time.Duration(x)*unit, unit
		rest = strings.TrimSpace(strings.TrimPrefix(rest[end:], "."))
	}
	return sum, last != math.MaxInt64 && sum <= 100*365*24*time.Hour
}

func spokenUnit(word string) (time.Duration, bool) {
	if strings.HasPrefix(word, "мес") {
		return 0, false // of unknown length
	}
	for _, u := range spokenUnits {
		if strings.HasPrefix(word, u.word) && (u.word != "с" || !strings.HasPrefix(word, "сут")) {
			return u.unit, true
		}
	}
	return 0, false
}
