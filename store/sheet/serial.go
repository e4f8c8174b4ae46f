package sheet

import (
	"math"
	"time"
)

// SerialTime turns a serial date of a workbook into civil time, written in UTC: days since 30 December 1899, or since
// 1904 where the workbook says so, with the time of day as a fraction rounded to a second. False for what is no date.
func SerialTime(serial float64, date1904 bool) (time.Time, bool) {
	const last = 2_958_465 // 31 December 9999
	if math.IsNaN(serial) || serial < 0 || serial > last {
		return time.Time{}, false
	}
	day := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		day = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	case serial < 61: // before the 29 February 1900 that spreadsheets invented
		day = day.AddDate(0, 0, 1)
	}
	days := math.Floor(serial)
	ofDay := time.Duration((serial - days) * float64(24*time.Hour))
	return day.AddDate(0, 0, int(days)).Add(ofDay.Round(time.Second)), true
}
