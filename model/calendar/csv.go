package calendar

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// ParseCSV reads further years in the layout of the shipped file: a heading «date,kind,title,basis,moved_from_or_to,weekday»
// (columns in any order, weekday not needed) and a row per special day. All faults are returned at once, with their lines.
func ParseCSV(r io.Reader) ([]Row, error) {
	reader := csv.NewReader(r)
	reader.FieldsPerRecord = -1
	heading, err := reader.Read()
	if err != nil {
		return nil, faultf("Файл календаря пуст или это не CSV. Первая строка: date,kind,title,basis,moved_from_or_to.")
	}
	column, err := csvColumns(heading)
	if err != nil {
		return nil, err
	}
	var rows []Row
	var faults []error
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, errors.Join(faults...)
		}
		if err != nil {
			return nil, errors.Join(append(faults, faultf("Файл календаря испорчен: %v.", err))...)
		}
		line, _ := reader.FieldPos(0)
		row, err := csvRow(record, column)
		if err != nil {
			faults = append(faults, faultf("Календарь, строка %d: %v", line, err))
			continue
		}
		rows = append(rows, row)
	}
}

func csvColumns(heading []string) (map[string]int, error) {
	heading[0] = strings.TrimPrefix(heading[0], "\ufeff")
	column := map[string]int{}
	for i, name := range heading {
		column[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range []string{"date", "kind", "title", "basis", "moved_from_or_to"} {
		if _, ok := column[name]; !ok {
			return nil, faultf("В файле календаря нет столбца «%s». Первая строка: date,kind,title,basis,moved_from_or_to.", name)
		}
	}
	return column, nil
}

func csvRow(record []string, column map[string]int) (Row, error) {
	cell := func(name string) string {
		if i := column[name]; i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	date, err := ParseDate(cell("date"))
	if err != nil {
		return Row{}, err
	}
	row := Row{Date: date, Kind: Kind(cell("kind")), Title: cell("title"), Basis: cell("basis")}
	if moved := cell("moved_from_or_to"); moved != "" {
		if row.Moved, err = ParseDate(moved); err != nil {
			return Row{}, err
		}
	}
	if !slices.Contains([]Kind{KindDayOff, KindShort, KindWork}, row.Kind) {
		return Row{}, faultf("неизвестный вид дня «%s»: бывает day_off, short и workday_transfer.", row.Kind)
	}
	return row, nil
}
