package calendar

import (
	"bytes"
	_ "embed"
	"sync"
)

// officialFile is the production calendar 2019–2027: three public sources agree on every day to 2025, five on the days off
// of 2026, four on 2027, which was still partly a draft.
//
//go:embed data/production_calendar_ru.csv
var officialFile []byte

var parseOfficial = sync.OnceValues(func() (*Calendar, error) {
	rows, err := ParseCSV(bytes.NewReader(officialFile))
	if err != nil {
		return nil, err
	}
	return New(rows)
})

// Official is the calendar the program ships with: 2019–2027. It is parsed once.
func Official() (*Calendar, error) { return parseOfficial() }
