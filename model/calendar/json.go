package calendar

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"time"
)

type jsonCalendar struct {
	Holidays    []string `json:"holidays"`
	Preholidays []string `json:"preholidays"`
	NoWork      []string `json:"nowork"`
}

// ParseJSON reads {"holidays":[…],"preholidays":[…],"nowork":[…]} with dates «2028-01-01». Where the list of holidays names
// ordinary Saturdays and Sundays too (most such files do), a Saturday or Sunday it leaves out is a working one. «nowork» are
// days off by decree of the President.
func ParseJSON(r io.Reader) ([]Row, error) {
	var file jsonCalendar
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, faultf("Файл не читается как JSON-календарь: %v. Нужно {\"holidays\":[…],\"preholidays\":[…],\"nowork\":[…]}.", err)
	}
	var faults []error
	dates := func(list []string) map[Date]bool {
		out := map[Date]bool{}
		for _, s := range list {
			d, err := ParseDate(s)
			if err != nil {
				faults = append(faults, err)
				continue
			}
			out[d] = true
		}
		return out
	}
	off, short, noWork := dates(file.Holidays), dates(file.Preholidays), dates(file.NoWork)
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	var rows []Row
	for _, year := range yearsOf(off) {
		rows = append(rows, jsonYear(year, off, short, noWork)...)
	}
	return rows, nil
}

func yearsOf(dates map[Date]bool) []int {
	years := map[int]bool{}
	for d := range dates {
		years[d.Year()] = true
	}
	return slices.Sorted(maps.Keys(years))
}

func jsonYear(year int, off, short, noWork map[Date]bool) []Row {
	first, end := NewDate(year, time.January, 1), NewDate(year+1, time.January, 1)
	weekendsListed := 0
	for d := first; d < end; d++ {
		if isWeekend(d) && off[d] {
			weekendsListed++
		}
	}
	complete := weekendsListed > 52 // more than half of the year's 104–106 Saturdays and Sundays
	var rows []Row
	for d := first; d < end; d++ {
		weekend := isWeekend(d)
		newYear := d == first
		switch {
		case noWork[d]:
			rows = append(rows, Row{Date: d, Kind: KindDayOff, Title: "Нерабочий день", Basis: BasisPresid})
			continue
		case off[d] && (newYear || !weekend || !complete):
			rows = append(rows, Row{Date: d, Kind: KindDayOff, Title: "Праздничный или перенесённый выходной день", Basis: basisImported})
		case weekend && !off[d] && (complete || short[d]):
			rows = append(rows, Row{Date: d, Kind: KindWork, Title: "Рабочий день (перенос)", Basis: basisImported})
		}
		if short[d] && !off[d] {
			rows = append(rows, Row{Date: d, Kind: KindShort, Title: "Сокращённый (предпраздничный) рабочий день", Basis: BasisShort})
		}
	}
	return rows
}

func isWeekend(d Date) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }
