package russian

import (
	"time"
)

// Days writes calendar days: «1 день», «2 дня», «5 дней».
func Days(n int) string { return Count(n, "день", "дня", "дней") }

// WorkingDays writes working days: «1 раб. день», «3 раб. дня».
func WorkingDays(n int) string {
	return Count(n, "раб. день", "раб. дня", "раб. дней")
}

// WorkingHours writes working time, rounded down to minutes: «3 раб. ч», «3 раб. ч 20 мин», «20 раб. мин».
func WorkingHours(d time.Duration) string {
	sign, hours, minutes := split(d)
	switch {
	case hours == 0:
		return sign + Number(minutes) + " раб. мин"
	case minutes == 0:
		return sign + Number(hours) + " раб. ч"
	}
	return sign + Number(hours) + " раб. ч " + Number(minutes) + " мин"
}

// Duration writes elapsed time in its two largest units: «меньше минуты», «20 мин», «1 ч 20 мин», «2 дня 3 ч», and from
// ten days on days alone. A day is 24 hours. A negative duration is written with a minus.
func Duration(d time.Duration) string {
	sign, hours, minutes := split(d)
	days, rest := hours/24, hours%24
	switch {
	case hours == 0 && minutes == 0:
		return "меньше минуты"
	case hours == 0:
		return sign + Number(minutes) + " мин"
	case days == 0 && minutes == 0:
		return sign + Number(hours) + " ч"
	case days == 0:
		return sign + Number(hours) + " ч " + Number(minutes) + " мин"
	case rest == 0 || days >= 10:
		return sign + Days(int(days))
	}
	return sign + Days(int(days)) + " " + Number(rest) + " ч"
}

// DurationShort writes elapsed time in one unit for a narrow column: «20 мин», «5 ч», «3 дн», rounded towards zero.
func DurationShort(d time.Duration) string {
	sign, hours, minutes := split(d)
	switch {
	case hours == 0 && minutes == 0:
		return "0 мин"
	case hours == 0:
		return sign + Number(minutes) + " мин"
	case hours < 24:
		return sign + Number(hours) + " ч"
	}
	return sign + Number(hours/24) + " дн"
}

func split(d time.Duration) (sign string, hours, minutes int64) {
	total := int64(d / time.Minute)
	if total < 0 {
		sign, total = Minus, -total
	}
	return sign, total / 60, total % 60
}
