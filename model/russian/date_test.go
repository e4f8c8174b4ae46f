package russian

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var moscow = time.FixedZone("MSK", 3*3600)

func TestDates(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 5, 0, 0, moscow)
	for _, c := range []struct{ got, want string }{
		{DateLong(at), "24 ноября 2026 г."}, {DateShort(at), "24.11.2026"}, {DayTime(at), "24.11 09:05"},
		{DateTime(at), "24.11.2026 09:05"}, {WeekdayDate(at), "вт 24.11"}, {Weekday(at.Weekday()), "вторник"},
		{MonthYear(at, Nominative), "ноябрь 2026 г."}, {MonthYear(at, Prepositional), "ноябре 2026 г."},
		{Month(time.May, Genitive), "мая"}, {Month(13, Genitive), ""}, {WeekdayShort(time.Sunday), "вс"},
		{Period(at, at), "24 ноября 2026 г."}, {Period(at, at.AddDate(0, 0, 3)), "с 24 по 27 ноября 2026 г."},
		{Period(at, at.AddDate(0, 0, 10)), "с 24 ноября по 4 декабря 2026 г."},
		{Period(at, at.AddDate(0, 2, 0)), "с 24 ноября 2026 г. по 24 января 2027 г."},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestParseMoment(t *testing.T) {
	now := time.Date(2026, 11, 24, 9, 5, 0, 0, moscow)
	for in, want := range map[string]string{
		"24.11.2026": "2026-11-24 00:00", "01.02.27": "2027-02-01 00:00", "5.1": "2027-01-05 00:00", "25.12": "2026-12-25 00:00",
		"30.06": "2026-06-30 00:00", "2026-11-01": "2026-11-01 00:00", "сегодня": "2026-11-24 00:00", "Завтра 10:30": "2026-11-25 10:30",
		"вчера в 9:00": "2026-11-23 09:00", "послезавтра": "2026-11-26 00:00", "24.11 09:05": "2026-11-24 09:05",
		"2026-11-24T18:00": "2026-11-24 18:00", "2026-11-24 08:36:39": "2026-11-24 08:36", "24 ноября": "2026-11-24 00:00",
		"3 марта 2027 г.": "2027-03-03 00:00", "14:20": "2026-11-24 14:20", "29.02": "2028-02-29 00:00", "24/11/2026": "2026-11-24 00:00",
		"2026-11-24T00:30:00Z": "2026-11-24 03:30",
	} {
		got, err := ParseMoment(in, now, moscow)
		if err != nil || got.At.Format("2006-01-02 15:04") != want || got.HasTime != strings.Contains(in, ":") {
			t.Errorf("ParseMoment(%q) = %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "31.02.2026", "32.01", "24.11 25:00", "10:61", "скоро", "2026-13-01", "1.1.0001", "30.02", "0.0"} {
		_, err := ParseMoment(in, now, moscow)
		var bad *DateError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), "24.11.2026") {
			t.Errorf("ParseMoment(%q) error = %v", in, err)
		}
	}
}

func FuzzParseMoment(f *testing.F) {
	for _, s := range []string{"24.11.2026 09:05", "завтра", "24 ноября", "2026-11-24T00:30:00Z", "99.99", " 1:1"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 24, 9, 5, 0, 0, moscow)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseMoment(s, now, moscow)
		if err == nil && !got.HasTime && (got.At.Hour() != 0 || got.At.Minute() != 0) {
			t.Errorf("ParseMoment(%q) = %v without a time of day", s, got)
		}
	})
}
