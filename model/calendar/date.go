package calendar

import (
	"time"
)

// Date is a civil date: days since 1970-01-01. The zero Date means «not known»; that day never occurs here. Dates compare
// with < and step with + and −.
type Date int32

const secondsPerDay = 24 * 60 * 60

// NewDate is the date of the year, month and day; values outside their range carry over as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// DateOf is the civil date of the instant t in the zone loc.
func DateOf(t time.Time, loc *time.Location) Date {
	_, offset := t.In(loc).Zone()
	return dateAt(t.Unix() + int64(offset))
}

// dateAt is the date of local seconds since 1970-01-01 00:00 local.
func dateAt(local int64) Date {
	day := local / secondsPerDay
	if local%secondsPerDay < 0 {
		day--
	}
	return Date(day)
}

// ParseDate reads «2024-05-13». The error is a sentence.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return 0, faultf("Не удалось понять дату «%s». Напишите её как 2024-05-13.", s)
	}
	return NewDate(t.Date()), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// IsZero tells whether the date is not known.
func (d Date) IsZero() bool { return d == 0 }

// Year is the year of the date.
func (d Date) Year() int { return d.utc().Year() }

// Month is the month of the date.
func (d Date) Month() time.Month { return d.utc().Month() }

// Day is the day of the month.
func (d Date) Day() int { return d.utc().Day() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int32(d)+4)%7 + 7) % 7) }

// String writes «2024-05-13», "" for the zero Date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Russian writes «13.05.2024», "" for the zero Date.
func (d Date) Russian() string {
	if d == 0 {
		return ""
	}
	return d.utc().Format("02.01.2006")
}

// Time is the start of the date in UTC: a civil date as time.Time for formatting, not an instant of the office's zone.
func (d Date) Time() time.Time { return d.utc() }

// Start is the first instant of the date in the zone loc; where midnight is skipped by a change of offset, the instant of
// the change.
func (d Date) Start(loc *time.Location) time.Time {
	guess := int64(d) * secondsPerDay
	_, offset := time.Unix(guess, 0).In(loc).Zone()
	t := time.Unix(guess-int64(offset), 0).In(loc)
	if start, end := t.ZoneBounds(); start.IsZero() && end.IsZero() {
		return t
	}
	// Around a change of offset there may be two midnights or none: take the first instant that belongs to the date.
	for _, s := range segments(guess-secondsPerDay, guess+secondsPerDay, loc) {
		if local := guess - s.offset; local < s.to && dateAt(max(local, s.from)+s.offset) >= d {
			return time.Unix(max(local, s.from), 0).In(loc)
		}
	}
	return t
}

// MarshalText writes «2024-05-13».
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads «2024-05-13»; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
