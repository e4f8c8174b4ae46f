package calendar

import (
	"fmt"
	"slices"
	"strings"
)

// Kind tells what a row does with its date.
type Kind string

// Kinds of rows. The first three are those of the official file; KindOwn is an office's own day with spans of its own.
const (
	KindDayOff Kind = "day_off"
	KindShort  Kind = "short" // ends one hour earlier
	KindWork   Kind = "workday_transfer"
	KindOwn    Kind = "own"
)

// Bases of the official file. Any other text names an office's own act.
const (
	BasisHoliday  = "holiday"             // ТК РФ, ст. 112: нерабочий праздничный день
	BasisDecree   = "government_decree"   // перенос постановлением Правительства
	BasisTransfer = "labour_code_112"     // перенос по ст. 112 ТК РФ
	BasisShort    = "labour_code_95"      // сокращённый предпраздничный день
	BasisPresid   = "presidential_decree" // off by the calendar, yet 59-ФЗ terms ran on (2020–2021)
	BasisWeekend  = "weekend"             // an ordinary Saturday or Sunday, not listed in the file
	basisImported = "production_calendar" // an imported file that names no act
)

// BasisTitle says in Russian which act the basis stands for; a text that is no code is returned as it is.
func BasisTitle(basis string) string {
	switch basis {
	case BasisHoliday:
		return "ст. 112 ТК РФ, нерабочий праздничный день"
	case BasisDecree:
		return "перенос постановлением Правительства РФ"
	case BasisTransfer:
		return "перенос по ст. 112 ТК РФ"
	case BasisShort:
		return "ст. 95 ТК РФ, предпраздничный день"
	case BasisPresid:
		return "указ Президента РФ"
	case BasisWeekend:
		return "выходной день"
	case basisImported:
		return "производственный календарь"
	}
	return basis
}

// Row is one line of a calendar: what differs from the ordinary week on a date. A working pre-holiday Saturday has two
// rows, KindWork and KindShort.
type Row struct {
	Date  Date   `json:"date"`
	Kind  Kind   `json:"kind"`
	Title string `json:"title,omitempty"`
	Basis string `json:"basis"`
	Moved Date   `json:"moved,omitzero"` // the day off this one was moved from, or the day a working day replaces
	Spans []Span `json:"spans,omitempty"`
}

// check returns what is wrong with the row, "" when nothing.
func (r Row) check() string {
	switch {
	case r.Date.IsZero():
		return "нет даты"
	case !slices.Contains([]Kind{KindDayOff, KindShort, KindWork, KindOwn}, r.Kind):
		return fmt.Sprintf("неизвестный вид дня «%s» (day_off, short, workday_transfer, own)", r.Kind)
	case strings.TrimSpace(r.Basis) == "":
		return "нет основания"
	case r.Kind == KindOwn && len(r.Spans) == 0:
		return "у дня со своими часами нет часов"
	case r.Kind != KindOwn && len(r.Spans) > 0:
		return "часы указываются только у дня вида own"
	}
	if err := checkSpans(r.Spans); err != nil {
		return err.Error()
	}
	return ""
}
