package verb

import (
	"time"

	"kurator/model"
	"kurator/model/deadline"
	"kurator/model/russian"
	"kurator/store"
	"kurator/ui/pane"
	"kurator/ui/theme"
	"kurator/ui/widget"
)

// soonDays and soonTime are how near a term is when a list says so.
const (
	soonDays = 2
	soonTime = 4 * time.Hour
)

// DueCell is the term of a row for a narrow column, readable without colour: «! 2 дн», «сегодня», «3 раб. ч», «10 дней». What is answered
// shows whether it was in time.
func DueCell(env *pane.Env, row *store.Row) widget.Cell {
	now := env.Now()
	switch {
	case row.Late != nil && *row.Late:
		return widget.Cell{Text: "с опозданием", Role: theme.Warn}
	case row.Late != nil:
		return widget.Cell{Text: "в срок", Role: theme.Muted}
	case row.Due.Kind != "" && row.Due.LateFrom == 0:
		return widget.Cell{Text: "остановлен", Role: theme.Muted}
	case row.SortAt <= 0 || row.Due.LateFrom == 0:
		return widget.Cell{Text: "—", Role: theme.Muted}
	}
	if row.Due.Kind == model.DueInstant {
		return instantCell(env, row, now)
	}
	return dateCell(env, row.Due.Date, now)
}

// dateCell counts civil days: a date is late only after its day has ended.
func dateCell(env *pane.Env, due model.Date, now time.Time) widget.Cell {
	days := daysBetween(model.DateOf(model.InstantOf(now), env.Zone), due)
	switch {
	case days < 0:
		return widget.Cell{Text: "! " + russian.Number(int64(-days)) + " дн", Role: theme.Late}
	case days == 0:
		return widget.Cell{Text: "сегодня", Role: theme.Soon}
	case days == 1:
		return widget.Cell{Text: "завтра", Role: theme.Soon}
	case days <= soonDays:
		return widget.Cell{Text: russian.Days(days), Role: theme.Soon}
	}
	return widget.Cell{Text: russian.Days(days)}
}

// PercentText writes how much of a term has passed.
func PercentText(percent int) string {
	if percent > 999 {
		return "более 999 %"
	}
	return russian.Number(int64(percent)) + " %"
}

// UsedCell is how much of the time from receipt to the term has passed, in percent: the same without colour. It is empty where the
// term is over or was kept.
func UsedCell(env *pane.Env, row *store.Row) widget.Cell {
	from, to, now := row.Received, row.Due.LateFrom, model.InstantOf(env.Now())
	if row.Late != nil || to == 0 || from == 0 || to <= from {
		return widget.Cell{}
	}
	total, used := int64(to-from), int64(now-from)
	if row.Due.Kind == model.DueInstant { // working time: a night uses nothing up
		pace := paceOf(env, row)
		t, err1 := pace.Between(from.In(env.Zone), to.In(env.Zone))
		u, err2 := pace.Between(from.In(env.Zone), now.In(env.Zone))
		if err1 == nil && err2 == nil && t > 0 {
			total, used = int64(t/time.Second), int64(u/time.Second)
		}
	}
	percent := min(max(used*100/total, 0), 999)
	cell := widget.Cell{Text: russian.Number(percent) + " %"}
	switch {
	case now >= to:
		cell.Role = theme.Late
	case percent >= 80:
		cell.Role = theme.Soon
	default:
		cell.Role = theme.Muted
	}
	return cell
}

func daysBetween(from, to model.Date) int {
	a, err1 := time.Parse(time.DateOnly, string(from))
	b, err2 := time.Parse(time.DateOnly, string(to))
	if err1 != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

func paceOf(env *pane.Env, row *store.Row) deadline.Pace {
	return env.Snap.Book.PaceOf(deadline.Case{Channel: row.Channel, Kind: row.Kind, Priority: row.Priority, Received: row.Received})
}

// instantCell counts the time as the answer's clock does, so that the list says what the card says.
func instantCell(env *pane.Env, row *store.Row, now time.Time) widget.Cell {
	due := row.Due.LateFrom.In(env.Zone)
	late := !now.Before(due)
	pace := paceOf(env, row)
	left, err := pace.Between(now, due)
	if late {
		left, err = pace.Between(due, now)
	}
	if err != nil { // beyond the calendar: plain time
		left = due.Sub(now).Abs()
	}
	words := hoursInShort(left.Truncate(time.Minute), pace.Working)
	switch {
	case late && left < time.Minute: // the working day ended with the term
		return widget.Cell{Text: "! истёк", Role: theme.Late}
	case left < time.Minute:
		return widget.Cell{Text: "истекает", Role: theme.Soon}
	case late:
		return widget.Cell{Text: "! " + words, Role: theme.Late}
	case left <= soonTime:
		return widget.Cell{Text: words, Role: theme.Soon}
	}
	return widget.Cell{Text: words}
}

// hoursInShort leaves the minutes out of an hour and more.
func hoursInShort(d time.Duration, working bool) string {
	switch {
	case !working:
		return russian.DurationShort(d)
	case d < time.Hour:
		return russian.WorkingHours(d)
	}
	return russian.Number(int64(d/time.Hour)) + " раб. ч"
}

// DateText writes «2026-11-25» or RFC 3339 for people.
func DateText(env *pane.Env, text string) string {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return russian.DateTime(t.In(env.Zone))
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return russian.DateShort(t)
	}
	return ""
}

// MarkText is the citizen's mark, nothing when there is none.
func MarkText(mark int) string {
	if mark == 0 {
		return ""
	}
	return russian.Number(int64(mark))
}
