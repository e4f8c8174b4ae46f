package deadline

import (
	"fmt"
	"strconv"
	"time"

	"kurator/model"
	"kurator/model/russian"
)

// Unit is what a term is counted in.
type Unit string

// Units of terms.
const (
	WorkHours Unit = "wh"
	WorkDays  Unit = "wd"
	Days      Unit = "d"
	Hours     Unit = "h"
)

// Term is a budget in one unit: 9wh, 7wd, 30d, 24h.
type Term struct {
	N    int
	Unit Unit
}

const longestTerm = 36500 // units; more is a slip of the hand

// ParseTerm reads «9wh», «7wd», «30d», «24h». A negative term is refused. The error is a *model.Fault.
func ParseTerm(s string) (Term, error) {
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	unit := Unit(s[digits:])
	n, err := strconv.Atoi(s[:digits])
	if err != nil || unit != WorkHours && unit != WorkDays && unit != Days && unit != Hours {
		return Term{}, model.Faultf(model.Usage, "Не удалось понять срок «%s». Напишите число и единицу без пробела: 9wh (рабочие часы), "+
			"7wd (рабочие дни), 30d (календарные дни) или 24h (часы); отрицательным срок не бывает.", s)
	}
	if n > longestTerm {
		return Term{}, model.Faultf(model.Usage, "Срок «%s» слишком велик: наибольший — %d.", s, longestTerm)
	}
	return Term{n, unit}, nil
}

// String writes the term as ParseTerm reads it.
func (t Term) String() string { return fmt.Sprintf("%d%s", t.N, t.Unit) }

// Kind tells whether a clock of this term ends with a date or at an instant.
func (t Term) Kind() model.DueKind {
	if t.Unit == WorkDays || t.Unit == Days {
		return model.DueDate
	}
	return model.DueInstant
}

// Duration is the budget of a term in hours.
func (t Term) Duration() time.Duration { return time.Duration(t.N) * time.Hour }

// Russian writes the term in words: «9 раб. ч», «7 раб. дней», «30 календарных дней», «24 ч».
func (t Term) Russian() string {
	switch t.Unit {
	case WorkHours:
		return russian.WorkingHours(t.Duration())
	case WorkDays:
		return russian.WorkingDays(t.N)
	case Days:
		return russian.Count(t.N, "календарный день", "календарных дня", "календарных дней")
	}
	return russian.Number(int64(t.N)) + " ч"
}
