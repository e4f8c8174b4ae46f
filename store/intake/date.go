package intake

import (
	"strconv"
	"strings"
	"time"
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
	serial, ok := sheet.ParseNumber(s)
	if !ok {
		return civil{}, false
	}
	t, ok := sheet.SerialTime(serial, date1904)
	if !ok {
		return civil{}, false
	}
	c := civil{t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second(), serial == float64(int64(serial))}
	return c, c.valid()
}

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

// readDuration reads «102:52:07,5» or a number of units, rounded to a second.
func readDuration(s string, unit time.Duration) (time.Duration, bool) {
	if hours, rest, ok := strings.Cut(s, ":"); ok {
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
	x, ok := sheet.ParseNumber(s)
	if !ok || x < 0 || x*float64(unit) > float64(100*365*24*time.Hour) {
		return 0, false
	}
	return time.Duration(x * float64(unit)).Round(time.Second), true
}
