package russian

import (
	"fmt"
	"time"
)

// Case is a grammatical case.
type Case int

// Cases that reports need.
const (
	Nominative    Case = iota // ноябрь; за ноябрь
	Genitive                  // ноября
	Prepositional             // в ноябре
)

// Month is the name of the month in the case; "" outside January–December.
func Month(m time.Month, c Case) string {
	names := [...][3]string{
		{"январь", "января", "январе"}, {"февраль", "февраля", "феврале"}, {"март", "марта", "марте"},
		{"апрель", "апреля", "апреле"}, {"май", "мая", "мае"}, {"июнь", "июня", "июне"},
		{"июль", "июля", "июле"}, {"август", "августа", "августе"}, {"сентябрь", "сентября", "сентябре"},
		{"октябрь", "октября", "октябре"}, {"ноябрь", "ноября", "ноябре"}, {"декабрь", "декабря", "декабре"},
	}
	if m < time.January || m > time.December || c < Nominative || c > Prepositional {
		return ""
	}
	return names[m-1][c]
}

// Weekday is the name of the day: «вторник».
func Weekday(d time.Weekday) string {
	return [...]string{"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"}[d]
}

// WeekdayShort is the short name of the day: «вт».
func WeekdayShort(d time.Weekday) string {
	return [...]string{"вс", "пн", "вт", "ср", "чт", "пт", "сб"}[d]
}

// DateLong writes «24 ноября 2026 г.».
func DateLong(t time.Time) string {
	return fmt.Sprintf("%d %s %d г.", t.Day(), Month(t.Month(), Genitive), t.Year())
}

// DateShort writes «24.11.2026».
func DateShort(t time.Time) string { return t.Format("02.01.2006") }

// DateTime writes «24.11.2026 09:05».
func DateTime(t time.Time) string { return t.Format("02.01.2006 15:04") }

// DayTime writes «24.11 09:05», for this year's moments.
func DayTime(t time.Time) string { return t.Format("02.01 15:04") }

// WeekdayDate writes «вт 24.11».
func WeekdayDate(t time.Time) string { return WeekdayShort(t.Weekday()) + t.Format(" 02.01") }

// MonthYear writes «ноябрь 2026 г.» with the month in the case.
func MonthYear(t time.Time, c Case) string {
	return fmt.Sprintf("%s %d г.", Month(t.Month(), c), t.Year())
}

// Period writes a period of whole days, both ends included: «с 21 по 27 ноября 2026 г.», «с 28 ноября по 4 декабря
// 2026 г.», «с 26 декабря 2026 г. по 1 января 2027 г.»; one day is DateLong.
func Period(first, last time.Time) string {
	switch {
	case first.Year() != last.Year():
		return "с " + DateLong(first) + " по " + DateLong(last)
	case first.Month() != last.Month():
		return fmt.Sprintf("с %d %s по %s", first.Day(), Month(first.Month(), Genitive), DateLong(last))
	case first.Day() != last.Day():
		return fmt.Sprintf("с %d по %s", first.Day(), DateLong(last))
	}
	return DateLong(first)
}
